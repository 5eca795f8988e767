"""Why a drawn polygon is refused, and the place to look at."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from typing import Any

import shapely
from shapely.geometry import MultiPolygon, Polygon

from geo.errors import GeoError
from geo.positions import LonLat, in_china, position_fault

Ring = list[tuple[float, float]]

MESSAGES = {
    "not_finite": "a coordinate is no number",
    "projected_metres": "coordinates look like metres of a projection, not like degrees",
    "swapped_axes": "latitude stands before longitude",
    "out_of_range": "a coordinate is beyond the Earth",
    "null_island": "a coordinate is 0, 0",
}
VALIDITY = re.compile(r"^(?P<reason>[^\[]+?)\s*(?:\[(?P<lon>\S+) (?P<lat>[^\]\s]+)\])?$")


def check_places(polygons: Sequence[Sequence[Sequence[Any]]]) -> list[list[Ring]]:
    """The same polygons in two dimensions; GeoError at the first ring or position that cannot be right."""
    flat = [[_ring(ring) for ring in rings] for rings in polygons]
    places = [LonLat(*position) for rings in flat for ring in rings for position in ring]
    faults = [(fault, place) for place in places if (fault := position_fault(*place))]
    if faults:
        code, place = faults[0]
        repair = exchanged(flat) if code == "swapped_axes" else None
        raise GeoError(code, MESSAGES[code], None if code == "not_finite" else place, repair)
    if not any(map(in_china, places)) and _all_in_china_exchanged(places):
        raise GeoError("swapped_axes", MESSAGES["swapped_axes"], places[0], exchanged(flat))
    return flat


def exchanged(flat: Sequence[Sequence[Ring]]) -> MultiPolygon | None:
    """The same polygons with latitude and longitude exchanged; None where that is no valid place in China either."""
    if not _all_in_china_exchanged([LonLat(*position) for rings in flat for ring in rings for position in ring]):
        return None
    turned = [[[(y, x) for x, y in ring] for ring in rings] for rings in flat]
    polygon = MultiPolygon([Polygon(shell, holes) for shell, *holes in turned])
    return polygon if shapely.is_valid(polygon) else repaired(polygon)


def _all_in_china_exchanged(places: Sequence[LonLat]) -> bool:
    return all(in_china(LonLat(place.lat, place.lon)) for place in places)


def check_validity(polygon: MultiPolygon) -> None:
    """GeoError with the place of the fault, and a repair if one keeps the character of an area."""
    if shapely.is_valid(polygon):
        return
    reason, place = _explained(shapely.is_valid_reason(polygon))
    code = re.sub(r"[^a-z]+", "_", reason.lower()).strip("_")
    raise GeoError(code, f"{reason} at {place.lon:.6f}, {place.lat:.6f}" if place else reason, place, repaired(polygon))


def repaired(polygon: MultiPolygon) -> MultiPolygon | None:
    """The areas that GEOS makes of an invalid polygon; a proposal for a person to look at."""
    made = shapely.make_valid(polygon, method="structure", keep_collapsed=False)
    areas = [part for part in shapely.get_parts(made) if part.geom_type == "Polygon" and part.area > 0]
    return MultiPolygon(areas) if areas else None


def looks_foreign(polygon: MultiPolygon) -> bool:
    """Whether any corner of the polygon's box lies outside the wide box around China."""
    west, south, east, north = polygon.bounds
    return not (in_china(LonLat(west, south)) and in_china(LonLat(east, north)))


def _ring(ring: Sequence[Any]) -> Ring:
    flat = [_position(position) for position in ring]
    if len(flat) < 4:
        raise GeoError("ring_too_short", "a ring needs four positions, the last equal to the first", LonLat(*flat[0]))
    if flat[0] != flat[-1]:
        raise GeoError("ring_not_closed", "the last position of a ring must equal its first", LonLat(*flat[-1]))
    return flat


def _position(position: Any) -> tuple[float, float]:
    if not isinstance(position, list) or not 2 <= len(position) <= 4 or not all(map(_number, position)):
        raise GeoError("bad_coordinates", f"{str(position)[:60]} is no position")
    return _degrees(position[0]), _degrees(position[1])


def _number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _degrees(value: float) -> float:
    """JSON's integers may be too long for a float."""
    try:
        return float(value)
    except OverflowError:
        return math.inf


def _explained(explanation: str) -> tuple[str, LonLat | None]:
    match = VALIDITY.match(explanation)
    if match is None or match["lon"] is None:
        return explanation, None
    return match["reason"], LonLat(float(match["lon"]), float(match["lat"]))
