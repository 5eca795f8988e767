"""Phones that go on through whatever happens to the server: each repeats until it has an answer, and notes what it got."""

import hashlib
import http.client
import json
import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from tests.e2e.server import Server
from tests.people import COOKIE, Session
from tests.phones import new_id
from tests.photos import jpeg_of_size
from tests.photos.phone import MEDIA_TYPE, UPLOADS, metadata

Data = dict[str, Any]
PATIENCE_S = 60


class Line:
    """Requests of one person over a connection of their own."""

    def __init__(self, server: Server, session: Session) -> None:
        self.server, self.session = server, session

    def ask(self, method: str, path: str, body: bytes | None = None, **headers: str) -> tuple[int, Data, bytes]:
        """Status, headers, body. Raises OSError or HTTPException when the line or the server breaks."""
        given = {"Cookie": f"{COOKIE}={self.session.token}", "X-CSRF-Token": self.session.csrf_token} | headers
        connection = http.client.HTTPConnection("127.0.0.1", self.server.port, timeout=20)
        try:
            connection.request(method, path, body, given)
            answer = connection.getresponse()
            return answer.status, dict(answer.headers), answer.read()
        finally:
            connection.close()

    def insist(self, ask: Callable[[], Data | None]) -> Data:
        """Repeat until it is done. Raises AssertionError after a minute without any answer, and at the end of all patience:
        an upload in pieces takes its time while the server is killed again and again."""
        heard = began = time.monotonic()
        while time.monotonic() - heard < PATIENCE_S and time.monotonic() - began < 10 * PATIENCE_S:
            try:
                if (found := ask()) is not None:
                    return found
                heard = time.monotonic()
            except (OSError, http.client.HTTPException):
                pass
            time.sleep(0.1)
        raise AssertionError(
            f"no answer for {time.monotonic() - heard:.0f} s, not done for {time.monotonic() - began:.0f} s"
        )

    def push(self, items: list[Data]) -> Data:
        """The answer to a push that was taken; 5xx means: come again."""
        body = {"device_id": self.session.device_id, "sent_at": datetime.now(UTC).isoformat(), "items": items}

        def once() -> Data | None:
            raw = json.dumps(body).encode()
            status, _, answer = self.ask("POST", "/api/v1/sync/push", raw, **{"Content-Type": "application/json"})
            assert status < 500 or status in (500, 503), (status, answer)
            assert status in (200, 500, 503), (status, answer)
            return json.loads(answer) if status == 200 else None

        return self.insist(once)

    def get(self, path: str) -> Data:
        def once() -> Data | None:
            status, _, answer = self.ask("GET", path)
            return json.loads(answer) if status == 200 else None

        return self.insist(once)

    def upload(self, photo: bytes, facts: Data, piece: int) -> None:
        """By tus, in pieces, asking for the offset after each break."""
        created = {"Upload-Length": str(len(photo)), "Upload-Metadata": metadata(facts), "Tus-Resumable": "1.0.0"}
        address = f"{UPLOADS}/{facts['photo_id']}"

        def once() -> Data | None:
            status, headers, _ = self.ask("HEAD", address, None, **{"Tus-Resumable": "1.0.0"})
            if status == 404:
                self.ask("POST", UPLOADS, b"", **created)
                return None
            if status != 200:
                return None
            offset = int(headers["Upload-Offset"])
            if offset == len(photo):
                return {}
            more = {"Upload-Offset": str(offset), "Tus-Resumable": "1.0.0", "Content-Type": MEDIA_TYPE}
            self.ask("PATCH", address, photo[offset : offset + piece], **more)
            return None

        self.insist(once)


class Crowd:
    """Two phones at work, one with records and one with photos, until they are told to end."""

    def __init__(self, server: Server, session: Session, batch: int = 40) -> None:
        self.line, self.batch = Line(server, session), batch
        self.acknowledged: set[str] = set()
        self.records: set[str] = set()
        self.photos: dict[str, bytes] = {}
        self.done = threading.Event()
        self.faults: list[BaseException] = []
        self.threads = [threading.Thread(target=self.go, args=[act]) for act in (self.record, self.photograph)]

    def __enter__(self) -> "Crowd":
        for thread in self.threads:
            thread.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self.done.set()
        for thread in self.threads:
            thread.join()

    def go(self, act: Callable[[], None]) -> None:
        try:
            while not self.done.is_set():
                act()
        except BaseException as error:  # told by the test, in its own thread
            self.faults.append(error)

    def record(self) -> None:
        patrol = self.item("patrol", {"type": "morning", "started_at": self.now()})
        items = [patrol] + [self.item("incident", self.incident(patrol["id"])) for _ in range(self.batch - 1)]
        answer = self.line.push(items)
        assert {result["status"] for result in answer["results"]} <= {"accepted", "duplicate"}, answer
        self.acknowledged |= {result["change_id"] for result in answer["results"]}
        self.records |= {result["id"] for result in answer["results"]}

    def photograph(self) -> None:
        photo = jpeg_of_size(200_000) + new_id().encode()
        facts = {
            "photo_id": new_id(),
            "record_id": new_id(),
            "filename": "a.jpg",
            "sha256": hashlib.sha256(photo).hexdigest(),
            "captured_at": self.now(),
        }
        self.line.upload(photo, facts, 50_000)
        self.photos[facts["photo_id"]] = photo

    def item(self, kind: str, data: Data) -> Data:
        names = {"change_id": new_id(), "id": new_id(), "kind": kind, "op": "put", "base": 0}
        return names | {"captured_at": self.now(), "data": data}

    def incident(self, patrol_id: str) -> Data:
        position = {"lon": 120.75, "lat": 30.75, "accuracy_m": 5, "fixed_at": self.now(), "provider": "gps"}
        return {"type": "unleashed", "position": position, "action": "persuaded", "patrol_id": patrol_id}

    @staticmethod
    def now() -> str:
        return datetime.now(UTC).isoformat(timespec="seconds")
