"""GCJ-02 and BD-09 for whole outlines at once: the formulas of `geo/coordinates.py` over columns.

Arrays have the shape (n, 2): longitude, latitude in degrees.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from geo.coordinates import (
    BAIDU_OFFSET,
    BAIDU_TURN,
    ECCENTRICITY_2,
    ORIGIN,
    SEMI_MAJOR_M,
    SHIFTED,
)
from geo.projection import Floats

CLOSE_DEGREES = 1e-10
"""About 0.01 mm: where the search for an inverse ends."""
TRIES = 20


def wgs84_to_gcj02(lonlat: Floats) -> Floats:
    """Where WGS-84 positions are drawn on a GCJ-02 map; beyond the box around China nothing is shifted."""
    west, south, east, north = SHIFTED
    lon, lat = lonlat[:, 0], lonlat[:, 1]
    shifted = (lon >= west) & (lon <= east) & (lat >= south) & (lat <= north)
    return np.where(shifted[:, None], lonlat + _shift(lonlat), lonlat)


def gcj02_to_bd09(lonlat: Floats) -> Floats:
    lon, lat = lonlat[:, 0], lonlat[:, 1]
    radius = np.hypot(lon, lat) + 2e-5 * np.sin(lat * BAIDU_TURN)
    angle = np.arctan2(lat, lon) + 3e-6 * np.cos(lon * BAIDU_TURN)
    return np.column_stack([radius * np.cos(angle) + BAIDU_OFFSET.lon, radius * np.sin(angle) + BAIDU_OFFSET.lat])


def wgs84_to_bd09(lonlat: Floats) -> Floats:
    return gcj02_to_bd09(wgs84_to_gcj02(lonlat))


def gcj02_to_wgs84(lonlat: Floats) -> Floats:
    return _undone(wgs84_to_gcj02, lonlat)


def bd09_to_wgs84(lonlat: Floats) -> Floats:
    return _undone(wgs84_to_bd09, lonlat)


def _undone(drawn: Callable[[Floats], Floats], lonlat: Floats) -> Floats:
    """The positions that are drawn at `lonlat`, by iteration."""
    guess = lonlat.astype(np.float64)
    for _ in range(TRIES):
        miss = lonlat - drawn(guess)
        guess = guess + miss
        if not len(miss) or np.nanmax(np.abs(miss), initial=0.0) < CLOSE_DEGREES:
            break
    return guess


def _shift(lonlat: Floats) -> Floats:
    x, y = lonlat[:, 0] - ORIGIN.lon, lonlat[:, 1] - ORIGIN.lat
    root = np.sqrt(np.abs(x))
    ripples = _wave(x, 1 / 6, 20) + _wave(x, 1 / 2, 20)
    east = 300 + x + 2 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * root + ripples
    east += _wave(x, 1, 20) + _wave(x, 3, 40) + _wave(x, 12, 150) + _wave(x, 30, 300)
    north = -100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * root + ripples
    north += _wave(y, 1, 20) + _wave(y, 3, 40) + _wave(y, 12, 160) + _wave(y, 30, 320)
    phi = np.radians(lonlat[:, 1])
    magic = 1 - ECCENTRICITY_2 * np.sin(phi) ** 2
    along = np.radians(SEMI_MAJOR_M * (1 - ECCENTRICITY_2) / magic**1.5)
    across = np.radians(SEMI_MAJOR_M / np.sqrt(magic) * np.cos(phi))
    return np.column_stack([east / across, north / along])


def _wave(value: Floats, length: float, amplitude: float) -> Floats:
    """Metres; `length` is half a wave, in degrees."""
    waves: Floats = amplitude * np.sin(value / length * np.pi) * 2 / 3
    return waves
