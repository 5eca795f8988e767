"""Position and time out of EXIF: sound, or none at all."""

import io
import math
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image
from PIL.TiffImagePlugin import IFDRational

from app.photos import exif, images
from tests.photos import jpeg
from tests.photos.phone import SHARED, real, reals

SOUND: dict[int, Any] = {
    exif.LATITUDE_REF: "N",
    exif.LATITUDE: (30.0, 45.0, 36.0),
    exif.LONGITUDE_REF: "E",
    exif.LONGITUDE: (120.0, 45.0, 0.0),
}


def test_a_sound_position() -> None:
    assert exif.position(SOUND) == pytest.approx((120.75, 30.76))


def test_west_and_south() -> None:
    found = exif.position(SOUND | {exif.LATITUDE_REF: "S", exif.LONGITUDE_REF: b"W\0"})
    assert found == pytest.approx((-120.75, -30.76))


@pytest.mark.parametrize(
    "wrong",
    [
        {exif.LATITUDE_REF: None},
        {exif.LONGITUDE_REF: ""},
        {exif.LATITUDE_REF: "E"},
        {exif.LATITUDE: (999.0, 0.0, 0.0)},
        {exif.LATITUDE: (90.0, 0.0, 1.0)},
        {exif.LONGITUDE: (180.0, 0.0, 1.0)},
        {exif.LATITUDE: (30.0, 60.0, 0.0)},
        {exif.LATITUDE: (30.0, 0.0, 75.0)},
        {exif.LATITUDE: (-30.0, 0.0, 0.0)},
        {exif.LATITUDE: (IFDRational(30, 0), IFDRational(0, 0), IFDRational(0, 0))},
        {exif.LATITUDE: (math.nan, 0.0, 0.0)},
        {exif.LATITUDE: (math.inf, 0.0, 0.0)},
        {exif.LATITUDE: (30.0, 45.0)},
        {exif.LATITUDE: ()},
        {exif.LATITUDE: None},
        {exif.LATITUDE: "thirty"},
        {exif.LATITUDE: b"\0\0\0"},
        {exif.LATITUDE: (0.0, 0.0, 0.0), exif.LONGITUDE: (0.0, 0.0, 0.0)},
    ],
)
def test_no_position(wrong: dict[int, Any]) -> None:
    assert exif.position(SOUND | wrong) is None


anything = st.one_of(
    st.none(),
    st.text(),
    st.binary(),
    st.integers(),
    st.floats(),
    st.tuples(st.floats(), st.floats(), st.floats()),
    st.tuples(*[st.builds(IFDRational, st.integers(-(2**31), 2**32), st.integers(0, 2**32))] * 3),
)


@settings(max_examples=300, deadline=None)
@given(st.dictionaries(st.integers(0, 31), anything), st.dictionaries(st.integers(0x9000, 0x9012), anything))
def test_whatever_stands_there_is_a_place_on_earth_or_none(gps: dict[int, Any], detail: dict[int, Any]) -> None:
    found = exif.position(gps)
    assert found is None or (abs(found[0]) <= 180 and abs(found[1]) <= 90)
    at = exif.instant(detail, gps)
    assert at is None or at.tzinfo is not None


@pytest.mark.parametrize(
    ("detail", "gps", "at"),
    [
        ({}, {}, None),
        ({0x9003: "2026:11:20 07:31:00"}, {}, datetime(2026, 11, 19, 23, 31, tzinfo=UTC)),
        ({0x9003: "2026:11:20 07:31:00", 0x9011: "+09:00"}, {}, datetime(2026, 11, 19, 22, 31, tzinfo=UTC)),
        ({0x9003: "2026:11:20 07:31:00", 0x9011: "later"}, {}, datetime(2026, 11, 19, 23, 31, tzinfo=UTC)),
        ({0x9003: "0000:00:00 00:00:00"}, {}, None),
        ({0x9003: "0001:01:01 00:00:00"}, {}, None),
        (
            {0x9003: "2020:01:01 00:00:00"},
            {exif.GPS_DATE: "2026:11:19", exif.GPS_TIME: (23.0, 31.0, 0.0)},
            datetime(2026, 11, 19, 23, 31, tzinfo=UTC),
        ),
        ({}, {exif.GPS_DATE: "2026:11:19", exif.GPS_TIME: (25.0, 0.0, 0.0)}, None),
        ({}, {exif.GPS_DATE: "2026:11:19"}, None),
    ],
)
def test_time(detail: dict[int, Any], gps: dict[int, Any], at: datetime | None) -> None:
    assert exif.instant(detail, gps) == at


@pytest.mark.parametrize("name", reals("gps/*.jpg"))
def test_a_real_walk_through_arezzo(name: str) -> None:
    real(name)
    found = exif.taken(SHARED / name, images.FORMATS)
    assert found.position is not None
    assert found.position == pytest.approx((11.88, 43.467), abs=0.02)
    assert found.at is not None
    assert found.at.date() == datetime(2008, 10, 23).date()


@pytest.mark.parametrize("name", reals("damaged/*.jpg"))
def test_damaged_photos_tell_nothing_wrong(name: str) -> None:
    real(name)
    assert exif.taken(SHARED / name, images.FORMATS).position is None


def test_what_is_no_photo_tells_nothing(tmp_path: Path) -> None:
    path = tmp_path / "x"
    path.write_bytes(b"<html>")
    assert exif.taken(path, images.FORMATS) == exif.NOTHING


@pytest.mark.parametrize("value", [0, 9, "upright", -1, None])
def test_an_orientation_that_is_none_is_1(value: Any) -> None:
    image = Image.open(io.BytesIO(jpeg(64, 48)))
    if value is not None:
        image.getexif()[exif.ORIENTATION] = value
    assert exif.orientation(image) == 1
