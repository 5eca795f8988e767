"""Boxes of degrees as ranges of Morton keys."""

import numpy as np
import shapely
from numpy.typing import NDArray

from geo.morton import DEPTH, Keys, Tile, halves, keys_of

Box = tuple[float, float, float, float]
"""West, south, east, north."""
ACROSS = 4
"""A box is covered by tiles of a zoom at which it is at most so many wide and high."""


def shape(box: Box) -> shapely.Geometry:
    """A box as a geometry: a line or a point where it has no width or height."""
    west, south, east, north = box
    if west < east and south < north:
        return shapely.box(west, south, east, north)
    return (
        shapely.Point(west, south)
        if (west, south) == (east, north)
        else shapely.LineString([(west, south), (east, north)])
    )


def ranges(box: Box) -> list[tuple[int, int]]:
    """Half-open ranges of keys, in their order, that hold all of a box and some of what is around it."""
    x0, y0, x1, y1 = corners(box)
    zoom = DEPTH - max(0, max(x1 - x0, y1 - y0).bit_length() - (ACROSS.bit_length() - 1))
    shift = DEPTH - zoom
    tiles = [
        Tile(zoom, x, y).keys()
        for x in range(x0 >> shift, (x1 >> shift) + 1)
        for y in range(y0 >> shift, (y1 >> shift) + 1)
    ]
    joined: list[tuple[int, int]] = []
    for first, behind in sorted(tiles):
        if joined and joined[-1][1] == first:
            joined[-1] = (joined[-1][0], behind)
        else:
            joined.append((first, behind))
    return joined


def within(box: Box, keys: Keys) -> NDArray[np.bool_]:
    """Whether keys lie in a box: to the step of the keys (4 cm), and no position on its edge is lost."""
    x0, y0, x1, y1 = corners(box)
    x, y = halves(keys)
    inside: NDArray[np.bool_] = (x >= x0) & (x <= x1) & (y >= y0) & (y <= y1)
    return inside


def corners(box: Box) -> tuple[int, int, int, int]:
    west, south, east, north = box
    x, y = halves(keys_of([west, east], [north, south]))
    return int(x[0]), int(y[0]), int(x[1]), int(y[1])
