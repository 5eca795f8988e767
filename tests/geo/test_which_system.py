"""A wrong coordinate system is noticed where edges can be matched, and nowhere else: fault 33."""

from __future__ import annotations

from typing import Any

import numpy as np
import orjson
import pytest
import shapely

from geo.systems import FROM_WGS84, READINGS, TO_WGS84
from geo.which_system import Reference, Verdict, which_system
from tests.geo.shapes import ROOT, crooked, shared

AMAP = "boundaries/jiaxing_nankai_GCJ02_amap_cnmaps.geojson"
OUTLINES = ROOT / "app/organisations/data/districts.geojson"


def read(path: Any) -> dict[str, Any]:
    features = orjson.loads(path.read_bytes())["features"]
    return {
        (one.get("id") or one["properties"].get("code") or one["properties"]["name"]): shapely.from_geojson(
            orjson.dumps(one["geometry"]).decode()
        )
        for one in features
    }


def drawn_in(system: str, polygon: Any) -> Any:
    return shapely.transform(polygon, FROM_WGS84[system])


@pytest.fixture(scope="module")
def outlines() -> list[Reference]:
    return [Reference(outline) for outline in read(OUTLINES).values()]


def test_a_district_in_gcj02_said_to_be_wgs84_is_told_with_its_metres(outlines: list[Reference]) -> None:
    found = which_system([read(shared(AMAP))["330402"]], outlines)
    assert (found.verdict, found.reading) == ("shifted", "gcj02")
    assert found.shift_m == pytest.approx(486, abs=5)
    assert found.median_m is not None
    assert found.median_m < 100


def test_every_district_in_every_system_said_to_be_every_other(outlines: list[Reference]) -> None:
    districts = {code: one for code, one in read(shared(AMAP)).items() if code != "330400"}
    for code, drawn in districts.items():
        true = shapely.transform(drawn, TO_WGS84["gcj02"])
        for system in READINGS:
            for said in READINGS:
                placed = shapely.transform(drawn_in(system, true), TO_WGS84[said])
                found = which_system([placed], outlines, said)
                assert (found.verdict, found.reading) == ("fits" if said == system else "shifted", system), (code, said)


def test_the_self_intersecting_ones_too(outlines: list[Reference]) -> None:
    for name, drawn in read(shared("boundaries/jiaxing_GCJ02_echarts_invalid.geojson")).items():
        assert not shapely.is_valid(drawn) or name == "平湖市"
        assert which_system([drawn], outlines).reading == "gcj02"


def test_a_town_in_the_middle_of_a_county_cannot_be_told(outlines: list[Reference]) -> None:
    random = np.random.default_rng(4)
    for turn in range(40):
        town = crooked(random, 120.76, 30.72, 0.015, 12 + turn)
        for system in READINGS:
            assert which_system([drawn_in(system, town)], outlines).verdict == "cannot_tell"
    assert which_system([crooked(random, 120.76, 30.72)], []).verdict == "cannot_tell"


def test_what_has_nothing_to_do_with_known_edges_never_fits(outlines: list[Reference]) -> None:
    random = np.random.default_rng(5)
    middles = random.uniform([120.4, 30.4], [121.1, 30.9], (60, 2))
    zones = [Reference(crooked(random, lon, lat, 0.02, 30), True) for lon, lat in middles]
    for _ in range(400):
        middle = random.uniform([120.4, 30.4], [121.1, 30.9])
        drawn = crooked(random, middle[0], middle[1], random.choice([0.01, 0.02, 0.05]), int(random.integers(6, 90)))
        assert which_system([drawn], [*outlines, *zones]).verdict == "cannot_tell"


def neighbours() -> tuple[Any, Any]:
    """Two towns along one crooked line."""
    random = np.random.default_rng(6)
    line = [(120.75 + random.uniform(-0.002, 0.002), 30.70 + at * 0.004) for at in range(12)]
    west = shapely.Polygon([*line, (120.71, 30.744), (120.71, 30.70)])
    return west, shapely.Polygon([*line, (120.79, 30.744), (120.79, 30.70)])


@pytest.mark.parametrize("system", READINGS)
def test_a_shared_edge_with_a_neighbour_in_force_tells(system: str, outlines: list[Reference]) -> None:
    west, east = neighbours()
    found: Verdict = which_system([drawn_in(system, west)], [*outlines, Reference(east, exact=True)])
    assert (found.verdict, found.reading) == ("fits" if system == "wgs84" else "shifted", system)


def test_a_straight_side_fits_anywhere_along_itself_and_tells_nothing() -> None:
    """The shift of Jiaxing points to the south-east: along such an edge all readings of it lie on one line."""
    shift = FROM_WGS84["gcj02"](np.array([[120.75, 30.7]]))[0] - (120.75, 30.7)
    line = [tuple(np.array([120.75, 30.7]) + shift * step) for step in range(0, 24, 2)]
    aside = np.array([shift[1], -shift[0]]) * 3
    one = shapely.Polygon([*line, tuple(line[-1] + aside), tuple(line[0] + aside)])
    other = shapely.Polygon([*line, tuple(line[-1] - aside), tuple(line[0] - aside)])
    assert which_system([drawn_in("gcj02", one)], [Reference(other, exact=True)]).verdict != "fits"
