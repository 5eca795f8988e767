"""The size of the phone's shell: what the service worker keeps, so that the app starts without a network."""

import gzip
import re
from collections import Counter

from tests.program import ROOT

DIST = ROOT / "static" / "dist"


def precached() -> set[str]:
    """The files in the service worker's precache manifest."""
    return set(re.findall(r'"?url"?:\s*"([^"]+)"', (DIST / "sw.js").read_text(encoding="utf-8")))


def shell_sizes() -> dict[str, int]:
    """Bytes, gzip, by kind of file, of everything that is precached; what comes with the PIN page stands apart."""
    sizes: Counter[str] = Counter()
    for name in precached():
        late = "pin." if "app-pin" in name else ""
        sizes[late + name.rpartition(".")[2]] += len(gzip.compress((DIST / name).read_bytes(), 6))
    return dict(sizes)
