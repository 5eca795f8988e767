"""The geometry of a place: a point, or one polygon, in WGS-84."""

import json
import math
from typing import Any

import shapely

from app.errors import Invalid
from app.organisations import outlines
from app.organisations.queries import county_path

MOST_VERTICES = 2_000
DECIMALS = 8
NEARBY_DEGREES = 0.05
"""About five kilometres: the outlines that we have of counties are coarse."""


def shape_of(geometry: Any) -> Any:
    """A Shapely point or polygon of a GeoJSON geometry. Raises Invalid."""
    if not isinstance(geometry, dict) or geometry.get("type") not in ("Point", "Polygon"):
        raise fault("place_bad_geometry")
    if not _is_numbers(geometry.get("coordinates")):
        raise fault("place_bad_geometry")
    found = shapely.from_geojson(json.dumps(geometry), on_invalid="ignore")
    if found is None or found.is_empty:
        raise fault("place_bad_geometry")
    if shapely.get_num_coordinates(found) > MOST_VERTICES:
        raise fault("place_too_detailed", most=MOST_VERTICES)
    west, south, east, north = found.bounds
    if not found.is_valid or west < -180 or east > 180 or south < -89 or north > 89:
        raise fault("place_bad_geometry")
    return shapely.force_2d(found)


def refuse_far(shape: Any, path: str) -> None:
    """A place belongs where its organisation is; latitude and longitude in the wrong order lie in another country."""
    county = county_path(path).strip("/").split("/")[-1]
    outline = outlines.polygons().get(county)
    if outline is not None and shapely.distance(shape, outline) > NEARBY_DEGREES:
        raise fault("place_far_away")


def text_of(shape: Any) -> str:
    """As GeoJSON, to about a millimetre."""
    return json.dumps(document_of(shape), separators=(",", ":"))


def document_of(shape: Any) -> dict[str, Any]:
    document = json.loads(shapely.to_geojson(shape))
    return {**document, "coordinates": _rounded(document["coordinates"])}


def fault(code: str, **values: Any) -> Invalid:
    return Invalid(code, fields={"geometry": code}, **values)


def _rounded(value: Any) -> Any:
    return [_rounded(part) for part in value] if isinstance(value, list) else round(value, DECIMALS)


def _is_numbers(value: Any, depth: int = 0) -> bool:
    """Lists of numbers that a double can hold, nested as deep as a polygon at most."""
    if isinstance(value, list):
        return bool(value) and depth < 3 and all(_is_numbers(part, depth + 1) for part in value)
    if isinstance(value, bool) or not isinstance(value, int | float):
        return False
    return abs(value) < 1e9 and math.isfinite(value)
