"""What a photo says of itself: position, time, orientation. A cross-check only, never the source: Android strips the
position on the way through a web page, and anybody can write anything into it. What is not sound reads as None."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

from PIL import Image
from PIL.ExifTags import IFD

CHINA = timezone(timedelta(hours=8))
ORIENTATION, DATE_TIME_ORIGINAL, OFFSET_TIME_ORIGINAL = 0x0112, 0x9003, 0x9011
LATITUDE_REF, LATITUDE, LONGITUDE_REF, LONGITUDE, GPS_TIME, GPS_DATE = 1, 2, 3, 4, 7, 29

Tags = Mapping[int, Any]


@dataclass(frozen=True)
class Taken:
    """Where (lon, lat in degrees, WGS-84) and when a photo says it was taken."""

    position: tuple[float, float] | None
    at: datetime | None


NOTHING = Taken(None, None)


def taken(path: Path, formats: list[str]) -> Taken:
    """Position and time of the photo in a file; whatever its reader trips over, there is just nothing to read."""
    try:
        with Image.open(path, formats=formats) as image:
            found = image.getexif()
            gps, detail = found.get_ifd(IFD.GPSInfo), found.get_ifd(IFD.Exif)
    except Exception:  # damaged EXIF raises whatever comes to its reader: struct.error, SyntaxError, KeyError …
        return NOTHING
    return Taken(position(gps), instant(detail, gps))


def orientation(image: Image.Image) -> int:
    """1 to 8; 1 when there is none or it cannot be read."""
    try:
        value = image.getexif().get(ORIENTATION)
    except Exception:  # as above
        return 1
    return value if isinstance(value, int) and 1 <= value <= 8 else 1


def position(gps: Tags) -> tuple[float, float] | None:
    """(lon, lat) in degrees; None without both references, and for what lies nowhere or at 0, 0."""
    lat = degrees(gps.get(LATITUDE), gps.get(LATITUDE_REF), "N", "S", 90)
    lon = degrees(gps.get(LONGITUDE), gps.get(LONGITUDE_REF), "E", "W", 180)
    if lat is None or lon is None or (lat, lon) == (0, 0):
        return None
    return lon, lat


def degrees(value: Any, reference: Any, plus: str, minus: str, limit: int) -> float | None:
    sign = {plus: 1, minus: -1}.get(letter(reference))
    parts = numbers(value)
    if sign is None or parts is None:
        return None
    whole, minutes, seconds = parts
    if minutes >= 60 or seconds >= 60:
        return None
    found = whole + minutes / 60 + seconds / 3600
    return sign * found if found <= limit else None


def numbers(value: Any) -> tuple[float, float, float] | None:
    """Three finite numbers that are not negative. A zero denominator reads as NaN, or raises."""
    if not isinstance(value, tuple):
        return None
    try:
        first, second, third = (float(part) for part in value)
    except (TypeError, ValueError, ZeroDivisionError, OverflowError):
        return None
    sound = all(math.isfinite(part) and part >= 0 for part in (first, second, third))
    return (first, second, third) if sound else None


def letter(value: Any) -> str:
    text = value.decode("ascii", "replace") if isinstance(value, bytes) else str(value)
    return text.strip("\0 ").upper()


def instant(detail: Tags, gps: Tags) -> datetime | None:
    """By the satellites' clock where there is one, else by the camera's; a camera without an offset is in China."""
    return satellite_time(gps) or camera_time(detail)


def satellite_time(gps: Tags) -> datetime | None:
    clock = numbers(gps.get(GPS_TIME))
    try:
        day = datetime.strptime(letter(gps.get(GPS_DATE)), "%Y:%m:%d").replace(tzinfo=UTC)
    except ValueError:
        return None
    if clock is None or clock[0] >= 24 or clock[1] >= 60 or clock[2] > 60:
        return None
    return day + timedelta(hours=clock[0], minutes=clock[1], seconds=clock[2])


def camera_time(detail: Tags) -> datetime | None:
    try:
        local = datetime.strptime(letter(detail.get(DATE_TIME_ORIGINAL)), "%Y:%m:%d %H:%M:%S")
    except ValueError:
        return None
    try:
        offset = datetime.strptime(letter(detail.get(OFFSET_TIME_ORIGINAL)), "%z").tzinfo
    except ValueError:
        offset = CHINA
    try:
        return local.replace(tzinfo=offset).astimezone(UTC)
    except OverflowError:
        return None
