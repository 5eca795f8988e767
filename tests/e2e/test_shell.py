"""What the phone starts with when there is no network: it is whole, and it is small."""

import re

from tests.bench.report import SHELL_AIM_KB
from tests.bench.shell import DIST, precached, shell_sizes


def test_what_is_precached_imports_only_what_is_precached() -> None:
    scripts = [name for name in precached() if name.startswith("assets/") and name.endswith(".js")]
    imported = {
        found
        for name in scripts
        for found in re.findall(r'(?:from|import)\s*"\./([^"]+)"', (DIST / name).read_text(encoding="utf-8"))
    }
    assert imported
    assert {f"assets/{name}" for name in imported} <= set(scripts)


def test_the_shell_is_small() -> None:
    assert shell_sizes()["js"] <= SHELL_AIM_KB * 1000
