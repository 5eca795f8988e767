"""The order in which some places are walked."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from geo.positions import EARTH_RADIUS_M, LonLat

Metres = NDArray[np.float64]
LEAST_GAIN_M = 1e-6


def walking_order(start: LonLat, places: Sequence[LonLat]) -> list[int]:
    """Indexes of `places` in the order of a short walk that begins at `start` and ends at any of them.

    Nearest neighbour, then 2-opt: stretches are turned round as long as that makes the walk shorter. The same input gives
    the same order; of places equally near the first comes first.
    """
    if not places:
        return []
    metres = between([start, *places])
    order = improved(nearest_first(metres), metres)
    return [number - 1 for number in order[1:]]


def length_m(start: LonLat, places: Sequence[LonLat]) -> float:
    """Of the walk from `start` through `places` as they stand."""
    metres = between([start, *places])
    return float(metres[np.arange(len(places)), np.arange(1, len(places) + 1)].sum())


def between(places: Sequence[LonLat]) -> Metres:
    """Great-circle metres between every two, of shape (n, n)."""
    lon, lat = np.radians(np.array(places, dtype=np.float64)).T
    half_lat, half_lon = np.sin((lat[:, None] - lat) / 2), np.sin((lon[:, None] - lon) / 2)
    chord = half_lat**2 + np.cos(lat[:, None]) * np.cos(lat) * half_lon**2
    metres: Metres = 2 * EARTH_RADIUS_M * np.arcsin(np.sqrt(np.minimum(1.0, chord)))
    return metres


def nearest_first(metres: Metres) -> list[int]:
    order, left = [0], np.ones(len(metres), dtype=np.bool_)
    left[0] = False
    while left.any():
        order.append(int(np.where(left, metres[order[-1]], np.inf).argmin()))
        left[order[-1]] = False
    return order


def improved(order: list[int], metres: Metres) -> list[int]:
    """2-opt for a walk with a fixed beginning and an open end."""
    found = np.array(order)
    better = True
    while better:
        better = False
        for begin in range(1, len(found) - 1):
            end, gain = best_turn(found, begin, metres)
            if gain > LEAST_GAIN_M:
                found[begin : end + 1] = found[begin : end + 1][::-1].copy()
                better = True
    return [int(number) for number in found]


def best_turn(order: NDArray[np.int64], begin: int, metres: Metres) -> tuple[int, float]:
    """Where the stretch from `begin` must end so that turning it round gains most, and the metres gained."""
    before, first, ends = order[begin - 1], order[begin], order[begin + 1 :]
    following = ends[1:]
    gain = metres[before, first] - metres[before, ends]
    gain[:-1] += metres[ends[:-1], following] - metres[first, following]
    at = int(gain.argmax())
    return begin + 1 + at, float(gain[at])
