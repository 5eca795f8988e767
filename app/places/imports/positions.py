"""Where a row lies: by its shape, or by the columns that say so, in the system that somebody has named."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from app.places.imports.cells import text
from app.places.imports.findings import Finding, refuse
from geo.errors import GeoError
from geo.positions import LonLat, in_china, position_fault
from geo.readings import read_place
from geo.sources import SourceFeature
from geo.systems import in_degrees
from geo.written_positions import lonlat_in, lonlat_of

EASTINGS = ((100_000.0, 900_000.0), (12_000_000.0, 46_000_000.0))
"""Metres of a Gauss-Krüger grid, without and with the zone's number before them."""
NORTHINGS = (300_000.0, 6_000_000.0)
WRITTEN = 40
CODES = {
    "bad_coordinates": "bad_coordinate",
    "not_finite": "bad_coordinate",
    "swapped_axes": "swapped",
    "projected_metres": "metres",
    "null_island": "null_island",
    "out_of_range": "bad_coordinate",
    "out_of_projection": "off_projection",
    "degrees": "degrees",
    "not_one_place": "not_one_place",
    "too_many_vertices": "bad_shape",
}


def read(feature: SourceFeature, columns: Mapping[str, str], system: str) -> tuple[Any, Finding | None]:
    """GeoJSON in WGS-84, or why there is none."""
    written = ""
    try:
        geometry = feature.geometry
        if geometry is None:
            cells = [text(feature.properties.get(columns.get(name, ""))) for name in ("lon", "lat", "position")]
            written = "，".join(filter(None, cells))
            if not written:
                return None, refuse("no_position", "geometry")
            geometry = {"type": "Point", "coordinates": list(_written(*cells))}
        _refuse_odd(geometry, system)
        return read_place(geometry, system), None
    except GeoError as fault:
        return None, refuse(CODES.get(fault.code, "bad_shape"), "geometry", text=written[:WRITTEN])


def _written(lon: str, lat: str, position: str) -> LonLat:
    return lonlat_of(lon, lat) if lon or lat else lonlat_in(position)


def _refuse_odd(geometry: Any, system: str) -> None:
    """Only points: of an area the map shows enough. Raises GeoError."""
    found = geometry.get("coordinates") if isinstance(geometry, dict) and geometry.get("type") == "Point" else None
    if not isinstance(found, list) or not all(isinstance(n, int | float) for n in found[:2]) or len(found) < 2:
        return
    x, y = float(found[0]), float(found[1])
    if in_degrees(system):
        code = position_fault(x, y)
        if code is None and not in_china(LonLat(x, y)) and in_china(LonLat(y, x)):
            code = "swapped_axes"
    else:
        code = _fault_of_metres(x, y)
    if code:
        raise GeoError(code, f"{x}, {y}")


def _fault_of_metres(x: float, y: float) -> str | None:
    if abs(x) <= 360 and abs(y) <= 360:
        return "degrees"
    return "swapped_axes" if not _easting(x) and _easting(y) and NORTHINGS[0] <= x <= NORTHINGS[1] else None


def _easting(x: float) -> bool:
    return any(low <= x <= high for low, high in EASTINGS)
