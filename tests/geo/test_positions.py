"""Positions: distance, rounding, what is no place."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.positions import ROUNDING_ERROR_M, LonLat, distance_m, in_china, position_fault, rounded_position

JIAXING = LonLat(120.755, 30.746)
PLACES = st.builds(LonLat, st.floats(-180, 180), st.floats(-89, 89))


@pytest.mark.parametrize(
    ("lon", "lat", "code"),
    [
        (120.755, 30.746, None),
        (-180, -90, None),
        (30.746, 120.755, "swapped_axes"),
        (480, 30, "out_of_range"),
        (120, -91, "out_of_range"),
        (13_441_000, 3_600_000, "projected_metres"),
        (0, 0, "null_island"),
        (math.nan, 30, "not_finite"),
        (120, math.inf, "not_finite"),
    ],
)
def test_what_is_no_place_is_named(lon: float, lat: float, code: str | None) -> None:
    assert position_fault(lon, lat) == code


def test_china_is_a_wide_box() -> None:
    assert in_china(JIAXING)
    assert not in_china(LonLat(2.35, 48.85))


@given(PLACES)
def test_a_rounded_position_is_near_and_stays_where_it_is(place: LonLat) -> None:
    rounded = rounded_position(place)
    assert distance_m(place, rounded) <= ROUNDING_ERROR_M
    assert rounded_position(rounded) == rounded


@given(PLACES, PLACES)
def test_distance_is_the_same_both_ways(a: LonLat, b: LonLat) -> None:
    assert distance_m(a, b) == pytest.approx(distance_m(b, a))
    assert 0 <= distance_m(a, b) <= math.pi * 6_371_001
    assert distance_m(a, a) == 0
