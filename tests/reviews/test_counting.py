"""What a review says of a record reaches everything that counts: reported twice is counted once, everywhere, until separated."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from tests.exports.readers import exported
from tests.people import Caller
from tests.phones import Phone, PhoneOf, inside
from tests.reviews.desk import Desk

Data = dict[str, Any]


@pytest.fixture(autouse=True)
def at_once(app: Flask) -> None:
    app.config["MAP"].rest_s = 0


@pytest.fixture
def counted(as_person: Callable[[str], Caller], tmp_path: Path) -> Callable[[], dict[str, Any]]:
    """The ids of records, or how many, by every way of asking."""
    supervisor = as_person("supervisor1")

    def answer(path: str, **query: Any) -> Any:
        found = supervisor.get(path, query_string=query)
        assert found.status_code == 200, found.text
        return found.json

    def ask() -> dict[str, Any]:
        day = answer("/api/v1/figures/board", span="day")
        return {
            "map": answer("/api/v1/map/counts")["total"],
            "list": {one["id"] for one in answer("/api/v1/map/records")["features"]},
            "file": {row["number"] for row in exported(supervisor, "csv", tmp_path)},
            "ogc": {one["id"] for one in answer("/ogc/collections/incidents/items")["features"]},
            "board": day["totals"]["incidents"]["count"],
        }

    return ask


def twice(phone: PhoneOf) -> tuple[Data, Data]:
    one, other = phone("officer1"), phone("officer2")
    return one.record("incident", captured_at=one.now(minutes=-5)), other.record("incident")


def only(ids: set[str]) -> dict[str, Any]:
    return {"map": len(ids), "list": ids, "file": ids, "ogc": ids, "board": len(ids)}


def test_reported_twice_counts_once_until_separated(phone: PhoneOf, desk: Desk, counted: Any) -> None:
    kept, twin = twice(phone)
    both = {kept["id"], twin["id"]}
    assert counted() == only(both)
    desk.decide("merge", twin["id"], into=kept["id"])
    assert counted() == only({kept["id"]})
    assert desk.caller.get(f"/api/v1/incidents/{twin['id']}").json["meta"]["merged"] is True
    desk.decide("separation", twin["id"])
    assert counted() == only(both)


def test_it_counts_again_when_the_kept_one_is_withdrawn(phone: PhoneOf, desk: Desk, counted: Any) -> None:
    kept, twin = twice(phone)
    desk.decide("merge", twin["id"], into=kept["id"])
    phone("officer1").statuses(phone("officer1").withdrawal(kept, 1))
    desk.ids()  # the work list follows when it is read
    assert counted() == only({twin["id"]})


def test_phones_learn_it_and_nobody_s_change_is_in_the_way(phone: PhoneOf, desk: Desk) -> None:
    kept, twin = twice(phone)
    officer: Phone = phone("officer2")
    officer.pull()
    desk.decide("merge", twin["id"], into=kept["id"])
    (told,) = [change for change in officer.pull() if change["id"] == twin["id"]]
    assert (told["revision"], told["data"]["meta"]["merged"]) == (1, True)
    assert told["data"]["meta"]["change_id"] == twin["change_id"]
    lon, lat = inside()[1]
    edit = officer.incident(position=officer.fix(lon, lat), note="是同一条狗")
    assert officer.statuses(officer.item("incident", edit, twin["id"], base=1)) == ["accepted"]
    assert officer.meta(twin["id"])["merged"] is True
    told_of = desk.caller.get(f"/api/v1/incidents/{twin['id']}").json["history"]
    assert [entry["fields"] for entry in told_of][1:] == [["merged"], ["note"]]


def test_a_merged_point_is_none_of_the_evening_s(phone: PhoneOf, desk: Desk, clock: Any) -> None:
    clock.now = clock.now.replace(hour=2)  # ten in the morning
    one, other = phone("officer1"), phone("officer2")
    kept, twin = one.record("incident"), other.record("incident")
    evening = "/api/v1/rechecks/evening"
    assert {point["record_id"] for point in other.caller.get(evening).json["points"]} == {kept["id"], twin["id"]}
    desk.decide("merge", twin["id"], into=kept["id"])
    assert [point["record_id"] for point in other.caller.get(evening).json["points"]] == [kept["id"]]


def test_a_ruling_stands_in_the_file_beside_what_was_computed(
    phone: PhoneOf, desk: Desk, tmp_path: Path, app: Flask
) -> None:
    officer = phone("officer1")
    item = officer.record("incident", officer.incident(position=officer.fix(accuracy_m=30_000)))
    (row,) = exported(desk.caller, "csv", tmp_path)
    assert (row["certainty"], row["ruling"]) == ("On the border, uncertain", None)
    desk.decide("zone", item["id"], ruling="outside", reason="在河的东边")
    (row,) = exported(desk.caller, "csv", tmp_path)
    assert (row["certainty"], row["ruling"]) == ("On the border, uncertain", "Outside")
    lon, lat = inside()[1]
    officer.statuses(
        officer.item("incident", officer.incident(position=officer.fix(lon + 0.0001, lat)), item["id"], base=1)
    )
    desk.ids()
    (row,) = exported(desk.caller, "csv", tmp_path)
    assert (row["certainty"], row["ruling"]) == ("Inside", None)
