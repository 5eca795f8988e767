"""Fault 18: what a person recorded reaches the server under their name, though phone or person may not sign in any more."""

import hashlib
import json
from typing import Any

import pytest
from flask import Flask

from app.quarantine import operations as quarantine
from tests.conftest import Clock
from tests.deposit.signing import DEPOSIT, SigningPhone
from tests.phones import PhoneOf, new_id
from tests.photos import jpeg
from tests.photos.phone import metadata
from tests.quarantine.test_refused import KEEPER, listed, poison, read

PHOTO = jpeg(600, 400, seed=5)


@pytest.fixture
def signing(app: Flask, phone: PhoneOf) -> SigningPhone:
    return SigningPhone(app, phone("officer1"))


def revoke(phone: PhoneOf, username: str) -> None:
    device = phone(username).caller.device_id
    assert phone("admin1").caller.post(f"/api/v1/devices/{device}/revocation", {}).status_code == 200


def disable(phone: PhoneOf, username: str) -> None:
    answer = phone("admin1").caller.patch(f"/api/v1/people/{phone(username).id}", {"active": False})
    assert answer.status_code == 200, answer.text


def test_what_is_still_allowed_is_filed_at_once(signing: SigningPhone, phone: PhoneOf) -> None:
    officer = signing.phone
    item = officer.item("incident", officer.incident(keeper=KEEPER))
    handed = signing.signed(item)
    assert signing.statuses(handed) == ["deposited"]
    assert signing.statuses(handed, handed) == ["known", "known"]
    assert officer.statuses(item) == ["duplicate"]
    supervisor = phone("supervisor1")
    assert supervisor.caller.get(f"/api/v1/incidents/{item['id']}/keeper").json["name"] == KEEPER["name"]
    page = supervisor.caller.get(f"/api/v1/incidents/{item['id']}").json
    assert page["evidence"]["verdict"] == "intact", page["evidence"]
    assert listed(officer) == []


@pytest.mark.parametrize(("what", "note"), [(revoke, "device_revoked"), (disable, "person_disabled")])
def test_a_revoked_phone_and_a_disabled_person_are_kept(
    signing: SigningPhone, phone: PhoneOf, what: Any, note: str
) -> None:
    officer, admin = signing.phone, phone("admin1")
    items = [officer.item("incident", officer.incident(keeper=KEEPER)), officer.item("capture")]
    what(phone, "officer1")
    assert officer.send(*items).status_code == 401
    answer = signing.deposit(*map(signing.signed, items))
    assert [one["status"] for one in answer.json["receipts"]] == ["deposited"] * 2
    assert all(one["receipt"].startswith(one["change_id"]) for one in answer.json["receipts"])
    assert set(answer.json) == {"server_time", "receipts", "photos"}
    kept = {one["change_id"]: one for one in listed(admin)}
    assert set(kept) == {item["change_id"] for item in items}
    for one in kept.values():
        assert (one["author"]["id"], one["code"], one["note"], one["source"]) == (
            officer.id,
            "deposited",
            note,
            "deposit",
        )
    whole = read(admin, items[0]["change_id"])["item"]
    assert whole["data"] == items[0]["data"]
    assert officer.caller.get("/api/v1/incidents").status_code == 401  # and nothing new is read
    filed = admin.caller.post(f"/api/v1/quarantine/{items[0]['change_id']}/filing", {"data": items[0]["data"]})
    assert filed.json["status"] == "accepted", filed.text
    assert (
        phone("supervisor1").caller.get(f"/api/v1/incidents/{items[0]['id']}").json["meta"]["author"]["id"]
        == officer.id
    )


def test_after_a_move_it_is_the_former_places(signing: SigningPhone, phone: PhoneOf, clock: Clock) -> None:
    officer, city = signing.phone, phone("admin1")
    before = officer.item("incident")
    clock.advance(hours=1)
    city.caller.patch(f"/api/v1/people/{officer.id}", {"organisation_id": "330483"})
    clock.advance(hours=1)
    after = officer.item("incident")
    assert signing.statuses(signing.signed(before), signing.signed(after)) == ["deposited"] * 2
    (kept,) = listed(city)
    assert (kept["change_id"], kept["note"]) == (before["change_id"], "person_moved")
    assert after["id"] in officer.state()
    assert before["id"] not in officer.state()


def test_what_the_one_way_refuses_is_kept(signing: SigningPhone) -> None:
    bad, good = poison(signing.phone), signing.phone.item("incident")
    assert signing.statuses(signing.signed(bad), signing.signed(good)) == ["deposited"] * 2
    (kept,) = listed(signing.phone)
    assert (kept["change_id"], kept["code"], kept["source"]) == (bad["change_id"], "invalid", "deposit")
    assert good["id"] in signing.phone.state()


def test_a_parent_may_come_after_its_child(signing: SigningPhone) -> None:
    officer = signing.phone
    patrol = officer.item("patrol")
    child = officer.item("incident", officer.incident(patrol_id=patrol["id"]))
    assert signing.statuses(signing.signed(child)) == ["deposited"]
    assert child["id"] not in officer.state()
    assert signing.statuses(signing.signed(patrol)) == ["deposited"]
    assert {patrol["id"], child["id"]} <= set(officer.state())


def test_junk_is_kept_nowhere_and_tells_nothing(app: Flask, signing: SigningPhone, phone: PhoneOf) -> None:
    officer, other = signing.phone, phone("officer2")
    good = signing.signed(officer.item("incident"))
    stranger = SigningPhone(app, other)
    unknown = {**good, "key_id": "A" * 43}
    touched = {**good, "payload": good["payload"].replace("persuaded", "ordered_to_correct")}
    foreign = stranger.signed(officer.item("incident"), author_id=officer.id)
    nonsense = {**good, "payload": "no json", "signature": signing.key.sign("no json")}
    nameless = signing.signed(officer.item("incident") | {"change_id": "x"})
    answers = [signing.deposit(one).json for one in (unknown, touched, foreign, nonsense, nameless)]
    assert [one["receipts"][0]["error"]["code"] for one in answers] == ["not_deposited"] * 5
    assert {json.dumps([one["receipts"], one["photos"]]) for one in answers} == {
        json.dumps([answers[0]["receipts"], []])
    }
    assert listed(phone("admin1")) == []
    assert officer.state() == {}


def test_a_flood_of_junk_ends(signing: SigningPhone) -> None:
    junk = signing.signed(signing.phone.item("incident")) | {"key_id": "A" * 43}
    statuses = [signing.deposit(junk).status_code for _ in range(12)]
    assert statuses == [200] * 10 + [429] * 2


def test_somebody_elses_change_is_not_taken(app: Flask, signing: SigningPhone, phone: PhoneOf) -> None:
    theirs = signing.phone.record("incident")
    bad = poison(signing.phone)
    signing.phone.push(bad)
    stranger = SigningPhone(app, phone("outsider1"))
    for change in (theirs, bad):
        item = stranger.phone.item("incident", change_id=change["change_id"])
        assert stranger.statuses(stranger.signed(item)) == ["refused"]
    assert [one["author"]["id"] for one in listed(phone("admin1"))] == [signing.phone.id]


def test_when_there_is_no_room_it_says_so(
    signing: SigningPhone, phone: PhoneOf, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(quarantine, "MOST_ITEMS", 1)
    revoke(phone, "officer1")
    items = [signing.signed(signing.phone.item("incident")) for _ in range(2)]
    answer = signing.deposit(*items).json["receipts"]
    assert [one["status"] for one in answer] == ["deposited", "refused"]
    assert (answer[1]["error"]["code"], answer[1]["receipt"]) == ("quarantine_full", None)


def test_its_photos_follow_by_ticket(app: Flask, signing: SigningPhone, phone: PhoneOf) -> None:
    officer = signing.phone
    item, photo_id, sha256 = officer.item("incident"), new_id(), hashlib.sha256(PHOTO).hexdigest()
    revoke(phone, "officer1")
    (named,) = signing.deposit(signing.signed(item, [{"id": photo_id, "sha256": sha256}])).json["photos"]
    assert (named["id"], named["complete"]) == (photo_id, False)
    facts = {"photo_id": photo_id, "record_id": item["id"], "sha256": sha256, "captured_at": item["captured_at"]}
    told = metadata(facts)
    common = {"Tus-Resumable": "1.0.0", "X-Deposit-Ticket": named["ticket"]}
    creation = {**common, "Upload-Length": str(len(PHOTO)), "Upload-Metadata": told}
    client, uploads = app.test_client(), f"{DEPOSIT}/uploads"
    bytes_ = {"content_type": "application/offset+octet-stream"}
    for ticket in ("", "x.y", named["ticket"][:-2] + "AA"):
        assert client.post(uploads, headers={**creation, "X-Deposit-Ticket": ticket}).status_code == 404
    other = metadata(facts | {"sha256": "0" * 64})
    assert client.post(uploads, headers={**creation, "Upload-Metadata": other}).status_code == 404
    first = client.post(uploads, headers=creation, data=PHOTO[:1000], **bytes_)
    assert (first.status_code, first.headers["Upload-Offset"]) == (201, "1000")
    where = first.headers["Location"]
    assert client.head(where, headers=common).headers["Upload-Offset"] == "1000"
    rest = client.patch(where, headers={**common, "Upload-Offset": "1000"}, data=PHOTO[1000:], **bytes_)
    assert (rest.status_code, rest.headers["Upload-Offset"]) == (204, str(len(PHOTO)))
    assert client.get(f"/api/v1/photos/{photo_id}/original").status_code == 401
    again = signing.deposit(signing.signed(officer.item("incident"), [{"id": photo_id, "sha256": sha256}]))
    assert again.json["photos"][0]["complete"] is True
    admin = phone("admin1")
    admin.caller.post(f"/api/v1/quarantine/{item['change_id']}/filing", {"data": item["data"]})
    page = phone("supervisor1").caller.get(f"/api/v1/incidents/{item['id']}").json
    assert [(one["id"], one["sha256"], one["state"]) for one in page["photos"]] == [(photo_id, sha256, "complete")]
