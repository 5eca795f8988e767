"""Returning, accepting, ruling on a zone: on what was looked at, told to the phone, and never by whoever recorded it."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask

from tests.accounts.staff import hired
from tests.conftest import Clock
from tests.people import Caller
from tests.phones import Phone, PhoneOf
from tests.photos.phone import SenderOf
from tests.photos.synthetic import jpeg
from tests.reviews.desk import REVIEWS, Desk

AsPerson = Callable[[str], Caller]


def reviews_in(found: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [change["data"] for change in found if change["kind"] == "review"]


def test_a_return_reaches_author_and_team_and_nobody_else(phone: PhoneOf, desk: Desk) -> None:
    officer = phone("officer1")
    item = officer.record("incident")
    phones = {name: phone(name) for name in ("officer1", "officer2", "auxiliary1", "volunteer1", "outsider1")}
    for one in phones.values():
        one.pull()
    found = desk.decide("return", item["id"], codes=["tag_close_up"], text="看不清牌号")
    assert (found["state"], found["round"]) == ("returned", 1)
    told = {name: reviews_in(one.pull()) for name, one in phones.items()}
    assert [bool(told[name]) for name in phones] == [True, True, True, False, False]
    (said,) = told["officer1"]
    assert (said["record_id"], said["state"], said["round"], said["record_revision"]) == (item["id"], "returned", 1, 1)
    assert (said["codes"], said["text"], said["by"]) == (["tag_close_up"], "看不清牌号", "钱督导")
    assert desk.ids("returned") == [item["id"]]
    assert desk.ids("done") == [item["id"]]
    assert desk.ids() == []


def test_nothing_of_an_acceptance_travels_unless_it_ends_a_return(phone: PhoneOf, desk: Desk) -> None:
    officer = phone("officer1")
    first, second = officer.record("incident"), officer.record("capture")
    officer.pull()
    desk.decide("acceptance", first["id"])
    assert officer.pull() == []
    desk.decide("return", second["id"], text="再拍一张")
    desk.decide("acceptance", second["id"])
    assert [said["state"] for said in reviews_in(officer.pull())] == ["returned", "accepted"]
    assert desk.counts()["done"] == 2


def test_an_amended_record_comes_back_in_its_next_round(phone: PhoneOf, desk: Desk) -> None:
    officer = phone("officer1")
    item = officer.record("incident")
    desk.decide("return", item["id"], codes=["place_vague"])
    officer.record("incident", item["data"] | {"place": "月河街 12 号门前"}, record_id=item["id"], base=1)
    assert desk.ids("returned") == []
    assert desk.reasons(item["id"])["amended"] == {"round": 2}
    assert desk.one(item["id"])["round"] == 2
    assert desk.decide("acceptance", item["id"])["state"] == "accepted"
    officer.record("incident", item["data"] | {"place": "别处"}, record_id=item["id"], base=2)
    assert desk.reasons(item["id"])["changed_since"] == {"round": 3}


def test_a_photo_alone_answers_a_return(phone: PhoneOf, sender: SenderOf, desk: Desk, clock: Clock) -> None:
    officer = phone("officer1")
    item = officer.record("incident")
    desk.decide("return", item["id"], codes=["tag_close_up"])
    clock.advance(minutes=5)
    camera, photo = sender("officer1"), jpeg()
    answer = camera.create(camera.facts(photo, record_id=item["id"]), len(photo), photo)
    assert answer.status_code == 201, answer.text
    assert "amended" in desk.reasons(item["id"])


def test_a_decision_on_what_has_changed_is_refused_and_says_who(
    app: Flask, as_person: AsPerson, phone: PhoneOf
) -> None:
    hired(app, as_person("admin1"), "supervisor2", "supervisor", "330402")
    first = Desk(as_person("supervisor1"))
    second = Desk(hired(app, as_person("admin1"), "supervisor3", "supervisor", "330402"))
    officer = phone("officer1")
    item = officer.record("incident")
    seen = first.one(item["id"])["revision"]
    first.decide("acceptance", item["id"])
    late = second.attempt("return", item["id"], seen, text="看不清")
    assert (late.status_code, late.json["code"]) == (409, "review_accepted_already")
    assert "钱督导" in late.json["detail"]
    again = second.one(item["id"])["revision"]
    assert second.decide("return", item["id"], text="看不清")["state"] == "returned"
    assert first.code("acceptance", item["id"], again) == "review_returned_already"
    other = officer.record("capture")
    seen = first.one(other["id"])["revision"]
    officer.record("capture", other["data"] | {"count": 2}, record_id=other["id"], base=1)
    assert first.code("acceptance", other["id"], seen) == "review_changed"


def test_several_at_once_and_one_stops_no_other(phone: PhoneOf, desk: Desk) -> None:
    officer = phone("officer1")
    kinds = ("incident", "capture", "incident")
    ids = [officer.record(kind, captured_at=officer.now(days=-n))["id"] for n, kind in enumerate(kinds)]
    wanted = [{"record_id": each, "revision": desk.one(each)["revision"]} for each in ids]
    wanted[1]["revision"] = 99
    wanted.append({"record_id": phone("outsider1").record("incident")["id"], "revision": 1})
    answer = desk.caller.post(f"{REVIEWS}/acceptances", {"items": wanted})
    assert answer.status_code == 200, answer.text
    results = answer.json["results"]
    assert [one["record_id"] for one in results] == [one["record_id"] for one in wanted]
    assert [one["accepted"] for one in results] == [True, False, True, False]
    assert [one["code"] for one in results] == [None, "review_changed", None, "not_found"]
    assert set(desk.ids("done")) == {ids[0], ids[2]}


def test_nobody_decides_what_they_recorded_themself(app: Flask, as_person: AsPerson, clock: Clock) -> None:
    both = hired(app, as_person("admin1"), "both1", "officer", "330402", roles=["officer", "supervisor"])
    item = Phone(both, clock).record("incident")
    own = Desk(both)
    assert own.ids() == [item["id"]]
    assert own.code("acceptance", item["id"]) == "review_own_record"
    assert own.code("return", item["id"], text="不清楚") == "review_own_record"
    assert Desk(as_person("supervisor1")).decide("acceptance", item["id"])["state"] == "accepted"


def test_a_person_rules_on_the_zone_and_the_position_stays(phone: PhoneOf, desk: Desk, as_person: AsPerson) -> None:
    officer = phone("officer1")
    data = officer.incident(position=officer.fix(accuracy_m=30_000), action="case_proposed")
    item = officer.record("incident", data)
    clear = officer.record("capture")
    assert desk.code("acceptance", item["id"]) == "review_zone_first"
    assert desk.code("zone", clear["id"], ruling="inside", reason="店招在西侧") == "review_zone_certain"
    assert desk.attempt("zone", item["id"], ruling="inside", reason=" ").status_code == 422
    found = desk.decide("zone", item["id"], ruling="inside", reason="照片里的店招在公告范围内")
    assert (found["zone_ruling"], found["state"]) == ("inside", "open")
    assert found["record"]["properties"]["zone_certainty"] == "uncertain"
    assert officer.data(item["id"])["position"] == data["position"]
    (ruled,) = found["decisions"]
    assert (ruled["decision"], ruled["codes"], ruled["text"]) == ("zone", ["inside"], "照片里的店招在公告范围内")
    assert desk.decide("acceptance", item["id"])["state"] == "accepted"
    entries = as_person("admin1").get("/api/v1/audit", query_string={"subject": item["id"]}).json["entries"]
    assert [entry["action"] for entry in entries] == ["review_accepted", "review_zone_ruled"]


def test_a_ruling_does_not_outlive_the_position(phone: PhoneOf, desk: Desk) -> None:
    officer = phone("officer1")
    item = officer.record("incident", officer.incident(position=officer.fix(accuracy_m=30_000)))
    desk.decide("zone", item["id"], ruling="outside", reason="在河的东边")
    moved = item["data"] | {"position": officer.fix(121.0, 30.6, accuracy_m=30_000)}
    officer.record("incident", moved, record_id=item["id"], base=1)
    assert desk.one(item["id"])["zone_ruling"] is None


@pytest.mark.parametrize("body", [{}, {"text": "  "}, {"codes": ["made_up"]}])
def test_a_return_says_why(phone: PhoneOf, desk: Desk, body: dict[str, Any]) -> None:
    item = phone("officer1").record("incident")
    assert desk.attempt("return", item["id"], **body).status_code == 422
    assert desk.ids("returned") == []


def test_the_chips_are_known_in_both_languages(desk: Desk) -> None:
    found = desk.caller.get(f"{REVIEWS}/return-reasons").json["reasons"]
    assert [one["name"]["zh-CN"] for one in found] == ["看不清有没有绳", "地点写具体些", "补犬牌近照", "换个角度"]
    assert all(one["name"]["en"] for one in found)
