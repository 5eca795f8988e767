"""The order in which a phone signed what it saved: reordered, missing, erased, held, refused, forked."""

from collections.abc import Callable
from itertools import permutations
from typing import Any

from flask import Flask

from tests.conftest import Clock
from tests.evidence.conftest import SignerOf
from tests.evidence.signer import digest_of, said_of, verdict_of
from tests.people import Caller
from tests.program import environment, quanxun

AsPerson = Callable[[str], Caller]
Data = dict[str, Any]
INTACT = ("intact", "sound")


def test_in_whatever_order_they_arrive_all_are_intact_in_the_end(signer: SignerOf, as_person: AsPerson) -> None:
    supervisor = as_person("supervisor1")
    for order in permutations(range(4)):
        phone = signer("officer1")
        items = [phone.incident() for _ in range(4)]
        for number in order:
            assert phone.push(items[number]) == ["accepted"]
        assert [verdict_of(supervisor, item) for item in items] == [INTACT] * 4, order


def test_a_missing_one_is_a_gap_until_it_comes(signer: SignerOf, as_person: AsPerson) -> None:
    phone, supervisor = signer("officer1"), as_person("supervisor1")
    first, missing, third = (phone.incident() for _ in range(3))
    assert phone.push(first, third) == ["accepted"] * 2
    said = said_of(supervisor, third)
    assert (said["verdict"], said["reason"], said["provisional"]) == ("chain_gap", "previous_missing", True)
    assert verdict_of(supervisor, first) == INTACT
    phone.push(missing)
    assert [verdict_of(supervisor, item) for item in (first, missing, third)] == [INTACT] * 3


def test_after_two_weeks_a_gap_is_final(
    app: Flask, signer: SignerOf, as_person: AsPerson, clock: Clock, place: Any
) -> None:
    from app.database import db
    from app.evidence import operations

    phone, supervisor = signer("officer1"), as_person("supervisor1")
    missing, third = phone.incident(), phone.incident()
    phone.push(third)
    with app.app_context():
        assert operations.give_up(at=clock.advance(days=13)) == 0
        assert operations.give_up(at=clock.advance(days=1, seconds=1)) == 1
        db.session.commit()
    said = said_of(supervisor, third)
    assert (said["reason"], said["provisional"]) == ("previous_lost", False)
    phone.push(missing)
    assert verdict_of(supervisor, third) == ("chain_gap", "previous_lost")
    assert verdict_of(supervisor, missing) == INTACT


def test_the_daily_command_gives_up(app: Flask, signer: SignerOf, as_person: AsPerson, place: Any) -> None:
    import sqlalchemy as sa

    from app.database import db

    phone = signer("officer1")
    phone.incident()
    third = phone.incident()
    phone.push(third)
    with app.app_context():
        db.session.execute(sa.text("UPDATE evidence SET received_at = '2026-01-01 00:00:00'"))
        db.session.commit()
    quanxun(environment(place.data_dir, DATABASE_URL=place.url), "expire")
    assert verdict_of(as_person("supervisor1"), third) == ("chain_gap", "previous_lost")


def test_what_never_left_the_phone_is_named_and_leaves_no_gap(signer: SignerOf, as_person: AsPerson) -> None:
    phone, supervisor = signer("officer1"), as_person("supervisor1")
    first = phone.incident()
    phone.void()
    phone.void()
    second = phone.incident()
    assert phone.push(second) == ["accepted"]
    assert verdict_of(supervisor, second) == ("chain_gap", "previous_missing")
    assert phone.push(first) == ["accepted"]
    assert verdict_of(supervisor, second) == INTACT


def test_what_was_erased_after_the_next_was_signed_is_named_by_the_one_after(
    signer: SignerOf, as_person: AsPerson
) -> None:
    phone, supervisor = signer("officer1"), as_person("supervisor1")
    first = phone.incident()
    before = phone.previous
    erased = phone.incident()
    second = phone.incident()
    phone.voided = [{"sha256": digest_of(erased), "previous": before}]
    third = phone.incident()
    phone.push(first, second)
    assert verdict_of(supervisor, second) == ("chain_gap", "previous_missing")
    phone.push(third)
    assert [verdict_of(supervisor, item) for item in (first, second, third)] == [INTACT] * 3


def test_held_and_refused_items_count_for_the_chain(signer: SignerOf, as_person: AsPerson) -> None:
    phone, supervisor = signer("officer1"), as_person("supervisor1")
    patrol = phone.phone.item("patrol")
    held = phone.sign(phone.phone.item("incident", phone.phone.incident(patrol_id=patrol["id"])))
    bad = phone.sign(phone.phone.item("incident", phone.phone.incident(type="no such type")))
    third = phone.incident()
    assert phone.push(held, bad, third) == ["held", "refused", "accepted"]
    assert verdict_of(supervisor, third) == INTACT
    patrol = phone.sign(patrol)
    assert phone.push(patrol) == ["accepted"]
    assert [verdict_of(supervisor, item) for item in (held, patrol)] == [INTACT] * 2


def test_two_that_follow_the_same_are_told_in_either_order(signer: SignerOf, as_person: AsPerson) -> None:
    phone, supervisor = signer("officer1"), as_person("supervisor1")
    first = phone.incident()
    before, seq = phone.previous, phone.seq
    one = phone.incident()
    phone.previous, phone.seq = before, seq
    two = phone.incident()
    for item in (first, one, two):
        phone.push(item)
    assert verdict_of(supervisor, first) == INTACT
    assert [verdict_of(supervisor, item) for item in (one, two)] == [("chain_gap", "forked")] * 2


def test_a_number_left_out_is_told(signer: SignerOf, as_person: AsPerson) -> None:
    phone = signer("officer1")
    first, second = phone.incident(), phone.incident(seq=9)
    phone.push(first, second)
    assert verdict_of(as_person("supervisor1"), second) == ("chain_gap", "out_of_step")


def test_chains_of_several_people_on_one_phone_are_apart(signer: SignerOf, as_person: AsPerson) -> None:
    people = [signer(name, device="shared-phone") for name in ("officer1", "officer2")]
    items = [phone.incident() for phone in people * 2]
    for phone, item in zip(people * 2, items, strict=True):
        assert phone.push(item) == ["accepted"]
    assert [verdict_of(as_person("supervisor1"), item) for item in items] == [INTACT] * 4
