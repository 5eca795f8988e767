"""Outlines for the map: of the own county, or of the whole city."""

from collections.abc import Callable

from tests.people import Caller

AsPerson = Callable[[str], Caller]


def test_each_person_gets_the_outlines_of_the_own_branch(as_person: AsPerson) -> None:
    found = {}
    for username in ("officer1", "supervisor1", "outsider1", "admin1"):
        answer = as_person(username).get("/api/v1/districts")
        assert (answer.status_code, answer.mimetype) == (200, "application/geo+json")
        for feature in answer.json["features"]:
            assert feature["geometry"]["type"] in ("Polygon", "MultiPolygon")
            assert "not authoritative" in feature["properties"]["note"]
        found[username] = {feature["id"] for feature in answer.json["features"]}
    assert found["officer1"] == found["supervisor1"] == {"330402"}
    assert found["outsider1"] == {"330483"}
    assert {"330402", "330483"} < found["admin1"]
    assert all(one.startswith("3304") for one in found["admin1"])
