"""Coordinates as people write them into a table: 120.7583, 120°45′30″, 东经120度45分30秒, 120.7583E, and both in one cell."""

from __future__ import annotations

import math
import re
import unicodedata

from geo.errors import GeoError
from geo.positions import CHINA, LonLat

NUMBER = re.compile(r"[-+]?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d{1,4})?", re.IGNORECASE)
PARTS = re.compile(
    r"([-+]?)(\d{1,3}(?:\.\d+)?)\s*[°度:\s]\s*"
    r"(?:(\d{1,2}(?:\.\d+)?)\s*['′’‘分:\s]\s*)?"
    r"(?:(\d{1,2}(?:\.\d+)?)\s*(?:''|′′|’’|[\"”“秒])?)?\s*"
)
HEMISPHERES = {"东经": "E", "西经": "W", "北纬": "N", "南纬": "S", "E": "E", "W": "W", "N": "N", "S": "S"}
HEMISPHERE = re.compile(r"^(东经|西经|北纬|南纬|[EWNS])[:\s]*|[:\s]*([EWNS])$", re.IGNORECASE)
BETWEEN = re.compile(r"\s*[,;、]\s*")
LONGEST = 60


def lonlat_of(x: object, y: object) -> LonLat:
    """Of two cells, x first; also metres. Raises GeoError bad_coordinates, swapped_axes."""
    (lon, east), (lat, north) = _axis(x), _axis(y)
    if east in ("N", "S") or north in ("E", "W"):
        raise GeoError("swapped_axes", "latitude stands where longitude belongs")
    return LonLat(lon, lat)


def lonlat_in(text: object) -> LonLat:
    """Of one cell with both. Which is which say its letters, or that no longitude of China is a latitude. Raises GeoError."""
    plain = _plain(text)
    parts = BETWEEN.split(plain) if BETWEEN.search(plain) else plain.split()
    if len(parts) != 2:
        raise GeoError("bad_coordinates", f"{plain[:LONGEST]} is no pair of coordinates")
    (first, a), (second, b) = map(_axis, parts)
    west, south, east, north = CHINA
    northing_first = south <= first <= north and west <= second <= east
    if a in ("N", "S") or b in ("E", "W") or (not a and not b and northing_first):
        return LonLat(second, first)
    return LonLat(first, second)


def _axis(value: object) -> tuple[float, str]:
    """A number, and the hemisphere's letter where one is written."""
    text = _plain(value)
    hemisphere = ""
    if found := HEMISPHERE.search(text):
        hemisphere = HEMISPHERES[(found[1] or found[2]).upper()]
        text = (text[: found.start()] + text[found.end() :]).strip()
    number = _number(text)
    return (-number if hemisphere in ("W", "S") else number), hemisphere


def _number(text: str) -> float:
    if NUMBER.fullmatch(text):
        plain = float(text)
        if math.isfinite(plain):
            return plain
    elif (parts := PARTS.fullmatch(text + " ")) and (found := _sum(parts)) is not None:
        return found
    raise GeoError("bad_coordinates", f"{text[:LONGEST]} is no coordinate")


def _sum(parts: re.Match[str]) -> float | None:
    """Degrees of degrees, minutes and seconds; only the last of them may have decimals."""
    sign, *written = parts.groups()
    said = [part for part in written if part]
    numbers = [float(part) for part in said]
    if any(number >= 60 for number in numbers[1:]) or any("." in part for part in said[:-1]):
        return None
    total: float = sum(number / 60**place for place, number in enumerate(numbers))
    return -total if sign == "-" else total


def _plain(value: object) -> str:
    text = "" if value is None else str(value)
    return unicodedata.normalize("NFKC", text.replace("º", "°").replace("˚", "°")).strip()
