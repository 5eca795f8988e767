"""A selection exports exactly what the map shows for it, and the audit log says who took what."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.exports.readers import exported, get, read
from tests.people import Caller
from tests.phones import inside, new_id

AsPerson = Callable[[str], Caller]
Data = dict[str, Any]
WISHES: list[dict[str, str]] = [
    {"kind": "capture,persuasion"},
    {"type": "unleashed,no_tag", "action": "persuaded"},
    {"type": "none"},
    {"certainty": "inside"},
    {"hours": "06:30-18:00"},
    {"organisation": "330402"},
    {"organisation": "330483"},
    {"zone": inside()[0]["properties"]["zone_id"]},
]


@pytest.mark.parametrize("wish", WISHES, ids=str)
def test_filters_are_those_of_the_map(
    some: list[Data], as_person: AsPerson, tmp_path: Path, wish: dict[str, str]
) -> None:
    supervisor = as_person("supervisor1")
    shown = supervisor.get("/api/v1/map/records", query_string={"limit": 500, **wish}).json["features"]
    assert [row["number"] for row in exported(supervisor, "csv", tmp_path, **wish)] == [one["id"] for one in shown]


def test_a_box_and_picked_ids_narrow_it(some: list[Data], as_person: AsPerson, tmp_path: Path) -> None:
    supervisor = as_person("supervisor1")
    lon, lat = inside()[1]
    box = (lon - 0.01, lat - 0.005, lon + 0.004, lat + 0.012)
    within = {item["id"] for item in some if in_box(item, box)}
    assert 10 < len(within) < 50
    assert numbers(exported(supervisor, "csv", tmp_path, bbox=",".join(map(str, box)))) == within
    exact = ",".join(map(str, (lon, lat, lon, lat)))
    on_the_spot = {item["id"] for item in some if in_box(item, (lon, lat, lon, lat))}
    assert numbers(exported(supervisor, "csv", tmp_path, bbox=exact)) == on_the_spot
    picked = [item["id"] for item in some[:5]]
    assert numbers(exported(supervisor, "csv", tmp_path, ids=",".join([*picked, new_id()]))) == set(picked)
    assert get(supervisor, "csv", bbox="1,2,3,north").json["code"] == "bad_bbox"
    assert get(supervisor, "csv", ids="x").status_code == 422


def in_box(item: Data, box: tuple[float, float, float, float]) -> bool:
    place = item["data"].get("position")
    return bool(place) and box[0] <= place["lon"] <= box[2] and box[1] <= place["lat"] <= box[3]


def numbers(rows: list[Data]) -> set[str]:
    assert len(rows) == len({row["number"] for row in rows})
    return {row["number"] for row in rows}


def test_many_picked_ids_come_as_a_body(some: list[Data], as_person: AsPerson, tmp_path: Path) -> None:
    supervisor = as_person("supervisor1")
    picked = [item["id"] for item in some if item["kind"] == "incident"][:30]
    body = {"ids": picked + [new_id() for _ in range(5000)], "kind": "incident", "lang": "en"}
    answer = supervisor.post("/api/v1/exports/csv", body, buffered=True)
    assert answer.status_code == 200, answer.text
    assert numbers(read(answer.data, "csv", tmp_path)) == set(picked)
    assert supervisor.post("/api/v1/exports/csv", {"ids": ["x"]}).status_code == 422


def test_it_is_noted_before_anything_leaves(some: list[Data], as_person: AsPerson, tmp_path: Path) -> None:
    supervisor, admin = as_person("supervisor1"), as_person("admin1")
    count = len(exported(supervisor, "gpkg", tmp_path, kind="incident", certainty="inside"))
    supervisor.post("/api/v1/exports/csv", {"ids": [some[0]["id"]]}, buffered=True)
    supervisor.request("HEAD", "/api/v1/exports/csv")
    assert get(supervisor, "csv", kind="dog").status_code == 422
    entries = admin.get("/api/v1/audit", query_string={"action": "records_exported"}).json["entries"]
    assert [entry["detail"] for entry in entries] == [
        {"format": "csv", "records": 1, "filters": "ids=…"},
        {"format": "gpkg", "records": count, "filters": "certainty=inside, kind=incident, lang=en"},
    ]
    assert {entry["actor"]["name"] for entry in entries} == {supervisor.session.person["name"]}


def test_what_is_withdrawn_is_not_exported(
    some: list[Data], phone: Callable[[str], Any], as_person: AsPerson, tmp_path: Path
) -> None:
    officer = phone("officer1")
    officer.push(officer.withdrawal(some[0], 1))
    found = numbers(exported(as_person("supervisor1"), "csv", tmp_path))
    assert found == {item["id"] for item in some[1:]}
