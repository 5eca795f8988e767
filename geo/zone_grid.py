"""A painted grid: cells that no zone's edge comes near answer without any geometry."""

from __future__ import annotations

import math

import numpy as np
import shapely
from numpy.typing import NDArray

from geo.projection import Floats
from geo.zone_shapes import Bools, Fixes, Ints, Shape

SMALLEST_CELL = 0.0005
"""Degrees in both directions: 55 m along the meridian."""
MOST_CELLS = 8_000_000
"""40 MB. One prefecture fits with the smallest cells; a wider country gets larger ones."""
RINGS = 5
SLACK = 0.3
"""Cells: half the spacing of the samples along an edge, and a little for the seams that a union closes."""


class PaintedGrid:
    """The zone of every cell, and how many cells away the nearest edge is at least."""

    def __init__(self, polygons: Shape) -> None:
        west, south, east, north = shapely.total_bounds(polygons)
        self._cell = max(SMALLEST_CELL, math.sqrt((east - west) * (north - south) / MOST_CELLS))
        margin = (RINGS + 2) * self._cell
        self._west, self._south = west - margin, south - margin
        size = (north - south + 2 * margin, east - west + 2 * margin)
        self._size = (int(size[0] / self._cell) + 1, int(size[1] / self._cell) + 1)
        self._clear = _rings(self._edge_cells(polygons))
        self._zone = np.full(self._size, -1, dtype=np.int32)
        for number in reversed(range(len(polygons))):  # where zones overlap the lowest stays
            self._fill(number, polygons[number])

    def look_up(self, fixes: Fixes) -> tuple[Bools, Ints]:
        """Which fixes the grid can decide, and the zone of each cell (-1 outside): both of shape (n,)."""
        row, column = self._cells(fixes.lon, fixes.lat)
        reach = (self._clear[row, column] - (1 + SLACK)) * self._cell
        return fixes.radius < reach, self._zone[row, column].astype(np.int64)

    def _cells(self, lon: Floats, lat: Floats) -> tuple[Ints, Ints]:
        """Row and column; what lies beyond the grid falls on its empty rim."""
        rows, columns = self._size
        row = np.clip((lat - self._south) / self._cell, 0, rows - 1)
        column = np.clip((lon - self._west) / self._cell, 0, columns - 1)
        return row.astype(np.int64), column.astype(np.int64)

    def _edge_cells(self, polygons: Shape) -> Bools:
        """Cells with a sample of an edge; samples stand at most half a cell apart."""
        samples = shapely.get_coordinates(shapely.segmentize(shapely.boundary(polygons), self._cell / 2))
        cells = np.zeros(self._size, dtype=np.bool_)
        cells[self._cells(samples[:, 0], samples[:, 1])] = True
        return cells

    def _fill(self, number: int, polygon: shapely.Geometry) -> None:
        """Paint the cells whose middle lies in the polygon: true of the whole cell wherever no edge is near."""
        bounds = np.array(shapely.bounds(polygon))
        (bottom, top), (left, right) = self._cells(bounds[[0, 2]], bounds[[1, 3]])
        rows, columns = np.mgrid[bottom : top + 1, left : right + 1]
        x = self._west + (columns + 0.5) * self._cell
        y = self._south + (rows + 0.5) * self._cell
        middle = shapely.contains_xy(polygon, x.ravel(), y.ravel()).reshape(x.shape)
        self._zone[bottom : top + 1, left : right + 1][middle] = number


def _rings(edges: Bools) -> NDArray[np.int8]:
    """Steps from each cell to the nearest edge cell (diagonals count one), at most RINGS + 1."""
    clear = np.zeros(edges.shape, dtype=np.int8)
    reached = edges
    for _ in range(RINGS + 1):
        clear += ~reached
        reached = _grown(_grown(reached).T).T
    return clear


def _grown(cells: Bools) -> Bools:
    """The cells and their neighbours above and below."""
    grown = cells.copy()
    grown[1:] |= cells[:-1]
    grown[:-1] |= cells[1:]
    return grown
