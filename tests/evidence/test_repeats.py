"""Repeats, replays, and keys that are registered or revoked later."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from flask import Flask

from tests.conftest import Clock
from tests.evidence.conftest import SignerOf
from tests.evidence.signer import said_of, verdict_of
from tests.people import Caller
from tests.phones import new_id

AsPerson = Callable[[str], Caller]
Data = dict[str, Any]
INTACT = ("intact", "sound")


def test_repeats_change_nothing(signer: SignerOf, as_person: AsPerson) -> None:
    phone, supervisor = signer("officer1"), as_person("supervisor1")
    items = [phone.incident() for _ in range(2)]
    for _ in range(2):
        phone.push(*items)
    again = {**items[0], "evidence": {"clock_offset_ms": 0, "signed": items[1]["evidence"]["signed"]}}
    assert phone.push(again) == ["duplicate"]
    assert [verdict_of(supervisor, item) for item in items] == [INTACT] * 2


def test_a_signature_used_again_for_another_record_differs(signer: SignerOf, as_person: AsPerson) -> None:
    phone, supervisor = signer("officer1"), as_person("supervisor1")
    item = phone.incident()
    replayed = {**item, "change_id": new_id(), "id": new_id()}
    phone.push(item, replayed)
    assert verdict_of(supervisor, item) == INTACT
    assert verdict_of(supervisor, replayed) == ("hash_mismatch", "content_differs")


def test_what_is_signed_only_after_it_was_taken_in_is_compared_with_that(signer: SignerOf, as_person: AsPerson) -> None:
    phone, supervisor = signer("officer1"), as_person("supervisor1")
    plain, other = phone.phone.record("incident"), phone.phone.record("incident")
    same = phone.sign(plain)
    forged = phone.sign({**other, "data": {**other["data"], "note": "后来编的"}})
    assert phone.push(same, forged) == ["duplicate"] * 2
    assert verdict_of(supervisor, same) == INTACT
    assert verdict_of(supervisor, forged) == ("hash_mismatch", "content_differs")


def test_a_refused_try_does_not_vouch_for_what_is_accepted_later(signer: SignerOf, as_person: AsPerson) -> None:
    phone, supervisor = signer("officer1"), as_person("supervisor1")
    bad = phone.sign(phone.phone.item("incident", phone.phone.incident(type="no such type")))
    assert phone.push(bad) == ["refused"]
    bare = {**bad, "data": phone.phone.incident()}
    del bare["evidence"]
    assert phone.push(bare) == ["accepted"]
    assert verdict_of(supervisor, bare) == ("unsigned", "not_signed")


def test_records_saved_before_the_key_was_registered_are_judged_when_it_is(
    signer: SignerOf, as_person: AsPerson
) -> None:
    phone, supervisor = signer("officer1", register=False), as_person("supervisor1")
    first, second = phone.incident(), phone.incident()
    phone.push(first, second)
    assert {verdict_of(supervisor, item) for item in (first, second)} == {("unsigned", "unknown_key")}
    assert said_of(supervisor, first)["provisional"]
    phone.register()
    assert [verdict_of(supervisor, item) for item in (first, second)] == [INTACT] * 2


def test_what_arrives_after_its_phone_was_revoked_proves_nothing(
    app: Flask, signer: SignerOf, as_person: AsPerson, clock: Clock
) -> None:
    phone, supervisor = signer("officer1", device="lost-phone"), as_person("supervisor1")
    before, late = phone.incident(), phone.incident()
    phone.push(before)
    clock.advance(minutes=1)
    as_person("admin1").post("/api/v1/devices/lost-phone/revocation", {"reason": "丢失"})
    assert verdict_of(supervisor, before) == INTACT
    from app.evidence import operations, proofs

    with app.app_context():
        proof = proofs.read(late["evidence"]["signed"], late, author_id=UUID(phone.caller.id), device_id="lost-phone")
        assert proof is not None
        (checked,) = operations.check([proof], at=clock())
    assert checked.fault == "key_revoked"
