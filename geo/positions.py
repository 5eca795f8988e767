"""Positions on the ground: WGS-84 degrees, longitude first."""

from __future__ import annotations

import math
from typing import NamedTuple

EARTH_RADIUS_M = 6_371_000.0
METRES_PER_DEGREE = 111_194.93
"""Along a meridian of that sphere; the same figure stands in the phone's code."""

NULL_ISLAND_DEGREES = 0.01
PROJECTED_FROM = 1_000.0
CHINA = (73.0, 3.0, 136.0, 54.0)
"""West, south, east, north: a plausibility check, not a border."""

ROUNDING_PER_DEGREE = 1_000
ROUNDING_ERROR_M = 80.0


class LonLat(NamedTuple):
    lon: float
    lat: float


def distance_m(a: LonLat, b: LonLat) -> float:
    """Great-circle distance in metres (haversine, so that short distances keep their digits)."""
    phi_a, phi_b = math.radians(a.lat), math.radians(b.lat)
    half_lat = math.sin((phi_b - phi_a) / 2)
    half_lon = math.sin(math.radians(b.lon - a.lon) / 2)
    chord = half_lat * half_lat + math.cos(phi_a) * math.cos(phi_b) * half_lon * half_lon
    return 2 * EARTH_RADIUS_M * math.asin(math.sqrt(min(1.0, chord)))


def rounded_position(position: LonLat) -> LonLat:
    """The nearest point of a grid of 0.001 degrees, about 100 m: what is kept of a volunteer's position.

    Written with floor because Python and JavaScript round halves differently.
    """
    return LonLat(_rounded(position.lon), _rounded(position.lat))


def rounded_accuracy_m(accuracy_m: float) -> float:
    """The accuracy that a rounded position can still claim, in metres."""
    return accuracy_m + ROUNDING_ERROR_M


def position_fault(lon: float, lat: float) -> str | None:
    """Why this is no place on Earth, as a stable code; None when it may be one.

    Codes: not_finite, projected_metres, swapped_axes, out_of_range, null_island.
    """
    if not (math.isfinite(lon) and math.isfinite(lat)):
        return "not_finite"
    if max(abs(lon), abs(lat)) >= PROJECTED_FROM:
        return "projected_metres"
    if abs(lon) <= 180 and abs(lat) <= 90:
        return "null_island" if max(abs(lon), abs(lat)) < NULL_ISLAND_DEGREES else None
    return "swapped_axes" if abs(lon) <= 90 and abs(lat) <= 180 else "out_of_range"


def in_china(position: LonLat) -> bool:
    """Whether the position lies in the wide box around China."""
    west, south, east, north = CHINA
    return west <= position.lon <= east and south <= position.lat <= north


def _rounded(degrees: float) -> float:
    return math.floor(degrees * ROUNDING_PER_DEGREE + 0.5) / ROUNDING_PER_DEGREE
