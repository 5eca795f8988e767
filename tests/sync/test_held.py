"""What arrives before the thing it hangs on is held, and filed when that comes; in any order the state is the same."""

from collections.abc import Callable
from random import Random

import pytest

from tests.conftest import Clock
from tests.people import Caller
from tests.phones import Data, Phone, PhoneOf, new_id

AsPerson = Callable[[str], Caller]


def test_a_child_waits_for_its_patrol(phone: PhoneOf) -> None:
    officer = phone("officer1")
    patrol = officer.item("patrol", officer.patrol(organisation_id="330402007"))
    children = [
        officer.item(kind, getattr(officer, kind)(patrol_id=patrol["id"]))
        for kind in ("incident", "persuasion", "capture")
    ] + [officer.item("track", officer.track(patrol["id"]))]
    answers = officer.push(*children)
    assert {answer["status"] for answer in answers} == {"held"}
    assert {answer["error"]["code"] for answer in answers} == {"waits_for_parent"}
    assert officer.state() == {}
    assert officer.statuses(*children) == ["held"] * 4
    assert officer.statuses(patrol) == ["accepted"]
    assert officer.state().keys() == {patrol["id"], *(child["id"] for child in children)}
    for child in children:
        assert officer.data(child["id"]) == child["data"]
        assert officer.meta(child["id"])["organisation"]["id"] == "330402007"
    assert officer.statuses(*children) == ["duplicate"] * 4


def test_a_team_mates_patrol_releases_under_the_authors_name(phone: PhoneOf, clock: Clock) -> None:
    officer, mate = phone("officer1"), phone("officer2")
    patrol = officer.item("patrol")
    child = mate.item("incident", mate.incident(patrol_id=patrol["id"], keeper={"name": "王五"}))
    assert mate.statuses(child) == ["held"]
    clock.advance(hours=3)
    officer.record("patrol", record_id=patrol["id"])
    meta = mate.meta(child["id"])
    assert meta["author"] == {"id": mate.id, "name": "陆晓岚"}
    assert meta["has_keeper"] is True
    assert mate.caller.get(f"/api/v1/incidents/{child['id']}/keeper").json["name"] == "王五"


def test_a_foreign_patrol_releases_nothing(phone: PhoneOf) -> None:
    outsider, officer = phone("outsider1"), phone("officer1")
    patrol = officer.item("patrol")
    child = outsider.item("incident", outsider.incident(patrol_id=patrol["id"]))
    assert outsider.statuses(child) == ["held"]
    assert officer.statuses(patrol) == ["accepted"]
    assert outsider.state() == {}
    assert child["id"] not in officer.state()
    assert outsider.code(child) == "not_your_patrol"


def test_a_held_keeper_is_not_readable_in_the_database(phone: PhoneOf, app, place) -> None:  # type: ignore[no-untyped-def]
    import sqlalchemy as sa

    from app.database import db

    officer = phone("officer1")
    keeper = {"name": "某某人", "phone": "13800138000"}
    item = officer.item("incident", officer.incident(patrol_id=new_id(), keeper=keeper))
    assert officer.statuses(item) == ["held"]
    with app.app_context():
        (sealed,) = db.session.scalars(sa.text("SELECT item FROM held_change"))
    assert "某某人".encode() not in bytes(sealed)
    assert b"13800138000" not in bytes(sealed)


def test_a_change_waits_for_the_one_it_was_made_on(phone: PhoneOf) -> None:
    officer = phone("officer1")
    create = officer.item("persuasion")
    change = officer.item("persuasion", officer.persuasion(people_at_least=2), create["id"], after=create["change_id"])
    last = officer.item("persuasion", officer.persuasion(people_at_least=3), create["id"], after=change["change_id"])
    gone = officer.withdrawal(create, 0, after=last["change_id"])
    assert officer.statuses(gone, last, change) == ["held", "held", "held"]
    assert officer.state() == {}
    assert officer.statuses(create) == ["accepted"]
    assert officer.state() == {}
    page = officer.caller.get(f"/api/v1/persuasions/{create['id']}").json
    assert (page["revision"], page["deleted"]) == (4, True)


def test_a_change_that_waits_for_both_its_patrol_and_its_creation(phone: PhoneOf) -> None:
    officer = phone("officer1")
    for order in ((2, 0, 1), (2, 1, 0), (1, 2, 0)):
        patrol = officer.item("patrol")
        create = officer.item("incident", officer.incident(patrol_id=patrol["id"]))
        change = officer.item("incident", create["data"] | {"note": "n"}, create["id"], after=create["change_id"])
        items = (patrol, create, change)
        for number in order:
            assert officer.statuses(items[number])[0] in ("held", "accepted")
        assert officer.data(create["id"]) == change["data"]


def test_what_is_filed_within_the_same_push_is_accepted(phone: PhoneOf) -> None:
    officer = phone("officer1")
    create = officer.item("persuasion")
    change = officer.item("persuasion", officer.persuasion(people_at_least=2), create["id"], after=create["change_id"])
    last = officer.item("persuasion", officer.persuasion(people_at_least=3), create["id"], after=change["change_id"])
    assert [(a["status"], a["revision"]) for a in officer.push(last, change, create)] == [
        ("accepted", 3),
        ("accepted", 2),
        ("accepted", 1),
    ]


def test_who_was_disabled_meanwhile_still_gets_what_they_recorded_filed(phone: PhoneOf, as_person: AsPerson) -> None:
    officer, mate, admin = phone("officer1"), phone("officer2"), as_person("admin1")
    patrol = officer.item("patrol")
    child = mate.item("incident", mate.incident(patrol_id=patrol["id"]))
    assert mate.statuses(child) == ["held"]
    assert admin.patch(f"/api/v1/people/{mate.id}", {"active": False}).status_code == 200
    assert officer.statuses(patrol) == ["accepted"]
    assert officer.meta(child["id"])["author"]["id"] == mate.id


# ---------------------------------------------------------------- any order
def story(phone: Phone) -> list[Data]:
    """A patrol with children, each changed while nothing had been answered."""
    patrol = phone.item("patrol")
    ended = phone.item("patrol", patrol["data"] | {"note": "end"}, patrol["id"], after=patrol["change_id"])
    incident = phone.item("incident", phone.incident(patrol_id=patrol["id"]))
    changed = phone.item("incident", incident["data"] | {"note": "more"}, incident["id"], after=incident["change_id"])
    capture = phone.item("capture", phone.capture(patrol_id=patrol["id"]))
    gone = phone.withdrawal(capture, 0, after=capture["change_id"])
    return [patrol, ended, incident, changed, capture, gone]


def outcome(phone: Phone, items: list[Data]) -> dict[str, Data]:
    kept = {
        change["id"]: change["data"] for change in phone.state().values() if change["id"] in {i["id"] for i in items}
    }
    return {key: {name: value for name, value in data.items() if name != "meta"} for key, data in kept.items()}


@pytest.mark.parametrize("seed", range(4))
def test_a_batch_shuffled_and_doubled_ends_in_the_same_state(phone: PhoneOf, seed: int) -> None:
    officer, chance = phone("officer1"), Random(seed)
    for size in (12, 3, 1):
        items = story(officer)
        sent = items * 2
        chance.shuffle(sent)
        for batch in chunked(sent, size):
            assert "refused" not in officer.statuses(*batch)
        patrol, ended, incident, changed, capture, _ = items
        assert outcome(officer, items) == {patrol["id"]: ended["data"], incident["id"]: changed["data"]}
        assert capture["id"] not in officer.state()


def chunked(items: list[Data], size: int) -> list[list[Data]]:
    return [items[start : start + size] for start in range(0, len(items), size)]


def test_nothing_stays_held_when_all_has_come(phone: PhoneOf, app) -> None:  # type: ignore[no-untyped-def]
    import sqlalchemy as sa

    from app.database import db

    officer = phone("officer1")
    for item in reversed(story(officer)):
        officer.push(item)
    with app.app_context():
        assert db.session.scalar(sa.text("SELECT count(*) FROM held_change")) == 0
