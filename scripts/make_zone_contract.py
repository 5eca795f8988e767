"""Build tests/contract/zones.json and positions.json: what the server and the phone must both answer.

    python scripts/make_zone_contract.py

The answers come from brute force in metres on the ground, edge by edge around each fix, and from nothing in geo/zones.py.
Fixes whose answer hangs on less than MARGIN_M are left out: there the flat pictures may honestly differ.
"""

from __future__ import annotations

import json
import math
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from random import Random
from typing import Any, NamedTuple

import numpy as np
import shapely
from shapely import MultiPolygon, Polygon, from_geojson, to_geojson

ROOT = Path(__file__).resolve().parent.parent
OUT = ROOT / "tests" / "contract"
DEMO = ROOT / "app" / "zones" / "data" / "demo_zones.geojson"

RADIUS_M = 6_371_000.0
METRES_PER_DEGREE = math.pi * RADIUS_M / 180
MARGIN_M = 0.3
SEAM_DEGREES = 1e-6
SHANGHAI = timezone(timedelta(hours=8))
LONG_AGO, TURN, LATER = (datetime(*day, tzinfo=SHANGHAI) for day in ((2020, 10, 1), (2026, 7, 1), (2027, 1, 1)))
AROUND_MIDNIGHT = (
    TURN - timedelta(milliseconds=1),
    TURN,
    TURN.astimezone(UTC),
    TURN + timedelta(milliseconds=1),
    TURN - timedelta(hours=8),
)


class Version(NamedTuple):
    id: str
    polygon: Any
    valid_from: datetime
    valid_until: datetime | None


def versions() -> list[Version]:
    """Every shape that has gone wrong somewhere: holes, seams, T-junctions, overlaps, long edges, two parts."""
    block = Polygon([(120.6, 30.7), (120.61, 30.7), (120.61, 30.71), (120.6, 30.71)])
    east = Polygon([(120.61, 30.7), (120.62, 30.7), (120.62, 30.71), (120.61, 30.71)])
    north = Polygon([(120.602, 30.71), (120.6177, 30.7100002), (120.615, 30.718), (120.604, 30.719)])
    slanted = Polygon([(120.7, 30.7), (120.712, 30.7037), (120.709, 30.715), (120.698, 30.711)])
    beside = Polygon([(120.712, 30.7037), (120.725, 30.702), (120.722, 30.716), (120.71125, 30.706525)])
    holed = Polygon(
        [(120.5, 30.6), (120.52, 30.602), (120.523, 30.618), (120.501, 30.62)],
        [[(120.508, 30.608), (120.508, 30.612), (120.514, 30.613), (120.513, 30.607)]],
    )
    plug = Polygon([(120.508, 30.608), (120.508, 30.612), (120.5105, 30.6125), (120.5105, 30.6075)])
    long_ = Polygon([(120.3, 30.4), (120.42, 30.48), (120.41, 30.49), (120.29, 30.41)])
    parts = MultiPolygon([Polygon([(x, 39.1), (x + 0.006, 39.1), (x + 0.003, 39.105)]) for x in (117.14, 117.15)])
    over = Polygon([(120.45, 30.7), (120.46, 30.7), (120.46, 30.71), (120.45, 30.71)])
    under = Polygon([(120.455, 30.704), (120.468, 30.703), (120.466, 30.714), (120.456, 30.713)])
    before = Polygon([(120.8, 30.8), (120.81, 30.801), (120.808, 30.81), (120.799, 30.809)])
    after = Polygon([(120.803, 30.798), (120.818, 30.8), (120.814, 30.813), (120.803, 30.811)])
    coming = Polygon([(120.85, 30.8), (120.86, 30.8), (120.86, 30.806), (120.85, 30.807)])
    shapes = {"block": block, "east": east, "north": north, "slanted": slanted, "beside": beside, "holed": holed}
    shapes |= {"long": long_, "parts": parts, "over": over, "under": under}
    found = [Version(name, polygon, LONG_AGO, None) for name, polygon in shapes.items()]
    found += [Version("plug", plug, TURN, None), Version("changed-1", before, LONG_AGO, TURN)]
    found += [Version("changed-2", after, TURN, LATER), Version("coming", coming, LATER, None)]
    return found + demo_versions()


def demo_versions() -> list[Version]:
    """Three neighbours and one that changes, out of the demo's zones."""
    features = json.loads(DEMO.read_text("utf-8"))["features"]
    seats = {"330402007", "330402008", "330402010", "330411104"}
    found = []
    for feature in (feature for feature in features if feature["properties"]["seat"] in seats):
        name, version = feature["properties"]["seat"], feature["properties"]["version"]
        changes = name == "330411104"
        begins, ends = (TURN, None) if version == 2 else (LONG_AGO, TURN if changes else None)
        found.append(Version(f"{name}-{version}", from_geojson(json.dumps(feature["geometry"])), begins, ends))
    return found


def metres_to_edge(lon: float, lat: float, outline: Any) -> float:
    """The distance to the nearest point of an outline, each edge cut into pieces of 50 m and laid flat around the fix."""
    coordinates = []
    for line in shapely.get_parts(shapely.segmentize(outline, 50 / METRES_PER_DEGREE)):
        points = shapely.get_coordinates(line)
        coordinates.append(np.hstack([points[:-1], points[1:]]))
    edges = np.vstack(coordinates)
    scale = np.array([METRES_PER_DEGREE * math.cos(math.radians(lat)), METRES_PER_DEGREE])
    start, end = (edges[:, :2] - (lon, lat)) * scale, (edges[:, 2:] - (lon, lat)) * scale
    along = end - start
    length = np.maximum((along**2).sum(axis=1), 1e-12)
    part = np.clip(-(start * along).sum(axis=1) / length, 0, 1)
    return float(np.hypot(*(start + along * part[:, None]).T).min())


def answer(lon: float, lat: float, accuracy_m: float, at: datetime) -> tuple[str, str | None] | None:
    """(certainty, zone) by brute force; None when it hangs on less than the margin."""
    force = sorted(version for version in VERSIONS if version.valid_from <= at and not _over(version, at))
    union = shapely.union_all([version.polygon for version in force], grid_size=SEAM_DEGREES)
    edge_m = metres_to_edge(lon, lat, union.boundary)
    if abs(edge_m - accuracy_m) < MARGIN_M:
        return None
    containing = [version.id for version in force if shapely.contains_xy(version.polygon, lon, lat)]
    near = sorted((metres_to_edge(lon, lat, version.polygon.boundary), version.id) for version in force)
    if len(near) > 1 and not containing and near[1][0] - near[0][0] < MARGIN_M and near[0][0] < accuracy_m + MARGIN_M:
        return None
    if edge_m > accuracy_m and not shapely.contains_xy(union, lon, lat):
        return "outside", None
    return "uncertain" if edge_m <= accuracy_m else "inside", containing[0] if containing else near[0][1]


def _over(version: Version, at: datetime) -> bool:
    return version.valid_until is not None and version.valid_until <= at


def fixes(random: Random) -> list[dict[str, object]]:
    """Fixes close to every edge of every version, some in the middle, at changing hours."""
    found: list[dict[str, object]] = []
    for version in VERSIONS:
        wanted = len(found) + 28
        while len(found) < wanted:
            lon, lat = _place(random, version.polygon)
            accuracy_m = random.choice((0.0, 3.0, 5.0, 8.0, 12.5, 20.0, 35.0, 65.0, 150.0))
            at = random.choice(
                (*AROUND_MIDNIGHT, LATER, LATER - timedelta(seconds=1), datetime(2026, 11, 3, tzinfo=SHANGHAI))
            )
            decided = answer(lon, lat, accuracy_m, at)
            if decided:
                fix = {"lon": lon, "lat": lat, "accuracy_m": accuracy_m, "at": at.isoformat(timespec="milliseconds")}
                found.append(fix | {"certainty": decided[0], "zone_id": decided[1]})
    return found


def _place(random: Random, polygon: Any) -> tuple[float, float]:
    """Mostly within 80 m of the polygon's edge, sometimes anywhere around it."""
    west, south, east, north = polygon.bounds
    if random.random() < 0.2:
        return round(random.uniform(west - 0.002, east + 0.002), 7), round(
            random.uniform(south - 0.002, north + 0.002), 7
        )
    at = shapely.line_interpolate_point(
        random.choice(shapely.get_parts(polygon.boundary)), random.random(), normalized=True
    )
    turn, away = random.uniform(0, 2 * math.pi), random.expovariate(1 / 25) / METRES_PER_DEGREE
    return round(at.x + away * math.cos(turn), 7), round(at.y + away * math.sin(turn), 7)


def positions(random: Random) -> dict[str, object]:
    """Distances by the chord through the Earth, roundings by exact integers."""
    distances, rounded = [], []
    for _ in range(60):
        a = (round(random.uniform(73, 135), 6), round(random.uniform(18, 54), 6))
        step = 10 ** random.uniform(-5, 1.5)
        b = (round(a[0] + random.uniform(-step, step), 6), round(min(89, a[1] + random.uniform(-step, step)), 6))
        distances.append({"a": a, "b": b, "metres": round(_chord_m(a, b), 4)})
    for _ in range(40):
        lon, lat = random.randrange(-180_000_000, 180_000_000), random.randrange(-89_000_000, 89_000_000)
        whole = {"rounded_lon": (lon + 500) // 1000 / 1000, "rounded_lat": (lat + 500) // 1000 / 1000}
        rounded.append({"lon": lon / 1e6, "lat": lat / 1e6} | whole)
    return {"distances": distances, "rounded": rounded}


def _chord_m(a: tuple[float, float], b: tuple[float, float]) -> float:
    def unit(lon: float, lat: float) -> Any:
        x, y = math.radians(lon), math.radians(lat)
        return np.array([math.cos(y) * math.cos(x), math.cos(y) * math.sin(x), math.sin(y)])

    return 2 * RADIUS_M * math.asin(float(np.linalg.norm(unit(*a) - unit(*b))) / 2)


def _geojson(version: Version) -> dict[str, object]:
    until = version.valid_until and version.valid_until.isoformat()
    geometry = json.loads(to_geojson(version.polygon))
    return {"id": version.id, "valid_from": version.valid_from.isoformat(), "valid_until": until, "geometry": geometry}


def _lines(items: list[Any]) -> str:
    return "[\n" + ",\n".join(json.dumps(item, ensure_ascii=False) for item in items) + "\n]"


VERSIONS = versions()


def main() -> None:
    OUT.mkdir(parents=True, exist_ok=True)
    zones, points = [_geojson(version) for version in VERSIONS], fixes(Random(20_260_701))
    (OUT / "zones.json").write_text(f'{{"zones": {_lines(zones)}, "points": {_lines(points)}}}\n', "utf-8")
    found = positions(Random(100))
    body = ", ".join(f'"{name}": {_lines(cases)}' for name, cases in found.items())  # type: ignore[arg-type]
    (OUT / "positions.json").write_text("{" + body + "}\n", "utf-8")


if __name__ == "__main__":
    main()
