"""The zone of a point: fault 34, and brute force in metres."""

from __future__ import annotations

import math

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely import MultiPolygon, Polygon, box

import geo.zones
from geo.positions import METRES_PER_DEGREE
from geo.zones import Certainty, Decision, KeyZone, ZoneIndex
from tests.geo.shapes import beside_edge, crooked, many_zones, some_fixes, square

ZONES = many_zones(np.random.default_rng(34))
INDEX = ZoneIndex(ZONES)
UNION = shapely.union_all([zone.polygon for zone in ZONES])


def test_a_thousand_fixes_within_their_accuracy_of_an_edge_are_uncertain() -> None:
    random = np.random.default_rng(1)
    polygon = crooked(random, 120.75, 30.76)
    index = ZoneIndex([KeyZone("a", polygon)])
    accuracy_m = random.uniform(3, 80, 1000)
    places = np.array([beside_edge(random, polygon, 0.999 * metres) for metres in accuracy_m])
    found = index.classify(places[:, 0], places[:, 1], accuracy_m)
    assert set(found) == {Decision(Certainty.UNCERTAIN, "a")}


@settings(max_examples=300, deadline=None)
@given(st.floats(120.27, 120.56), st.floats(30.47, 30.71), st.floats(0, 300))
def test_agrees_with_a_circle_walked_in_metres(lon: float, lat: float, accuracy_m: float) -> None:
    """The circle as 720 points on the ground: all in the union, none, or some. Near misses are not judged."""
    turn = np.linspace(0, 2 * np.pi, 720, endpoint=False)
    decided = set()
    for metres in (max(0.0, accuracy_m - 1), accuracy_m + 1):
        east = metres * np.cos(turn) / (METRES_PER_DEGREE * math.cos(math.radians(lat)))
        rim = Polygon(np.column_stack([lon + east, lat + metres * np.sin(turn) / METRES_PER_DEGREE]))
        disc = rim if metres else shapely.Point(lon, lat)
        kept = "inside" if UNION.contains(disc) else "uncertain" if UNION.intersects(disc) else "outside"
        decided.add(kept)
    if len(decided) == 1:
        assert INDEX.classify_one(lon, lat, accuracy_m).certainty in decided


def test_the_painted_grid_answers_like_the_geometry(monkeypatch: pytest.MonkeyPatch) -> None:
    fixes = some_fixes(np.random.default_rng(2), 60_000)
    painted = ZoneIndex(ZONES).classify(*fixes)
    monkeypatch.setattr(geo.zones, "GRID_FROM", math.inf)
    exact = INDEX.classify(*fixes)
    assert (painted.certainty == exact.certainty).all()
    assert (painted.zone == exact.zone).all()
    assert len(np.unique(exact.zone)) > 60


def test_a_seam_between_neighbours_is_certain_and_its_ends_are_not() -> None:
    index = ZoneIndex([square("b", 120.01, 30), square("a", 120, 30)])
    assert index.classify_one(120.0101, 30.005, 20) == ("inside", "b")
    assert index.classify_one(120.01, 30.005, 0) == ("inside", "a")
    assert index.classify_one(120.0101, 30.0101, 20) == ("uncertain", "b")
    assert index.classify_one(120.03, 30.005, 20) == ("outside", None)


def test_a_junction_drawn_with_six_decimals_is_no_seam() -> None:
    west = Polygon([(120, 30), (120.010001, 30.000001), (120.012, 30.01), (120, 30.01)])
    corner = 120.010001 + 0.001999 * 0.37
    east = Polygon(
        [(120.010001, 30.000001), (120.02, 30), (120.02, 30.01), (120.012, 30.01), (round(corner, 6), 30.0037)]
    )
    index = ZoneIndex([KeyZone("west", west), KeyZone("east", east)])
    assert index.classify_one(corner, 30.0037, 15).certainty is Certainty.INSIDE
    assert index.classify_one(corner, 30.0037, 0).zone_id in {"west", "east"}


def test_a_hole_is_general_zone() -> None:
    shell, hole = box(120, 30, 120.02, 30.02), box(120.008, 30.008, 120.012, 30.012)
    index = ZoneIndex([KeyZone("ring", shell.difference(hole))])
    assert index.classify_one(120.01, 30.01, 30) == ("outside", None)
    assert index.classify_one(120.0081, 30.01, 30) == ("uncertain", "ring")
    assert index.classify_one(120.004, 30.01, 30) == ("inside", "ring")


def test_a_hole_filled_by_another_zone_is_certain() -> None:
    shell, hole = box(120, 30, 120.02, 30.02), box(120.008, 30.008, 120.012, 30.012)
    index = ZoneIndex([KeyZone("ring", shell.difference(hole)), KeyZone("plug", hole)])
    assert index.classify_one(120.0081, 30.01, 30) == ("inside", "plug")
    assert index.classify_one(120.0079, 30.01, 30) == ("inside", "ring")


def test_overlapping_zones_name_the_lowest_id() -> None:
    index = ZoneIndex([square("b", 120, 30), square("a", 120.005, 30)])
    assert index.classify_one(120.007, 30.005, 5) == ("inside", "a")
    assert index.classify_one(120.003, 30.005, 5) == ("inside", "b")


def test_outside_but_in_reach_names_the_nearest() -> None:
    index = ZoneIndex([square("far", 120, 30), square("near", 120.0108, 30)])
    assert index.classify_one(120.0106, 30.005, 80) == ("uncertain", "near")


def test_both_parts_of_a_multipolygon_are_one_zone() -> None:
    parts = MultiPolygon([square("", 120, 30).polygon, square("", 120.05, 30).polygon])
    index = ZoneIndex([KeyZone("both", parts)])
    assert [index.classify_one(lon, 30.005, 5) for lon in (120.005, 120.055)] == [("inside", "both")] * 2


def test_a_long_edge_stays_straight_in_degrees() -> None:
    """Ten kilometres in one edge bend by a metre in the conformal picture; the boundary must not."""
    index = ZoneIndex([KeyZone("long", Polygon([(120, 30), (120.3, 30.2), (120, 30.2)]))])
    on_edge = index.classify([120.15, 120.15], [30.1 - 2e-6, 30.1 + 2e-6], [0.05, 0.05])
    assert [decision.certainty for decision in on_edge] == ["outside", "inside"]
    assert index.classify_one(120.15, 30.1, 0.05).certainty is Certainty.UNCERTAIN


def test_the_callers_geometries_stay_unprepared() -> None:
    zone = square("a", 120, 30)
    ZoneIndex([zone]).classify_one(120.005, 30.005, 5)
    assert not shapely.is_prepared(zone.polygon)


def test_no_zones_and_no_fixes() -> None:
    assert ZoneIndex([]).classify_one(120, 30, 10) == ("outside", None)
    assert not ZoneIndex([]).classify(*some_fixes(np.random.default_rng(3), 30_000)).certainty.any()
    assert len(INDEX.classify([], [], [])) == 0


@pytest.mark.parametrize(
    ("lon", "lat", "accuracy_m"),
    [
        ([math.nan], [30], [5]),
        ([120], [math.inf], [5]),
        ([120], [30], [-1]),
        ([120], [90], [1]),
        ([120, 121], [30], [5]),
    ],
)
def test_what_is_no_fix_is_refused(lon: list[float], lat: list[float], accuracy_m: list[float]) -> None:
    with pytest.raises(ValueError, match=r"finite|negative"):
        INDEX.classify(lon, lat, accuracy_m)


def test_an_id_stands_once() -> None:
    with pytest.raises(ValueError, match="same id"):
        ZoneIndex([square("a", 120, 30), square("a", 121, 30)])
