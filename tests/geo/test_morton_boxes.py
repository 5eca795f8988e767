"""Ranges of keys hold all of a box, and `within` says the same as the degrees."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.morton import keys_of
from geo.morton_boxes import Box, ranges, within

LON, LAT = (st.floats(-most, most).map(lambda value: value + 0.0) for most in (179.9, 84))  # -0.0 becomes 0.0


@st.composite
def boxes(draw: st.DrawFn) -> Box:
    west, east = sorted((draw(LON), draw(LON)))
    south, north = sorted((draw(LAT), draw(LAT)))
    return west, south, east, north


@given(boxes(), st.integers(0, 2**32 - 1))
def test_no_position_of_a_box_is_outside_its_ranges(box: Box, seed: int) -> None:
    chance = np.random.default_rng(seed)
    lon, lat = chance.uniform(box[0], box[2], 50), chance.uniform(box[1], box[3], 50)
    keys = keys_of([*lon, box[0], box[2]], [*lat, box[1], box[3]])
    spans = ranges(box)
    assert len(spans) <= 100
    assert all(first < behind for first, behind in spans)
    assert all(one[1] < other[0] for one, other in pairwise(spans))
    for key in keys.tolist():
        assert sum(first <= key < behind for first, behind in spans) == 1
    assert within(box, keys).all()


def test_within_is_true_to_a_few_centimetres() -> None:
    box = (120.7, 30.7, 120.8, 30.8)
    step = 1e-6  # ten centimetres
    inside = keys_of([120.7, 120.8, 120.75], [30.75, 30.75, 30.7])
    outside = keys_of([120.7 - step, 120.8 + step, 120.75, 120.75], [30.75, 30.75, 30.7 - step, 30.8 + step])
    assert within(box, inside).all()
    assert not within(box, outside).any()


@pytest.mark.parametrize("box", [(-180.0, -90.0, 180.0, 90.0), (120.0, 30.0, 120.0, 30.0)])
def test_the_whole_world_and_a_single_spot(box: Box) -> None:
    assert within(box, keys_of([box[0], box[2]], [box[1], box[3]])).all()
    assert len(ranges(box)) <= 16
