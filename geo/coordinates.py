"""WGS-84 and the shifted systems of Chinese maps: GCJ-02, and BD-09 on top of it.

Only for drawing over a shifted base map and for telling a mislabelled file: what is stored is WGS-84.
The shift's formula is public knowledge since 2010; its constants are those of the Krasovsky ellipsoid.
"""

from __future__ import annotations

import math

from geo.positions import LonLat

SEMI_MAJOR_M = 6_378_245.0
ECCENTRICITY_2 = 0.00669342162296594323
ORIGIN = LonLat(105.0, 35.0)
SHIFTED = (72.004, 0.8293, 137.8347, 55.8271)
"""West, south, east, north: beyond this box nothing is shifted."""
CONVERGED_DEGREES = 1e-9
BAIDU_TURN = math.pi * 3_000 / 180
BAIDU_OFFSET = LonLat(0.0065, 0.006)


def wgs84_to_gcj02(position: LonLat) -> LonLat:
    """Where a WGS-84 position is drawn on a GCJ-02 map (about 490 m away in Jiaxing, 570 m in Nankai)."""
    west, south, east, north = SHIFTED
    if not (west <= position.lon <= east and south <= position.lat <= north):
        return position
    shift = _shift(position)
    return LonLat(position.lon + shift.lon, position.lat + shift.lat)


def gcj02_to_wgs84(position: LonLat) -> LonLat:
    """The inverse, by iteration to about 0.1 mm; the shift has no closed inverse."""
    guess = position
    for _ in range(20):
        drawn = wgs84_to_gcj02(guess)
        miss = LonLat(position.lon - drawn.lon, position.lat - drawn.lat)
        guess = LonLat(guess.lon + miss.lon, guess.lat + miss.lat)
        if max(abs(miss.lon), abs(miss.lat)) < CONVERGED_DEGREES:
            break
    return guess


def gcj02_to_bd09(position: LonLat) -> LonLat:
    """Baidu's second shift: a small turn and an offset."""
    radius = math.hypot(position.lon, position.lat) + 2e-5 * math.sin(position.lat * BAIDU_TURN)
    angle = math.atan2(position.lat, position.lon) + 3e-6 * math.cos(position.lon * BAIDU_TURN)
    return LonLat(radius * math.cos(angle) + BAIDU_OFFSET.lon, radius * math.sin(angle) + BAIDU_OFFSET.lat)


def wgs84_to_bd09(position: LonLat) -> LonLat:
    """Where a WGS-84 position is drawn on Baidu's map."""
    return gcj02_to_bd09(wgs84_to_gcj02(position))


def _shift(position: LonLat) -> LonLat:
    x, y = position.lon - ORIGIN.lon, position.lat - ORIGIN.lat
    east = 300 + x + 2 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * math.sqrt(abs(x)) + _waves(x, 20, 6)
    east += _wave(x, 20, 1) + _wave(x, 40, 3) + _wave(x, 150, 12) + _wave(x, 300, 30)
    north = -100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * math.sqrt(abs(x)) + _waves(x, 20, 6)
    north += _wave(y, 20, 1) + _wave(y, 40, 3) + _wave(y, 160, 12) + _wave(y, 320, 30)
    return _in_degrees(position.lat, east, north)


def _waves(value: float, amplitude: float, per_turn: float) -> float:
    """The two ripples that both axes share."""
    turn = value * math.pi
    return (amplitude * math.sin(per_turn * turn) + amplitude * math.sin(2 * turn)) * 2 / 3


def _wave(value: float, amplitude: float, length: float) -> float:
    return amplitude * math.sin(value / length * math.pi) * 2 / 3


def _in_degrees(lat: float, east_m: float, north_m: float) -> LonLat:
    """Metres on the ellipsoid at a latitude as degrees."""
    phi = math.radians(lat)
    magic = 1 - ECCENTRICITY_2 * math.sin(phi) ** 2
    along = math.radians(SEMI_MAJOR_M * (1 - ECCENTRICITY_2) / magic**1.5)
    across = math.radians(SEMI_MAJOR_M / math.sqrt(magic) * math.cos(phi))
    return LonLat(east_m / across, north_m / along)
