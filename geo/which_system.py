"""Telling from known edges in which coordinate system a file really is.

Corners of what is known (district outlines, boundaries in force) are looked for on the edges of what came, once for each
reading: as it was said to be, as GCJ-02, as BD-09; and where what is known is exact, corners of what came on its edges too. A
coarse outline is the true line with corners left out: its corners lie on the true line, its edges do not.

Measured with the eight coarse outlines of `districts.geojson` (541 corners) beside the detailed ones of the same districts in
GCJ-02 (Amap by cnmaps: 309 to 1,240 vertices; ECharts: 1,233 to 2,810, self-intersecting), each given as any of three systems and
said to be any of three: 135 of 135 right. Under the right reading half of the corners lie within 3 to 136 m of the edges, and 30 to
94 % within 60 m; under a wrong one half within 306 to 699 m, and at most 19 % within 60 m, which is what chance makes. The margin was
smallest in 嘉善 (20 corners to 10), whose coarse outline is 30 m off by itself. Of 618 towns of 8 × 9 km cut out of districts, 93, all
with a piece of the outline, were told rightly, 525 not told, none wrongly; of 180 cells that share edges with neighbours 172, 8, 0; 4,000
drawn at random among outlines and zones that have nothing to do with them: not one was told to fit or to be shifted.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
import shapely

from geo.positions import METRES_PER_DEGREE, LonLat, distance_m
from geo.projection import Floats
from geo.systems import FROM_WGS84, READINGS, TO_WGS84

TOLERANCE_M = 60.0
EXACT_M = 15.0
"""On the edge of a boundary in force: who draws along a neighbour snaps to it; 20 m further is the other side of a road."""
REACH_M = 1_200.0
"""How far from an edge under some reading a corner may lie to be asked about: beyond the 1,112 m of BD-09 in Jiaxing."""
REACH_DEGREES = 0.02
"""More than that, from west to east too."""
AT_LEAST = 6
"""Matching corners. Fewer are chance, or a single straight side, which fits at any place along itself."""
SHARE = 0.22
CLEARLY = 1.8
"""Times as many matches as under any other reading; measured: 2.0 at least."""


class Reference(NamedTuple):
    """A known polygon in WGS-84; `exact` when its edges are true, not only its corners."""

    polygon: Any
    exact: bool = False


class Fit(NamedTuple):
    """How one reading lies on what is known: corners asked, how many match, and the median distance of all asked."""

    reading: str
    matched: int
    asked: int
    median_m: float

    @property
    def share(self) -> float:
        return self.matched / self.asked if self.asked else 0.0


@dataclass(frozen=True)
class Verdict:
    """`fits`, `shifted` (by `shift_m`; it would fit as `reading`) or `cannot_tell`: then only a look at the map can."""

    verdict: str
    reading: str | None = None
    median_m: float | None = None
    shift_m: float | None = None
    fits: tuple[Fit, ...] = ()


def which_system(polygons: Sequence[Any], references: Sequence[Reference], declared: str = "wgs84") -> Verdict:
    """What known edges say of polygons that `declared` has put where they are (WGS-84). It decides nothing.

    `declared` in metres counts as WGS-84: then the question is whether somebody projected shifted degrees.
    """
    said = declared if declared in TO_WGS84 else "wgs84"
    others = [reading for reading in READINGS if reading != said and (said, reading) != ("cgcs2000", "wgs84")]
    readings = {said: list(polygons)} | {reading: [_read(p, said, reading) for p in polygons] for reading in others}
    fits = _clearest(readings, references)
    best = max(fits, key=lambda fit: fit.matched)
    if not _clear(fits):
        return Verdict("cannot_tell", fits=fits)
    if best.reading == said:
        return Verdict("fits", said, best.median_m, fits=fits)
    return Verdict("shifted", best.reading, best.median_m, shift_m(polygons[0], said, best.reading), fits)


def shift_m(polygon: Any, said: str, reading: str) -> float:
    """How far apart two readings put the middle of a polygon."""
    middle = shapely.get_coordinates(shapely.centroid(polygon))
    other = TO_WGS84[reading](FROM_WGS84[said](middle))
    return distance_m(LonLat(*middle[0]), LonLat(*other[0]))


def _clear(fits: Sequence[Fit]) -> bool:
    best, *rest = sorted(fits, key=lambda fit: -fit.matched)
    most = max((fit.matched for fit in rest), default=0)
    return best.matched >= AT_LEAST and best.share >= SHARE and best.matched >= CLEARLY * most


def _read(polygon: Any, said: str, reading: str) -> Any:
    return shapely.transform(polygon, lambda lonlat: TO_WGS84[reading](FROM_WGS84[said](lonlat)))


def _clearest(readings: dict[str, list[Any]], references: Sequence[Reference]) -> tuple[Fit, ...]:
    """The outlines are asked together, each exact neighbour by itself: one that shares no edge must not drown one that
    does. Of those that say something clear, the one with the most matches; else the one that was nearest to it."""
    west, south, east, north = shapely.total_bounds([polygon for some in readings.values() for polygon in some])
    box = shapely.box(west - REACH_DEGREES, south - REACH_DEGREES, east + REACH_DEGREES, north + REACH_DEGREES)
    near = [reference for reference in references if shapely.intersects(shapely.envelope(reference.polygon), box)]
    coarse = [reference.polygon for reference in near if not reference.exact]
    groups = [(coarse, False), *(([reference.polygon], True) for reference in near if reference.exact)]
    asked = [_fits(readings, known, exact) for known, exact in groups if known]
    if not asked:
        return tuple(Fit(reading, 0, 0, 0.0) for reading in readings)
    return max(asked, key=lambda fits: (_clear(fits), max(fit.matched for fit in fits)))


def _fits(readings: dict[str, list[Any]], known: list[Any], exact: bool) -> tuple[Fit, ...]:
    """Every reading is asked about the same corners: those that come near under any of them."""
    scale = _scale(readings)
    there = _edges(known, scale)
    corners = _once(shapely.get_coordinates(there))
    distances = {}
    for name, polygons in readings.items():
        here = _edges(polygons, scale)
        own = shapely.get_coordinates(here) if exact else np.empty((0, 2))
        distances[name] = np.concatenate([_to_edges(corners, here), _to_edges(own, there)])
    near = np.min(list(distances.values()), axis=0) <= REACH_M
    tolerance = EXACT_M if exact else TOLERANCE_M
    return tuple(_fit(name, found[near], tolerance) for name, found in distances.items())


def _fit(name: str, distances: Floats, tolerance_m: float) -> Fit:
    if not len(distances):
        return Fit(name, 0, 0, 0.0)
    return Fit(name, int((distances <= tolerance_m).sum()), len(distances), float(np.median(distances)))


def _scale(readings: dict[str, list[Any]]) -> Floats:
    """Degrees laid flat in metres around the middle of what came: true to a hundredth over a county."""
    _, south, _, north = shapely.total_bounds([polygon for some in readings.values() for polygon in some])
    return np.array([METRES_PER_DEGREE * np.cos(np.radians((south + north) / 2)), METRES_PER_DEGREE])


def _edges(polygons: list[Any], scale: Floats) -> Any:
    """All rings as they are: of an invalid polygon too."""
    rings = shapely.multilinestrings(shapely.get_rings(shapely.get_parts(polygons)))
    return shapely.transform(rings, lambda lonlat: lonlat * scale)


def _once(places: Floats) -> Floats:
    """Neighbouring districts share corners, and rings end where they began."""
    _, first = np.unique(np.round(places, 1), axis=0, return_index=True)
    return places[np.sort(first)]


def _to_edges(places: Floats, edges: Any) -> Floats:
    if not len(places):
        return np.empty(0)
    shapely.prepare(edges)
    found: Floats = shapely.distance(shapely.points(places), edges)
    return found
