"""Polygons out of GeoJSON that somebody drew elsewhere: checked, never silently mended."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import shapely
from shapely.geometry import MultiPolygon, Polygon

from geo.errors import GeoError
from geo.geojson_faults import check_places, check_validity, looks_foreign
from geo.positions import LonLat
from geo.projection import area_m2

WGS84_NAMES = ("CRS84", "4326", "4490")
"""4490 is CGCS2000: less than 10 m from WGS-84."""
TYPES = ("Polygon", "MultiPolygon")


class Limits(NamedTuple):
    """What is believed of one geometry. A county has about 1,000 km², a prefecture 4,000."""

    vertices_per_polygon: int = 20_000
    vertices: int = 100_000
    area_at_least_m2: float = 100.0
    area_at_most_m2: float = 10_000e6


DEFAULT_LIMITS = Limits()


@dataclass(frozen=True)
class Feature:
    """A checked multipolygon (lon, lat, two dimensions) with its properties and what looked odd about it."""

    polygon: MultiPolygon
    properties: Mapping[str, Any] = field(default_factory=dict)
    warnings: tuple[str, ...] = ()


def read_features(document: Any, limits: Limits = DEFAULT_LIMITS) -> list[Feature]:
    """All polygons of a GeoJSON document; GeoError names the first fault, and in which feature."""
    _check_crs(document)
    features = []
    for number, (geometry, properties) in enumerate(geometries_of(document), start=1):
        try:
            polygon, warnings = read_multipolygon(geometry, limits)
        except GeoError as fault:
            raise GeoError(fault.code, f"feature {number}: {fault.message}", fault.place, fault.repair) from fault
        features.append(Feature(polygon, properties, warnings))
    return features


def read_multipolygon(geometry: Any, limits: Limits = DEFAULT_LIMITS) -> tuple[MultiPolygon, tuple[str, ...]]:
    """One GeoJSON geometry as a multipolygon, and warnings (altitude_dropped, outside_china).

    GeoError codes: not_a_polygon, too_many_vertices, bad_coordinates, ring_too_short, ring_not_closed, not_finite,
    projected_metres, swapped_axes, out_of_range, null_island, self_intersection and the other kinds of invalid,
    too_small, too_large.
    """
    rings = rings_of(geometry, limits)
    flat = check_places(rings)
    polygon = MultiPolygon([Polygon(shell, holes) for shell, *holes in flat])
    check_validity(polygon)
    _check_area(polygon, limits)
    deep = any(len(position) > 2 for parts in rings for ring in parts for position in ring)
    found = {"altitude_dropped": deep, "outside_china": looks_foreign(polygon)}
    return polygon, tuple(name for name, true in found.items() if true)


def geometries_of(document: Any) -> Iterator[tuple[Any, Mapping[str, Any]]]:
    """Every geometry of a document with its properties, unchecked, whichever form the document has."""
    kind = document.get("type") if isinstance(document, Mapping) else None
    if kind == "FeatureCollection" and isinstance(document.get("features"), list):
        for feature in document["features"]:
            yield from _of_feature(feature)
    else:
        yield from _of_feature(document)


def _of_feature(document: Any) -> Iterator[tuple[Any, Mapping[str, Any]]]:
    if isinstance(document, Mapping) and document.get("type") == "Feature":
        properties = document.get("properties")
        yield document.get("geometry"), properties if isinstance(properties, Mapping) else {}
    else:
        yield document, {}


def rings_of(geometry: Any, limits: Limits = DEFAULT_LIMITS) -> list[list[list[Sequence[Any]]]]:
    """Polygons of rings of positions, whatever of the two types it was. GeoError as above, as far as the counts."""
    kind = geometry.get("type") if isinstance(geometry, Mapping) else None
    if kind not in TYPES:
        raise GeoError("not_a_polygon", f"expected a Polygon or MultiPolygon, found {kind!r}")
    coordinates = geometry.get("coordinates")
    polygons = [coordinates] if kind == "Polygon" else coordinates
    nested = (
        _lists(polygons) and all(_lists(rings) for rings in polygons) and all(_lists(r) for p in polygons for r in p)
    )
    if not nested:
        raise GeoError("bad_coordinates", "coordinates must be lists of rings of positions, none empty")
    _check_counts(polygons, limits)
    return polygons


def _lists(items: Any) -> bool:
    return isinstance(items, list) and bool(items) and all(isinstance(item, list) for item in items)


def _check_counts(polygons: list[list[list[Sequence[Any]]]], limits: Limits) -> None:
    sizes = [sum(map(len, rings)) for rings in polygons]
    if max(sizes) > limits.vertices_per_polygon or sum(sizes) > limits.vertices:
        message = f"{sum(sizes)} vertices, {max(sizes)} in one polygon; at most {limits.vertices_per_polygon} in one"
        raise GeoError("too_many_vertices", message)


def _check_area(polygon: MultiPolygon, limits: Limits) -> None:
    area = area_m2(polygon)
    middle = shapely.point_on_surface(polygon)
    place = LonLat(middle.x, middle.y)
    if area < limits.area_at_least_m2:
        raise GeoError("too_small", f"{area:.1f} m² is no zone", place)
    if area > limits.area_at_most_m2:
        raise GeoError("too_large", f"{area / 1e6:.0f} km² is more than a city has", place)


def _check_crs(document: Any) -> None:
    """RFC 7946 knows only WGS-84, older files name another one."""
    crs = document.get("crs") if isinstance(document, Mapping) else None
    if crs is not None and not any(name in str(crs) for name in WGS84_NAMES):
        raise GeoError("other_crs", f"the file declares the coordinate system {str(crs)[:80]}")
