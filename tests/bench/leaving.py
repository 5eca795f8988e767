"""What leaves, measured over a year of a city (`tests.bench.year`): features a second by page and by box, rows a second by file.

    python -m tests.bench.leaving DATA_DIR      (DATABASE_URL as always)

The server is the real one, the client a bare socket in another process; memory is the peak of the worker that made the file.
"""

import base64
import http.client
import os
import random
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import orjson

from tests.bench.year import SUPERVISOR
from tests.e2e.server import Server, serving
from tests.people import PASSWORD

ITEMS = "/ogc/collections/incidents/items?limit=1000"
FORMATS = ("csv", "geojson", "xlsx", "gpkg", "shp")
BOXES, WIDTH = 100, 0.05


class Client:
    """A supervisor, with a session and an application password."""

    def __init__(self, server: Server) -> None:
        self.line = http.client.HTTPConnection("127.0.0.1", server.port, timeout=600)
        json = {"Content-Type": "application/json"}
        body = orjson.dumps({"username": SUPERVISOR, "password": PASSWORD})
        self.line.request("POST", "/api/v1/session", body, json)
        answer = self.line.getresponse()
        me = orjson.loads(answer.read())
        self.session = {"Cookie": (answer.headers["Set-Cookie"] or "").split(";")[0]}
        written = {**json, **self.session, "X-CSRF-Token": me["csrf_token"]}
        self.line.request("POST", "/api/v1/application-passwords", b'{"name":"bench"}', written)
        made = orjson.loads(self.line.getresponse().read())
        token = base64.b64encode(f"{SUPERVISOR}:{made['password']}".encode()).decode()
        self.program = {"Authorization": f"Basic {token}"}

    def get(self, path: str) -> bytes:
        self.line.request("GET", path, headers=self.program if path.startswith("/ogc") else self.session)
        answer = self.line.getresponse()
        body = answer.read()
        assert answer.status == 200, body[:300]
        return body

    def pages(self, path: str) -> Iterator[tuple[int, float]]:
        """How many features each page had, and what it took."""
        at: str | None = path
        while at:
            began = time.perf_counter()
            body = self.get(at)
            took = time.perf_counter() - began
            tail: dict[str, Any] = orjson.loads(b"{" + body[body.rindex(b'],"numberMatched"') + 2 :])
            yield tail["numberReturned"], took
            at = next(
                ("/ogc" + link["href"].partition("/ogc")[2] for link in tail["links"] if link["rel"] == "next"), None
            )


def told(what: str, pages: list[tuple[int, float]]) -> None:
    count, times = sum(page[0] for page in pages), sorted(page[1] for page in pages)
    middle, late = (1000 * times[int(len(times) * share)] for share in (0.5, 0.95))
    print(f"{what:<24} {count / sum(times):>9,.0f} features/s, p50 {middle:.1f} ms, p95 {late:.1f} ms a request")


def features(client: Client) -> None:
    for what in ("pages, first time", "pages, second time"):
        told(what, list(client.pages(ITEMS)))
    chance, boxes = random.Random(3), []
    for _ in range(BOXES):
        west, south = chance.uniform(120.5, 120.9), chance.uniform(30.6, 30.9)
        boxes.append(f"{ITEMS}&bbox={west},{south},{west + WIDTH},{south + WIDTH}")
    told("boxes of 5 km", [next(client.pages(box)) for box in boxes])


def files(client: Client, server: Server, wish: str = "") -> None:
    """Of all records, or of those of a wish: `?from=2026-10-01`."""
    for form in FORMATS:
        before = peak(server)
        began = time.perf_counter()
        size = len(client.get(f"/api/v1/exports/{form}{wish}"))
        took = time.perf_counter() - began
        count = orjson.loads(client.get(f"/api/v1/map/counts{wish}"))["total"]
        rate = f"{count / took:>9,.0f} rows/s"
        print(
            f"{form:<24} {rate}, {count:,} in {took:.1f} s, {size / 1e6:.1f} MB; peak {before:.0f} -> {peak(server):.0f} MB"
        )


def peak(server: Server) -> float:
    """Of the largest worker, in MB."""
    assert server.process is not None
    pid = server.process.pid
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    lines = [line for child in children for line in Path(f"/proc/{child}/status").read_text().splitlines()]
    return max(int(line.split()[1]) for line in lines if line.startswith("VmHWM")) / 1024


def main() -> None:
    more = {"DATABASE_URL": os.environ["DATABASE_URL"]} if "DATABASE_URL" in os.environ else {}
    with serving(Path(sys.argv[1]), WORKERS="1", **more) as server:
        client = Client(server)
        features(client)
        files(client, server)


if __name__ == "__main__":
    main()
