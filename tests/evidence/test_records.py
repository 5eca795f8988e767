"""A record shows the worst of its changes; what is kept of what was signed."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from flask import Flask

from tests.evidence.conftest import SignerOf
from tests.evidence.signer import said_of, verdict_of
from tests.people import Caller
from tests.phones import new_id

AsPerson = Callable[[str], Caller]
Data = dict[str, Any]
INTACT = ("intact", "sound")


def test_a_record_shows_the_worst_of_its_changes(signer: SignerOf, as_person: AsPerson) -> None:
    phone, supervisor = signer("officer1"), as_person("supervisor1")
    item = phone.incident()
    change = phone.phone.item("incident", phone.phone.incident(note="补充"), item["id"], base=1)
    assert phone.push(item, change) == ["accepted"] * 2
    said = said_of(supervisor, item)
    assert [each["reason"] for each in said["changes"]] == ["sound", "not_signed"]
    assert said["verdict"] == "unsigned"


def test_merged_changes_of_two_people_stay_intact(signer: SignerOf, as_person: AsPerson) -> None:
    one, two, supervisor = signer("officer1"), signer("officer2"), as_person("supervisor1")
    item = one.incident()
    one.push(item)
    data = item["data"]
    assert one.push(one.sign(one.phone.item("incident", {**data, "note": "一"}, item["id"], base=1))) == ["accepted"]
    assert two.push(two.sign(two.phone.item("incident", {**data, "place": "二"}, item["id"], base=1))) == ["accepted"]
    assert two.push(two.sign(two.phone.item("incident", {**data, "note": "三"}, item["id"], base=1))) == ["conflict"]
    said = said_of(supervisor, item)
    assert [each["reason"] for each in said["changes"]] == ["sound"] * 4
    withdrawn = one.sign(one.phone.withdrawal(item, 3))
    assert one.push(withdrawn) == ["accepted"]
    assert verdict_of(supervisor, item) == INTACT


def test_a_volunteers_exact_position_is_not_kept_with_the_signature(signer: SignerOf, as_person: AsPerson) -> None:
    phone = signer("volunteer1")
    fix = phone.phone.fix(120.7512345, 30.7512345)
    item = phone.sign(phone.phone.item("persuasion", phone.phone.persuasion(position=fix)))
    assert phone.push(item) == ["accepted"]
    said = said_of(as_person("supervisor1"), item)
    assert (said["verdict"], said["changes"][0]["payload"]) == ("intact", None)


def test_a_track_is_judged_but_its_payload_is_not_kept(app: Flask, signer: SignerOf) -> None:
    import sqlalchemy as sa

    from app.database import db
    from app.evidence.models import Evidence

    phone = signer("officer1")
    patrol = phone.sign(phone.phone.item("patrol"))
    track = phone.sign(phone.phone.item("track", phone.phone.track(patrol["id"])))
    assert phone.push(patrol, track) == ["accepted"] * 2
    with app.app_context():
        rows = db.session.execute(sa.select(Evidence.kind, Evidence.verdict, Evidence.payload)).all()
    found = {row.kind: (row.verdict, row.payload is None) for row in rows}
    assert found == {"patrol": ("intact", False), "track": ("intact", True)}


def test_evidence_that_cannot_be_kept_stops_no_change(app: Flask, signer: SignerOf, as_person: AsPerson) -> None:
    """A real fault of the database: what is to be written is there already."""
    from app.database import db
    from app.evidence.models import EvidencePhoto

    phone, photo = signer("officer1"), {"id": new_id(), "sha256": "0" * 64}
    item = phone.sign(phone.phone.item("incident"), photos=[photo])
    with app.app_context():
        ids = {name: UUID(text) for name, text in (("change_id", item["change_id"]), ("photo_id", photo["id"]))}
        db.session.add(EvidencePhoto(**ids, author_id=UUID(phone.caller.id), sha256="1" * 64))
        db.session.commit()
    assert phone.push(item) == ["accepted"]
    assert verdict_of(as_person("supervisor1"), item) == ("unsigned", "not_signed")
