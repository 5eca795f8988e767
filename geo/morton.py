"""Positions as numbers whose order keeps neighbours together: Web Mercator at zoom 30, its two halves interleaved.

A tile of any zoom is one range of such keys: what lies in it stands side by side where rows are sorted by key.
"""

from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

Keys = NDArray[np.uint64]
Ints = NDArray[np.int64]

DEPTH = 30
NOWHERE = np.uint64(1) << np.uint64(2 * DEPTH)
"""The key of what has no position: beyond every tile."""
SIDE = 1 << DEPTH
MAX_LAT = 85.0511287798066
WHOLE = 0x00000000FFFFFFFF
MASKS = (WHOLE, 0x0000FFFF0000FFFF, 0x00FF00FF00FF00FF, 0x0F0F0F0F0F0F0F0F, 0x3333333333333333, 0x5555555555555555)
SHIFTS = (16, 8, 4, 2, 1)
SPREAD = [(np.uint64(shift), np.uint64(mask)) for shift, mask in zip(SHIFTS, MASKS[1:], strict=True)]
GATHER = [
    (np.uint64(shift), np.uint64(mask)) for shift, mask in zip(reversed(SHIFTS), reversed(MASKS[:-1]), strict=True)
]
ODD = np.uint64(MASKS[-1])
"""Every second bit, from the lowest on."""


class Tile(NamedTuple):
    """A square of the map at a zoom, counted from the north-west (XYZ)."""

    z: int
    x: int
    y: int

    def exists(self) -> bool:
        return 0 <= self.z <= DEPTH and 0 <= self.x < 1 << self.z and 0 <= self.y < 1 << self.z

    def keys(self) -> tuple[int, int]:
        """The first key of the tile, and the first behind it."""
        return _range_of(self)


@lru_cache(maxsize=1024)
def _range_of(tile: Tile) -> tuple[int, int]:
    number, shift = int(interleaved([tile.x], [tile.y])[0]), 2 * (DEPTH - tile.z)
    return number << shift, (number + 1) << shift


def keys_of(lon: ArrayLike, lat: ArrayLike) -> Keys:
    """Keys of WGS-84 degrees; positions nearer to a pole than 4.95° lie on the map's edge."""
    x, y = mercator(lon, lat)
    return interleaved(_counted(x), _counted(y))


def mercator(lon: ArrayLike, lat: ArrayLike) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """From 0 to 1 eastwards and southwards."""
    phi = np.radians(np.clip(np.asarray(lat, dtype=np.float64), -MAX_LAT, MAX_LAT))
    x = (np.asarray(lon, dtype=np.float64) + 180) / 360
    return x, (1 - np.arcsinh(np.tan(phi)) / np.pi) / 2


def degrees(x: ArrayLike, y: ArrayLike) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """The inverse of `mercator`: longitude and latitude."""
    lat = np.degrees(np.arctan(np.sinh(np.pi * (1 - 2 * np.asarray(y, dtype=np.float64)))))
    return np.asarray(x, dtype=np.float64) * 360 - 180, lat


def _counted(share: NDArray[np.float64]) -> Ints:
    return np.clip((share * SIDE).astype(np.int64), 0, SIDE - 1)


def interleaved(x: ArrayLike, y: ArrayLike) -> Keys:
    return _spread(x) | (_spread(y) << np.uint64(1))


def halves(keys: Keys) -> tuple[Ints, Ints]:
    """x and y of keys, in steps of zoom 30."""
    return _gathered(keys), _gathered(keys >> np.uint64(1))


def runs(keys: Keys) -> tuple[Keys, Ints]:
    """The different ones of sorted keys, and how often each stands there."""
    ends = np.flatnonzero(np.diff(keys, append=keys[-1:] + np.uint64(1)))
    return keys[ends], np.diff(ends, prepend=-1)


def _spread(numbers: ArrayLike) -> Keys:
    bits = np.asarray(numbers).astype(np.uint64)
    for shift, mask in SPREAD:
        bits = (bits | (bits << shift)) & mask
    return bits


def _gathered(keys: Keys) -> Ints:
    bits: Any = keys & ODD
    for shift, mask in GATHER:
        bits = (bits | (bits >> shift)) & mask
    gathered: Ints = bits.astype(np.int64)
    return gathered
