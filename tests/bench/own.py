"""Quanxun's own figures over HTTP: session, scope, CSRF and validation on, as phones meet it."""

import base64
import hashlib
import json
import random
import tempfile
import time
import urllib.request
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import quote

import uuid_utils

from app.photos import images
from tests.bench import samples
from tests.bench.driver import JSON, Load, json_request, request
from tests.bench.limits import timed
from tests.e2e.server import Server
from tests.people import COOKIE, PASSWORD
from tests.photos import jpeg_of_size

PUSH = "/api/v1/sync/push"
PHOTO_BYTES = 300_000
SEEDED = 10_000
BRANCH = 0.1
"""The share of the seeded records that the pulling supervisor may read."""


@dataclass
class Signed:
    """One person's open session on one server."""

    server: Server
    username: str

    def __post_init__(self) -> None:
        self.device_id = f"bench-{self.username}"
        self.headers: dict[str, str] = {}
        device = {"id": self.device_id, "name": "bench"}
        given = {"username": self.username, "password": PASSWORD, "device": device}
        with self.call("POST", "/api/v1/session", given) as answer:
            cookie = answer.headers["Set-Cookie"].split(";")[0]
            self.headers = {"Cookie": cookie, "X-CSRF-Token": json.load(answer)["csrf_token"]}
        assert cookie.startswith(COOKIE)

    def call(self, method: str, path: str, value: object = None) -> Any:
        body = None if value is None else json.dumps(value).encode()
        return urllib.request.urlopen(
            urllib.request.Request(self.server.url + path, body, self.headers | JSON, method=method), timeout=60
        )

    def push(self, items: Sequence[dict[str, Any]]) -> bytes:
        return json_request("POST", PUSH, samples.push(items, self.device_id), self.headers)


def all_accepted(status: int, body: bytes) -> bool:
    return status == 200 and body.count(b'"accepted"') == body.count(b'"change_id"') > 0


def push_loads(officer: Signed, side: str) -> list[Load]:
    def prepare(most: int, size: int) -> list[bytes]:
        chance = random.Random(time.time_ns())
        return [officer.push([samples.item(chance) for _ in range(size)]) for _ in range(most)]

    return [
        Load(
            name=f"push of {size}", side=side, port=officer.server.port, clients=clients, units=size, unit="records",
            most=most, prepare=partial(prepare, size=size), check=all_accepted,
        )
        for size, most in ((1, 3000), (25, 600), (100, 300))
        for clients in (1, 4)
    ]  # fmt: skip


def photo_loads(officer: Signed, side: str) -> list[Load]:
    """A whole upload in one request (creation-with-upload), each photo of other bytes and on a record of its own."""
    photo = jpeg_of_size(PHOTO_BYTES)

    def prepare(most: int) -> list[bytes]:
        chance = random.Random(time.time_ns())
        records = [samples.item(chance) for _ in range(most)]
        for start in range(0, most, samples.SIZE):
            part = samples.push(records[start : start + samples.SIZE], officer.device_id)
            with officer.call("POST", PUSH, part) as answer:
                assert answer.status == 200
        return [upload(officer, record["id"], photo[:-16] + chance.randbytes(16)) for record in records]

    return [
        Load(
            name="photo of 300 KB", side=side, port=officer.server.port, clients=clients, unit="photos",
            most=200, prepare=prepare,
        )
        for clients in (1, 4)
    ]  # fmt: skip


def upload(officer: Signed, record_id: str, photo: bytes) -> bytes:
    facts = {
        "photo_id": str(uuid_utils.uuid7()),
        "record_id": record_id,
        "filename": "photo.jpg",
        "sha256": hashlib.sha256(photo).hexdigest(),
        "captured_at": "2026-11-20T07:31:00+08:00",
    }
    metadata = ",".join(f"{name} {base64.b64encode(value.encode()).decode()}" for name, value in facts.items())
    headers = officer.headers | {
        "Tus-Resumable": "1.0.0",
        "Upload-Length": str(len(photo)),
        "Upload-Metadata": metadata,
        "Content-Type": "application/offset+octet-stream",
    }
    return request("POST", "/api/v1/uploads", headers, photo)


def seed(server: Server) -> str:
    """Fill the log with records of which the supervisor reads a tenth; the cursor from before."""
    supervisor = Signed(server, "supervisor1")
    cursor = walk(supervisor, "")[-1]
    chance = random.Random(1)
    authors = [Signed(server, "officer1"), Signed(server, "outsider1")]
    for number in range(SEEDED // samples.SIZE):
        author = authors[0] if number % round(1 / BRANCH) == 0 else authors[1]
        items = [samples.item(chance) for _ in range(samples.SIZE)]
        with author.call("POST", PUSH, samples.push(items, author.device_id)) as answer:
            assert all_accepted(answer.status, answer.read())
    return cursor


def walk(person: Signed, cursor: str, limit: int = 1000) -> list[str]:
    """The cursors of every page from `cursor` on."""
    cursors, more = [cursor], True
    while more:
        with person.call("GET", f"/api/v1/sync/changes?cursor={quote(cursors[-1])}&limit={limit}") as answer:
            page = json.load(answer)
        cursors.append(page["cursor"])
        more = page["more"]
    return cursors


def pull_load(server: Server, side: str, cursor: str, limit: int = 1000) -> Load:
    """The supervisor's branch from the beginning, page after page, again and again."""
    supervisor = Signed(server, "supervisor1")
    cursors = walk(supervisor, cursor, limit)[:-1]
    paths = [f"/api/v1/sync/changes?cursor={quote(cursor)}&limit={limit}" for cursor in cursors]
    pages = [request("GET", path, supervisor.headers) for path in paths]
    return Load(
        name="pull", side=side, port=server.port, units=SEEDED * BRANCH / len(pages), unit="changes",
        most=2000, prepare=lambda most: [pages[number % len(pages)] for number in range(most)],
    )  # fmt: skip


def derivatives(photo: bytes) -> dict[str, object]:
    """What the program does with an original after the request is answered."""
    with tempfile.NamedTemporaryFile(suffix=".jpg") as file:
        path = Path(file.name)
        path.write_bytes(photo)

        def derive(_worker: int) -> None:
            images.derivatives(path)

        return timed("derivatives of a 12 MP photo", derive, 1, "photos", side="Quanxun")
