"""Coordinates as people write them."""

import pytest

from geo.errors import GeoError
from geo.positions import LonLat
from geo.written_positions import lonlat_in, lonlat_of

QUARTER = 120 + 45 / 60 + 30 / 3600


@pytest.mark.parametrize(
    ("text", "degrees"),
    [
        ("120.7583", 120.7583),
        (" 120.7583° ", 120.7583),
        ("１２０．７５８３", 120.7583),
        ("1.2075E+02", 120.75),
        (120.5, 120.5),
        ("120°45′30″", QUARTER),
        ("120°45'30\"E", QUARTER),
        ("E120°45′30″", QUARTER),
        ("120º45’30”", QUARTER),
        ("东经120度45分30秒", QUARTER),
        ("120 45 30", QUARTER),
        ("120:45:30", QUARTER),
        ("120°45.5′", QUARTER),
        ("W 70.5", -70.5),
        ("40512345.67", 40512345.67),
    ],
)
def test_is_read(text: object, degrees: float) -> None:
    assert lonlat_of(text, "30.5") == pytest.approx((degrees, 30.5), abs=1e-9)


@pytest.mark.parametrize(
    "text", ["", "空", "NaN", "nan", "inf", "1e400", "-", "120,75", "120°75′", "120.5°30′", "=A1", "12 34 56 78", None]
)
def test_is_refused(text: object) -> None:
    for pair in ((text, "30.5"), ("120.5", text)):
        with pytest.raises(GeoError) as fault:
            lonlat_of(*pair)
        assert fault.value.code == "bad_coordinates"


def test_letters_say_when_the_columns_are_exchanged() -> None:
    with pytest.raises(GeoError) as fault:
        lonlat_of("北纬30°45′", "东经120°45′")
    assert fault.value.code == "swapped_axes"


@pytest.mark.parametrize(
    "text", ["120.75,30.5", "120.75，30.5", "30.5, 120.75", "120.75 30.5", "北纬30°30′，东经120°45′", "120.75;30.5"]
)
def test_both_in_one_cell(text: str) -> None:
    assert lonlat_in(text) == LonLat(120.75, 30.5)


@pytest.mark.parametrize("text", ["", "120.75", "120.75,30.5,3", "POINT(120.75 30.5)"])
def test_no_pair(text: str) -> None:
    with pytest.raises(GeoError):
        lonlat_in(text)
