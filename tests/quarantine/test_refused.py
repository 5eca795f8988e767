"""Faults 7 and 18: what a push refuses is kept as it came, under its author; nobody else's, nothing twice."""

import json
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from app.database import db
from app.quarantine import operations
from tests.phones import Data, Phone, PhoneOf, new_id

LIST = "/api/v1/quarantine"
KEEPER = {"name": "隔离养犬人", "phone": "13712345678"}


def poison(phone: Phone, **more: Any) -> Data:
    return phone.item("incident", phone.incident(unheard_of="x", keeper=KEEPER, note="毒记录"), **more)


def listed(phone: Phone, **query: str) -> list[Data]:
    answer = phone.caller.get(LIST, query_string=query)
    assert answer.status_code == 200, answer.text
    items: list[Data] = answer.json["items"]
    return items


def read(phone: Phone, change_id: str) -> Data:
    answer = phone.caller.get(f"{LIST}/{change_id}")
    assert answer.status_code == 200, answer.text
    found: Data = answer.json
    return found


def test_a_poison_record_stops_nobody_and_is_kept_as_it_came(phone: PhoneOf) -> None:
    officer = phone("officer1")
    bad, good = poison(officer), officer.item("incident")
    for _ in range(3):  # as often as it is sent
        assert officer.statuses(bad, good)[0] == "refused"
    (kept,) = listed(officer)
    assert (kept["change_id"], kept["record_id"], kept["kind"]) == (bad["change_id"], bad["id"], "incident")
    assert kept["code"] == "invalid"
    assert kept["device_id"] == officer.caller.device_id
    whole = read(officer, bad["change_id"])
    assert whole["item"] == bad
    assert json.loads(whole["text"]) == bad


@pytest.mark.parametrize(
    "text",
    [
        '{"change_id": "%s", "id": "x",  "a":1,"a":2}',
        '{"change_id":"%s","data":{"note":"\\ud800"}}',
        '{"change_id":"%s", "n": NaN}',
    ],
)
def test_what_json_readers_disagree_on_is_kept_character_by_character(phone: PhoneOf, text: str) -> None:
    officer = phone("officer1")
    change = new_id()
    item = text % change
    body = f'{{"device_id":"{officer.caller.device_id}", "sent_at":"{officer.now()}",\n "items": [ {item} , {json.dumps(officer.item("incident"))}]}}'
    answer = officer.caller.request("POST", "/api/v1/sync/push", data=body, content_type="application/json")
    assert [one["status"] for one in answer.json["results"]] == ["refused", "accepted"]
    assert read(officer, change)["text"] == item


def test_nobody_else_sees_it(phone: PhoneOf) -> None:
    officer = phone("officer1")
    bad = poison(officer)
    officer.push(bad)
    for username in ("officer2", "auxiliary1", "volunteer1", "outsider1"):
        assert listed(phone(username)) == []
        for way in ("", "/export"):
            assert phone(username).caller.get(f"{LIST}/{bad['change_id']}{way}").status_code == 404
        assert (
            phone(username).caller.post(f"{LIST}/{bad['change_id']}/dismissal", {"reason": "不要了"}).status_code == 404
        )
    assert phone("supervisor1").caller.get(LIST).status_code == 403


def test_an_administrator_sees_that_it_is_there_and_reading_is_audited(phone: PhoneOf, app: Flask) -> None:
    officer, admin = phone("officer1"), phone("admin1")
    bad = poison(officer)
    officer.push(bad)
    answer = admin.caller.get(LIST)
    assert [one["change_id"] for one in answer.json["items"]] == [bad["change_id"]]
    assert answer.json["items"][0]["author"]["id"] == officer.id
    for canary in (KEEPER["name"], KEEPER["phone"], "毒记录"):
        assert canary not in answer.text
    assert read(admin, bad["change_id"])["item"]["data"]["keeper"] == KEEPER
    export = admin.caller.get(f"{LIST}/{bad['change_id']}/export")
    assert export.json["item"] == bad
    assert "attachment" in export.headers["Content-Disposition"]
    entries = admin.caller.get("/api/v1/audit", query_string={"action": "quarantine_read"}).json["entries"]
    assert [entry["subject_id"] for entry in entries] == [bad["change_id"]] * 2
    assert officer.caller.get(f"{LIST}/{bad['change_id']}").status_code == 200
    assert len(admin.caller.get("/api/v1/audit", query_string={"action": "quarantine_read"}).json["entries"]) == 2


def test_it_lies_sealed(phone: PhoneOf, app: Flask) -> None:
    officer = phone("officer1")
    officer.push(poison(officer))
    with app.app_context():
        row = db.session.execute(sa.text("SELECT * FROM quarantined_item")).one()
        text = " ".join(bytes(v).decode("latin-1") if isinstance(v, bytes | memoryview) else str(v) for v in row)
    for canary in (KEEPER["phone"], KEEPER["name"], "毒记录"):
        assert canary not in text


def test_nothing_of_strangers_is_kept(phone: PhoneOf) -> None:
    officer, other = phone("officer1"), phone("outsider1")
    theirs = officer.record("incident")
    held = officer.item("incident", officer.incident(patrol_id=new_id()))
    officer.push(held)
    assert other.push(other.item("incident", change_id=theirs["change_id"]))[0]["status"] == "refused"
    for change in (theirs, held):
        assert other.code(poison(other, change_id=change["change_id"])) == "invalid"
    assert other.code(other.item("incident", author_id=officer.id)) == "not_your_record"
    assert other.push(other.item("incident") | {"change_id": "no-uuid"})[0]["status"] == "refused"
    assert listed(other) == []
    bad = poison(officer)
    officer.push(bad)
    assert other.code(bad | {"author_id": other.id}) == "invalid"
    assert listed(other) == []
    assert len(listed(officer)) == 1


def test_a_later_change_of_the_record_settles_it(phone: PhoneOf) -> None:
    officer = phone("officer1")
    bad, other = poison(officer), poison(officer)
    officer.push(bad, other)
    officer.record("incident", record_id=bad["id"])
    assert [one["change_id"] for one in listed(officer)] == [other["change_id"]]
    (settled,) = listed(officer, state="settled")
    assert (settled["change_id"], settled["resolution"]) == (bad["change_id"], "superseded")
    third = poison(officer)
    assert officer.statuses(third, officer.item("incident", record_id=third["id"])) == ["refused", "accepted"]
    assert [one["change_id"] for one in listed(officer)] == [other["change_id"]]


def test_an_earlier_change_of_the_record_does_not(phone: PhoneOf) -> None:
    officer = phone("officer1")
    good = officer.item("incident")
    bad = poison(officer, record_id=good["id"])
    assert officer.statuses(good, bad) == ["accepted", "refused"]
    assert officer.statuses(good) == ["duplicate"]
    assert [one["change_id"] for one in listed(officer)] == [bad["change_id"]]


def test_what_is_refused_at_its_release_is_kept_too(phone: PhoneOf) -> None:
    officer, other = phone("officer1"), phone("outsider1")
    patrol = officer.item("patrol")
    waiting = other.item("incident", other.incident(patrol_id=patrol["id"]))
    assert other.statuses(waiting) == ["held"]
    officer.push(patrol)
    (kept,) = listed(other)
    assert (kept["change_id"], kept["source"], kept["code"]) == (waiting["change_id"], "held", "not_your_patrol")
    assert read(other, waiting["change_id"])["item"]["data"] == waiting["data"]


def test_it_is_dismissed_once_with_a_reason(phone: PhoneOf) -> None:
    officer, admin = phone("officer1"), phone("admin1")
    bad = poison(officer)
    officer.push(bad)
    address = f"{LIST}/{bad['change_id']}/dismissal"
    assert admin.caller.post(address, {"reason": ""}).status_code == 422
    done = admin.caller.post(address, {"reason": "重复的测试记录"}).json
    assert (done["resolution"], done["reason"], done["resolved_by"]["id"]) == ("dismissed", "重复的测试记录", admin.id)
    again = officer.caller.post(address, {"reason": "我也看过"})
    assert (again.status_code, again.json["code"]) == (409, "already_settled")
    assert listed(officer) == []


def test_when_full_settled_ones_make_way_and_open_ones_never(phone: PhoneOf, monkeypatch: pytest.MonkeyPatch) -> None:
    officer = phone("officer1")
    monkeypatch.setattr(operations, "MOST_ITEMS", 3)
    first, second, third = (poison(officer) for _ in range(3))
    officer.push(first, second, third)
    full = officer.push(fourth := poison(officer))[0]
    assert (full["status"], "quarantine" in full["error"]["fields"]) == ("refused", True)
    assert {one["change_id"] for one in listed(officer)} == {one["change_id"] for one in (first, second, third)}
    officer.caller.post(f"{LIST}/{second['change_id']}/dismissal", {"reason": "看过了"})
    again = officer.push(fourth)[0]
    assert "quarantine" not in again["error"]["fields"]
    assert {one["change_id"] for one in listed(officer, state="all")} == {
        one["change_id"] for one in (first, third, fourth)
    }
    other = phone("officer2")
    assert "quarantine" not in other.push(poison(other))[0]["error"]["fields"]


def test_its_bytes_are_bounded_too(phone: PhoneOf, monkeypatch: pytest.MonkeyPatch) -> None:
    officer = phone("officer1")
    monkeypatch.setattr(operations, "MOST_BYTES", 2_000)
    small, large = poison(officer), poison(officer)
    large["data"]["note"] = "长" * 900
    answers = officer.push(small, large)
    assert ["quarantine" in answer["error"]["fields"] for answer in answers] == [False, True]


def test_pages_follow_each_other(phone: PhoneOf) -> None:
    officer = phone("officer1")
    items = [poison(officer) for _ in range(5)]
    officer.push(*items)
    found: list[str] = []
    cursor = ""
    while True:
        page = officer.caller.get(LIST, query_string={"limit": 2} | ({"cursor": cursor} if cursor else {})).json
        found += [one["change_id"] for one in page["items"]]
        cursor = page["cursor"]
        if not cursor:
            break
    assert sorted(found) == sorted(item["change_id"] for item in items)
    assert len(found) == 5
