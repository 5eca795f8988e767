"""PouchDB-server and Kinto, started beside us for the same run (scripts/peers.sh installs them)."""

import base64
import contextlib
import json
import os
import subprocess
import time
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path

from tests.bench.driver import JSON, Load, json_request, request
from tests.bench.samples import bodies
from tests.e2e.server import free_port
from tests.program import ROOT

PEERS = ROOT / ".run" / "peers"
START_S = 60
KINTO_AUTH = {"Authorization": "Basic " + base64.b64encode(b"bench:bench").decode()}
KINTO_RECORDS = "/v1/buckets/bench/collections/records/records"
KINTO_SETTINGS = """
[server:main]
use = egg:waitress#main
host = 127.0.0.1
port = %(http_port)s
threads = 8

[app:main]
use = egg:kinto
kinto.storage_backend = kinto.core.storage.postgresql
kinto.storage_url = {url}
kinto.cache_backend = kinto.core.cache.postgresql
kinto.cache_url = {url}
kinto.permission_backend = kinto.core.permission.postgresql
kinto.permission_url = {url}
kinto.userid_hmac_secret = bench
kinto.batch_max_requests = 100
kinto.bucket_create_principals = system.Everyone
multiauth.policies = basicauth

[loggers]
keys = root
[handlers]
keys =
[formatters]
keys =
[logger_root]
level = ERROR
handlers =
"""


@contextlib.contextmanager
def pouchdb(folder: Path) -> Iterator[int]:
    """The port of a PouchDB-server on LevelDB with an empty database `bench`."""
    folder.mkdir(parents=True)
    port = free_port()
    program = PEERS / "pouchdb/node_modules/.bin/pouchdb-server"
    words: list[str | Path] = [program, "--host", "127.0.0.1", "--port", str(port), "--dir", ".", "--no-stdout-logs"]
    with running(words, folder, f"http://127.0.0.1:{port}/"):
        call("PUT", f"http://127.0.0.1:{port}/bench")
        yield port


@contextlib.contextmanager
def kinto(folder: Path, postgres: str) -> Iterator[int]:
    """The port of a Kinto on PostgreSQL with an empty collection."""
    folder.mkdir(parents=True)
    settings = folder / "kinto.ini"
    settings.write_text(KINTO_SETTINGS.format(url=postgres))
    port = free_port()
    program = PEERS / "kinto/bin/kinto"
    subprocess.run([program, "migrate", "--ini", settings], check=True, capture_output=True, timeout=120)
    base = f"http://127.0.0.1:{port}"
    with running([program, "start", "--ini", settings, "--port", str(port)], folder, f"{base}/v1/"):
        for path in ("/v1/buckets/bench", "/v1/buckets/bench/collections/records"):
            call("PUT", base + path, KINTO_AUTH)
        yield port


@contextlib.contextmanager
def running(
    words: Sequence[str | Path], folder: Path, answers_at: str, settings: Mapping[str, str] | None = None
) -> Iterator[None]:
    with (folder / "peer.log").open("ab") as log:
        env = {**os.environ, **(settings or {})}
        process = subprocess.Popen(words, cwd=folder, env=env, stdin=subprocess.DEVNULL, stdout=log, stderr=log)
    try:
        deadline = time.monotonic() + START_S
        while not answers(answers_at):
            if process.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError((folder / "peer.log").read_text()[-2000:])
            time.sleep(0.2)
        yield
    finally:
        process.terminate()
        process.wait(timeout=30)


def answers(url: str) -> bool:
    with contextlib.suppress(OSError), urllib.request.urlopen(url, timeout=5):
        return True
    return False


def call(method: str, url: str, headers: dict[str, str] | None = None, body: bytes | None = None) -> None:
    with urllib.request.urlopen(urllib.request.Request(url, body, headers or {}, method=method), timeout=60):
        pass


def pouchdb_loads(port: int) -> list[Load]:
    def docs(size: int, most: int) -> list[bytes]:
        values = [json.loads(body) for body in bodies(size * most, seed=time.time_ns())]
        for value in values:
            value["_id"] = value.pop("id")
        return [
            json_request("POST", "/bench/_bulk_docs", {"docs": values[start : start + size]})
            for start in range(0, len(values), size)
        ]

    return [
        Load(
            name=f"push of {size}", side="PouchDB-server", port=port, clients=clients, units=size, unit="records",
            most=most, prepare=partial(docs, size),
        )
        for size, most in ((1, 1500), (25, 600), (100, 300))
        for clients in (1, 4)
    ]  # fmt: skip


def pouchdb_pull(port: int, records: int, limit: int = 1000) -> Load:
    """Fill the database, then read its changes with their documents, page after page, again and again."""
    for start in range(0, records, 500):
        docs = [json.loads(body) for body in bodies(500, seed=start)]
        call("POST", f"http://127.0.0.1:{port}/bench/_bulk_docs", JSON, json.dumps({"docs": docs}).encode())
    pages = [
        request("GET", f"/bench/_changes?include_docs=true&limit={limit}&since={since}")
        for since in range(0, records, limit)
    ]
    return Load(
        name="pull", side="PouchDB-server", port=port, units=limit, unit="changes",
        most=400, prepare=lambda most: [pages[number % len(pages)] for number in range(most)],
    )  # fmt: skip


def kinto_loads(port: int) -> list[Load]:
    def batches(size: int, most: int) -> list[bytes]:
        values = [{"data": json.loads(body)} for body in bodies(size * most, seed=time.time_ns())]
        for value in values:
            del value["data"]["id"]
        if size == 1:
            return [json_request("POST", KINTO_RECORDS, value, KINTO_AUTH) for value in values]
        return [
            json_request(
                "POST",
                "/v1/batch",
                {
                    "defaults": {"method": "POST", "path": KINTO_RECORDS},
                    "requests": [{"body": value} for value in values[start : start + size]],
                },
                KINTO_AUTH,
            )
            for start in range(0, len(values), size)
        ]

    return [
        Load(
            name=f"push of {size}", side="Kinto", port=port, clients=clients, units=size, unit="records",
            most=most, prepare=partial(batches, size),
        )
        for size, most in ((1, 600), (100, 30))
        for clients in (1, 4)
    ]  # fmt: skip
