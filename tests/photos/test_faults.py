"""Lines that break, processes that die, two requests at once: no half truth is left."""

import fcntl
import hashlib
import http.client
import io
import json
import os
import signal
import socket
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from uuid import UUID

import pytest
from flask import Flask
from tusclient.client import TusClient

from app.photos import storage
from tests.conftest import Template
from tests.databases import Place
from tests.e2e.server import Server, serving
from tests.people import COOKIE, Session
from tests.phones import new_id
from tests.photos import jpeg, jpeg_of_size
from tests.photos.phone import MEDIA_TYPE, UPLOADS, Sender, SenderOf, code, files, metadata
from tests.program import ROOT

PHOTO = jpeg(640, 480)


def part_of(app: Flask) -> Path:
    (path,) = app.config["SETTINGS"].photo_dir.rglob("*.part")
    return Path(path)


# ---------------------------------------------------------------- what a crash leaves
def test_a_crash_before_the_verdict(app: Flask, sender: SenderOf) -> None:
    """All bytes are here, and the process died before it judged them: whoever asks next settles it."""
    officer = sender("officer1")
    facts = officer.facts(PHOTO)
    officer.create(facts, len(PHOTO), PHOTO[:1000])
    part_of(app).write_bytes(PHOTO)
    assert officer.offset(facts["photo_id"]) == len(PHOTO)
    assert officer.get(facts["photo_id"], 320).status_code == 200
    assert files(app, facts["photo_id"])["orig"] == PHOTO


def test_a_crash_before_the_verdict_on_other_bytes(app: Flask, sender: SenderOf) -> None:
    officer = sender("officer1")
    facts = officer.facts(PHOTO)
    officer.create(facts, len(PHOTO), PHOTO[:1000])
    part_of(app).write_bytes(b"\0" * len(PHOTO))
    assert officer.head(facts["photo_id"]).status_code == 422
    assert officer.offset(facts["photo_id"]) == 0
    assert officer.patch(facts["photo_id"], 0, PHOTO).status_code == 204


def test_a_crash_before_the_original_has_its_name(app: Flask, sender: SenderOf) -> None:
    officer = sender("officer1")
    photo_id = officer.send(PHOTO)
    (path,) = app.config["SETTINGS"].photo_dir.rglob("*.orig")
    path.rename(path.with_suffix(".part"))
    assert officer.offset(photo_id) == len(PHOTO)
    assert files(app, photo_id)["orig"] == PHOTO
    path.rename(path.with_suffix(".part"))
    assert officer.get(photo_id, "original").data == PHOTO
    assert files(app, photo_id)["orig"] == PHOTO


def test_a_crash_before_the_upload_was_filed(app: Flask, sender: SenderOf) -> None:
    officer = sender("officer1")
    facts = officer.facts(PHOTO)
    path = storage.Folder(app.config["SETTINGS"].photo_dir).path(UUID(facts["photo_id"]), "part")
    path.parent.mkdir(parents=True)
    path.write_bytes(b"\0" * 500)
    assert officer.head(facts["photo_id"]).status_code == 404
    assert officer.create(facts, len(PHOTO), PHOTO).status_code == 201
    assert files(app, facts["photo_id"])["orig"] == PHOTO


# ---------------------------------------------------------------- two at once
def test_an_upload_is_held_by_one_request(app: Flask, sender: SenderOf, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(storage, "PATIENCE_S", 0.05)
    officer = sender("officer1")
    facts = officer.facts(PHOTO)
    officer.create(facts, len(PHOTO), PHOTO[:1000])
    with part_of(app).open("rb") as other:
        fcntl.flock(other, fcntl.LOCK_EX)
        for answer in (officer.patch(facts["photo_id"], 1000, PHOTO[1000:]), officer.create(facts, len(PHOTO), PHOTO)):
            assert (answer.status_code, code(answer)) == (503, "try_again_later")
    assert officer.patch(facts["photo_id"], 1000, PHOTO[1000:]).status_code == 204


def test_two_senders_of_one_photo_do_not_mix_their_bytes(app: Flask, sender: SenderOf) -> None:
    senders = [sender("officer1") for _ in range(4)]
    facts = senders[0].facts(PHOTO)
    answers: list[int] = []

    def send(one: Sender) -> None:
        answers.append(one.create(facts, len(PHOTO), PHOTO).status_code)

    threads = [threading.Thread(target=send, args=[one]) for one in senders]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == [201] * 4
    assert files(app, facts["photo_id"])["orig"] == PHOTO


def test_a_photo_and_its_record_that_arrive_at_once_find_each_other(sender: SenderOf) -> None:
    writer, photographer, mate = sender("officer1"), sender("officer1"), sender("officer2")
    items = [writer.phone.item("incident") for _ in range(15)]
    ids: list[str] = []
    threads = [
        threading.Thread(target=lambda: [writer.phone.push(item) for item in items]),
        threading.Thread(target=lambda: ids.extend(photographer.send(PHOTO, record_id=item["id"]) for item in items)),
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(ids) == 15
    assert [mate.get(photo_id, 320).status_code for photo_id in ids] == [200] * 15


# ---------------------------------------------------------------- a real server
@pytest.fixture
def server(place: Place) -> Iterator[Server]:
    with serving(place.data_dir, DATABASE_URL=place.url, WORKERS="1") as server:
        yield server


@pytest.fixture
def officer(template: Template) -> Session:
    return template.sessions["officer1"]


def headers_of(session: Session) -> dict[str, str]:
    return {"Cookie": f"{COOKIE}={session.token}", "X-CSRF-Token": session.csrf_token}


def facts_of(photo: bytes) -> dict[str, str]:
    return {
        "photo_id": new_id(),
        "record_id": new_id(),
        "filename": "狗.jpg",
        "sha256": hashlib.sha256(photo).hexdigest(),
        "captured_at": "2026-11-20T07:31:00+08:00",
    }


@pytest.mark.one_engine
def test_the_tus_project_s_own_client(server: Server, officer: Session) -> None:
    photo = jpeg_of_size(700_000)
    facts = facts_of(photo)
    client = TusClient(f"{server.url}{UPLOADS}", headers=headers_of(officer))
    uploader = client.uploader(file_stream=io.BytesIO(photo), chunk_size=100_000, metadata=facts)
    uploader.upload(stop_at=300_000)
    again = client.uploader(file_stream=io.BytesIO(photo), chunk_size=200_000, url=uploader.url)
    assert again.offset == 300_000
    again.upload()
    (path,) = server.data_dir.rglob(f"{facts['photo_id']}.orig")
    assert path.read_bytes() == photo


@pytest.mark.one_engine
def test_the_official_client_of_browsers(server: Server, officer: Session, tmp_path: Path) -> None:
    photo = jpeg_of_size(700_000)
    facts, file = facts_of(photo), tmp_path / "photo.jpg"
    file.write_bytes(photo)
    script = [ROOT / "tests/photos/tus_client.mjs", ROOT / "pwa/package.json", f"{server.url}{UPLOADS}", file]
    told = subprocess.run(
        ["node", *script, json.dumps(headers_of(officer)), json.dumps(facts)],
        check=True, capture_output=True, text=True, timeout=60,
    )  # fmt: skip
    sent = json.loads(told.stdout)
    assert sent["url"].endswith(f"{UPLOADS}/{facts['photo_id']}")
    assert (sent["first"], sent["second"]) == ([200_000], [400_000, 600_000, 700_000])
    (path,) = server.data_dir.rglob(f"{facts['photo_id']}.orig")
    assert path.read_bytes() == photo


@pytest.mark.one_engine
def test_a_killed_server_and_a_broken_line(server: Server, officer: Session) -> None:
    """What had come counts: first the line breaks, then the server is killed in the middle, then the rest is sent."""
    photo, piece = jpeg_of_size(6_000_000), 2 * 1024**2
    facts = facts_of(photo)
    created = {"Upload-Length": str(len(photo)), "Upload-Metadata": metadata(facts)}
    half_sent(server, officer, "POST", UPLOADS, photo[:piece], created).close()
    address = f"{UPLOADS}/{facts['photo_id']}"
    first = wait_for(lambda: offset(server, officer, address), piece)

    line = half_sent(server, officer, "PATCH", address, photo[first : 2 * piece], {"Upload-Offset": str(first)})
    wait_for(lambda: sum(path.stat().st_size for path in server.data_dir.rglob("*.part")), 2 * piece)
    assert server.process is not None
    for child in Path(f"/proc/{server.process.pid}/task/{server.process.pid}/children").read_text().split():
        os.kill(int(child), signal.SIGKILL)
    line.close()
    second = wait_for(lambda: offset(server, officer, address), 2 * piece)

    assert exchange(server, officer, "PATCH", address, photo[second:], {"Upload-Offset": str(second)}).status == 204
    (path,) = server.data_dir.rglob(f"{facts['photo_id']}.orig")
    assert path.read_bytes() == photo


@pytest.mark.one_engine
def test_a_body_in_chunks_of_unknown_length(server: Server, officer: Session) -> None:
    facts = facts_of(PHOTO)
    head = {"Upload-Length": str(len(PHOTO)), "Upload-Metadata": metadata(facts), "Tus-Resumable": "1.0.0"}
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=30)
    body = (PHOTO[at : at + 5000] for at in range(0, len(PHOTO), 5000))
    connection.request(
        "POST", UPLOADS, body, headers_of(officer) | head | {"Content-Type": MEDIA_TYPE}, encode_chunked=True
    )
    answer = connection.getresponse()
    assert (answer.status, answer.headers["Upload-Offset"]) == (201, str(len(PHOTO)))
    connection.close()


def half_sent(
    server: Server, session: Session, method: str, address: str, piece: bytes, more: dict[str, str]
) -> socket.socket:
    """A request that promises more than it brings, and waits."""
    given = {**headers_of(session), **more, "Host": "x", "Tus-Resumable": "1.0.0", "Content-Type": MEDIA_TYPE}
    given["Content-Length"] = str(len(piece) + 1_000_000)
    line = socket.create_connection(("127.0.0.1", server.port))
    lines = [f"{method} {address} HTTP/1.1", *(f"{name}: {value}" for name, value in given.items()), "", ""]
    line.sendall("\r\n".join(lines).encode() + piece)
    return line


def exchange(
    server: Server, session: Session, method: str, address: str, body: bytes, more: dict[str, str]
) -> http.client.HTTPResponse:
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=30)
    given = headers_of(session) | more | {"Tus-Resumable": "1.0.0", "Content-Type": MEDIA_TYPE}
    connection.request(method, address, body, given)
    answer = connection.getresponse()
    answer.read()
    connection.close()
    return answer


def offset(server: Server, session: Session, address: str) -> int:
    try:
        answer = exchange(server, session, "HEAD", address, b"", {})
    except OSError:
        return -1
    return int(answer.headers["Upload-Offset"]) if answer.status == 200 else -1


def wait_for(found: Callable[[], int], wanted: int) -> int:
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        if (value := found()) == wanted:
            return wanted
        time.sleep(0.1)
    raise AssertionError(f"{value} after 30 s, not {wanted}")
