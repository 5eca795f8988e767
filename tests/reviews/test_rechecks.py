"""A re-check travels to its team, is done at the phone or by a record, and stays with whoever was first."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask

from app.zones.days import day_of
from tests.accounts.staff import hired
from tests.conftest import Clock
from tests.people import Caller
from tests.phones import Phone, PhoneOf, new_id
from tests.photos.phone import SenderOf
from tests.photos.synthetic import jpeg
from tests.reviews.desk import RECHECKS, Desk

AsPerson = Callable[[str], Caller]
Data = dict[str, Any]


def team_of(phone: Phone) -> str:
    team: str = phone.caller.session.person["teams"][0]["id"]
    return team


def today(clock: Clock, days: int = 0) -> str:
    return (day_of(clock.now) + timedelta(days=days)).isoformat()


@pytest.fixture
def assigned(phone: PhoneOf, desk: Desk, clock: Clock) -> Data:
    """To the team of officer1, about a record of theirs."""
    officer = phone("officer1")
    item = officer.record("incident", officer.incident(place="月河街口"))
    return desk.assign(item["id"], team_of(officer), today(clock))


def result(phone: Phone, of: Data, **data: Any) -> Data:
    return phone.item("recheck", {"result": "nothing_found"} | data, of["id"], base=of["revision"])


def test_it_reaches_the_team_and_nobody_else(phone: PhoneOf, assigned: Data, desk: Desk) -> None:
    for username, wanted in (("officer1", True), ("auxiliary1", True), ("volunteer1", False), ("outsider1", False)):
        found = phone(username).state().get(assigned["id"])
        assert bool(found) == wanted, username
    data = phone("officer2").state()[assigned["id"]]["data"]
    assert (data["record_id"], data["state"], data["place"]) == (assigned["record_id"], "open", "月河街口")
    assert data["text"] == "看看还牵不牵"
    assert desk.one(assigned["record_id"])["rechecks"][0]["id"] == assigned["id"]


def test_the_phone_says_that_nothing_is_there_any_more(phone: PhoneOf, assigned: Data, desk: Desk) -> None:
    officer = phone("officer2")
    item = result(officer, assigned, note="主人已牵绳")
    assert officer.statuses(item) == ["accepted"]
    assert officer.statuses(item) == ["duplicate"]
    (found,) = desk.caller.get(RECHECKS, query_string={"state": "done"}).json["rechecks"]
    assert (found["result"], found["note"], found["ended_by"]) == (
        "nothing_found",
        "主人已牵绳",
        officer.caller.session.person["name"],
    )
    assert phone("auxiliary1").state()[assigned["id"]]["data"]["state"] == "done"


def test_a_record_that_names_it_answers_it(phone: PhoneOf, assigned: Data) -> None:
    officer = phone("officer2")
    item = officer.record("incident", officer.incident(recheck_id=assigned["id"]))
    data = officer.state()[assigned["id"]]["data"]
    assert (data["state"], data["result"], data["done_record_id"]) == ("done", "recorded", item["id"])
    officer.record("incident", item["data"] | {"note": "再改一次"}, record_id=item["id"], base=1)
    assert officer.state()[assigned["id"]]["revision"] == 2


def test_the_first_result_stays_and_the_second_is_kept(phone: PhoneOf, assigned: Data) -> None:
    first, second = phone("officer1"), phone("officer2")
    assert first.statuses(result(first, assigned)) == ["accepted"]
    late = result(second, assigned, result="found", note="还在")
    assert second.statuses(late) == ["conflict"]
    assert second.statuses(late) == ["conflict"]
    assert first.state()[assigned["id"]]["data"]["result"] == "nothing_found"
    assert first.statuses(result(first, assigned, note="补一句")) == ["accepted"]


def test_what_a_phone_may_not_say(phone: PhoneOf, assigned: Data) -> None:
    outsider, officer, volunteer = phone("outsider1"), phone("officer1"), phone("volunteer1")
    assert outsider.code(result(outsider, assigned)) == "unknown_record"
    assert officer.code(result(officer, assigned | {"id": new_id()})) == "unknown_record"
    assert volunteer.code(result(volunteer, assigned)) == "not_allowed"
    assert officer.code(result(officer, assigned, result="made_up")) == "invalid"
    gone = officer.item("recheck", {"reason": "不用了"}, assigned["id"], op="delete", base=1)
    assert officer.code(gone) == "not_allowed"
    outsider.record("incident", outsider.incident(recheck_id=assigned["id"]))
    assert officer.state()[assigned["id"]]["data"]["state"] == "open"


def test_its_photos_are_the_teams(phone: PhoneOf, sender: SenderOf, assigned: Data, as_person: AsPerson) -> None:
    camera, photo = sender("officer2"), jpeg()
    facts = camera.facts(photo, record_id=assigned["id"])
    assert camera.create(facts, len(photo), photo).status_code == 201
    path = f"/api/v1/photos/{facts['photo_id']}/320"
    for username, status in (("officer1", 200), ("supervisor1", 200), ("outsider1", 404), ("volunteer1", 404)):
        assert as_person(username).request("GET", path, buffered=True).status_code == status, username


def test_it_is_called_off_with_a_reason(phone: PhoneOf, assigned: Data, desk: Desk) -> None:
    path = f"{RECHECKS}/{assigned['id']}/cancellation"
    assert desk.caller.post(path, {"revision": 1, "reason": ""}).status_code == 422
    answer = desk.caller.post(path, {"revision": 1, "reason": "已经整改"})
    assert (answer.status_code, answer.json["state"], answer.json["note"]) == (200, "cancelled", "已经整改")
    assert desk.caller.post(path, {"revision": 1, "reason": "再来"}).json["code"] == "recheck_changed"
    officer = phone("officer1")
    assert officer.state()[assigned["id"]]["data"]["state"] == "cancelled"
    assert officer.statuses(result(officer, assigned)) == ["accepted"]  # what was done in the field is not lost


def test_teams_and_records_of_others_are_not_there(app: Flask, phone: PhoneOf, desk: Desk, clock: Clock) -> None:
    admin, officer, outsider = phone("admin1").caller, phone("officer1"), phone("outsider1")
    theirs = admin.post("/api/v1/teams", {"name": "桐乡二组", "organisation_id": "330483"}).json["id"]
    record, foreign = officer.record("incident")["id"], outsider.record("incident")["id"]
    body = {"text": "看看", "due_on": today(clock)}
    for record_id, team_id in ((record, theirs), (foreign, team_of(officer)), (record, new_id())):
        answer = desk.caller.post(RECHECKS, body | {"record_id": record_id, "team_id": team_id})
        assert answer.status_code == 404
    past = body | {"record_id": record, "team_id": team_of(officer), "due_on": today(clock, -1)}
    assert desk.caller.post(RECHECKS, past).json["code"] == "recheck_day_past"
    mine = desk.assign(record, team_of(officer), today(clock))
    other = Desk(hired(app, admin, "supervisor9", "supervisor", "330483"))
    assert other.caller.get(RECHECKS).json["rechecks"] == []
    path = f"{RECHECKS}/{mine['id']}/cancellation"
    assert other.caller.post(path, {"revision": 1, "reason": "不用"}).status_code == 404
    assert officer.caller.post(path, {"revision": 1, "reason": "不用"}).status_code == 403
    assert [one["id"] for one in officer.caller.get(RECHECKS).json["rechecks"]] == [mine["id"]]
    assert outsider.caller.get(RECHECKS).json["rechecks"] == []


def test_pages_and_what_is_overdue(phone: PhoneOf, desk: Desk, clock: Clock) -> None:
    officer = phone("officer1")
    record = officer.record("incident")["id"]
    made = [desk.assign(record, team_of(officer), today(clock, days))["id"] for days in (2, 0, 1)]
    wanted = [made[1], made[2], made[0]]
    found, query = [], {"limit": 2}
    while True:
        page = desk.caller.get(RECHECKS, query_string=query).json
        found += [one["id"] for one in page["rechecks"]]
        if page["cursor"] is None:
            break
        query["cursor"] = page["cursor"]
    assert found == wanted
    clock.advance(days=1)
    overdue = desk.caller.get(RECHECKS, query_string={"state": "overdue"}).json["rechecks"]
    assert [one["id"] for one in overdue] == [made[1]]


def test_teams_say_where_they_belong_so_that_a_stranger_is_noticed(phone: PhoneOf, desk: Desk) -> None:
    officer, admin = phone("officer1"), phone("admin1").caller
    record = desk.one(officer.record("incident")["id"])
    admin.post("/api/v1/teams", {"name": "大桥二组", "organisation_id": "330402105"})
    found = {one["name"]: one for one in desk.caller.get("/api/v1/places/teams").json["teams"]}
    own = next(one for one in found.values() if one["id"] == record["team_id"])
    assert record["organisation_path"].startswith(own["organisation"]["path"])
    assert found["大桥二组"]["organisation"]["path"].startswith("/330400/330402/330402105/")


def test_a_record_is_the_last_word_of_whoever_had_found_nothing(phone: PhoneOf, assigned: Data, desk: Desk) -> None:
    officer = phone("officer2")
    officer.push(result(officer, assigned))
    record = officer.record("incident", officer.incident(recheck_id=assigned["id"]))
    (told,) = desk.one(assigned["record_id"])["rechecks"]
    assert (told["result"], told["done_record_id"]) == ("recorded", record["id"])
    mate = phone("officer1")
    mate.record("incident", mate.incident(recheck_id=assigned["id"]))
    assert desk.one(assigned["record_id"])["rechecks"][0]["done_record_id"] == record["id"]
