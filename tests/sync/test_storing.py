"""Whatever goes wrong while a batch is stored: one item stops no other, and a database in trouble loses nothing."""

import sqlite3
from io import StringIO
from typing import Any, NoReturn

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.exc import IntegrityError, OperationalError

from tests.phones import PhoneOf

CANARY = "a canary of a note"


@pytest.fixture
def pole(monkeypatch: pytest.MonkeyPatch) -> float:
    """A latitude at which deciding the zone fails."""
    from app.zones import located

    decide = located.decide

    def fail(items: Any, *more: Any) -> None:
        if any((item.data.get("position") or {}).get("lat") == 89.5 for item in items):
            raise ValueError(CANARY)
        decide(items, *more)

    monkeypatch.setattr(located, "decide", fail)
    return 89.5


def test_what_a_room_stumbles_over_is_refused_alone(phone: PhoneOf, pole: float, logged: StringIO) -> None:
    officer = phone("officer1")
    before, behind = officer.item("incident"), officer.item("capture")
    bad = officer.item("incident", officer.incident(position=officer.fix(120.0, pole)))
    answers = officer.push(before, bad, behind)
    assert [answer["status"] for answer in answers] == ["accepted", "refused", "accepted"]
    assert answers[1]["error"]["code"] == "not_storable"
    assert set(officer.state()) == {before["id"], behind["id"]}
    assert bad["change_id"] in logged.getvalue()
    assert CANARY not in logged.getvalue()


@pytest.mark.one_engine
@pytest.mark.parametrize(
    ("said", "status", "code"),
    [("database is locked", 503, "try_again_later"), ("database or disk is full", 507, "storage_full")],
)
@pytest.mark.parametrize("singly", [False, True])
def test_a_database_in_trouble_answers_for_the_whole(
    phone: PhoneOf,
    monkeypatch: pytest.MonkeyPatch,
    logged: StringIO,
    said: str,
    status: int,
    code: str,
    singly: bool,
) -> None:
    from app.changes import operations as changes
    from app.sync import operations

    trouble = OperationalError("INSERT", {"note": CANARY}, sqlite3.OperationalError(said))
    first = IntegrityError("INSERT", {"note": CANARY}, sqlite3.IntegrityError(CANARY)) if singly else trouble

    def fail(error: Exception) -> Any:
        def raising(*_given: Any) -> None:
            raise error

        return raising

    officer = phone("officer1")
    item = officer.item("persuasion")
    with monkeypatch.context() as broken:
        broken.setattr(changes, "append", fail(first))
        if singly:
            broken.setattr(operations, "store_singly", fail(trouble))
        answer = officer.send(item)
    assert (answer.status_code, answer.json["code"]) == (status, code)
    assert "database_unavailable" in logged.getvalue()
    assert CANARY not in logged.getvalue()
    assert officer.state() == {}
    assert officer.statuses(item) == ["accepted"]


def test_one_by_one_parents_come_first(phone: PhoneOf, pole: float) -> None:
    officer = phone("officer1")
    patrol = officer.item("patrol")
    child = officer.item("incident", officer.incident(patrol_id=patrol["id"]))
    bad = officer.item("incident", officer.incident(position=officer.fix(120.0, pole)))
    assert officer.statuses(child, patrol, bad) == ["accepted", "accepted", "refused"]
    assert set(officer.state()) == {patrol["id"], child["id"]}


def not_storable(app: Flask) -> list[str]:
    from app.changes.models import HeldChange
    from app.database import db

    with app.app_context():
        waiting = sa.select(HeldChange.change_id).where(HeldChange.refused_code == "not_storable")
        return [str(change_id) for change_id in db.session.scalars(waiting)]


def test_what_cannot_be_released_leaves_its_patrol_alone(
    phone: PhoneOf, app: Flask, pole: float, logged: StringIO
) -> None:
    officer, mate = phone("officer1"), phone("officer2")
    patrol = officer.item("patrol")
    good = [person.item("incident", person.incident(patrol_id=patrol["id"])) for person in (officer, officer, mate)]
    bad = officer.item("incident", officer.incident(position=officer.fix(120.0, pole), patrol_id=patrol["id"]))
    assert officer.statuses(good[0], bad, good[1]) == ["held"] * 3
    assert mate.statuses(good[2]) == ["held"]
    assert officer.statuses(patrol) == ["accepted"]
    assert set(officer.state()) == {patrol["id"], *(item["id"] for item in good)}
    assert not_storable(app) == [bad["change_id"]]
    assert CANARY not in logged.getvalue()
    assert officer.statuses(*good[:2], patrol) == ["duplicate"] * 3


def test_what_kept_waiting_is_filed_when_it_can_be(phone: PhoneOf, app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    from app.zones import located

    officer = phone("officer1")
    patrol = officer.item("patrol")
    child = officer.item("incident", officer.incident(patrol_id=patrol["id"]))
    assert officer.statuses(child) == ["held"]
    with monkeypatch.context() as broken:
        broken.setattr(located, "decide", raising)
        assert officer.statuses(patrol) == ["accepted"]
    assert not_storable(app) == [child["change_id"]]
    ended = officer.item("patrol", officer.patrol(note="over"), patrol["id"], base=1)
    assert officer.statuses(ended) == ["accepted"]
    assert child["id"] in officer.state()
    assert not_storable(app) == []


def raising(*_given: Any) -> NoReturn:
    raise ValueError(CANARY)


def test_what_judging_stumbles_over_is_refused_alone(
    phone: PhoneOf, monkeypatch: pytest.MonkeyPatch, logged: StringIO
) -> None:
    from app.sync import judging

    find = judging.beyond_shape

    def beyond_shape(kind: str, data: dict[str, Any]) -> dict[str, Any]:
        if data.get("note") == CANARY:
            raising()
        return find(kind, data)

    monkeypatch.setattr(judging, "beyond_shape", beyond_shape)
    officer = phone("officer1")
    good, bad = officer.item("incident"), officer.item("incident", officer.incident(note=CANARY))
    answers = officer.push(good, bad)
    assert [answer["status"] for answer in answers] == ["accepted", "refused"]
    assert answers[1]["error"]["code"] == "not_storable"
    assert bad["change_id"] in logged.getvalue()
    assert CANARY not in logged.getvalue()


def test_an_id_with_a_line_behind_it_is_no_id(phone: PhoneOf) -> None:
    officer = phone("officer1")
    good, bad = officer.item("persuasion"), officer.item("persuasion")
    answers = officer.send(good, bad | {"id": f"{bad['id']}\n"}).json["results"]
    assert [answer["status"] for answer in answers] == ["accepted", "refused"]
    assert answers[1]["error"]["code"] == "invalid"
