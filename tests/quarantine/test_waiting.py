"""Fault 26: what has come only in part is listed for the supervisor; nothing of it is dropped."""

from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from app.changes.models import Change
from app.database import db
from app.evidence.models import Evidence, EvidencePhoto
from tests.conftest import Clock
from tests.phones import Data, Phone, PhoneOf, new_id
from tests.photos import jpeg
from tests.photos.phone import Sender
from tests.program import environment, quanxun
from tests.quarantine.test_refused import KEEPER, poison

PHOTO = jpeg(300, 200, seed=9)


def waiting(phone: Phone) -> Data:
    answer = phone.caller.get("/api/v1/waiting")
    assert answer.status_code == 200, answer.text
    found: Data = answer.json
    return found


def test_a_bite_does_not_hide_behind_a_refused_patrol(phone: PhoneOf, clock: Clock) -> None:
    officer, supervisor = phone("officer1"), phone("supervisor1")
    patrol = officer.item("patrol", officer.patrol(unheard_of="x"))
    bite = officer.item("incident", officer.incident(patrol_id=patrol["id"], type="bite", keeper=KEEPER, note="咬伤"))
    alone = officer.item("incident", officer.incident(patrol_id=new_id()))
    assert officer.statuses(patrol, bite, alone) == ["refused", "held", "held"]
    found = {one["change_id"]: one for one in waiting(supervisor)["held"]}
    assert set(found) == {bite["change_id"], alone["change_id"]}
    shown = found[bite["change_id"]]
    assert (shown["data"]["type"], shown["data"]["note"], "keeper" in shown["data"]) == ("bite", "咬伤", False)
    assert (shown["waits_for"], shown["waits_for_patrol"], shown["parent_refused"]) == (patrol["id"], True, True)
    assert (found[alone["change_id"]]["parent_refused"], shown["orphan"]) == (False, False)
    assert shown["author"]["id"] == officer.id
    clock.advance(days=7, minutes=1)
    assert all(one["orphan"] for one in waiting(supervisor)["held"])
    officer.push(officer.item("patrol", record_id=patrol["id"]))
    assert [one["change_id"] for one in waiting(supervisor)["held"]] == [alone["change_id"]]


def test_what_waits_for_an_earlier_change_says_so(phone: PhoneOf) -> None:
    officer = phone("officer1")
    later = officer.item("incident", after=new_id())
    officer.push(later)
    (shown,) = waiting(phone("supervisor1"))["held"]
    assert (shown["waits_for"], shown["waits_for_patrol"]) == (later["after"], False)


@pytest.mark.parametrize("username", ["officer1", "volunteer1", "admin1", "outsider1"])
def test_only_for_supervisors_of_the_branch(phone: PhoneOf, username: str) -> None:
    assert phone(username).caller.get("/api/v1/waiting").status_code == 403


def test_nothing_of_another_branch(app: Flask, phone: PhoneOf, clock: Clock) -> None:
    outsider, supervisor = phone("outsider1"), phone("supervisor1")
    outsider.push(outsider.item("incident", outsider.incident(patrol_id=new_id())))
    Sender(outsider).send(PHOTO)
    clock.advance(hours=2)
    assert waiting(supervisor) == {"held": [], "photos": [], "missing_photos": []}


def test_a_photo_without_record_is_listed_and_never_deleted(phone: PhoneOf, clock: Clock, place: Any) -> None:
    officer, supervisor = phone("officer1"), phone("supervisor1")
    bad = poison(officer)
    facts = Sender(officer).facts(PHOTO, record_id=bad["id"])
    assert Sender(officer).create(facts, len(PHOTO), PHOTO).status_code == 201
    officer.push(bad)
    assert waiting(supervisor)["photos"] == []
    clock.advance(hours=2)
    (shown,) = waiting(supervisor)["photos"]
    assert (shown["id"], shown["record_id"], shown["orphan"]) == (facts["photo_id"], bad["id"], False)
    assert shown["parent_refused"] is True
    assert supervisor.caller.get(f"/api/v1/photos/{shown['id']}/320", buffered=True).status_code == 200
    clock.advance(days=8)
    quanxun(environment(place.data_dir, DATABASE_URL=place.url), "expire")
    (shown,) = waiting(supervisor)["photos"]
    assert shown["orphan"] is True
    officer.record("incident", record_id=bad["id"])
    assert waiting(supervisor)["photos"] == []
    page = supervisor.caller.get(f"/api/v1/incidents/{bad['id']}").json
    assert [one["id"] for one in page["photos"]] == [facts["photo_id"]]


def test_a_record_whose_named_photo_never_came_is_listed(app: Flask, phone: PhoneOf, clock: Clock) -> None:
    officer, supervisor = phone("officer1"), phone("supervisor1")
    item, photo_id = officer.record("incident"), new_id()
    name_photo(app, item, photo_id)
    clock.advance(hours=2)
    (shown,) = waiting(supervisor)["missing_photos"]
    assert (shown["record_id"], shown["photo_id"], shown["kind"], shown["orphan"]) == (
        item["id"],
        photo_id,
        "incident",
        False,
    )
    clock.advance(days=7)
    assert waiting(supervisor)["missing_photos"][0]["orphan"] is True
    facts = Sender(officer).facts(PHOTO, record_id=item["id"], photo_id=photo_id)
    assert Sender(officer).create(facts, len(PHOTO), PHOTO).status_code == 201
    assert waiting(supervisor)["missing_photos"] == []


def name_photo(app: Flask, item: Data, photo_id: str) -> None:
    """The evidence of an accepted change that names a photo."""
    from uuid import UUID

    with app.app_context():
        change = db.session.scalars(sa.select(Change).where(Change.change_id == UUID(item["change_id"]))).one()
        columns = {"change_id": change.change_id, "author_id": change.author_id}
        db.session.add(EvidencePhoto(**columns, photo_id=UUID(photo_id), sha256="0" * 64))
        db.session.add(
            Evidence(
                **columns,
                record_id=change.record_id,
                kind="incident",
                device_id="d",
                received_at=change.appended_at,
                verdict="intact",
                reason="",
                provisional=False,
            )
        )
        db.session.commit()
