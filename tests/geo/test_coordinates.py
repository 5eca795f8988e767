"""WGS-84, GCJ-02, BD-09: offsets as measured on real data, and back within a metre (fault 33)."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from geo.coordinates import gcj02_to_wgs84, wgs84_to_bd09, wgs84_to_gcj02
from geo.positions import LonLat, distance_m
from tests.geo.shapes import shared

PLACES = st.builds(LonLat, st.floats(73.5, 135), st.floats(4, 53.5))


@pytest.mark.parametrize(
    ("place", "gcj_m", "bd_m"),
    [(LonLat(120.755, 30.746), 486, 1112), (LonLat(117.15, 39.12), 566, 1363), (LonLat(120.155, 30.274), 520, 1149)],
)
def test_the_offsets_are_those_of_real_maps(place: LonLat, gcj_m: float, bd_m: float) -> None:
    assert distance_m(place, wgs84_to_gcj02(place)) == pytest.approx(gcj_m, abs=3)
    assert distance_m(place, wgs84_to_bd09(place)) == pytest.approx(bd_m, abs=5)


@given(PLACES)
def test_there_and_back_is_within_a_metre(place: LonLat) -> None:
    assert distance_m(place, gcj02_to_wgs84(wgs84_to_gcj02(place))) < 0.01


def test_nothing_is_shifted_abroad() -> None:
    paris = LonLat(2.35, 48.85)
    assert wgs84_to_gcj02(paris) == gcj02_to_wgs84(paris) == paris


def test_two_sources_of_the_same_districts_agree_better_once_the_shift_is_undone() -> None:
    ours = _whole("boundaries/jiaxing7_nankai_wgs84_fastgeocn.geojson")
    theirs = _whole("boundaries/jiaxing_nankai_GCJ02_amap_cnmaps.geojson")
    undone = shapely.transform(theirs, lambda all_: np.array([gcj02_to_wgs84(LonLat(*place)) for place in all_]))
    # The coarse outlines differ by far more than the shift, so the gain is small but plain.
    assert _apart(ours, undone) < 0.9 * _apart(ours, theirs)


def _whole(path: str) -> Any:
    collection = shapely.from_geojson(shared(path).read_text("utf-8"))
    return shapely.union_all(shapely.make_valid(shapely.get_parts(collection)))


def _apart(one: Any, other: Any) -> float:
    return float(shapely.area(shapely.symmetric_difference(one, other)))
