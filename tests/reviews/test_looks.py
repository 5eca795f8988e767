"""A team looks again by itself at what its morning left open; nobody has to ask for it."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from tests.conftest import Clock
from tests.phones import Phone, PhoneOf, new_id
from tests.reviews.desk import RECHECKS, Desk
from tests.reviews.test_evening import clock as clock
from tests.reviews.test_evening import evening, seen
from tests.reviews.test_rechecks import team_of

Data = dict[str, Any]


def look(phone: Phone, about: str, record_id: str | None = None, **data: Any) -> Data:
    return phone.item("recheck", {"about": about, "result": "nothing_found"} | data, record_id or new_id())


def test_it_settles_the_point_for_the_whole_team(phone: PhoneOf, desk: Desk, clock: Clock) -> None:
    officer, mate = phone("officer1"), phone("officer2")
    about = seen(officer, 7, place="月河街口")
    item = look(mate, about, note="已牵绳")
    assert mate.statuses(item) == ["accepted"]
    assert mate.statuses(item) == ["duplicate"]
    assert evening(officer) == []
    body = officer.state()[item["id"]]["data"]
    assert (body["record_id"], body["state"], body["result"], body["note"]) == (
        about,
        "done",
        "nothing_found",
        "已牵绳",
    )
    assert (body["unasked"], body["place"], body["team_id"], body["ended_by"]) == (
        True,
        "月河街口",
        team_of(officer),
        "陆晓岚",
    )
    (told,) = desk.one(about)["rechecks"]
    assert (told["id"], told["unasked"], told["mark"]) == (item["id"], True, "unleashed")
    assert [one["id"] for one in desk.caller.get(RECHECKS, query_string={"state": "done"}).json["rechecks"]] == [
        item["id"]
    ]


def test_it_is_of_when_it_was_looked_at_and_not_of_when_it_came(phone: PhoneOf, clock: Clock, desk: Desk) -> None:
    officer = phone("officer1")
    about = seen(officer, 7)
    item = look(officer, about)
    clock.now += timedelta(hours=5)
    assert officer.statuses(item) == ["accepted"]
    ended = datetime.fromisoformat(desk.one(about)["rechecks"][0]["ended_at"])
    assert timedelta(hours=5) <= clock.now - ended < timedelta(hours=5, minutes=5)


def test_its_author_may_say_otherwise_and_a_mate_is_kept_beside(phone: PhoneOf, desk: Desk) -> None:
    officer, mate = phone("officer1"), phone("officer2")
    about = seen(officer, 7)
    item = look(officer, about)
    again = officer.item("recheck", {"about": about, "result": "found"}, item["id"])
    assert officer.statuses(item, again) == ["accepted", "accepted"]
    assert mate.statuses(mate.item("recheck", {"about": about, "result": "nothing_found"}, item["id"])) == ["conflict"]
    assert [one["result"] for one in desk.one(about)["rechecks"]] == ["found"]


@pytest.mark.parametrize("apart", [True, False])
def test_what_was_found_again_is_named(phone: PhoneOf, desk: Desk, apart: bool) -> None:
    officer = phone("officer1")
    about = seen(officer, 7)
    item = look(officer, about, result="found")
    record = officer.item("incident", officer.incident(recheck_id=item["id"]))
    pushes = [[item], [record]] if apart else [[item, record]]
    assert [status for some in pushes for status in officer.statuses(*some)] == ["accepted", "accepted"]
    (told,) = desk.one(about)["rechecks"]
    assert (told["result"], told["done_record_id"]) == ("found", record["id"])
    assert officer.state()[item["id"]]["data"]["done_record_id"] == record["id"]


def test_it_waits_for_its_record(phone: PhoneOf, clock: Clock) -> None:
    officer = phone("officer1")
    record = officer.item("incident", officer.incident())
    item = look(officer, record["id"])
    assert officer.statuses(item) == ["held"]
    assert officer.statuses(record) == ["accepted"]
    assert officer.statuses(item) == ["duplicate"]
    assert officer.state()[item["id"]]["data"]["record_id"] == record["id"]
    both = officer.item("incident", officer.incident())
    assert officer.statuses(look(officer, both["id"]), both) == ["accepted", "accepted"]


def test_only_what_ones_own_teams_recorded(phone: PhoneOf, desk: Desk) -> None:
    officer, outsider = phone("officer1"), phone("outsider1")
    about = seen(officer, 7)
    (answer,) = outsider.push(look(outsider, about))
    assert (answer["status"], answer["error"]["code"]) == ("refused", "not_your_record")
    assert desk.one(about)["rechecks"] == []
    volunteer = phone("volunteer1")
    assert volunteer.push(look(volunteer, about))[0]["error"]["code"] == "not_allowed"


def test_no_other_record_becomes_a_look(phone: PhoneOf, desk: Desk) -> None:
    officer, outsider = phone("officer1"), phone("outsider1")
    about, other = seen(officer, 7), seen(officer, 8, 300)
    assert officer.push(look(officer, about, other))[0]["error"]["code"] == "kind_mismatch"
    item = look(officer, about)
    officer.push(item)
    own = outsider.record("incident")["id"]
    assert outsider.push(look(outsider, own, item["id"]))[0]["status"] == "refused"
    assert desk.one(about)["rechecks"][0]["ended_by"] == "沈一鸣"
