"""What the server says of what phones signed. Each verdict is made by doing what it is the verdict on."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.evidence.conftest import SignerOf
from tests.evidence.signer import said_of, verdict_of
from tests.people import Caller
from tests.phones import PhoneOf, new_id

AsPerson = Callable[[str], Caller]
Data = dict[str, Any]
INTACT = ("intact", "sound")


def test_what_is_signed_and_sent_is_intact(signer: SignerOf, as_person: AsPerson) -> None:
    phone = signer("officer1")
    items = [phone.incident() for _ in range(3)]
    assert phone.push(*items) == ["accepted"] * 3
    assert [verdict_of(as_person("supervisor1"), item) for item in items] == [INTACT] * 3
    said = said_of(as_person("supervisor1"), items[0])
    (change,) = said["changes"]
    signed = items[0]["evidence"]["signed"]
    assert {name: change[name] for name in signed} == signed
    assert "no proof" in as_english(as_person("supervisor1"), items[0])["detail"]
    assert "不证明" in said["detail"]


def as_english(caller: Caller, item: Data) -> Data:
    path = f"/api/v1/incidents/{item['id']}"
    found: Data = caller.get(path, headers={"Accept-Language": "en"}).json["evidence"]
    return found


def test_who_may_not_read_originals_sees_the_verdict_only(signer: SignerOf, as_person: AsPerson) -> None:
    phone = signer("auxiliary1")
    item = phone.incident()
    assert phone.push(item) == ["accepted"]
    said = said_of(as_person("auxiliary1"), item)
    assert (said["verdict"], said["changes"][0]["payload"], said["changes"][0]["signature"]) == ("intact", None, None)
    assert as_person("outsider1").get(f"/api/v1/incidents/{item['id']}").status_code == 404


def test_without_a_signature_a_record_is_unsigned(phone: PhoneOf, as_person: AsPerson) -> None:
    item = phone("officer1").record("incident")
    assert verdict_of(as_person("supervisor1"), item) == ("unsigned", "not_signed")


@pytest.mark.parametrize(
    "tampered",
    [
        {"captured_at": "2026-11-01T08:00:00+08:00"},
        {"data": {"note": "改过"}},
        {"data": {"action": "ordered_to_correct"}},
        {"evidence": {"clock_offset_ms": 60_000}},
    ],
)
def test_a_tampered_item_is_taken_in_and_said_to_differ(signer: SignerOf, as_person: AsPerson, tampered: Data) -> None:
    phone = signer("officer1")
    item = phone.incident()
    for name, value in tampered.items():
        item[name] = item[name] | value if isinstance(value, dict) else value
    assert phone.push(item) == ["accepted"]
    assert verdict_of(as_person("supervisor1"), item) == ("hash_mismatch", "content_differs")


@pytest.mark.parametrize(
    "said", [{"base": 3}, {"kind": "capture"}, {"op": "delete"}, {"id": new_id()}, {"author_id": new_id()}]
)
def test_a_payload_that_says_something_else_differs(signer: SignerOf, as_person: AsPerson, said: Data) -> None:
    phone = signer("officer1")
    item = phone.incident(**said)
    assert phone.push(item) == ["accepted"]
    assert verdict_of(as_person("supervisor1"), item) == ("hash_mismatch", "content_differs")


def test_the_keeper_is_no_part_of_what_is_signed(signer: SignerOf, as_person: AsPerson) -> None:
    phone = signer("officer1")
    keeper = {"name": "王小明", "phone": "13800000000"}
    item = phone.sign(phone.phone.item("incident", phone.phone.incident(keeper=keeper)))
    assert phone.push(item) == ["accepted"]
    said = said_of(as_person("supervisor1"), item)
    assert said["verdict"] == "intact"
    assert "王小明" not in said["changes"][0]["payload"]


def test_a_payload_that_names_a_keeper_is_not_kept(signer: SignerOf, as_person: AsPerson) -> None:
    phone = signer("officer1")
    item = phone.phone.item("incident", phone.phone.incident(keeper={"name": "王小明"}))
    signed = phone.sign(item, data=item["data"])
    assert phone.push(signed) == ["accepted"]
    said = said_of(as_person("supervisor1"), signed)
    assert (said["verdict"], said["reason"]) == ("hash_mismatch", "content_differs")
    assert said["changes"][0]["payload"] is None


def test_an_altered_payload_or_signature_does_not_fit(signer: SignerOf, as_person: AsPerson) -> None:
    phone = signer("officer1")
    altered, other = phone.incident(), phone.incident()
    altered["evidence"]["signed"]["payload"] += " "
    other["evidence"]["signed"]["signature"] = altered["evidence"]["signed"]["signature"]
    assert phone.push(altered, other) == ["accepted"] * 2
    for item in (altered, other):
        assert verdict_of(as_person("supervisor1"), item) == ("hash_mismatch", "bad_signature")


def test_a_key_stolen_from_another_phone_or_person_is_told(signer: SignerOf, as_person: AsPerson) -> None:
    victim, second = signer("officer2"), signer("officer1", device="second-phone")
    thief = signer("officer1")
    for owner in (victim, second):
        thief.key = owner.key
        item = thief.incident()
        assert thief.push(item) == ["accepted"]
        assert verdict_of(as_person("supervisor1"), item) == ("hash_mismatch", "foreign_key")
    fresh = victim.incident()
    assert victim.push(fresh) == ["accepted"]
    assert verdict_of(as_person("supervisor1"), fresh) == INTACT


@pytest.mark.parametrize(
    "signed", ["text", 7, [], {}, {"key_id": "x"}, {"key_id": None, "payload": [], "signature": 1}]
)
def test_whatever_comes_as_a_signature_refuses_nothing(phone: PhoneOf, as_person: AsPerson, signed: Any) -> None:
    item = phone("officer1").item("incident", evidence={"clock_offset_ms": 0, "signed": signed})
    assert phone("officer1").statuses(item) == ["accepted"]
    assert verdict_of(as_person("supervisor1"), item) == ("unsigned", "unreadable")


@pytest.mark.parametrize(
    "text",
    ["", "{", "[]", '{"v":2}', "[" * 40_000, '{"v":1,"v":1}', "x" * 70_000, '{"v":1,"data":NaN}', '{"v":1,"data":{}}'],
)
def test_unreadable_payloads_refuse_nothing(signer: SignerOf, as_person: AsPerson, text: str) -> None:
    phone = signer("officer1")
    item = phone.incident()
    item["evidence"]["signed"] |= {"payload": text, "signature": phone.key.sign(text)}
    assert phone.push(item) == ["accepted"]
    assert verdict_of(as_person("supervisor1"), item)[1] in ("unreadable", "content_differs")
