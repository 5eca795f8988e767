"""A rescue file is read by the office alone; each record and photo in it gets a receipt that its phone can check."""

import hashlib
import json
import os
import struct
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.serialization import load_der_public_key
from flask import Flask

from app.deposit.sealed_rows import hchacha
from app.office import unpacked
from tests.databases import Place
from tests.deposit.rescue_file import wrapped, wrapped_without_device, written
from tests.deposit.signing import SigningPhone
from tests.deposit.test_deposit import disable
from tests.people import Caller
from tests.phones import Data, PhoneOf, new_id
from tests.photos import jpeg
from tests.program import environment, quanxun
from tests.quarantine.test_refused import KEEPER, listed, read

RESCUE = "/api/v1/deposit/rescue"
PHOTO = jpeg(900, 700, seed=8)
SHA256 = hashlib.sha256(PHOTO).hexdigest()


@pytest.fixture
def signing(app: Flask, phone: PhoneOf) -> SigningPhone:
    return SigningPhone(app, phone("officer1"))


@pytest.fixture
def office(phone: PhoneOf) -> dict[str, str]:
    found: dict[str, str] = phone("officer1").caller.get("/api/v1/session").json["office_key"]
    return found


@pytest.fixture
def file(signing: SigningPhone, office: dict[str, str], tmp_path: Path) -> tuple[Path, Data, str]:
    """A record with a keeper and a photo, one record more, and what nobody signed."""
    officer, photo_id = signing.phone, new_id()
    item = officer.item("incident", officer.incident(keeper=KEEPER))
    signed = signing.signed(item, [{"id": photo_id, "sha256": SHA256}])
    said = {
        "id": photo_id,
        "sha256": SHA256,
        "captured_at": item["captured_at"],
        "filename": "a.jpg",
        "size": len(PHOTO),
    }
    stray = {**said, "id": new_id()}
    entries = [
        ({"change": signed}, b""),
        ({"change": signing.signed(officer.item("capture"))}, b""),
        ({"change": {"change_id": new_id(), "data": {"note": "不是手机签的"}}}, b""),
        ({"photo": said}, PHOTO),
        ({"photo": stray}, PHOTO),
    ]
    return written(tmp_path / "rescue.qxr", office, entries), item, photo_id


def carried(caller: Caller, content: bytes) -> Any:
    return caller.request("POST", RESCUE, data=content, content_type="application/octet-stream")


def checked(office: dict[str, str], done: Data) -> Data:
    """What the receipt says, once its signature has been found good."""
    raw = unpacked(done["signature"])
    number = encode_dss_signature(int.from_bytes(raw[:32], "big"), int.from_bytes(raw[32:], "big"))
    key = load_der_public_key(unpacked(office["receipt_key"]))
    key.verify(number, done["receipt"].encode(), ec.ECDSA(hashes.SHA256()))  # type: ignore[call-arg, arg-type]
    said: Data = json.loads(done["receipt"])
    return said


def test_another_phone_carries_it(
    office: dict[str, str], file: tuple[Path, Data, str], phone: PhoneOf, signing: SigningPhone
) -> None:
    path, item, photo_id = file
    disable(phone, "officer1")
    for canary in (KEEPER["name"], KEEPER["phone"], item["id"], photo_id):
        assert canary.encode() not in path.read_bytes()
    answer = carried(phone("volunteer1").caller, path.read_bytes())
    assert answer.status_code == 200, answer.text
    said = checked(office, answer.json)
    assert said["complete"] is True
    assert [one["status"] for one in said["changes"]] == ["deposited", "deposited", "refused"]
    assert [(one["id"] == photo_id, one["status"]) for one in said["photos"]] == [
        (True, "complete"),
        (False, "refused"),
    ]
    kept = listed(phone("admin1"))
    assert {(one["source"], one["note"]) for one in kept} == {("rescue", "person_disabled")}
    assert len(kept) == 2
    assert read(phone("admin1"), item["change_id"])["item"]["data"]["keeper"] == KEEPER
    again = checked(office, carried(phone("officer2").caller, path.read_bytes()).json)
    assert [one["status"] for one in again["changes"]] == ["known", "known", "refused"]
    assert again["photos"][0]["status"] == "complete"


def test_what_its_phone_sends_later_is_a_repeat(
    file: tuple[Path, Data, str], phone: PhoneOf, signing: SigningPhone
) -> None:
    path, item, photo_id = file
    carried(phone("officer2").caller, path.read_bytes())
    assert signing.phone.statuses(item) == ["duplicate"]
    page = phone("supervisor1").caller.get(f"/api/v1/incidents/{item['id']}").json
    assert [(one["id"], one["state"]) for one in page["photos"]] == [(photo_id, "complete")]


@pytest.mark.parametrize("harm", ["cut", "touched", "another office", "no file", "swapped", "no end"])
def test_nothing_of_a_damaged_file_is_taken(
    file: tuple[Path, Data, str], phone: PhoneOf, signing: SigningPhone, harm: str
) -> None:
    content = file[0].read_bytes()
    head, _, frames = content.partition(b"\n")
    (first,) = struct.unpack(">I", frames[:4])
    (second,) = struct.unpack(">I", frames[5 + first : 9 + first])
    harmed = {
        "cut": content[: len(content) // 2],
        "touched": content[:-1] + bytes([content[-1] ^ 1]),
        "another office": content.replace(b'"office": "', b'"office": "x', 1),
        "no file": os.urandom(2000),
        "swapped": head + b"\n" + frames[5 + first : 10 + first + second] + frames[: 5 + first],
        "no end": content[: content.rindex(struct.pack(">I", 29) + b"\x01")],
    }[harm]
    answer = carried(phone("officer2").caller, harmed)
    assert (answer.status_code, answer.json["code"]) == (422, "rescue_unreadable")
    assert listed(phone("admin1")) == []
    assert signing.phone.state() == {}


def test_the_command_takes_it_and_writes_the_receipt(
    office: dict[str, str], file: tuple[Path, Data, str], place: Place, phone: PhoneOf
) -> None:
    path, item, _ = file
    env = environment(place.data_dir, DATABASE_URL=place.url)
    said = quanxun(env, "rescue", str(path))
    assert "changes: 2 deposited, 1 refused" in said
    assert "photos: 1 complete, 1 refused" in said
    done = json.loads(path.with_name("rescue.qxr.receipt.json").read_text())
    assert checked(office, done)["changes"][0]["change_id"] == item["change_id"]
    assert item["id"] in phone("supervisor1").state()
    path.write_bytes(path.read_bytes()[:-40])
    with pytest.raises(AssertionError, match="incomplete"):
        quanxun(env, "rescue", str(path))
    with pytest.raises(AssertionError, match="2 known"):
        quanxun(env, "rescue", str(path), "--partial")


@pytest.mark.parametrize("version", [1, 2])
def test_rows_sealed_under_a_forgotten_pin_are_opened(
    office: dict[str, str], signing: SigningPhone, phone: PhoneOf, tmp_path: Path, version: int
) -> None:
    officer, photo_id, raw = signing.phone, new_id(), os.urandom(32)
    item = officer.item("incident", officer.incident(keeper=KEEPER))
    signed = signing.signed(item, [{"id": photo_id, "sha256": SHA256}])
    signed.pop("private")
    outbox = {"data": item["data"], "capturedAt": item["captured_at"], "evidence": {"signed": signed}}
    about = {"sha256": SHA256, "capturedAt": item["captured_at"], "filename": "b.jpg", "thumb": None}
    if version == 1:
        vault = wrapped_without_device(office, officer.id, "k1", raw)
    else:
        vault = wrapped(office, officer.id, officer.caller.device_id, "k1", raw)
    lost_change, lost_photo = new_id(), new_id()
    rows = [
        ({"vault": vault}, b""),
        row("outbox", lost_change, packed(outbox), os.urandom(32), "k0"),
        row("outbox", item["change_id"], packed(outbox), raw),
        row("outbox", new_id(), packed(outbox), os.urandom(32)),
        row("photos", photo_id, packed(about), raw),
        row("photoBytes", photo_id, packed(None, PHOTO), raw),
        row("photos", lost_photo, packed(about), os.urandom(32)),
        row("photoBytes", lost_photo, packed(None, PHOTO), raw),
    ]
    answer = carried(phone("officer2").caller, written(tmp_path / "f", office, rows).read_bytes())
    said = checked(office, answer.json)
    assert said["complete"]
    assert [one["status"] for one in said["changes"]] == ["refused", "deposited", "refused"]
    assert [one["change_id"] for one in said["changes"][:2]] == [lost_change, item["change_id"]]
    assert [(one["id"], one["status"]) for one in said["photos"]] == [(photo_id, "complete"), (lost_photo, "refused")]
    assert phone("supervisor1").caller.get(f"/api/v1/incidents/{item['id']}/keeper").json["name"] == KEEPER["name"]


MISSHAPEN: list[Data] = [
    {"vault": 5},
    {"vault": {"v": []}},
    {"vault": {"key": "k1"}},
    {"row": None},
    {"row": {"table": [], "id": {}, "key": []}},
    {"photo": 5},
    {"photo": {"id": 5}},
    {"change": 5},
]


@pytest.mark.parametrize("what", MISSHAPEN, ids=str)
def test_what_no_phone_writes_harms_nobody(office: dict[str, str], phone: PhoneOf, tmp_path: Path, what: Data) -> None:
    answer = carried(phone("officer2").caller, written(tmp_path / "f", office, [(what, b"")]).read_bytes())
    assert answer.status_code == 200, answer.text
    said = checked(office, answer.json)
    assert {one["status"] for one in (*said["changes"], *said["photos"])} <= {"refused"}


def packed(value: Any, buffer: bytes | None = None) -> bytes:
    """`local/sealing/packing.ts`."""
    text = json.dumps([value, [[[], len(buffer)]] if buffer else []]).encode()
    return struct.pack(">I", len(text)) + text + (buffer or b"")


def row(table: str, name: str, plain: bytes, key: bytes, key_id: str = "k1") -> tuple[Data, bytes]:
    from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

    nonce, bound = os.urandom(24), json.dumps([table, name, key_id], separators=(",", ":")).encode()
    sealed = ChaCha20Poly1305(hchacha(key, nonce[:16])).encrypt(bytes(4) + nonce[16:], plain, bound)
    return {"row": {"table": table, "id": name, "key": key_id}}, nonce + sealed


@pytest.mark.one_engine
def test_the_subkey_is_that_of_the_draft() -> None:
    """draft-irtf-cfrg-xchacha-03, 2.2.1."""
    key = bytes(range(32))
    nonce = bytes.fromhex("000000090000004a0000000031415927")
    assert hchacha(key, nonce).hex() == "82413b4227b27bfed30e42508a877d73a0f9e4d58a74a853c12ec41326d3ecdc"


def test_the_key_is_made_once_and_production_keeps_it_close(blank: Place) -> None:
    env = environment(blank.data_dir, DATABASE_URL=blank.url)
    made = {"APP_ENV": "production", "SECRET_KEY": "x" * 40, "FIELD_KEY": "A" * 43 + "="}
    assert "office.key" in quanxun(env | made, "office-key")
    with pytest.raises(AssertionError, match="is there already"):
        quanxun(env | made, "office-key")
    (blank.data_dir / "office.key").chmod(0o644)
    with pytest.raises(AssertionError, match="can be read by others"):
        quanxun(env | made, "roles")
