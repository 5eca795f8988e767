"""A sieve: which rows of a snapshot pass some tests, found by looking at all of them or at as few as possible."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry import Polygon

from app.maps.snapshot.fields import Columns
from app.maps.snapshot.live import Snapshot
from app.maps.snapshot.parts import Part
from geo.morton import DEPTH, SIDE, Keys, Tile, degrees, halves, keys_of

Mask = NDArray[np.bool_]
Here = slice | NDArray[np.int64]
"""Rows side by side, or any."""
Test = Callable[[Part, Here], Mask]

EVER = (np.uint32(0), np.uint32(2**32 - 1))
WALKED_SHARE, FEW = 16, 20_000
"""Rows here and there cost so many times what rows side by side cost; few of them cost little either way."""
SCATTERED = 8
"""Sorted ones cost less."""


@dataclass
class Sieve:
    """A wish and a scope, made ready for one snapshot (`choosing.sieve`)."""

    tests: list[Test] = field(default_factory=list)
    nothing: bool = False
    area: Polygon | None = None
    since: np.uint32 = EVER[0]
    until: np.uint32 = EVER[1]
    """Minutes, half-open: a hint where to look; `tests` have them, too."""

    def chosen(self, part: Part, gone: Mask | None) -> NDArray[np.int64]:
        """All rows that pass, in the order of the part."""
        if self.area is None and (some := self._of_time(part)) is not None:
            return self.among(part, gone, some)
        first, last = (0, len(part)) if self.area is None else part.rows(*around(self.area).keys())
        rows = self.rows(part, gone, first, last)
        found = np.arange(rows.start, rows.stop) if isinstance(rows, slice) else rows
        return found if self.area is None else found[within(self.area, part["key"][found])]

    @property
    def in_time(self) -> bool:
        """Whether only a stretch of time is asked for."""
        return (self.since, self.until) != EVER

    def _of_time(self, part: Part) -> NDArray[np.int64] | None:
        """The rows of the time that is asked for, when they are a small part of all."""
        if not self.in_time:
            return None
        first, last = part.minutes(int(self.since), int(self.until))
        if (last - first) * SCATTERED > len(part):
            return None
        return np.sort(part.by_minute[first:last]).astype(np.int64)

    def rows(self, part: Part, gone: Mask | None, first: int, last: int) -> NDArray[np.int64] | slice:
        """The rows from `first` to `last` that pass: a slice when that is all of them."""
        here = slice(first, last)
        if self.nothing or first >= last:
            return slice(first, first)
        mask = self._mask(part, gone, here)
        if mask is None:
            return here
        found: NDArray[np.int64] = np.flatnonzero(mask)
        found += first
        return found

    def among(self, part: Part, gone: Mask | None, rows: NDArray[np.int64]) -> NDArray[np.int64]:
        """Those of some rows that pass, in their order."""
        if self.nothing:
            return rows[:0]
        mask = self._mask(part, gone, rows)
        rows = rows if mask is None else rows[mask]
        return rows if self.area is None else rows[within(self.area, part["key"][rows])]

    def walked(
        self, part: Part, gone: Mask | None, steps: Iterable[NDArray[np.int64]], enough: Callable[[int], bool]
    ) -> NDArray[np.int64] | None:
        """Those that pass out of one piece of rows after the other, until there are enough. None when so many were looked
        at that to look at all of them, side by side, is quicker."""
        found, count, looked = [np.empty(0, dtype=np.int64)], 0, 0
        for rows in steps:
            looked += len(rows)
            if looked * WALKED_SHARE > len(part) and looked > FEW:
                return None
            found.append(self.among(part, gone, rows))
            count += len(found[-1])
            if enough(count):
                break
        return np.concatenate(found)

    def _mask(self, part: Part, gone: Mask | None, here: Here) -> Mask | None:
        mask: Mask | None = None if gone is None else ~gone[here]
        for test in self.tests:
            passed = test(part, here)
            mask = passed if mask is None else np.logical_and(mask, passed, out=mask)
        return mask


def gathered(found: Snapshot, chosen: Sieve, names: Iterable[str]) -> Columns:
    """Columns of all rows that pass: those of the base in their order, then what came since."""
    pieces = [(part, chosen.chosen(part, gone)) for part, gone in found.parts]
    return {name: np.concatenate([part[name][rows] for part, rows in pieces]) for name in names}


def around(area: Polygon) -> Tile:
    """The smallest tile that holds all of an area."""
    west, south, east, north = area.bounds
    first, last = map(int, keys_of([west, east], [north, south]))
    depth = (first ^ last).bit_length()
    zoom = DEPTH - (depth + 1) // 2
    x, y = (int(half[0]) >> (DEPTH - zoom) for half in halves(np.array([first], dtype=np.uint64)))
    return Tile(zoom, x, y)


def within(area: Polygon, keys: Keys) -> Mask:
    x, y = halves(keys)
    inside: Mask = shapely.contains_xy(area, *degrees((x + 0.5) / SIDE, (y + 0.5) / SIDE))
    return inside
