"""Push: every item is judged alone, applied once, and answered exactly."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.conftest import Clock
from tests.people import Caller
from tests.phones import Phone, PhoneOf, new_id

AsPerson = Callable[[str], Caller]


def test_the_same_push_three_times_is_one_record(phone: PhoneOf) -> None:
    officer = phone("officer1")
    items = [officer.item(kind) for kind in ("patrol", "incident", "persuasion", "capture")]
    assert officer.statuses(*items) == ["accepted"] * 4
    first = officer.state()
    assert officer.statuses(*items) == ["duplicate"] * 4
    assert [result["revision"] for result in officer.push(*items)] == [1] * 4
    assert officer.state() == first
    for path in ("patrols", "incidents", "persuasions", "captures"):
        assert len(officer.caller.get(f"/api/v1/{path}").json["features"]) == 1


def test_the_same_item_twice_in_one_push_is_one_record(phone: PhoneOf) -> None:
    officer = phone("officer1")
    item = officer.item("incident")
    assert officer.push(item, item)[0]["status"] == "accepted"
    assert len(officer.state()) == 1


def test_reply_lost_then_changed_and_sent_again_is_one_record_at_its_newest_state(phone: PhoneOf) -> None:
    officer = phone("officer1")
    started = officer.item("incident", officer.incident(note="begun"))
    officer.push(started)  # the reply is lost
    changed = officer.item(
        "incident", officer.incident(note="done", place="东门"), started["id"], after=started["change_id"]
    )
    answers = officer.push(started, changed)
    assert [answer["status"] for answer in answers] == ["duplicate", "accepted"]
    assert answers[1]["revision"] == 2
    assert officer.data(started["id"]) == changed["data"]
    assert officer.statuses(started, changed) == ["duplicate", "duplicate"]
    assert len(officer.state()) == 1


def test_the_whole_push_lost_then_both_sent_is_the_same(phone: PhoneOf) -> None:
    officer = phone("officer1")
    started = officer.item("incident", officer.incident(note="begun"))
    changed = officer.item("incident", officer.incident(note="done"), started["id"], after=started["change_id"])
    assert officer.statuses(started, changed) == ["accepted", "accepted"]
    assert officer.data(started["id"])["note"] == "done"


def test_a_chain_of_unanswered_changes_is_applied_in_order(phone: PhoneOf) -> None:
    officer = phone("officer1")
    chain = [officer.item("persuasion", officer.persuasion(people_at_least=1))]
    for people in (2, 3, 4):
        data = officer.persuasion(people_at_least=people)
        chain.append(officer.item("persuasion", data, chain[0]["id"], after=chain[-1]["change_id"]))
    assert [answer["revision"] for answer in officer.push(*chain)] == [1, 2, 3, 4]
    assert officer.data(chain[0]["id"])["people_at_least"] == 4


def test_a_hundred_with_one_bad_stores_ninety_nine_and_says_what_is_wrong(phone: PhoneOf) -> None:
    officer = phone("officer1")
    items = [officer.item("incident") for _ in range(100)]
    items[41]["data"]["position"]["lon"] = 480
    answers = officer.push(*items)
    assert [answer["status"] for answer in answers] == ["accepted"] * 41 + ["refused"] + ["accepted"] * 58
    error = answers[41]["error"]
    assert error["code"] == "invalid"
    assert error["fields"] == {"position.lon": "Must be greater than or equal to -180 and less than or equal to 180."}
    assert error["message"]
    assert set(officer.state()) == {item["id"] for item in items} - {items[41]["id"]}


def test_a_refusal_speaks_chinese_by_default(phone: PhoneOf) -> None:
    officer = phone("officer1")
    item = officer.item("persuasion", officer.persuasion(people_at_least=0))
    body = {"device_id": officer.caller.device_id, "sent_at": officer.now(), "items": [item]}
    error = officer.caller.post("/api/v1/sync/push", body).json["results"][0]["error"]
    assert error["fields"] == {"people_at_least": "要在 1 到 1000 之间"}


FIX = {"lon": 120, "lat": 30, "accuracy_m": 5, "fixed_at": "2026-11-21T08:00:00Z", "provider": "gps"}
FAULTS: dict[str, tuple[str, dict[str, Any], str]] = {
    "required": ("incident", {"type": "unleashed", "action": "persuaded"}, "position"),
    "unknown field": ("persuasion", {"topic": "other", "people_at_least": 1, "status": "approved"}, "status"),
    "choice": ("persuasion", {"topic": "weather", "people_at_least": 1}, "topic"),
    "integer": ("persuasion", {"topic": "other", "people_at_least": 1.5}, "people_at_least"),
    "a float is no integer": ("capture", {"position": FIX, "count": 1.0, "method": "net"}, "count"),
    "a boolean is no integer": ("persuasion", {"topic": "other", "people_at_least": True}, "people_at_least"),
    "a text is no integer": ("persuasion", {"topic": "other", "people_at_least": "3"}, "people_at_least"),
    "length": ("persuasion", {"topic": "other", "people_at_least": 1, "note": "字" * 2001}, "note"),
    "end before start": (
        "patrol",
        {"type": "daily", "started_at": "2026-11-21T08:00:00+08:00", "ended_at": "2026-11-21T07:00:00+08:00"},
        "ended_at",
    ),
    "no offset": ("patrol", {"type": "daily", "started_at": "2026-11-21T08:00:00"}, "started_at"),
    "empty track": ("track", {"patrol_id": new_id(), "points": []}, "points"),
    "point outside the earth": (
        "track",
        {"patrol_id": new_id(), "points": [{"lon": 1, "lat": 91, "accuracy_m": 1, "at": "2026-11-21T08:00:00Z"}]},
        "points.0.lat",
    ),
}
ENVELOPE_FAULTS = [
    ("change_id", "not-a-uuid"),
    ("id", 7),
    ("kind", "registration"),
    ("op", "patch"),
    ("base", -1),
    ("base", 2**40),
    ("after", "x"),
    ("captured_at", "yesterday"),
    ("captured_at", "2026-11-21T08:00:00"),
    ("data", []),
    ("evidence", {"clock_offset_ms": 2**60}),
    ("status", "approved"),
    ("organisation_path", "/"),
]


@pytest.mark.one_engine
def test_each_fault_is_named_by_its_field_and_stops_no_other(phone: PhoneOf) -> None:
    officer = phone("officer1")
    bad = [officer.item(kind, data) for kind, data, _ in FAULTS.values()]
    good = [officer.item("persuasion"), officer.item("capture")]
    answers = officer.push(good[0], *bad, good[1])
    found = {
        name: answer["error"] and [*answer["error"]["fields"]]
        for name, answer in zip(FAULTS, answers[1:-1], strict=True)
    }
    assert found == {name: [path] for name, (_, _, path) in FAULTS.items()}
    assert set(officer.state()) == {item["id"] for item in good}


@pytest.mark.one_engine
def test_each_fault_of_an_items_envelope_is_named_and_stops_no_other(phone: PhoneOf) -> None:
    officer = phone("officer1")
    bad = [officer.item("persuasion") | {field: value} for field, value in ENVELOPE_FAULTS]
    good = officer.item("persuasion")
    strange: list[Any] = [7, None, "text", [], {}]
    answer = officer.send(*bad, *strange, good)
    assert answer.status_code == 200, answer.text
    *refusals, last = answer.json["results"]
    assert last["status"] == "accepted"
    assert {refusal["status"] for refusal in refusals} == {"refused"}
    found = [next(iter(refusal["error"]["fields"])).split(".")[0] for refusal in refusals[: len(bad)]]
    assert found == [field for field, _ in ENVELOPE_FAULTS]
    assert set(officer.state()) == {good["id"]}


# ---------------------------------------------------------------- each kind
def test_each_kind_comes_back_as_it_was_sent(phone: PhoneOf) -> None:
    officer = phone("officer1")
    patrol = officer.item("patrol", officer.patrol(note="雨", ended_at=officer.now(), member_ids=[officer.id]))
    of_patrol = {"patrol_id": patrol["id"]}
    dog = {"breed": "柴犬", "colour": "黄", "size": "small", "count": 2, "leash_m": 1.5}
    traits = {"size": "medium", "collar": True, "colour": "黑"}
    capture = officer.capture(traits=traits, condition="injured", destination="收容所", **of_patrol)
    items = [
        patrol,
        officer.item("track", officer.track(patrol["id"], 2000)),
        officer.item("incident", officer.incident(dog=dog, place="公园东门", **of_patrol)),
        officer.item("persuasion", officer.persuasion(response="complied", position=officer.fix(), **of_patrol)),
        officer.item("capture", capture),
    ]
    assert officer.statuses(*items) == ["accepted"] * 5
    for item in items:
        assert officer.data(item["id"]) == item["data"]
        meta = officer.meta(item["id"])
        assert meta["author"] == {"id": officer.id, "name": "沈一鸣"}
        assert meta["organisation"] == {"id": "330402", "name": "南湖区"}
        assert meta["captured_at"] == item["captured_at"]
        assert meta["team_id"] == officer.caller.session.person["teams"][0]["id"]


def test_children_before_their_patrol_in_one_push_are_filed(phone: PhoneOf) -> None:
    officer = phone("officer1")
    patrol = officer.item("patrol", officer.patrol(organisation_id="330402007"))
    child = officer.item("incident", officer.incident(patrol_id=patrol["id"]))
    assert officer.statuses(child, patrol) == ["accepted", "accepted"]
    assert officer.meta(child["id"])["organisation"]["id"] == "330402007"


def test_a_record_belongs_to_its_patrol_else_the_picked_organisation_else_its_author(phone: PhoneOf) -> None:
    officer = phone("officer1")
    patrol = officer.record("patrol", officer.patrol(organisation_id="330402007"))
    wanted = {
        "330402007": officer.incident(patrol_id=patrol["id"], organisation_id="330402008"),
        "330402008": officer.incident(organisation_id="330402008"),
        "330402": officer.incident(),
    }
    for organisation_id, data in wanted.items():
        item = officer.record("incident", data)
        assert officer.meta(item["id"])["organisation"]["id"] == organisation_id


# ---------------------------------------------------------------- who may
REFUSALS = {
    "a volunteer's incident": ("volunteer1", "incident", {}, "not_allowed"),
    "a volunteer's patrol": ("volunteer1", "patrol", {}, "not_allowed"),
    "an auxiliary's order": ("auxiliary1", "incident", {"action": "ordered_to_correct"}, "action_not_allowed"),
    "a supervisor's incident": ("supervisor1", "incident", {}, "not_allowed"),
    "an administrator's persuasion": ("admin1", "persuasion", {}, "not_allowed"),
    "another county": ("officer1", "incident", {"organisation_id": "330483"}, "organisation_out_of_branch"),
    "the whole city": ("officer1", "incident", {"organisation_id": "330400"}, "organisation_out_of_branch"),
    "no such place": ("officer1", "incident", {"organisation_id": "999999"}, "unknown_organisation"),
    "no such type": ("officer1", "incident", {"type": "barking"}, "unknown_type"),
    "a foreign team": ("officer1", "patrol", {"team_id": "01990000-0000-7000-8000-000000000000"}, "unknown_team"),
}


def test_what_a_role_may_not_is_refused_alone(phone: PhoneOf) -> None:
    found = {}
    for name, (username, kind, more, _) in REFUSALS.items():
        sender = phone(username)
        found[name] = sender.code(sender.item(kind, getattr(sender, kind)(**more)))
    assert found == {name: code for name, (*_, code) in REFUSALS.items()}
    assert phone("supervisor1").state() == {}


ALLOWED = {
    "officer1": ["persuaded", "ordered_to_correct", "case_proposed"],
    "auxiliary1": ["persuaded", "case_proposed"],
}


def test_what_a_role_may_is_accepted(phone: PhoneOf) -> None:
    for username, actions in ALLOWED.items():
        sender = phone(username)
        for action in actions:
            sender.record("incident", sender.incident(action=action))


def test_an_auxiliary_cannot_turn_an_officers_record_into_an_order(phone: PhoneOf) -> None:
    officer, auxiliary = phone("officer1"), phone("auxiliary1")
    first = officer.record("incident")
    data = first["data"] | {"action": "ordered_to_correct"}
    assert auxiliary.code(auxiliary.item("incident", data, first["id"], base=1)) == "action_not_allowed"
    ordered = officer.record("incident", officer.incident(action="ordered_to_correct"))
    data = ordered["data"] | {"note": "补充"}
    assert auxiliary.statuses(auxiliary.item("incident", data, ordered["id"], base=1)) == ["accepted"]


def test_nobody_files_under_another_name(phone: PhoneOf) -> None:
    officer, other = phone("officer1"), phone("officer2")
    assert officer.code(officer.item("incident", author_id=other.id)) == "not_your_record"
    assert officer.statuses(officer.item("incident", author_id=officer.id)) == ["accepted"]


def test_nobody_files_onto_a_foreign_patrol(phone: PhoneOf) -> None:
    officer, outsider = phone("officer1"), phone("outsider1")
    patrol = officer.record("patrol")
    item = outsider.item("incident", outsider.incident(patrol_id=patrol["id"]))
    assert outsider.code(item) == "not_your_patrol"
    mate = phone("auxiliary1")
    assert mate.statuses(mate.item("incident", mate.incident(patrol_id=patrol["id"]))) == ["accepted"]


def test_nobody_changes_or_withdraws_a_foreign_record(phone: PhoneOf) -> None:
    officer, outsider = phone("officer1"), phone("outsider1")
    first = officer.record("persuasion")
    change = outsider.item("persuasion", outsider.persuasion(people_at_least=9), first["id"], base=1)
    assert outsider.code(change) == "not_your_record"
    assert outsider.code(outsider.withdrawal(first, 1)) == "not_your_record"
    assert officer.data(first["id"]) == first["data"]


def test_a_team_mate_changes_but_does_not_withdraw(phone: PhoneOf) -> None:
    officer, mate = phone("officer1"), phone("officer2")
    first = officer.record("incident")
    change = mate.item("incident", first["data"] | {"note": "补充"}, first["id"], base=1)
    assert mate.statuses(change) == ["accepted"]
    assert mate.code(mate.withdrawal(first, 2)) == "not_your_record"


def test_a_volunteer_does_not_name_a_patrol(phone: PhoneOf) -> None:
    officer, volunteer = phone("officer1"), phone("volunteer1")
    patrol = officer.record("patrol")
    item = volunteer.item("persuasion", volunteer.persuasion(patrol_id=patrol["id"]))
    (answer,) = volunteer.push(item)
    assert (answer["status"], answer["error"]["code"]) == ("refused", "not_allowed")
    assert list(answer["error"]["fields"]) == ["patrol_id"]


def test_a_volunteers_position_is_kept_to_about_a_hundred_metres(phone: PhoneOf) -> None:
    volunteer, officer = phone("volunteer1"), phone("officer1")
    place = {"lon": 120.7512345, "lat": 30.7698765}
    for sender in (volunteer, officer):
        item = sender.record("persuasion", sender.persuasion(position=sender.fix(**place)))
        kept = sender.data(item["id"])["position"]
        if sender is officer:
            assert (kept["lon"], kept["lat"], kept["accuracy_m"]) == (*place.values(), 5)
            continue
        assert (kept["lon"], kept["lat"]) == (120.751, 30.77)
        assert kept["accuracy_m"] >= 50
        (feature,) = volunteer.caller.get("/api/v1/persuasions").json["features"]
        assert feature["geometry"]["coordinates"] == [120.751, 30.77]


# ---------------------------------------------------------------- the device
def test_a_session_pushes_from_its_own_phone_only(phone: PhoneOf) -> None:
    officer = phone("officer1")
    answer = officer.send(officer.item("persuasion"), device_id="another-phone")
    assert (answer.status_code, answer.json["code"]) == (409, "device_mismatch")
    assert officer.state() == {}


def test_a_revoked_phone_neither_sends_nor_reads(phone: PhoneOf, as_person: AsPerson) -> None:
    officer, admin = phone("officer1"), as_person("admin1")
    assert admin.post("/api/v1/devices/phone-of-officer1/revocation", {"reason": "丢失"}).status_code == 200
    assert officer.send(officer.item("persuasion")).status_code == 401
    assert officer.caller.get("/api/v1/sync/changes").status_code == 401
    mate = phone("officer2")
    assert mate.statuses(mate.item("persuasion")) == ["accepted"]


# ---------------------------------------------------------------- the whole body
def test_five_hundred_fit_and_one_more_does_not(phone: PhoneOf) -> None:
    officer = phone("officer1")
    items = [officer.item("persuasion") for _ in range(501)]
    answer = officer.send(*items)
    assert (answer.status_code, answer.json["code"]) == (413, "batch_too_large")
    assert officer.state() == {}
    assert officer.statuses(*items[:500]) == ["accepted"] * 500
    assert len(officer.state()) == 500


ENVELOPES: list[dict[str, Any]] = [
    {"items": []},
    {"items": {}},
    {"items": None},
    {"sent_at": "now"},
    {"sent_at": None},
    {"sent_at": "2026-1-1T1:1Z"},
    {"sent_at": "2026-11-21T08:00:00"},
    {"device_id": ""},
    {"device_id": "a b"},
    {"device_id": ["x"]},
    {"person_id": "x"},
]


@pytest.mark.one_engine
def test_a_bad_envelope_is_refused_as_a_whole(phone: PhoneOf) -> None:
    officer = phone("officer1")
    for change in ENVELOPES:
        answer = officer.send(officer.item("persuasion"), **change)
        assert answer.status_code == 422, (change, answer.text)
        assert answer.mimetype == "application/problem+json"
        assert list(answer.json["fields"]) == [next(iter(change))]
    assert officer.state() == {}


# ---------------------------------------------------------------- what only the database finds
def test_a_change_id_used_again_for_another_record_stops_no_other(phone: PhoneOf) -> None:
    officer = phone("officer1")
    first = officer.record("persuasion")
    before, again, behind = (officer.item("persuasion") for _ in range(3))
    again["change_id"] = first["change_id"]
    answers = officer.push(before, again, behind)
    assert [answer["status"] for answer in answers] == ["accepted", "refused", "accepted"]
    assert answers[1]["error"]["code"] == "not_storable"
    assert set(officer.state()) == {first["id"], before["id"], behind["id"]}
    assert officer.statuses(before, behind) == ["duplicate", "duplicate"]


def test_two_new_records_with_one_change_id_in_one_push_keep_the_first(phone: PhoneOf) -> None:
    officer = phone("officer1")
    one, two = officer.item("persuasion"), officer.item("capture")
    two["change_id"] = one["change_id"]
    assert sorted(officer.statuses(one, two)) == ["accepted", "refused"]
    assert len(officer.state()) == 1


def test_the_answer_tells_server_time_and_epoch(phone: PhoneOf, clock: Clock) -> None:
    officer: Phone = phone("officer1")
    body = officer.send(officer.item("persuasion")).json
    assert body["epoch"] == officer.page()["epoch"] != ""
    assert body["server_time"].startswith(clock.now.isoformat()[:19])


def test_a_record_nobody_has_cannot_be_withdrawn(phone: PhoneOf) -> None:
    officer = phone("officer1")
    ghost = {"kind": "incident", "id": new_id()}
    assert officer.code(officer.withdrawal(ghost, 1)) == "unknown_record"
