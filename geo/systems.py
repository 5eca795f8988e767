"""The coordinate systems in which Chinese offices keep their boundaries, and the way of each to WGS-84.

A system is named by a word: `wgs84`, `cgcs2000` (degrees), `gcj02`, `bd09`, `web_mercator`, and `epsg:4491` to `epsg:4554`,
the Gauss-Krueger zones of CGCS2000 (metres). Pairs are always x (longitude, easting) first, whatever EPSG says of the order.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any, NamedTuple

import numpy as np

from geo import shifted
from geo.errors import GeoError
from geo.projection import Floats

GAUSS_KRUEGER = range(4491, 4555)
"""CGCS2000: 4491–4501 six degrees with the zone's number before the easting, 4502–4512 without, 4513–4533 three degrees with,
4534–4554 without. Source: EPSG."""
DEGREES = ("wgs84", "cgcs2000", "gcj02", "bd09")
READINGS = ("wgs84", "gcj02", "bd09")
"""What the same degrees may mean; CGCS2000 differs from WGS-84 by less than a metre's width of a drawn line."""

TO_WGS84: dict[str, Callable[[Floats], Floats]] = {
    "wgs84": lambda lonlat: lonlat,
    "cgcs2000": lambda lonlat: lonlat,
    "gcj02": shifted.gcj02_to_wgs84,
    "bd09": shifted.bd09_to_wgs84,
}
FROM_WGS84: dict[str, Callable[[Floats], Floats]] = {
    "wgs84": lambda lonlat: lonlat,
    "cgcs2000": lambda lonlat: lonlat,
    "gcj02": shifted.wgs84_to_gcj02,
    "bd09": shifted.wgs84_to_bd09,
}


class System(NamedTuple):
    """`width` 3 or 6 degrees, `zone` its number, `meridian` its middle; None where there is no such thing."""

    code: str
    unit: str
    width: int | None = None
    zone: int | None = None
    meridian: float | None = None
    prefixed: bool | None = None


def systems() -> list[System]:
    """All systems that may be chosen."""
    degrees = [System(code, "degree") for code in DEGREES]
    return [*degrees, System("web_mercator", "metre"), *map(_gauss_krueger, GAUSS_KRUEGER)]


def is_local(one: System, west: float, east: float) -> bool:
    """Whether an office between two meridians would use it: all in degrees, and the zones that reach there."""
    if one.width is None or one.meridian is None:
        return one.code in DEGREES
    half = one.width / 2
    return one.meridian - half < east and one.meridian + half > west


def is_known(code: str) -> bool:
    return code in TO_WGS84 or code == "web_mercator" or _epsg(code) in GAUSS_KRUEGER


def in_degrees(code: str) -> bool:
    return code in TO_WGS84


def to_wgs84(code: str, xy: Floats) -> Floats:
    """Positions of shape (n, 2) in a system as WGS-84 degrees; infinite where a projection has no answer. Raises GeoError
    `unknown_system`."""
    if not is_known(code):
        raise GeoError("unknown_system", f"{code[:40]!r} is none of the coordinate systems")
    if code in TO_WGS84:
        return TO_WGS84[code](xy)
    lon, lat = _transformer(3857 if code == "web_mercator" else _epsg(code)).transform(xy[:, 0], xy[:, 1])
    return np.column_stack([lon, lat])


def declared_system(crs: str | None) -> str | None:
    """The system that a file names of itself, as a word of ours; None where it names none, or one we do not take.

    No file ever says GCJ-02 or BD-09: this is what stands in it, not what is true.
    """
    if not crs:
        return None
    from pyproj import CRS
    from pyproj.exceptions import CRSError

    try:
        found = CRS.from_user_input(crs)
        code = found.to_epsg(min_confidence=60)
    except CRSError:
        return None
    if code in GAUSS_KRUEGER:
        return f"epsg:{code}"
    named = {4326: "wgs84", 4979: "wgs84", 4490: "cgcs2000", 4480: "cgcs2000", 3857: "web_mercator"}
    if "CRS84" in crs:
        return "wgs84"
    return named.get(code or 0) or _by_name(found)


def _by_name(crs: Any) -> str | None:
    """Files of ArcGIS name the system but not its EPSG code."""
    wanted = _loose(crs.name)
    if wanted in ("gcswgs1984", "wgs84", "wgs1984"):
        return "wgs84"
    if wanted in ("gcschinageodeticcoordinatesystem2000", "cgcs2000", "chinageodeticcoordinatesystem2000"):
        return "cgcs2000"
    return next((f"epsg:{code}" for code in GAUSS_KRUEGER if _loose(_name(code)) == wanted), None)


def _loose(name: str) -> str:
    """`CGCS2000 / 3-degree Gauss-Kruger CM 120E` and `CGCS2000_3_Degree_GK_CM_120E` are one."""
    return "".join(filter(str.isalnum, name.lower().replace("gauss-kruger", "gk").replace("gauss_kruger", "gk")))


@cache
def _name(code: int) -> str:
    from pyproj import CRS

    return str(CRS.from_epsg(code).name)


def _gauss_krueger(code: int) -> System:
    """Zones and meridians follow from the numbering."""
    at = GAUSS_KRUEGER.index(code)
    wide = at < 22
    place = at % 11 if wide else (at - 22) % 21
    zone = 13 + place if wide else 25 + place
    meridian = float(zone * 6 - 3 if wide else zone * 3)
    return System(f"epsg:{code}", "metre", 6 if wide else 3, zone, meridian, at < 11 if wide else at - 22 < 21)


def _epsg(code: str) -> int:
    digits = code.removeprefix("epsg:")
    return (
        int(digits) if code.startswith("epsg:") and digits.isascii() and digits.isdecimal() and len(digits) < 7 else 0
    )


@cache
def _transformer(code: int) -> Any:
    """pyproj is loaded when it is first needed. Transformers of pyproj are safe to share between threads."""
    from pyproj import Transformer

    return Transformer.from_crs(code, 4326, always_xy=True)
