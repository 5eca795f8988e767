"""A record changed hundreds of times: a change reads the state it was made on and no other, and its page stays bounded."""

from datetime import UTC, datetime

import pytest
from flask import Flask

from app.accounts.scope import Actor
from tests.phones import Data, Phone, PhoneOf

CHANGES = 230


@pytest.fixture
def worn(phone: PhoneOf) -> Data:
    """The first change of an incident that has been changed CHANGES times since, by its author."""
    officer = phone("officer1")
    first = officer.record("incident", officer.incident(place="p"))
    last, changes = first, []
    for number in range(CHANGES):
        last = noted(officer, first, f"{number}", base=1, after=last["change_id"])
        changes.append(last)
    assert set(officer.statuses(*changes)) == {"accepted"}
    return first


def noted(phone: Phone, first: Data, note: str, **more: object) -> Data:
    return phone.item("incident", first["data"] | {"note": note}, first["id"], **more)


def test_its_page_shows_the_newest_and_says_that_there_is_more(phone: PhoneOf, worn: Data) -> None:
    page = phone("officer1").caller.get(f"/api/v1/incidents/{worn['id']}").json
    revisions = [entry["revision"] for entry in page["history"]]
    assert revisions == list(range(CHANGES + 1 - 199, CHANGES + 2))
    assert {tuple(entry["fields"]) for entry in page["history"]} == {("note",)}
    assert page["history_more"] is True


def test_a_short_life_is_shown_whole(phone: PhoneOf) -> None:
    officer = phone("officer1")
    page = officer.caller.get(f"/api/v1/incidents/{officer.record('incident')['id']}").json
    assert (len(page["history"]), page["history_more"]) == (1, False)


def test_a_change_reads_what_it_was_made_on_and_no_other_state(phone: PhoneOf, app: Flask, worn: Data) -> None:
    from uuid import UUID

    from app.changes.items import Item, Kind
    from app.changes.known import Known
    from app.incidents.models import Incident
    from app.sync import judging

    officer = phone("officer1")
    actor = actor_called(app, "officer1")
    raw = [noted(officer, worn, "x", base=base) for base in (7, 7, 40)]
    with app.app_context():
        judged = [judging.judge(each, actor, offset_ms=0) for each in raw]
        items = [item for item in judged if isinstance(item, Item)]
        kind = Kind("incident", Incident, lambda data: data)
        known = Known(kind, items, actor.id, [], at=datetime.now(UTC))
    assert known.bodies.keys() == {(UUID(worn["id"]), 7), (UUID(worn["id"]), 40)}
    assert known.bodies[UUID(worn["id"]), 40]["note"] == "38"


def test_a_stale_change_of_it_still_merges(phone: PhoneOf, worn: Data) -> None:
    mate = phone("officer2")
    assert mate.statuses(noted(mate, worn, "3", base=5)) == ["accepted"]
    stale = mate.item("incident", worn["data"] | {"note": "3", "place": "two's"}, worn["id"], base=5)
    assert mate.statuses(stale) == ["accepted"]
    assert mate.data(worn["id"]) == worn["data"] | {"note": f"{CHANGES - 1}", "place": "two's"}


def actor_called(app: Flask, username: str) -> Actor:
    from app.accounts import actors, queries

    with app.app_context():
        person = queries.by_username(username)
        assert person
        return actors.of_person(person)
