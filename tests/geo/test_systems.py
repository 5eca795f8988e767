"""The coordinate systems of Chinese files: fault 33, axis order, metres."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from geo import coordinates, shifted
from geo.errors import GeoError
from geo.positions import LonLat, distance_m
from geo.systems import FROM_WGS84, TO_WGS84, declared_system, is_known, systems, to_wgs84

PLACES = st.lists(st.tuples(st.floats(73.5, 135), st.floats(4, 53.5)), min_size=1, max_size=40).map(np.array)
NANHU = np.array([[120.755, 30.746]])


@given(PLACES)
def test_columns_say_the_same_as_single_places(places: np.ndarray) -> None:
    for whole, single in (
        (shifted.wgs84_to_gcj02, coordinates.wgs84_to_gcj02),
        (shifted.wgs84_to_bd09, coordinates.wgs84_to_bd09),
        (shifted.gcj02_to_wgs84, coordinates.gcj02_to_wgs84),
    ):
        assert whole(places) == pytest.approx(np.array([single(LonLat(*place)) for place in places]), abs=2e-9)


@given(PLACES)
@settings(max_examples=300)
def test_there_and_back_is_within_a_millimetre(places: np.ndarray) -> None:
    """Fault 33 asks for a metre."""
    for code in ("gcj02", "bd09"):
        back = TO_WGS84[code](FROM_WGS84[code](places))
        assert max(distance_m(LonLat(*a), LonLat(*b)) for a, b in zip(places, back, strict=True)) < 0.001


def test_nothing_is_shifted_abroad_and_nothing_breaks_on_nonsense() -> None:
    paris = np.array([[2.35, 48.85]])
    assert (shifted.wgs84_to_gcj02(paris) == paris).all()
    assert shifted.gcj02_to_wgs84(np.empty((0, 2))).shape == (0, 2)


def test_there_are_the_64_gauss_krueger_zones_and_each_leads_home() -> None:
    from pyproj import Transformer

    metres = [system for system in systems() if system.width]
    assert len(metres) == 64
    for system in metres:
        place = np.array([[system.meridian, 31.0]])
        there = Transformer.from_crs(4326, int(system.code[5:]), always_xy=True).transform(*place[0])
        assert int(there[0] // 1e6) == (system.zone if system.prefixed else 0)  # easting first, with the zone's number
        assert to_wgs84(system.code, np.array([there])) == pytest.approx(place, abs=1e-8)


def test_longitude_comes_first_whatever_epsg_says() -> None:
    """EPSG:4490 and the projected ones are defined northing first."""
    assert to_wgs84("cgcs2000", NANHU) == pytest.approx(NANHU)
    easting, northing = 500_000.0, 3_402_000.0
    lon, lat = to_wgs84("epsg:4549", np.array([[easting, northing]]))[0]
    assert (lon, round(lat, 1)) == (pytest.approx(120), 30.7)
    mercator = to_wgs84("web_mercator", np.array([[13_442_385.0, 3_601_000.0]]))[0]
    assert mercator == pytest.approx([120.755, 30.74], abs=0.02)


@pytest.mark.parametrize(
    "code", ["epsg:4326", "epsg:4490x", "epsg:", "EPSG:4549", "epsg:99999999999", "wgs", "", "epsg:²"]
)
def test_other_systems_are_not_taken(code: str) -> None:
    assert not is_known(code)
    with pytest.raises(GeoError, match="none of the coordinate systems"):
        to_wgs84(code, NANHU)


def test_what_a_file_declares_is_understood() -> None:
    from pyproj import CRS

    for code in (4491, 4513, 4528, 4547, 4549):
        for dialect in ("WKT1_ESRI", "WKT1_GDAL", "WKT2_2019"):
            assert declared_system(CRS.from_epsg(code).to_wkt(dialect)) == f"epsg:{code}", (code, dialect)
    assert declared_system(CRS.from_epsg(4490).to_wkt("WKT1_ESRI")) == "cgcs2000"
    assert declared_system("urn:ogc:def:crs:OGC:1.3:CRS84") == "wgs84"
    assert declared_system("urn:ogc:def:crs:EPSG::4490") == "cgcs2000"
    assert [declared_system(text) for text in (None, "", "nonsense", "EPSG:27700")] == [None] * 4


@given(arrays.arrays(np.float64, (3, 2), elements=st.floats(-1e7, 1e8)))
def test_metres_of_anything_are_answered(pairs: np.ndarray) -> None:
    assert to_wgs84("epsg:4549", pairs).shape == (3, 2)
