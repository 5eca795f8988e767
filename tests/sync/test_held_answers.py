"""What is held does not strand: it is answered, or filed, or its refusal is remembered; and it does not pile up."""

import pytest
import sqlalchemy as sa
from flask import Flask

from tests.phones import PhoneOf, new_id
from tests.work import work_of


def waiting(app: Flask) -> list[str | None]:
    from app.changes.models import HeldChange
    from app.database import db

    with app.app_context():
        return list(db.session.scalars(sa.select(HeldChange.refused_code)))


def test_a_direct_answer_ends_the_waiting(phone: PhoneOf, app: Flask) -> None:
    officer, outsider = phone("officer1"), phone("outsider1")
    mistaken, foreign = (officer.item("incident", officer.incident(patrol_id=new_id())) for _ in range(2))
    assert officer.statuses(mistaken, foreign) == ["held", "held"]
    assert officer.statuses(mistaken | {"data": officer.incident()}) == ["accepted"]
    assert len(waiting(app)) == 1
    outsider.push(foreign | {"kind": "zone"})
    assert len(waiting(app)) == 1
    assert officer.statuses(foreign | {"kind": "zone"}) == ["refused"]
    assert waiting(app) == []


def test_a_refused_release_is_remembered_and_told_at_the_next_sending(phone: PhoneOf, app: Flask) -> None:
    outsider, officer = phone("outsider1"), phone("officer1")
    patrol = officer.item("patrol")
    child = outsider.item("incident", outsider.incident(patrol_id=patrol["id"]))
    assert outsider.statuses(child) == ["held"]
    assert officer.statuses(patrol) == ["accepted"]
    assert waiting(app) == ["not_your_patrol"]
    assert outsider.code(child) == "not_your_patrol"
    assert waiting(app) == []


def test_a_long_day_without_its_patrol_is_filed_at_once(phone: PhoneOf, app: Flask) -> None:
    officer = phone("officer1")
    patrol = officer.item("patrol")
    for _ in range(3):
        items = [officer.item("incident", officer.incident(patrol_id=patrol["id"])) for _ in range(500)]
        assert set(officer.statuses(*items)) == {"held"}
    assert work_of(lambda: officer.statuses(patrol)) < 110
    assert waiting(app) == []
    assert len(officer.state()) == 1501


def test_not_everything_can_wait(phone: PhoneOf, app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    from app.changes import holding

    monkeypatch.setattr(holding, "MOST", 3)
    officer, mate = phone("officer1"), phone("officer2")
    items = [officer.item("incident", officer.incident(patrol_id=new_id())) for _ in range(4)]
    answers = officer.push(*items)
    assert sorted(answer["status"] for answer in answers) == ["held"] * 3 + ["refused"]
    (refused,) = (answer for answer in answers if answer["status"] == "refused")
    assert refused["error"]["code"] == "too_many_held"
    assert officer.statuses(*items[:3]) == ["held"] * 3
    assert mate.statuses(mate.item("incident", mate.incident(patrol_id=new_id()))) == ["held"]
    assert len(waiting(app)) == 4
