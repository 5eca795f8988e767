"""Which key zone a fix lies in, and how sure that is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from enum import StrEnum
from threading import Lock
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from geo.projection import Floats, conformal_radius
from geo.zone_grid import PaintedGrid
from geo.zone_shapes import SEAM_DEGREES, Fixes, Pairs, Shapes, merge_touching

Ints = NDArray[np.int64]

OUTSIDE, INSIDE, UNCERTAIN = 0, 1, 2
CHUNK = 50_000
"""Fixes that are decided while one thread holds the lock."""
GRID_FROM = 20_000
"""The painted grid takes about two seconds for 500 zones: it pays from this many fixes in one call."""


class Certainty(StrEnum):
    OUTSIDE = "outside"
    INSIDE = "inside"
    UNCERTAIN = "uncertain"


_CERTAINTIES = tuple(Certainty)


class KeyZone(NamedTuple):
    """A polygon or multipolygon in lon, lat (WGS-84) under the id that a decision names."""

    id: str
    polygon: Any


class Decision(NamedTuple):
    certainty: Certainty
    zone_id: str | None


@dataclass(frozen=True)
class Decisions:
    """The answers for many fixes, in their order: `certainty` (0 outside, 1 inside, 2 uncertain),
    `zone` (index into `ids`, -1 none)."""

    certainty: NDArray[np.int8]
    zone: Ints
    ids: tuple[str, ...]

    def __len__(self) -> int:
        return len(self.certainty)

    def __getitem__(self, at: int) -> Decision:
        zone = int(self.zone[at])
        return Decision(_CERTAINTIES[self.certainty[at]], self.ids[zone] if zone >= 0 else None)

    def __iter__(self) -> Iterator[Decision]:
        return (self[at] for at in range(len(self)))


class ZoneIndex:
    """The key zones in force at one time. Immutable, and safe to share between threads.

    A fix is inside when its accuracy circle lies wholly in the union of the zones, outside when it lies wholly
    without, else uncertain. Where zones overlap, the lowest id is named.
    """

    def __init__(self, zones: Sequence[KeyZone]) -> None:
        ordered = sorted(zones, key=lambda zone: zone.id)
        self.ids = tuple(zone.id for zone in ordered)
        if len(set(self.ids)) < len(self.ids):
            raise ValueError("two zones have the same id")
        # Prepared geometries are not thread-safe: Shapely releases the GIL and GEOS builds its indexes
        # while it answers. Every question to them is asked under this lock.
        self._lock: AbstractContextManager[Any] = Lock()
        self._zones = Shapes(np.array([zone.polygon for zone in ordered], dtype=object))
        outline, self._zone_of = merge_touching(self._zones.polygons)
        self._outline = Shapes(outline)
        self._grid: PaintedGrid | None = None

    def classify_one(self, lon: float, lat: float, accuracy_m: float) -> Decision:
        """Decide one fix."""
        return self.classify([lon], [lat], [accuracy_m])[0]

    def classify(self, lon: ArrayLike, lat: ArrayLike, accuracy_m: ArrayLike) -> Decisions:
        """Decide n fixes at once: degrees, degrees, metres, each of shape (n,); ValueError when one is no number."""
        fixes = _fixes(lon, lat, accuracy_m)
        certainty = np.zeros(len(fixes), dtype=np.int8)
        zone = np.full(len(fixes), -1, dtype=np.int64)
        rest = self._paint(fixes, certainty, zone)
        for start in range(0, len(rest), CHUNK):
            at = rest[start : start + CHUNK]
            with self._lock:
                certainty[at], zone[at] = self._decide(fixes[at])
        return Decisions(certainty, zone, self.ids)

    def _paint(self, fixes: Fixes, certainty: NDArray[np.int8], zone: Ints) -> Ints:
        """Fill in what the painted grid knows; return the positions of the others."""
        if len(fixes) < GRID_FROM or not self.ids:
            return np.arange(len(fixes))
        with self._lock:
            self._grid = self._grid or PaintedGrid(self._zones.polygons)
        known, painted = self._grid.look_up(fixes)
        zone[known] = painted[known]
        certainty[known] = painted[known] >= 0
        return np.flatnonzero(~known)

    def _decide(self, fixes: Fixes) -> tuple[NDArray[np.int8], Ints]:
        pairs = self._outline.meet(fixes)
        certainty = np.zeros(len(fixes), dtype=np.int8)
        certainty[pairs.fix[pairs.within]] = INSIDE
        certainty[pairs.fix[pairs.near]] = UNCERTAIN
        return certainty, self._name(fixes, pairs)

    def _name(self, fixes: Fixes, pairs: Pairs) -> Ints:
        """The zone of each fix that is not outside: the outline's own zone, or asked again where zones were merged."""
        merged = self._zone_of[pairs.shape] < 0
        again = np.unique(pairs.fix[merged & (pairs.within | pairs.near)])
        zone = self._outline.nearest(fixes, pairs)
        zone[zone >= 0] = self._zone_of[zone[zone >= 0]]
        if len(again):
            # A fix in a closed seam between two zones lies in neither of them: look a seam's width further.
            wider = fixes[again].at_least(2 * SEAM_DEGREES)
            zone[again] = self._zones.nearest(wider, self._zones.meet(wider))
        return zone


def _fixes(lon: ArrayLike, lat: ArrayLike, accuracy_m: ArrayLike) -> Fixes:
    columns = [np.asarray(column, dtype=np.float64) for column in (lon, lat, accuracy_m)]
    x, y, metres = columns
    if not all(column.ndim == 1 and len(column) == len(x) and np.isfinite(column).all() for column in columns):
        raise ValueError("positions and accuracies must be finite numbers in columns of the same length")
    if (metres < 0).any() or (np.abs(y) >= 90).any():
        raise ValueError("an accuracy is negative or a latitude is beyond the poles")
    radius: Floats = conformal_radius(metres, y)
    return Fixes(x, y, radius)
