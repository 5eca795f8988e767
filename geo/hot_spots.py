"""Where points are dense: cells of a grid that are full with their neighbours, joined where they touch."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from geo.morton import DEPTH, Keys, halves, interleaved, runs

Ints = NDArray[np.int64]

ZOOM = 19
"""Cells of 66 m in Jiaxing: a corner, a bit of a park."""
LEAST = 5
"""So many in a cell and its eight neighbours at least, and in a spot: three on one spot are no hot spot."""
FULLEST, SHARE = 0.98, 1 / 3
"""And a third of what the fullest cells have, one in fifty."""
AHEAD = ((1, -1), (1, 0), (1, 1), (0, 1))
"""East and south of the one half of its neighbours: a cell is behind those that are ahead of it."""


@dataclass(frozen=True)
class Spots:
    """Spots in the order of their numbers of points: for each cell of any of them its key prefix and which spot it is of."""

    cells: Keys
    spot: Ints
    counts: Ints

    def of(self, keys: Keys) -> Ints:
        """For each key the spot it lies in, -1 for none. `keys` are sorted."""
        if not len(self.cells):
            return np.full(len(keys), -1, dtype=np.int64)
        cell = keys >> np.uint64(2 * (DEPTH - ZOOM))
        at = np.searchsorted(self.cells, cell).clip(max=len(self.cells) - 1)
        return np.where(self.cells[at] == cell, self.spot[at], -1)


def hot_spots(keys: Keys, most: int) -> Spots:
    """The `most` fullest spots of points given by their sorted keys."""
    cells, counts = runs(keys >> np.uint64(2 * (DEPTH - ZOOM)))
    neighbours = _neighbours(cells)
    full = np.where(neighbours >= 0, counts[neighbours], 0).sum(axis=1)
    dense = full >= max(LEAST, SHARE * np.quantile(full, FULLEST)) if len(full) else np.zeros(0, dtype=bool)
    spot = _joined(neighbours, dense)
    kept = np.flatnonzero(dense)
    names, of = np.unique(spot[kept], return_inverse=True)
    sums = np.bincount(of, counts[kept], minlength=len(names)).astype(np.int64)
    order = np.argsort(-sums, kind="stable")[:most]
    order = order[sums[order] >= LEAST]  # a cell amid others that are not full themselves
    rank = np.full(len(names), -1, dtype=np.int64)
    rank[order] = np.arange(len(order))
    shown = rank[of] >= 0
    return Spots(cells[kept][shown], rank[of][shown], sums[order])


def _neighbours(cells: Keys) -> Ints:
    """For each cell the places in `cells` of itself and of the eight around it, -1 for those that are empty: (cells, 9)."""
    here = np.arange(len(cells))
    found = np.full((len(cells), 2 * len(AHEAD) + 1), -1, dtype=np.int64)
    found[:, 0] = here
    if not len(cells):
        return found
    x, y = halves(cells)
    for way, (east, south) in enumerate(AHEAD, 1):
        beside = interleaved((x + east).clip(0), (y + south).clip(0))
        at = np.searchsorted(cells, beside).clip(max=len(cells) - 1)
        there = cells[at] == beside
        found[there, way] = at[there]
        found[at[there], way + len(AHEAD)] = here[there]
    return found


def _joined(neighbours: Ints, dense: NDArray[np.bool_]) -> Ints:
    """For each dense cell the lowest of those it touches, through any number of others."""
    spot = np.arange(len(neighbours))
    touching = np.where((neighbours >= 0) & dense[neighbours] & dense[:, None], neighbours, spot[:, None])
    while True:
        lower = spot[touching].min(axis=1, initial=len(spot)) if len(spot) else spot
        lower = lower[lower]
        if (lower == spot).all():
            return spot
        spot = lower
