"""Polygons beside fixes: which circle lies in which polygon, which crosses its edge."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from geo.projection import Floats, conformal_edges, conformal_lat

Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]
Shape = NDArray[np.object_]

SEAM_DEGREES = 1e-6
"""About 10 cm. Neighbours drawn with six decimals leave such gaps at T-junctions; they are closed, or
every fix along a seam would be uncertain."""
BOX_MARGIN = 1.001
"""The box is laid on the sphere, the circle on the conformal picture: a thousandth covers the difference to 10 km."""


@dataclass(frozen=True)
class Fixes:
    """Columns of shape (n,): longitude, latitude, radius of the accuracy circle in conformal degrees."""

    lon: Floats
    lat: Floats
    radius: Floats

    def __len__(self) -> int:
        return len(self.lon)

    def __getitem__(self, at: Ints) -> Fixes:
        return Fixes(self.lon[at], self.lat[at], self.radius[at])

    def at_least(self, radius: float) -> Fixes:
        return Fixes(self.lon, self.lat, np.maximum(self.radius, radius))

    def boxes(self) -> Shape:
        across = self.radius * BOX_MARGIN
        along = across * np.cos(np.radians(self.lat))
        boxes: Shape = shapely.box(self.lon - across, self.lat - along, self.lon + across, self.lat + along)
        return boxes

    def conformal_points(self) -> Shape:
        points: Shape = shapely.points(self.lon, conformal_lat(self.lat))
        return points


@dataclass(frozen=True)
class Pairs:
    """Fixes and shapes that may have to do with each other, and how."""

    fix: Ints
    shape: Ints
    within: Bools
    near: Bools


class Shapes:
    """Polygons with all that answers quickly. Not thread-safe: the owner holds a lock around every call."""

    def __init__(self, polygons: Shape) -> None:
        # Own copies: preparing changes the object, and a caller may use the same one in another thread.
        self.polygons: Shape = shapely.from_wkb(shapely.to_wkb(polygons))
        self.edges = conformal_edges(self.polygons)
        shapely.prepare(self.polygons)
        shapely.prepare(self.edges)
        self.tree: Any = shapely.STRtree(self.polygons)

    def meet(self, fixes: Fixes) -> Pairs:
        """All pairs whose boxes touch; `within` is the fix itself, `near` the circle on the edge."""
        fix, shape = self.tree.query(fixes.boxes())
        points = fixes[fix]
        within = shapely.contains_xy(self.polygons[shape], points.lon, points.lat)
        near = shapely.dwithin(self.edges[shape], points.conformal_points(), points.radius)
        return Pairs(fix, shape, within, near)

    def nearest(self, fixes: Fixes, pairs: Pairs) -> Ints:
        """For each fix the lowest shape that contains it, else the nearest whose edge is near, else -1."""
        none = len(self.polygons)
        found = np.full(len(fixes), none, dtype=np.int64)
        np.minimum.at(found, pairs.fix[pairs.within], pairs.shape[pairs.within])
        open_ = pairs.near & (found[pairs.fix] == none)
        fix, shape = pairs.fix[open_], pairs.shape[open_]
        metric = shapely.distance(self.edges[shape], fixes[fix].conformal_points())
        order = np.lexsort((shape, metric, fix))[::-1]  # the last assignment wins: the nearest, then the lowest
        found[fix[order]] = shape[order]
        found[found == none] = -1
        return found


def merge_touching(polygons: Shape) -> tuple[Shape, Ints]:
    """The outline of the union as shapes, and the zone of each (-1 where several were merged)."""
    if not len(polygons):
        return polygons, np.empty(0, dtype=np.int64)
    group = _touching(polygons)
    outlines, zone_of = [], []
    for members in (np.flatnonzero(group == first) for first in np.unique(group)):
        alone = len(members) == 1
        outlines.append(polygons[members[0]] if alone else _union(polygons[members]))
        zone_of.append(members[0] if alone else -1)
    return np.array(outlines, dtype=object), np.array(zone_of, dtype=np.int64)


def _touching(polygons: Shape) -> Ints:
    """The group of each polygon: the lowest member's number, neighbours of neighbours included."""
    one, other = shapely.STRtree(polygons).query(polygons, predicate="dwithin", distance=SEAM_DEGREES)
    group = np.arange(len(polygons))
    while True:
        lower = group.copy()
        np.minimum.at(lower, one, group[other])
        if (lower == group).all():
            return group
        group = lower


def _union(polygons: Shape) -> Any:
    """Union on a grid of one seam's width: what lies closer than that becomes one edge."""
    return shapely.union_all(polygons, grid_size=SEAM_DEGREES)
