"""Build app/zones/data/demo_zones.geojson: invented key zones over real town seats.

    python scripts/make_demo_zones.py

A zone is a patch of street blocks: a crooked lattice of streets is laid over the seat, the blocks within an uneven
radius are kept, and neighbours in one town share the lattice, so that they touch without a gap. The same seed gives
the same file.
"""

from __future__ import annotations

import json
import math
from pathlib import Path
from random import Random
from typing import NamedTuple
from uuid import UUID, uuid5

from demo_seats import CHANGED, HOLED, TOWNS, Seat, Town
from shapely import MultiPolygon, Point, Polygon, contains, from_geojson, union_all

ROOT = Path(__file__).resolve().parent.parent
DISTRICTS = ROOT / "app" / "organisations" / "data" / "districts.geojson"
TREE = ROOT / "app" / "organisations" / "data" / "tree.csv"
OUT = ROOT / "app" / "zones" / "data" / "demo_zones.geojson"

NAMESPACE = UUID("6d6b2c1e-2f0c-5d5e-9a52-6f1c1d0a7e11")
METRES_PER_DEGREE = 111_194.93
STREET_GAPS_M = (190.0, 360.0)
CROOKED_M = 32.0
GROWN = 1.22
FIRST = ("演示〔2025〕{}号", "2025-08-28", "2025-10-01")


class Block(NamedTuple):
    middle: tuple[float, float]
    polygon: Polygon


def blocks(town: Town) -> list[Block]:
    """The street blocks around a town's centre; neighbours share their corners to the last digit."""
    random = Random(town.seats[0].code)
    turn = math.radians(random.uniform(-24, 24))
    across, along = _streets(random, town.radius_m), _streets(random, town.radius_m)
    corners = {(i, j): _crooked(random, x, y) for i, x in enumerate(across) for j, y in enumerate(along)}
    found = []
    for i, j in ((i, j) for i in range(len(across) - 1) for j in range(len(along) - 1)):
        ring = [corners[at] for at in ((i, j), (i + 1, j), (i + 1, j + 1), (i, j + 1))]
        middle = (sum(x for x, _ in ring) / 4, sum(y for _, y in ring) / 4)
        found.append(Block(middle, Polygon([_degrees(town, turn, *corner) for corner in ring])))
    return found


def zone_of(town: Town, seat: Seat, county: MultiPolygon, grown: float = 1.0) -> Polygon:
    """The blocks that belong to one seat of a town, as one polygon without unwanted holes."""
    waves = Random("waves" + town.seats[0].code)
    phases = [waves.uniform(0, 2 * math.pi) for _ in range(2)]
    kept = [
        block.polygon
        for block in blocks(town)
        if math.hypot(*block.middle) < _reach(town, phases, block.middle) * grown
        and _nearest(town, block.middle) is seat
        and contains(county, block.polygon)
    ]
    whole = union_all(kept)
    largest = max(getattr(whole, "geoms", [whole]), key=lambda part: part.area)
    shell = Polygon(largest.exterior)
    if seat.code not in HOLED:
        return shell
    middle = Point(seat.lon, seat.lat)
    inner = [block for block in kept if shell.exterior.distance(block) > 0]
    return shell.difference(min(inner, key=lambda block: block.distance(middle)))


def features() -> list[dict[str, object]]:
    counties, names = _counties(), _names()
    found: list[dict[str, object]] = []
    number = 0
    for town in TOWNS:
        for seat in town.seats:
            number += 1
            polygon = zone_of(town, seat, counties[seat.code[:6]])
            found.append(_feature(seat, names, 1, polygon, (FIRST[0].format(number), *FIRST[1:])))
            if seat.code in CHANGED:
                grown = zone_of(town, seat, counties[seat.code[:6]], GROWN)
                found.append(_feature(seat, names, 2, grown, CHANGED[seat.code]))
    return found


def _feature(
    seat: Seat, names: dict[str, str], version: int, polygon: Polygon, act: tuple[str, str, str]
) -> dict[str, object]:
    name = f"{names[seat.code]}重点管理区（演示）"
    zone = uuid5(NAMESPACE, seat.code)
    area = polygon.area * METRES_PER_DEGREE**2 * math.cos(math.radians(seat.lat)) / 1e6
    text = f"演示数据，边界为虚构，不具法律效力：{names[seat.code]}中心街区，约{area:.1f}平方公里。"
    properties = {
        "zone_id": str(zone),
        "name": name,
        "level": "key",
        "version": version,
        "organisation_id": seat.code[:6],
        "seat": seat.code,
        "announcement": dict(zip(("number", "announced_on", "effective_on"), act, strict=True)) | {"text": text},
    }
    geometry = {"type": "Polygon", "coordinates": [_ring(ring) for ring in (polygon.exterior, *polygon.interiors)]}
    return {"type": "Feature", "id": str(uuid5(zone, str(version))), "properties": properties, "geometry": geometry}


def _streets(random: Random, radius_m: float) -> list[float]:
    lines = [-1.6 * radius_m]
    while lines[-1] < 1.6 * radius_m:
        lines.append(lines[-1] + random.uniform(*STREET_GAPS_M))
    return lines


def _crooked(random: Random, x: float, y: float) -> tuple[float, float]:
    return x + random.uniform(-CROOKED_M, CROOKED_M), y + random.uniform(-CROOKED_M, CROOKED_M)


def _degrees(town: Town, turn: float, x: float, y: float) -> tuple[float, float]:
    """Metres east and north of the town's centre, turned, as degrees with six decimals."""
    east, north = x * math.cos(turn) - y * math.sin(turn), x * math.sin(turn) + y * math.cos(turn)
    centre = town.seats[0]
    per_lon = METRES_PER_DEGREE * math.cos(math.radians(centre.lat))
    return round(centre.lon + east / per_lon, 6), round(centre.lat + north / METRES_PER_DEGREE, 6)


def _reach(town: Town, phases: list[float], middle: tuple[float, float]) -> float:
    angle = math.atan2(middle[1], middle[0])
    return town.radius_m * (1 + 0.16 * math.sin(2 * angle + phases[0]) + 0.1 * math.sin(3 * angle + phases[1]))


def _nearest(town: Town, middle: tuple[float, float]) -> Seat:
    """Which of a town's seats a block belongs to, by the seats' bearings from the centre (in the lattice)."""
    if len(town.seats) == 1:
        return town.seats[0]
    turn = (math.atan2(middle[1], middle[0]) / (2 * math.pi)) % 1
    return town.seats[int(turn * len(town.seats))]


def _ring(ring: object) -> list[list[float]]:
    return [[x, y] for x, y in ring.coords]  # type: ignore[attr-defined]


def _counties() -> dict[str, MultiPolygon]:
    document = json.loads(DISTRICTS.read_text("utf-8"))
    return {feature["id"]: from_geojson(json.dumps(feature["geometry"])) for feature in document["features"]}


def _names() -> dict[str, str]:
    lines = TREE.read_text("utf-8").splitlines()
    return {code: name for code, name, *_ in (line.split(",") for line in lines)}


def main() -> None:
    document = {
        "type": "FeatureCollection",
        "note": "synthetic, for demonstration only: no legal force",
        "features": features(),
    }
    OUT.parent.mkdir(parents=True, exist_ok=True)
    OUT.write_text(
        json.dumps(document, ensure_ascii=False, separators=(",", ":")).replace(
            '{"type":"Feature",', '\n{"type":"Feature",'
        )
        + "\n",
        "utf-8",
    )


if __name__ == "__main__":
    main()
