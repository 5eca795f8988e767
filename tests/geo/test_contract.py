"""The samples that the phone's tests read too."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

import pytest
from shapely import from_geojson

from geo.positions import LonLat, distance_m, rounded_position
from geo.routes import walking_order
from geo.timeline import ZoneTimeline, ZoneVersion
from tests.geo.shapes import ROOT

CONTRACT = ROOT / "tests" / "contract"


def load(name: str) -> dict[str, Any]:
    return json.loads((CONTRACT / name).read_text("utf-8"))


def version(zone: dict[str, Any]) -> ZoneVersion:
    begins, ends = (zone[end] and datetime.fromisoformat(zone[end]) for end in ("valid_from", "valid_until"))
    return ZoneVersion(zone["id"], from_geojson(json.dumps(zone["geometry"])), begins, ends)


def test_zones_answer_every_sample() -> None:
    contract = load("zones.json")
    points = contract["points"]
    lon, lat, accuracy_m = ([point[name] for point in points] for name in ("lon", "lat", "accuracy_m"))
    at = [datetime.fromisoformat(point["at"]) for point in points]
    found = ZoneTimeline([version(zone) for zone in contract["zones"]]).classify(lon, lat, accuracy_m, at)
    assert len(points) >= 300
    wanted = [(point["certainty"], point["zone_id"]) for point in points]
    assert [tuple(decision) for decision in found] == wanted


def test_distances() -> None:
    for case in load("positions.json")["distances"]:
        assert distance_m(LonLat(*case["a"]), LonLat(*case["b"])) == pytest.approx(case["metres"], abs=1e-3)


def test_roundings() -> None:
    for case in load("positions.json")["rounded"]:
        assert rounded_position(LonLat(case["lon"], case["lat"])) == (case["rounded_lon"], case["rounded_lat"])


def test_walks() -> None:
    walks = load("routes.json")["walks"]
    assert max(len(walk["places"]) for walk in walks) >= 40
    for walk in walks:
        assert walking_order(LonLat(*walk["start"]), [LonLat(*place) for place in walk["places"]]) == walk["order"]
