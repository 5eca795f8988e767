"""Whole scenes rather than single requests: a week offline, a hundred phones that sign on, a busy half minute."""

import contextlib
import http.client
import json
import random
import threading
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from urllib.parse import quote

from tests.bench import report, samples
from tests.bench.own import PHOTO_BYTES, PUSH, Signed, upload
from tests.e2e.proxy import proxy_to
from tests.e2e.server import Server, serving
from tests.photos import jpeg_of_size
from tests.program import prepare_demo

Row = report.Row
SLOW = {"delay_s": 0.02, "bytes_per_s": 2_000_000}
"""A middling mobile line: 16 Mbit/s, and time for each piece."""


@dataclass
class Took:
    """Seconds of each of some equal pieces of work, and what went wrong."""

    seconds: list[float] = field(default_factory=list)
    faults: Counter[str] = field(default_factory=Counter)
    lock: threading.Lock = field(default_factory=threading.Lock)

    @contextlib.contextmanager
    def piece(self) -> Iterator[None]:
        began = time.perf_counter()
        try:
            yield
        except (OSError, http.client.HTTPException, AssertionError) as error:
            with self.lock:
                self.faults[f"{type(error).__name__}: {error}"[:160]] += 1
        else:
            with self.lock:
                self.seconds.append(time.perf_counter() - began)

    def row(self, measure: str, side: str, clients: int, units: float, unit: str, elapsed: float) -> Row:
        ordered = sorted(self.seconds) or [float("nan")]
        return {
            "measure": measure,
            "side": side,
            "clients": clients,
            "rate": round(units / elapsed, 1),
            "unit": f"{unit}/s",
            "median_ms": round(median(ordered) * 1000),
            "p95_ms": round(ordered[int(0.95 * (len(ordered) - 1))] * 1000),
            "requests": len(self.seconds),
            "faults": dict(self.faults),
            "elapsed_s": round(elapsed, 1),
        }


class Talk:
    """One phone's kept connection."""

    def __init__(self, port: int, person: Signed) -> None:
        self.person = person
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)

    def __enter__(self) -> "Talk":
        return self

    def __exit__(self, *_error: object) -> None:
        self.connection.close()

    def ask(self, method: str, path: str, value: object = None) -> bytes:
        body = None if value is None else json.dumps(value).encode()
        headers = self.person.headers | ({"Content-Type": "application/json"} if body else {})
        self.connection.request(method, path, body, headers)
        return self.read()

    def raw(self, request: bytes) -> None:
        """A request that was made as bytes, over a connection of its own."""
        with contextlib.closing(http.client.HTTPConnection("127.0.0.1", self.connection.port, timeout=120)) as other:
            other.connect()
            other.sock.sendall(request)
            answer = http.client.HTTPResponse(other.sock)
            answer.begin()
            assert answer.status < 300, answer.status
            answer.read()

    def read(self) -> bytes:
        answer = self.connection.getresponse()
        body = answer.read()
        assert answer.status == 200, f"{answer.status} {body[:80]!r}"
        return body


def push(talk: Talk, number: int, chance: random.Random) -> list[str]:
    """The ids of that many new records, all accepted."""
    items = [samples.item(chance) for _ in range(number)]
    body = talk.ask("POST", PUSH, samples.push(items, talk.person.device_id))
    assert body.count(b'"accepted"') == number, body[:200]
    return [item["id"] for item in items]


# ---------------------------------------------------------------- a week offline
def week(server: Server, side: str, records: int = 10_000, photos: int = 500, *, slow: bool = False) -> list[Row]:
    """One phone sends what it recorded in a week: batches of 100, then its photos one by one."""
    person, chance, line = Signed(server, "officer1"), random.Random(time.time_ns()), " (slow line)" if slow else ""
    with proxy_to(server.port) as proxy, Talk(proxy.port if slow else server.port, person) as talk:
        if slow:
            proxy.slow(**SLOW)
        ids: list[str] = []
        pushes, began = Took(), time.perf_counter()
        for _ in range(records // samples.SIZE):
            with pushes.piece():
                ids += push(talk, samples.SIZE, chance)
        rows = [pushes.row(f"week: records{line}", side, 1, len(ids), "records", time.perf_counter() - began)]
        photo = jpeg_of_size(PHOTO_BYTES)
        uploads, began = Took(), time.perf_counter()
        for record_id in ids[:photos]:
            with uploads.piece():
                talk.raw(upload(person, record_id, photo[:-16] + chance.randbytes(16)))
        rows.append(uploads.row(f"week: photos{line}", side, 1, photos, "photos", time.perf_counter() - began))
    return rows


# ---------------------------------------------------------------- the first sync of many
def first_sync(server: Server, side: str, devices: int = 100, records: int = 2000) -> Row:
    """All at once, each from an empty cursor to the end; what is measured is a device's whole sync."""
    person, chance = Signed(server, "officer1"), random.Random(time.time_ns())
    with Talk(server.port, person) as talk:
        for _ in range(records // samples.SIZE):
            push(talk, samples.SIZE, chance)
    took, began = Took(), time.perf_counter()

    def sync() -> None:
        with took.piece(), Talk(server.port, person) as talk:
            assert pull(talk) >= records

    threads = [threading.Thread(target=sync) for _ in range(devices)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return took.row("first sync", side, devices, devices * records, "records", time.perf_counter() - began)


def pull(talk: Talk) -> int:
    """How many incidents came."""
    cursor, found = "", 0
    while True:
        page = json.loads(talk.ask("GET", f"/api/v1/sync/changes?cursor={quote(cursor)}&limit=1000"))
        found += sum(change["kind"] == "incident" for change in page["changes"])
        cursor = page["cursor"]
        if not page["more"]:
            return found


# ---------------------------------------------------------------- a busy half minute
def steady_posts(server: Server, side: str, rate: int = 50, seconds: int = 30) -> Row:
    """Single records at a steady rate, whether the ones before were answered or not."""
    person, began, took = Signed(server, "officer1"), time.perf_counter(), Took()
    local, talks = threading.local(), contextlib.ExitStack()

    def post(number: int) -> None:
        time.sleep(max(0.0, began + number / rate - time.perf_counter()))
        if not hasattr(local, "talk"):
            local.talk = talks.enter_context(Talk(server.port, person))
            local.chance = random.Random(time.time_ns())
        with took.piece():
            push(local.talk, 1, local.chance)

    with talks, ThreadPoolExecutor(16) as pool:
        list(pool.map(post, range(rate * seconds)))
    elapsed = time.perf_counter() - began
    return took.row(f"{rate} posts/s for {seconds} s", side, 16, len(took.seconds), "records", elapsed)


def run(folder: Path, databases: dict[str, dict[str, str]]) -> list[Row]:
    """Every scene on each side, in an installation of its own; `databases` holds the settings of each side."""
    rows: list[Row] = []
    for side, settings in databases.items():
        data_dir = prepare_demo(folder / f"scenes-{side.rpartition(' ')[2]}", **settings)
        with serving(data_dir, **settings, SIGN_IN_TRIES="1000") as server:
            rows.append(first_sync(server, side))
            rows.append(steady_posts(server, side))
            rows += week(server, side) + week(server, side, slow=True)
    return rows
