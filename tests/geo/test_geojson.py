"""Reading polygons: faults 29 and 30, with the place of the fault."""

from __future__ import annotations

import json
import math
from typing import Any

import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from shapely.geometry import mapping

from geo.errors import GeoError
from geo.geojson import Limits, read_features, read_multipolygon
from tests.geo.shapes import ROOT, shared


def ring(west: float, south: float, east: float, north: float) -> list[list[float]]:
    return [[west, south], [east, south], [east, north], [west, north], [west, south]]


def polygon(*rings: Any) -> dict[str, Any]:
    return {"type": "Polygon", "coordinates": list(rings)}


GOOD = ring(120, 30, 120.1, 30.1)
BOW_TIE = [[120, 30], [120.1, 30.1], [120.1, 30], [120, 30.1], [120, 30]]
ROUND = [[120 + 0.1 * math.cos(at / 2e5), 30 + 0.1 * math.sin(at / 2e5)] for at in range(200_000)]


def fault_of(geometry: Any) -> GeoError:
    with pytest.raises(GeoError) as caught:
        read_multipolygon(geometry)
    return caught.value


def test_a_good_polygon_is_a_multipolygon_without_warnings() -> None:
    found, warnings = read_multipolygon(polygon(GOOD, ring(120.02, 30.02, 120.03, 30.03)))
    assert (found.geom_type, len(found.geoms[0].interiors), warnings) == ("MultiPolygon", 1, ())


@pytest.mark.parametrize(
    ("geometry", "code", "place"),
    [
        (polygon(BOW_TIE), "self_intersection", (120.05, 30.05)),
        (polygon(GOOD, ring(121, 30, 121.1, 30.1)), "hole_lies_outside_shell", (121, 30)),
        (polygon(ring(120, 30, 120, 30.1)), "too_few_points_in_geometry_component", (120, 30)),
        (polygon([[120, 30], [120.1, 30.1], [120.2, 30.2], [120, 30]]), "too_small", None),
        (polygon(ring(120, 30, 120.00001, 30.00001)), "too_small", None),
        (polygon(ring(-180, -90, 180, 90)), "too_large", None),
        (polygon(ring(30, 120, 30.1, 120.1)), "swapped_axes", (30, 120)),
        (polygon(ring(44, 80, 44.1, 80.1)), "swapped_axes", (44, 80)),
        (polygon(ring(480, 30, 480.1, 30.1)), "out_of_range", (480, 30)),
        (polygon(ring(1.34e7, 3.5e6, 1.35e7, 3.6e6)), "projected_metres", (1.34e7, 3.5e6)),
        (polygon(ring(0, 0, 1, 1)), "null_island", (0, 0)),
        (polygon(ring(120, 30, 120.1, math.nan)), "not_finite", None),
        (polygon(ring(120, 30, 10**400, 30.1)), "not_finite", None),
        (polygon(GOOD[:3]), "ring_too_short", (120, 30)),
        (polygon([*GOOD[:4], [120, 30.05]]), "ring_not_closed", (120, 30.05)),
        (polygon(ROUND), "too_many_vertices", None),
        (polygon([[120, True]] * 4), "bad_coordinates", None),
        (polygon([["120", "30"]] * 4), "bad_coordinates", None),
        (polygon([]), "bad_coordinates", None),
        (polygon(), "bad_coordinates", None),
        (polygon(7), "bad_coordinates", None),
        ({"type": "Polygon"}, "bad_coordinates", None),
        ({"type": "Point", "coordinates": [120, 30]}, "not_a_polygon", None),
        ({"type": ["Polygon"]}, "not_a_polygon", None),
        (None, "not_a_polygon", None),
    ],
)
def test_a_bad_polygon_is_refused_with_its_place(geometry: Any, code: str, place: tuple[float, float] | None) -> None:
    fault = fault_of(geometry)
    assert fault.code == code
    if place:
        assert fault.place == pytest.approx(place)


def test_a_repair_is_proposed_and_would_pass() -> None:
    repair = fault_of(polygon(BOW_TIE)).repair
    found, _ = read_multipolygon(json.loads(shapely.to_geojson(repair)))
    assert len(found.geoms) == 2


def test_parts_that_overlap_are_refused() -> None:
    parts = {"type": "MultiPolygon", "coordinates": [[GOOD], [ring(120.05, 30, 120.15, 30.1)]]}
    assert fault_of(parts).code == "self_intersection"


def test_altitudes_are_dropped_and_far_places_noted() -> None:
    deep = [[*position, 5.0] for position in GOOD]
    found, warnings = read_multipolygon(polygon(deep))
    assert (found.has_z, warnings) == (False, ("altitude_dropped",))
    assert read_multipolygon(polygon(ring(2, 48, 2.1, 48.1)))[1] == ("outside_china",)


def test_the_faulty_feature_is_counted() -> None:
    features = [{"type": "Feature", "properties": None, "geometry": polygon(each)} for each in (GOOD, BOW_TIE)]
    with pytest.raises(GeoError, match=r"^feature 2: "):
        read_features({"type": "FeatureCollection", "features": features})


def test_another_declared_system_is_refused() -> None:
    crs = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::4548"}}
    with pytest.raises(GeoError) as caught:
        read_features({"type": "FeatureCollection", "features": [], "crs": crs})
    assert caught.value.code == "other_crs"


def test_limits_are_the_callers() -> None:
    with pytest.raises(GeoError, match="vertices"):
        read_multipolygon(polygon(GOOD), Limits(vertices_per_polygon=4))


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=5) | st.dictionaries(st.sampled_from(["type", "coordinates", "features"]), inner)
    ),
    max_leaves=30,
)


@given(JSON, st.sampled_from(["Polygon", "MultiPolygon", "Feature", "FeatureCollection"]))
def test_any_json_is_read_or_refused(inner: Any, kind: str) -> None:
    for document in (inner, {"type": kind, "coordinates": inner, "features": inner, "geometry": inner}):
        try:
            read_features(document)
        except GeoError as fault:
            assert fault.code


def test_the_demo_is_readable_and_lies_within_its_counties() -> None:
    read = {
        name: read_features(json.loads((ROOT / "app" / room / "data" / f"{name}.geojson").read_text("utf-8")))
        for room, name in (("organisations", "districts"), ("zones", "demo_zones"))
    }
    counties = {county.properties["id"]: county.polygon for county in read["districts"]}
    zones = read["demo_zones"]
    assert len({zone.properties["zone_id"] for zone in zones}) >= 30
    for zone in zones:
        assert counties[zone.properties["organisation_id"]].contains(zone.polygon), zone.properties["name"]
        assert "演示" in zone.properties["name"]
        assert "演示" in zone.properties["announcement"]["number"]


def test_real_outlines_that_cross_themselves_are_refused_with_a_repair() -> None:
    document = json.loads(shared("boundaries/jiaxing_GCJ02_echarts_invalid.geojson").read_text("utf-8"))
    for feature in document["features"]:
        fault = fault_of(feature["geometry"])
        assert fault.code.endswith("self_intersection")
        assert fault.place is not None
        assert read_multipolygon(mapping_lists(fault.repair))[0].is_valid


def mapping_lists(geometry: Any) -> Any:
    return json.loads(json.dumps(mapping(geometry)))


def test_exchanged_axes_come_with_the_polygon_where_it_would_be() -> None:
    fault = fault_of(polygon(ring(30, 120, 30.1, 120.2)))
    assert fault.repair.bounds == (120, 30, 120.2, 30.1)
    assert fault_of(polygon(ring(10, 150, 10.1, 150.1))).repair is None  # no place in China either way
