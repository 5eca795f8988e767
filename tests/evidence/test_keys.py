"""Registering the key that a phone signs with."""

from collections.abc import Callable

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from flask import Flask

from app.accounts import keys
from tests.evidence.keys import SigningKey, base64url, spki
from tests.people import PASSWORD, Caller, sign_in

AsPerson = Callable[[str], Caller]
KEY = "/api/v1/session/key"


def test_registering_twice_is_harmless_and_an_administrator_sees_it_once(as_person: AsPerson) -> None:
    officer, admin, key = as_person("officer1"), as_person("admin1"), SigningKey()
    for _ in range(2):
        answer = officer.post(KEY, {"public_key": key.public_key})
        assert (answer.status_code, answer.json) == (200, {"key_id": key.id})
    (device,) = admin.get(f"/api/v1/people/{officer.id}/devices").json["devices"]
    assert [(known["id"], known["revoked_at"]) for known in device["keys"]] == [(key.id, None)]
    entries = admin.get("/api/v1/audit?action=key_registered").json["entries"]
    assert [entry["detail"]["key"] for entry in entries] == [key.id]


def test_on_a_shared_phone_each_person_has_their_own(app: Flask, as_person: AsPerson) -> None:
    admin = as_person("admin1")
    people = [Caller(app, sign_in(app, name, device_id="shared")) for name in ("officer1", "officer2")]
    made = [SigningKey() for _ in people]
    for person, key in zip(people, made, strict=True):
        assert person.post(KEY, {"public_key": key.public_key}).status_code == 200
    for person, key in zip(people, made, strict=True):
        devices = admin.get(f"/api/v1/people/{person.id}/devices").json["devices"]
        assert [known["id"] for device in devices for known in device["keys"]] == [key.id]


def test_the_key_of_another_person_or_phone_is_refused(app: Flask, as_person: AsPerson) -> None:
    key = SigningKey()
    assert as_person("officer1").post(KEY, {"public_key": key.public_key}).status_code == 200
    for other in (as_person("officer2"), Caller(app, sign_in(app, "officer1", device_id="another"))):
        answer = other.post(KEY, {"public_key": key.public_key})
        assert (answer.status_code, answer.json["code"]) == (409, "key_taken")


@pytest.mark.parametrize(
    "text", ["A" * 120, base64url(spki(ec.generate_private_key(ec.SECP384R1()))), "short", "ü" * 120, 7, None]
)
def test_what_is_no_p256_key_is_refused(as_person: AsPerson, text: object) -> None:
    answer = as_person("officer1").post(KEY, {"public_key": text})
    assert answer.status_code == 422
    assert answer.json["fields"]["public_key"]


def test_without_a_phone_there_is_no_key(app: Flask) -> None:
    client = app.test_client()
    token = client.post("/api/v1/session", json={"username": "officer1", "password": PASSWORD}).json["csrf_token"]
    answer = client.post(KEY, json={"public_key": SigningKey().public_key}, headers={"X-CSRF-Token": token})
    assert (answer.status_code, answer.json["code"]) == (409, "no_device")


def test_a_revoked_phone_keeps_its_keys_marked(as_person: AsPerson) -> None:
    officer, admin, key = as_person("officer1"), as_person("admin1"), SigningKey()
    officer.post(KEY, {"public_key": key.public_key})
    admin.post(f"/api/v1/devices/{officer.device_id}/revocation", {"reason": "丢失"})
    (device,) = admin.get(f"/api/v1/people/{officer.id}/devices").json["devices"]
    assert [(known["id"], bool(known["revoked_at"])) for known in device["keys"]] == [(key.id, True)]
    assert officer.post(KEY, {"public_key": SigningKey().public_key}).status_code == 401


def test_keys_of_one_person_on_one_phone_are_bounded(monkeypatch: pytest.MonkeyPatch, as_person: AsPerson) -> None:
    monkeypatch.setattr(keys, "MOST", 2)
    codes = [as_person("officer1").post(KEY, {"public_key": SigningKey().public_key}).status_code for _ in range(3)]
    assert codes == [200, 200, 409]
