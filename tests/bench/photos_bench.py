"""Derivatives of a 12 MP photo, beside bare Pillow in the same run; and what an upload adds on the request's path.

    python -m tests.bench.photos_bench

The baseline does less: it drafts, makes two thumbnails and encodes them plainly, and looks at no orientation, no
profile and no bomb.
"""

from __future__ import annotations

import io
import os
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median, quantiles
from typing import Any

from PIL import Image

from app.photos import images
from tests.photos import jpeg

ROUNDS = 15
SIZE = (4000, 3000)


def bare(path: Path) -> list[bytes]:
    """Pillow's own draft and thumbnail."""
    made = []
    with Image.open(path) as image:
        for size in images.SIZES:
            image.thumbnail((size, size))
            out = io.BytesIO()
            image.save(out, "JPEG", quality=images.QUALITY)
            made.append(out.getvalue())
    return made


def seconds(call: Callable[[], object]) -> float:
    start = time.perf_counter()
    call()
    return time.perf_counter() - start


def measure(folder: Path) -> dict[str, list[float]]:
    """Seconds of each way in rounds that take turns, after one round to warm up."""
    path, heic = folder / "photo.jpg", folder / "photo.heic"
    path.write_bytes(jpeg(*SIZE, orientation=6))
    with Image.open(path) as image:
        image.save(heic, "HEIF", quality=60)
    ways: dict[str, Callable[[], object]] = {
        "bare": lambda: bare(path),
        "derivatives": lambda: images.derivatives(path),
        "heic": lambda: images.derivatives(heic),
        "kind": lambda: images.kind_of(path),
    }
    for way in ways.values():
        way()
    rounds = [{name: seconds(way) for name, way in ways.items()} for _ in range(ROUNDS)]
    return {name: [taken[name] for taken in rounds] for name in ways}


def run() -> list[dict[str, Any]]:
    """Rows of name, value, unit, baseline, ratio (of speed: above 1 is faster than the baseline), p95, rounds, cores."""
    with tempfile.TemporaryDirectory() as folder:
        taken = measure(Path(folder))
    raw = median(taken["bare"]) * 1e3
    rows = [
        _row("photos: derivatives of a 12 MP JPEG", taken["derivatives"], raw),
        _row("photos: derivatives of a 12 MP HEIC", taken["heic"], None),
        _row("photos: what a file is, on the request's path", taken["kind"], None),
    ]
    return [row | {"rounds": ROUNDS, "cores": os.cpu_count()} for row in rows]


def _row(name: str, taken: list[float], baseline: float | None) -> dict[str, Any]:
    value = median(taken) * 1e3
    p95 = quantiles(taken, n=20)[-1] * 1e3
    return {
        "name": name,
        "value": value,
        "unit": "ms",
        "baseline": baseline,
        "ratio": baseline / value if baseline else None,
        "p95": p95,
    }


def main() -> None:
    for row in run():
        beside = f"   bare {row['baseline']:8,.1f}   ratio {row['ratio']:.2f}" if row["baseline"] else ""
        print(f"{row['name']:48} {row['value']:8,.1f} {row['unit']:4} p95 {row['p95']:8,.1f}{beside}")
    print(f"medians of {ROUNDS} rounds, {os.cpu_count()} cores")


if __name__ == "__main__":
    main()
