"""Uploads that are refused, and that leave nothing behind."""

from typing import Any
from uuid import UUID

import pytest
from flask import Flask

from app.photos import storage
from tests.phones import new_id
from tests.photos import jpeg
from tests.photos.phone import MEDIA_TYPE, UPLOADS, SenderOf, code, files, metadata

PHOTO = jpeg(320, 240)
LIMIT = 40 * 1024 * 1024


@pytest.mark.parametrize("version", ["0.2.2", "1.0", ""])
def test_another_version_of_tus(sender: SenderOf, version: str) -> None:
    officer = sender("officer1")
    answer = officer.create(officer.facts(PHOTO), len(PHOTO), PHOTO, **{"Tus-Resumable": version})
    assert (answer.status_code, code(answer)) == (412, "tus_version")
    assert answer.headers["Tus-Version"] == "1.0.0"
    assert officer.caller.request("HEAD", f"{UPLOADS}/{new_id()}").status_code == 412


@pytest.mark.parametrize(
    ("missing", "field"),
    [("photo_id", "photo_id"), ("record_id", "record_id"), ("sha256", "sha256"), ("captured_at", "captured_at")],
)
def test_a_fact_is_missing(sender: SenderOf, missing: str, field: str) -> None:
    officer = sender("officer1")
    facts = officer.facts(PHOTO)
    del facts[missing]
    answer = officer.create(facts, len(PHOTO), PHOTO)
    assert (answer.status_code, code(answer)) == (400, "bad_upload")
    assert list(answer.json["fields"]) == [field]


def test_the_filename_may_be_missing(sender: SenderOf) -> None:
    officer = sender("officer1")
    facts = officer.facts(PHOTO)
    del facts["filename"]
    assert officer.create(facts, len(PHOTO), PHOTO).status_code == 201


@pytest.mark.parametrize(
    "wrong",
    [
        {"photo_id": "1"},
        {"photo_id": "../../../../etc/passwd"},
        {"record_id": "{01931f8e-0000-7000-8000-000000000001}"},
        {"sha256": "xyz"},
        {"sha256": "a" * 63},
        {"captured_at": "2026-11-20T07:31:00"},
        {"captured_at": "yesterday"},
        {"captured_at": "0001-01-01T00:00:00+14:00"},
        {"captured_at": "2026-11-20犬07:31:00+08:00"},
    ],
)
def test_a_fact_is_wrong(app: Flask, sender: SenderOf, wrong: dict[str, str]) -> None:
    officer = sender("officer1")
    answer = officer.create(officer.facts(PHOTO, **wrong), len(PHOTO), PHOTO)
    assert (answer.status_code, code(answer)) == (400, "bad_upload")
    assert list(answer.json["fields"]) == list(wrong)
    assert not app.config["SETTINGS"].photo_dir.exists()


@pytest.mark.parametrize("text", ["photo_id !!!", "photo_id /w==", "a YQ==,a YQ==", "é YQ==", ""])
def test_metadata_that_cannot_be_read(sender: SenderOf, text: str) -> None:
    answer = sender("officer1").create({}, len(PHOTO), PHOTO, **{"Upload-Metadata": text})
    assert (answer.status_code, code(answer)) == (400, "bad_upload")


@pytest.mark.parametrize("length", ["0", "-1", "1e3", "٣", "", "9" * 40])
def test_a_length_that_is_no_length(sender: SenderOf, length: str) -> None:
    officer = sender("officer1")
    answer = officer.create(officer.facts(PHOTO), 0, None, **{"Upload-Length": length})
    assert (answer.status_code, code(answer)) == (400, "bad_upload")


def test_the_length_must_be_known(sender: SenderOf) -> None:
    officer = sender("officer1")
    given = {"Tus-Resumable": "1.0.0", "Upload-Metadata": metadata(officer.facts(PHOTO)), "Upload-Defer-Length": "1"}
    assert code(officer.caller.request("POST", UPLOADS, headers=given)) == "bad_upload"


def test_too_large_a_photo(sender: SenderOf) -> None:
    officer = sender("officer1")
    answer = officer.create(officer.facts(PHOTO), LIMIT + 1)
    assert (answer.status_code, code(answer)) == (413, "photo_too_large")
    assert "40 MB" in answer.json["detail"]
    assert officer.create(officer.facts(PHOTO), LIMIT).status_code == 201


def test_too_large_a_body(app: Flask, sender: SenderOf) -> None:
    officer = sender("officer1")
    facts = officer.facts(PHOTO)
    officer.create(facts, LIMIT)
    given = {"Tus-Resumable": "1.0.0", "Upload-Offset": "0", "Content-Type": MEDIA_TYPE}
    address = f"{UPLOADS}/{facts['photo_id']}"
    answer = officer.caller.request(
        "PATCH", address, headers=given, environ_overrides={"CONTENT_LENGTH": str(LIMIT + 1)}
    )
    assert (answer.status_code, code(answer)) == (413, "photo_too_large")
    assert not files(app, facts["photo_id"])


@pytest.mark.parametrize("media_type", ["application/json", "image/jpeg", "multipart/form-data; boundary=x", ""])
def test_another_content_type(sender: SenderOf, media_type: str) -> None:
    officer = sender("officer1")
    facts = officer.facts(PHOTO)
    officer.create(facts, len(PHOTO))
    answer = officer.patch(facts["photo_id"], 0, PHOTO, **{"Content-Type": media_type})
    assert (answer.status_code, code(answer)) == (415, "unsupported_media_type")
    assert MEDIA_TYPE in answer.json["detail"]
    assert officer.create(officer.facts(PHOTO), len(PHOTO), PHOTO, **{"Content-Type": media_type}).status_code == 415


@pytest.mark.parametrize("offset", ["-1", "1.5", "x"])
def test_an_offset_that_is_no_offset(sender: SenderOf, offset: str) -> None:
    officer = sender("officer1")
    facts = officer.facts(PHOTO)
    officer.create(facts, len(PHOTO))
    assert code(officer.patch(facts["photo_id"], 0, PHOTO, **{"Upload-Offset": offset})) == "bad_upload"


@pytest.mark.parametrize("checksum", ["md5 YQ==", "sha1 ???", "sha256"])
def test_a_checksum_that_cannot_be_read(sender: SenderOf, checksum: str) -> None:
    officer = sender("officer1")
    answer = officer.create(officer.facts(PHOTO), len(PHOTO), PHOTO, **{"Upload-Checksum": checksum})
    assert answer.status_code in (400, 460)
    assert answer.status_code == 400 or checksum == "sha256"


def test_every_write_carries_the_token(sender: SenderOf) -> None:
    officer = sender("officer1")
    facts = officer.facts(PHOTO)
    without: dict[str, Any] = {"X-CSRF-Token": ""}
    answer = officer.create(facts, len(PHOTO), PHOTO, **without)
    assert (answer.status_code, code(answer)) == (403, "csrf")
    assert answer.headers["Tus-Resumable"] == "1.0.0"
    officer.create(facts, len(PHOTO))
    assert code(officer.patch(facts["photo_id"], 0, PHOTO, **without)) == "csrf"
    assert officer.offset(facts["photo_id"]) == 0


def test_nobody_sends_without_signing_in(app: Flask) -> None:
    client = app.test_client()
    headers = {"Tus-Resumable": "1.0.0", "Upload-Length": "5"}
    assert client.post(UPLOADS, headers=headers).status_code == 401
    assert client.patch(f"{UPLOADS}/{new_id()}", headers=headers).status_code == 401
    assert client.head(f"{UPLOADS}/{new_id()}", headers=headers).status_code == 401


@pytest.mark.parametrize("username", ["supervisor1", "admin1"])
def test_who_records_nothing_sends_no_photos(sender: SenderOf, username: str) -> None:
    person = sender(username)
    assert person.create(person.facts(PHOTO), len(PHOTO), PHOTO).status_code == 403


def test_a_disk_that_is_full(app: Flask, sender: SenderOf) -> None:
    """The kernel's own ENOSPC: the place of the photo leads to /dev/full."""
    officer = sender("officer1")
    facts = officer.facts(PHOTO)
    path = storage.Folder(app.config["SETTINGS"].photo_dir).path(UUID(facts["photo_id"]), "part")
    path.parent.mkdir(parents=True)
    path.symlink_to("/dev/full")
    answer = officer.create(facts, len(PHOTO), PHOTO)
    assert (answer.status_code, code(answer)) == (507, "storage_full")
    assert officer.head(facts["photo_id"]).status_code == 404
    path.unlink(missing_ok=True)
    assert officer.create(facts, len(PHOTO), PHOTO).status_code == 201


def test_the_disk_fills_up_in_the_middle(app: Flask, sender: SenderOf) -> None:
    officer = sender("officer1")
    facts = officer.facts(PHOTO)
    officer.create(facts, len(PHOTO), PHOTO[:1000])
    (path,) = app.config["SETTINGS"].photo_dir.rglob("*.part")
    whole = path.rename(path.with_suffix(".safe"))
    path.symlink_to("/dev/full")
    # /dev/full has no size: to the server nothing has come yet
    assert code(officer.patch(facts["photo_id"], 0, PHOTO)) == "storage_full"
    path.unlink(missing_ok=True)
    whole.rename(path)
    assert officer.offset(facts["photo_id"]) == 1000
    assert officer.patch(facts["photo_id"], 1000, PHOTO[1000:]).status_code == 204


def test_photos_leave_room_for_records(sender: SenderOf, monkeypatch: pytest.MonkeyPatch) -> None:
    officer = sender("officer1")
    monkeypatch.setattr(storage, "RESERVE", 2**62)
    answer = officer.create(officer.facts(PHOTO), len(PHOTO), PHOTO)
    assert (answer.status_code, code(answer)) == (507, "storage_full")
