"""What is said of a boundary before it is announced: faults 29 and 30, with the place and the severity."""

from __future__ import annotations

import json
from typing import Any

import pytest
import shapely
from shapely.geometry import MultiPolygon, Polygon, box, mapping

from geo.errors import GeoError
from geo.readings import read_as
from geo.which_system import Verdict
from geo.zone_checks import Neighbour, Surroundings, check, of_system
from tests.geo.shapes import shared

TOWN = box(120.75, 30.70, 120.77, 30.72)
COUNTY = box(120.6, 30.6, 120.98, 30.84)
NOTHING = Surroundings()


def geometry(polygon: Any) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(json.dumps(mapping(polygon)))
    return found


def said(polygon: Any, around: Surroundings = NOTHING) -> list[tuple[str, str]]:
    return [(one.code, one.severity) for one in check(geometry(polygon), around).findings]


def test_a_good_boundary_is_found_good_with_its_area() -> None:
    found = check(geometry(TOWN), Surroundings([Neighbour("z", "邻", box(120.9, 30.7, 120.92, 30.72))], None, COUNTY))
    assert found.findings == ()
    assert found.area_m2 == pytest.approx(4.25e6, rel=0.01)


@pytest.mark.parametrize("nothing", [None, {}, {"type": "MultiPolygon", "coordinates": []}])
def test_nothing_drawn_yet(nothing: Any) -> None:
    (one,) = check(nothing, NOTHING).findings
    assert (one.code, one.severity) == ("no_boundary", "refuse")


def test_a_bow_tie_is_refused_with_its_place_and_a_repair() -> None:
    (one,) = check(geometry(Polygon([(120, 30), (120.1, 30.1), (120.1, 30), (120, 30.1)])), NOTHING).findings
    assert (one.code, one.severity) == ("self_intersection", "refuse")
    assert one.place == pytest.approx((120.05, 30.05))
    assert one.repair is not None
    assert check(geometry(one.repair), NOTHING).findings == ()


def test_every_self_intersecting_district_is_refused_and_its_repair_passes() -> None:
    features = json.loads(shared("boundaries/jiaxing_GCJ02_echarts_invalid.geojson").read_text("utf-8"))["features"]
    assert len(features) == 7
    for feature in features:
        (one,) = check(read_as(feature["geometry"], "gcj02"), NOTHING).findings
        assert one.severity == "refuse"
        assert one.place is not None
        assert one.repair is not None
        again = check(geometry(one.repair), NOTHING)
        assert again.polygon is not None, again.findings


def test_overlaps_are_told_with_square_metres_and_share() -> None:
    beside = Neighbour("z1", "邻区", box(120.765, 30.70, 120.80, 30.72))
    touching = Neighbour("z2", "贴边", box(120.73, 30.70, 120.75, 30.72))
    (one,) = check(geometry(TOWN), Surroundings([beside, touching])).findings
    assert (one.code, one.severity, one.key) == ("overlap", "confirm", "overlap:z1")
    assert one.params["percent"] == pytest.approx(25, abs=0.1)
    assert one.params["area_m2"] == pytest.approx(1.06e6, rel=0.02)
    assert one.place is not None
    assert beside.polygon.contains(shapely.Point(one.place))


def test_the_same_as_a_neighbour_is_a_duplicate_the_same_as_before_is_asked_about() -> None:
    assert said(TOWN, Surroundings([Neighbour("z", "邻", TOWN)])) == [("duplicate", "refuse")]
    assert said(TOWN, Surroundings(own=TOWN)) == [("unchanged", "confirm")]


def test_beyond_the_county() -> None:
    (one,) = check(geometry(box(120.97, 30.7, 121.03, 30.72)), Surroundings(outline=COUNTY)).findings
    assert (one.code, one.severity) == ("outside_county", "confirm")
    assert 30 < one.params["percent"] < 80
    assert said(box(120.97, 30.7, 120.985, 30.72), Surroundings(outline=COUNTY)) == []  # the outline is coarse


def test_splinters_are_asked_about() -> None:
    hole = box(120.76, 30.71, 120.7601, 30.7101)
    assert said(Polygon(TOWN.exterior, [hole.exterior])) == [("tiny_hole", "confirm")]
    assert said(MultiPolygon([TOWN, box(120.8, 30.7, 120.8003, 30.7003)])) == [("tiny_part", "confirm")]
    assert said(box(120.75, 30.7, 120.77, 30.70005)) == [("sliver", "confirm")]


@pytest.mark.parametrize(
    ("drawn", "code"),
    [
        (box(30.70, 120.75, 30.72, 120.77), "swapped_axes"),
        (box(-180, -90, 180, 90), "too_large"),
        (box(480, 30, 480.1, 30.1), "out_of_range"),
        (box(4.0e7, 3.4e6, 4.01e7, 3.41e6), "projected_metres"),
        (box(120, 30, 120.00001, 30.00001), "too_small"),
        (shapely.Point(120.7, 30.7).buffer(0.1, quad_segs=50_000), "too_many_vertices"),
    ],
)
def test_nonsense_is_refused(drawn: Any, code: str) -> None:
    assert said(drawn) == [(code, "refuse")]


def test_abroad_is_asked_about() -> None:
    assert said(box(2.3, 48.8, 2.32, 48.82)) == [("outside_china", "confirm")]


def test_what_cannot_be_told_asks_for_a_look_at_the_map() -> None:
    assert of_system(Verdict("fits", "wgs84", 12.4)).severity == "note"
    shifted = of_system(Verdict("shifted", "gcj02", 68.2, 485.6))
    assert (shifted.code, shifted.severity) == ("system_shifted", "confirm")
    assert shifted.params == {"median_m": 68, "shift_m": 486, "reading": "gcj02"}
    unknown = of_system(Verdict("cannot_tell"))
    assert (unknown.code, unknown.severity) == ("looked_at_map", "confirm")


@pytest.mark.parametrize(
    ("given", "system", "code"),
    [
        ({"type": "Point", "coordinates": [1, 2]}, "wgs84", "not_a_polygon"),
        (None, "wgs84", "not_a_polygon"),
        (geometry(TOWN), "epsg:27700", "unknown_system"),
        ({"type": "Polygon", "coordinates": [[[True, 1]] * 4]}, "wgs84", "bad_coordinates"),
        ({"type": "Polygon", "coordinates": [[[10**400, 1]] * 4]}, "wgs84", "not_finite"),
        ({"type": "Polygon", "coordinates": [[[1e30, 1e30]] * 4]}, "epsg:4549", "out_of_projection"),
    ],
)
def test_what_cannot_be_read_in_a_system(given: Any, system: str, code: str) -> None:
    with pytest.raises(GeoError) as caught:
        read_as(given, system)
    assert caught.value.code == code
