"""A phone that sends photos by tus, header by header, and what the tests look at afterwards."""

import base64
import contextlib
import hashlib
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from tests.phones import Phone, new_id
from tests.program import ROOT

UPLOADS = "/api/v1/uploads"
MEDIA_TYPE = "application/offset+octet-stream"
SHARED = Path(os.environ.get("QUANXUN_SHARED", ROOT.parent / "shared")) / "data" / "photos"
Data = dict[str, Any]


def real(name: str) -> bytes:
    """A photo of a real phone or camera, `gps/DSCN0010.jpg`; the test is skipped where the collection is not present."""
    if not (SHARED / name).exists():
        pytest.skip(f"skipped, not present: {SHARED / name}")
    return (SHARED / name).read_bytes()


def reals(pattern: str) -> list[str]:
    """Names to parametrise over; one that is skipped where the collection is not present."""
    return sorted(str(path.relative_to(SHARED)) for path in SHARED.glob(pattern)) or [pattern]


def sha256(photo: bytes) -> str:
    return hashlib.sha256(photo).hexdigest()


def metadata(facts: Data) -> str:
    return ",".join(f"{key} {base64.b64encode(str(value).encode()).decode()}" for key, value in facts.items())


class Sender:
    """One person's phone, sending one photo after another."""

    def __init__(self, phone: Phone) -> None:
        self.phone, self.caller = phone, phone.caller

    def facts(self, photo: bytes, **more: Any) -> Data:
        facts = {
            "photo_id": new_id(),
            "record_id": new_id(),
            "filename": "IMG_0001.jpg",
            "sha256": sha256(photo),
            "captured_at": self.phone.now(),
        }
        return facts | more

    def create(self, facts: Data, size: int, body: bytes | None = None, **headers: str) -> TestResponse:
        given = {"Tus-Resumable": "1.0.0", "Upload-Length": str(size), "Upload-Metadata": metadata(facts)}
        given |= {} if body is None else {"Content-Type": MEDIA_TYPE}
        return self.caller.request("POST", UPLOADS, headers=given | headers, data=body or b"")

    def patch(self, photo_id: str, offset: int, body: bytes, **headers: str) -> TestResponse:
        given = {"Tus-Resumable": "1.0.0", "Upload-Offset": str(offset), "Content-Type": MEDIA_TYPE}
        return self.caller.request("PATCH", f"{UPLOADS}/{photo_id}", headers=given | headers, data=body)

    def head(self, photo_id: str) -> TestResponse:
        return self.caller.request("HEAD", f"{UPLOADS}/{photo_id}", headers={"Tus-Resumable": "1.0.0"})

    def offset(self, photo_id: str) -> int:
        answer = self.head(photo_id)
        assert answer.status_code == 200
        return int(answer.headers["Upload-Offset"])

    def send(self, photo: bytes, **more: Any) -> str:
        """The id of a photo that is sent whole, in one request."""
        facts = self.facts(photo, **more)
        answer = self.create(facts, len(photo), photo)
        assert answer.status_code == 201, answer.text
        assert answer.headers["Upload-Offset"] == str(len(photo))
        return str(facts["photo_id"])

    def get(self, photo_id: str, what: str | int, **more: Any) -> TestResponse:
        return self.caller.get(f"/api/v1/photos/{photo_id}/{what}", buffered=True, **more)


SenderOf = Callable[[str], Sender]


def code(answer: TestResponse) -> str:
    assert answer.mimetype == "application/problem+json", answer.text
    found: str = answer.json["code"]
    return found


def files(app: Flask, photo_id: str) -> dict[str, bytes]:
    """What lies on the disk of a photo, by ending. A draft that gets its name meanwhile counts as not there."""
    root: Path = app.config["SETTINGS"].photo_dir
    found = {}
    for path in root.rglob(f"{photo_id}*"):
        with contextlib.suppress(FileNotFoundError):
            found[path.name.removeprefix(f"{photo_id}.")] = path.read_bytes()
    return found
