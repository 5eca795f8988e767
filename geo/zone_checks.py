"""What is to be said of a drawn boundary before it is announced: what stops it, what a person must confirm, what is good to know."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import numpy as np
import shapely
from shapely.geometry import MultiPolygon, Polygon

from geo.errors import GeoError
from geo.geojson import DEFAULT_LIMITS, Limits, read_multipolygon
from geo.positions import LonLat
from geo.projection import area_m2
from geo.which_system import Verdict

REFUSE, CONFIRM, NOTE = "refuse", "confirm", "note"
OVERLAP_AT_LEAST_M2 = 50.0
"""Less is what two people leave who draw along the same line."""
OUTSIDE_AT_LEAST_M2 = 10_000.0
SAME_SHARE = 0.995
TINY_PART_M2, TINY_HOLE_M2 = 2_000.0, 400.0
THIN = 0.02
"""4π·area/perimeter², 1 for a circle: a strip 10 m wide and 2 km long has 0.006. A street is no zone, a forgotten edge is."""


@dataclass(frozen=True)
class Finding:
    """A stable `code` with what its words need; `place` is where to look, `repair` a geometry that would pass."""

    code: str
    severity: str
    place: LonLat | None = None
    params: Mapping[str, Any] = field(default_factory=dict)
    repair: MultiPolygon | None = None

    @property
    def key(self) -> str:
        """What a confirmation confirms: another neighbour is another question."""
        about = self.params.get("zone_id")
        return f"{self.code}:{about}" if about else self.code


class Neighbour(NamedTuple):
    """A boundary in force, or announced."""

    id: str
    name: str
    polygon: Any


@dataclass(frozen=True)
class Surroundings:
    """What a boundary is judged beside. `own` is the boundary that it would replace; `outline` the county's, coarse."""

    neighbours: Sequence[Neighbour] = ()
    own: Any = None
    outline: Any = None
    outline_slack_m: float = 1_500.0


@dataclass(frozen=True)
class Checked:
    """The findings, and the polygon when there is one that could be announced."""

    findings: tuple[Finding, ...]
    polygon: MultiPolygon | None = None

    @property
    def area_m2(self) -> float | None:
        return area_m2(self.polygon) if self.polygon else None


def check(geometry: Any, around: Surroundings, limits: Limits = DEFAULT_LIMITS) -> Checked:
    """All that can be said of a GeoJSON geometry in WGS-84."""
    if not geometry or not geometry.get("coordinates"):
        return Checked((Finding("no_boundary", REFUSE),))
    try:
        polygon, warnings = read_multipolygon(geometry, limits)
    except GeoError as fault:
        return Checked((Finding(fault.code, REFUSE, fault.place, {"words": fault.message}, fault.repair),))
    notes = [Finding(code, CONFIRM if code == "outside_china" else NOTE) for code in warnings]
    found = [*_beside(polygon, around), *_outside(polygon, around), *_odd_parts(polygon), *notes]
    return Checked(by_severity(found), polygon)


def by_severity(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """What stops it first; what is alike stays in its order."""
    return tuple(sorted(findings, key=lambda one: (REFUSE, CONFIRM, NOTE).index(one.severity)))


def of_system(verdict: Verdict) -> Finding:
    """What known edges say of the coordinate system of something imported."""
    rounded = {"median_m": _metres(verdict.median_m), "shift_m": _metres(verdict.shift_m), "reading": verdict.reading}
    if verdict.verdict == "fits":
        return Finding("system_fits", NOTE, params=rounded)
    if verdict.verdict == "shifted":
        return Finding("system_shifted", CONFIRM, params=rounded)
    return Finding("looked_at_map", CONFIRM)


def _metres(value: float | None) -> int | None:
    return None if value is None else round(value)


def _beside(polygon: MultiPolygon, around: Surroundings) -> Iterator[Finding]:
    if around.own is not None and _share_in_common(polygon, around.own) >= SAME_SHARE:
        yield Finding("unchanged", CONFIRM)
    for zone in around.neighbours:
        if not shapely.intersects(polygon, zone.polygon):
            continue
        if _share_in_common(polygon, zone.polygon) >= SAME_SHARE:
            yield Finding("duplicate", REFUSE, _middle(polygon), {"zone_id": zone.id, "name": zone.name})
            continue
        common = shapely.intersection(polygon, zone.polygon)
        if (area := area_m2(common)) >= OVERLAP_AT_LEAST_M2:
            about = {"zone_id": zone.id, "name": zone.name, "area_m2": round(area)}
            yield Finding("overlap", CONFIRM, _middle(common), about | {"percent": _percent(area, area_m2(polygon))})


def _outside(polygon: MultiPolygon, around: Surroundings) -> Iterator[Finding]:
    """Beyond the county. Its outline is coarse: what lies within the slack is not asked about."""
    if around.outline is None:
        return
    wide = shapely.buffer(around.outline, around.outline_slack_m / 96_000)  # degrees, between both axes at 30° north
    beyond = shapely.difference(polygon, wide)
    if (area := area_m2(beyond)) >= OUTSIDE_AT_LEAST_M2:
        about = {"area_m2": round(area), "percent": _percent(area, area_m2(polygon))}
        yield Finding("outside_county", CONFIRM, _middle(beyond), about)


def _odd_parts(polygon: MultiPolygon) -> Iterator[Finding]:
    for part in polygon.geoms:
        area = area_m2(part)
        if len(polygon.geoms) > 1 and area < TINY_PART_M2:
            yield Finding("tiny_part", CONFIRM, _middle(part), {"area_m2": round(area)})
        elif _roundness(part) < THIN:
            yield Finding("sliver", CONFIRM, _middle(part), {"area_m2": round(area)})
        for ring in part.interiors:
            hole = Polygon(ring)
            if (area := area_m2(hole)) < TINY_HOLE_M2:
                yield Finding("tiny_hole", CONFIRM, _middle(hole), {"area_m2": round(area)})


def _roundness(part: Polygon) -> float:
    """On the ground, not in degrees: those are narrower from west to east."""
    squeeze = np.array([np.cos(np.radians(part.centroid.y)), 1.0])
    shell = shapely.transform(Polygon(part.exterior), lambda lonlat: lonlat * squeeze)
    return float(4 * np.pi * shell.area / shell.length**2)


def _share_in_common(one: Any, other: Any) -> float:
    """Of both together."""
    if not shapely.intersects(one, other):
        return 0.0
    common = shapely.intersection(one, other).area
    return float(common / (one.area + other.area - common))


def _middle(geometry: Any) -> LonLat:
    point = shapely.point_on_surface(geometry)
    return LonLat(point.x, point.y)


def _percent(part: float, whole: float) -> float:
    return round(100 * part / whole, 1) if whole else 0.0
