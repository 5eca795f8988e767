"""Zone of 1,000,000 points in 500 polygons of about 200 vertices, beside bare Shapely in the same run.

    python -m tests.bench.zones_bench

The baseline answers less: it knows no accuracy and no union. It is the raw limit, STRtree and prepared contains_xy.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from statistics import median
from typing import Any

import numpy as np
import shapely

from geo.zones import KeyZone, ZoneIndex

POINTS = 1_000_000
ZONES = 500
CORNERS = 200
ROUNDS = 7
PUSH = 100


def zones(random: np.random.Generator) -> list[KeyZone]:
    """Crooked zones of 1 to 5 km² on a loose grid over a prefecture of about 100 by 80 km."""
    found = []
    for at in range(ZONES):
        lon, lat = 120.2 + (at % 25) * 0.042, 30.3 + (at // 25) * 0.036
        turn = np.sort(random.uniform(0, 2 * np.pi, CORNERS))
        away = random.uniform(0.006, 0.013) * random.uniform(0.85, 1, CORNERS)
        corners = np.column_stack([lon + away * np.cos(turn), lat + away * np.sin(turn) * 0.86])
        found.append(KeyZone(f"{at:04}", shapely.Polygon(corners)))
    return found


def fixes(random: np.random.Generator, count: int) -> tuple[Any, Any, Any]:
    """Evenly over the prefecture, with the accuracies of phones."""
    return random.uniform(120.2, 121.25, count), random.uniform(30.3, 31.0, count), random.uniform(3, 40, count)


def bare(tree: Any, polygons: Any, lon: Any, lat: Any) -> Any:
    point, shape = tree.query(shapely.points(lon, lat))
    within = shapely.contains_xy(polygons[shape], lon[point], lat[point])
    return point[within], shape[within]


def seconds(call: Callable[[], object]) -> float:
    start = time.perf_counter()
    call()
    return time.perf_counter() - start


def measure() -> dict[str, list[float]]:
    """Seconds of each way in rounds that take turns, after one round to warm up."""
    random = np.random.default_rng(500)
    places = zones(random)
    lon, lat, accuracy_m = fixes(random, POINTS)
    polygons = np.array([zone.polygon for zone in places])
    shapely.prepare(polygons)
    tree = shapely.STRtree(polygons)
    index = ZoneIndex(places)
    ways: dict[str, Callable[[], object]] = {
        "bare": lambda: bare(tree, polygons, lon, lat),
        "bulk": lambda: index.classify(lon, lat, accuracy_m),
        "push": lambda: index.classify(lon[:PUSH], lat[:PUSH], accuracy_m[:PUSH]),
    }
    first = {"build": [seconds(lambda: ZoneIndex(places))], "paint": [seconds(ways["bulk"])]}
    seconds(ways["bare"])
    rounds = [{name: seconds(way) for name, way in ways.items()} for _ in range(ROUNDS)]
    return first | {name: [taken[name] for taken in rounds] for name in ways}


def run() -> list[dict[str, Any]]:
    """Rows of name, value, unit, baseline, ratio (of speed: above 1 is faster than the baseline), p95, rounds, cores."""
    taken = measure()
    bulk, raw = taken["bulk"], taken["bare"]
    shared = {"rounds": ROUNDS, "cores": os.cpu_count()}
    return [
        _row("zones: bulk", POINTS / median(bulk), "points/s", POINTS / median(raw), p95=POINTS / _p95(bulk)) | shared,
        _row("zones: first bulk, painting included", POINTS / taken["paint"][0], "points/s", POINTS / median(raw))
        | shared,
        _row("zones: a push of 100", median(taken["push"]) * 1e3, "ms", None, p95=_p95(taken["push"]) * 1e3) | shared,
        _row("zones: index of 500", taken["build"][0] * 1e3, "ms", None) | shared,
    ]


def _row(name: str, value: float, unit: str, baseline: float | None, p95: float | None = None) -> dict[str, Any]:
    ratio = value / baseline if baseline else None
    return {"name": name, "value": value, "unit": unit, "baseline": baseline, "ratio": ratio, "p95": p95}


def _p95(values: list[float]) -> float:
    return float(np.percentile(values, 95))


def main() -> None:
    for row in run():
        beside = f"   bare {row['baseline']:12,.0f}   ratio {row['ratio']:.2f}" if row["baseline"] else ""
        worst = f"   p95 {row['p95']:12,.2f}" if row["p95"] else ""
        print(f"{row['name']:38} {row['value']:14,.2f} {row['unit']:9}{worst}{beside}")
    print(f"medians of {ROUNDS} rounds, {os.cpu_count()} cores")


if __name__ == "__main__":
    main()
