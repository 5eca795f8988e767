"""The supervisors' map over a generated year, on both engines: tiles by zoom, counts, time line, list, hot spots, boards,
live update, exports.

    python -m tests.bench.map_bench [--peers] [RECORDS]        --peers: beside tipg and pygeoapi over the same PostGIS table

Every tile is asked for with one of six wishes and without an ETag: nothing is answered from a cache of tiles. Places are
drawn from the records themselves, so that busy tiles are asked for most.
"""

import argparse
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import numpy as np

from geo.morton import SIDE, degrees, halves
from tests.bench import gis_peers, leaving, report, samples
from tests.bench.driver import Load, measure, request
from tests.bench.own import PUSH, Signed
from tests.bench.year import DAYS, RECORDS, SUPERVISOR
from tests.e2e.server import Server, serving
from tests.maps.tiles import tile_at
from tests.program import ROOT, environment, prepare_demo

Row = dict[str, Any]
ZOOMS = (6, 8, 10, 12, 13, 14, 15, 16, 17, 18)
WISHES: list[dict[str, str]] = [
    {},
    {"from": "2026-11-01"},
    {"hours": "06:30-08:00,18:00-20:00"},
    {"type": "unleashed,no_tag"},
    {"action": "ordered_to_correct", "certainty": "inside"},
    {"organisation": "330402", "from": "2026-09-01", "to": "2026-10-31"},
]
MOST_TILE_BYTES = 120_000
LIVE_ROUNDS = 5
MOST_PAGES = 100
EXPORTED = 100_000


def fill(data_dir: Path, records: int, **more: str) -> None:
    words = [sys.executable, "-m", "tests.bench.year", str(data_dir), str(records)]
    subprocess.run(words, cwd=ROOT, env=environment(data_dir, **more), check=True, timeout=3600)


def places(data_dir: Path, count: int, **more: str) -> list[tuple[float, float]]:
    """Of records drawn by chance; and the base is built now, and not at the first tile."""
    from app import create_app
    from app.config import from_environment

    app = create_app(from_environment(environment(data_dir, **more)))
    with app.app_context():
        base = app.config["MAP"].now().base
    drawn = np.random.default_rng(7).integers(0, len(base), count)
    x, y = halves(base["key"][drawn])
    lon, lat = degrees((x + 0.5) / SIDE, (y + 0.5) / SIDE)
    return list(zip(lon.tolist(), lat.tolist(), strict=True))


def loads(who: Signed, side: str, spots: list[tuple[float, float]]) -> Iterator[Load]:
    chance = random.Random(3)

    def tile(layer: str, z: int) -> bytes:
        at = tile_at(*chance.choice(spots), z)
        path = f"/api/v1/tiles/{layer}/{at.z}/{at.x}/{at.y}.mvt"
        return request("GET", f"{path}?{urlencode(chance.choice(WISHES))}", who.headers)

    def question(what: str, **more: str) -> bytes:
        return request("GET", f"/api/v1/map/{what}?{urlencode(chance.choice(WISHES) | more)}", who.headers)

    def load(name: str, make: Any, clients: int, most: int, unit: str) -> Load:
        return Load(
            name=name, side=side, port=who.server.port, clients=clients, unit=unit, most=most, seconds=5,
            prepare=lambda most: [make() for _ in range(most)],
            check=lambda status, body: (status == 200 and len(body) <= MOST_TILE_BYTES) or what_is_large(name, body),
        )  # fmt: skip

    for layer in ("records", "heat"):
        for z in ZOOMS:
            for clients in (1, 4):
                yield load(f"tile {layer} z{z:02}", lambda layer=layer, z=z: tile(layer, z), clients, 400, "tiles")
    since = {"since": "2025-11-22T00:00:00+08:00", "step": "1440", "steps": "366"}
    yield load("map counts", lambda: question("counts"), 1, 200, "questions")
    yield load("map times, a year", lambda: question("times", **since), 1, 200, "questions")
    yield load("map list of 100", lambda: question("records", limit="100"), 1, 200, "questions")


def figures(who: Signed, side: str) -> Iterator[Load]:
    """Boards of days all through the year, and hot spots of the last thirty."""
    chance, today = random.Random(5), datetime.now(UTC).date()

    def board(span: str) -> bytes:
        day = today - timedelta(days=chance.randrange(1, DAYS))
        county = chance.choice([{}, {"organisation": "330402"}])
        return request("GET", f"/api/v1/figures/board?{urlencode({'day': day, 'span': span} | county)}", who.headers)

    def spots() -> bytes:
        wish = chance.choice(WISHES[2:5]) | {"from": str(today - timedelta(days=30))}
        return request("GET", f"/api/v1/map/spots?{urlencode(wish)}", who.headers)

    def controlled() -> bytes:
        return request("GET", "/api/v1/figures/spots", who.headers)

    def load(name: str, make: Callable[[], bytes]) -> Load:
        return Load(
            name, side, who.server.port, lambda most: [make() for _ in range(most)], 1, 1, "questions", 200, 5.0
        )

    for span in ("day", "week", "month"):
        yield load(f"board of a {span}", partial(board, span))
    yield load("hot spots of 30 days", spots)
    yield load("controlled spots", controlled)


def what_is_large(name: str, body: bytes) -> bool:
    """Lists are as long as their texts; tiles are bounded."""
    return not name.startswith("tile") and bool(body)


def live(who: Signed, officer: Signed, side: str) -> Row:
    """From the answer to a push until the stamp that the map looks at is another one."""
    times = []
    for _ in range(LIVE_ROUNDS):
        before = stamp(who)
        with officer.call("POST", PUSH, samples.push([samples.item(random.Random())], officer.device_id)):
            began = time.perf_counter()
        while stamp(who) == before:
            time.sleep(0.05)
        times.append(1000 * (time.perf_counter() - began))
        time.sleep(random.random())
    ordered = sorted(times)
    return {
        "measure": "map live update", "side": side, "clients": 1, "rate": 0.0, "unit": "-",
        "median_ms": round(ordered[len(ordered) // 2]), "p95_ms": round(ordered[-1]),
        "requests": len(ordered), "faults": {},
    }  # fmt: skip


def stamp(who: Signed) -> str:
    with who.call("GET", "/api/v1/map/stamp") as answer:
        return str(json.load(answer)["stamp"])


def memory_mb(server: Server) -> list[int]:
    """Of each worker, what is its own: the mapped base is shared."""
    assert server.process
    parent = server.process.pid
    children = Path(f"/proc/{parent}/task/{parent}/children").read_text().split()
    return [own_mb(int(child)) for child in children]


def own_mb(pid: int) -> int:
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    sizes = {line.split(":")[0]: int(line.split()[1]) for line in lines[1:]}
    return (sizes["Private_Clean"] + sizes["Private_Dirty"]) // 1024


def first_pages(who: Signed, side: str) -> tuple[Row, list[str]]:
    """OGC pages of a thousand, read for the first time; and their addresses."""
    path: str | None = "/ogc/collections/incidents/items?limit=1000"
    paths: list[str] = []
    times: list[float] = []
    while path and len(paths) < MOST_PAGES:
        paths.append(path)
        began = time.perf_counter()
        with who.call("GET", path) as answer:
            body = answer.read()
        times.append(1000 * (time.perf_counter() - began))
        links = json.loads(b"{" + body[body.rindex(b'],"numberMatched"') + 2 :])["links"]
        path = next(("/ogc" + one["href"].partition("/ogc")[2] for one in links if one["rel"] == "next"), "")
    ordered = sorted(times)
    row = {
        "measure": "features by 1,000, first time", "side": side, "clients": 1, "unit": "features/s",
        "rate": round(1000 * len(times) / (sum(times) / 1000), 1), "median_ms": round(ordered[len(ordered) // 2], 1),
        "p95_ms": round(ordered[int(0.95 * len(ordered))], 1), "requests": len(times), "faults": {},
    }  # fmt: skip
    return row, paths


def page_loads(who: Signed, side: str, paths: list[str]) -> list[Load]:
    requests = [request("GET", path, who.headers) for path in paths]
    return [
        Load("features by 1,000", side, who.server.port, lambda most: [requests[at % len(requests)] for at in range(most)],
             clients, gis_peers.PAGE, "features", 200, 5.0)
        for clients in (1, 4)
    ]  # fmt: skip


def peer_rows(folder: Path, url: str, spots: list[tuple[float, float]]) -> list[Row]:
    with gis_peers.tipg(url, folder / "tipg") as tiles, gis_peers.pygeoapi(url, folder / "pygeoapi") as pages:
        loads = gis_peers.tile_loads(tiles, ZOOMS, spots)
        loads += gis_peers.page_loads(tiles, "tipg", gis_peers.TIPG_PAGES)
        loads += gis_peers.page_loads(pages, "pygeoapi", gis_peers.PYGEOAPI_PAGES)
        return [result.row() for result in measure(loads, rounds=1)]


def run(folder: Path, settings: dict[str, dict[str, str]], records: int = RECORDS, *, peers: bool = False) -> list[Row]:
    """`settings`: of each side, where its new database is."""
    rows: list[Row] = []
    for side, more in settings.items():
        data_dir = prepare_demo(folder / f"year-{side.rpartition(' ')[2]}", **more)
        fill(data_dir, records, **more)
        spots = places(data_dir, 5000, **more)
        with serving(data_dir, **more, SIGN_IN_TRIES="1000") as server:
            who, officer = Signed(server, SUPERVISOR), Signed(server, "officer1")
            first, paths = first_pages(who, side)
            asked = [*loads(who, side, spots), *figures(who, side), *page_loads(who, side, paths)]
            rows += [first, *(result.row() for result in measure(asked, rounds=1))]
            rows.append(live(who, officer, side))
            print(f"{side}: own memory of each worker {memory_mb(server)} MB")
            since = datetime.now(UTC).date() - timedelta(days=DAYS * EXPORTED // records)
            leaving.files(leaving.Client(server), server, f"?from={since}")
        if peers and (url := more.get("DATABASE_URL")):
            rows += peer_rows(folder, url, spots)
    return rows


def print_ratios(rows: list[Row]) -> None:
    """Each of ours beside the peers that were asked the same in this run, by as many clients."""
    ours = [row for row in rows if row["side"] in report.OWN.values()]
    for peer in sorted((row for row in rows if row not in ours), key=lambda row: (row["measure"], row["clients"])):
        for own in ours:
            if own["measure"].split(",")[0] == peer["measure"] and own["clients"] == peer["clients"]:
                ratio = own["rate"] / peer["rate"]
                print(f"{own['measure']} × {own['clients']}: {own['side']} {ratio:.1f} × {peer['side']}")


def main() -> None:
    from tests.bench.__main__ import databases, postgis

    parser = argparse.ArgumentParser(prog="python -m tests.bench.map_bench")
    parser.add_argument("--peers", action="store_true", help="beside tipg and pygeoapi")
    parser.add_argument("records", nargs="?", type=int, default=RECORDS)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="quanxun-map-") as folder, postgis() as url:
        print(f"{os.cpu_count()} cores, {given.records:,} records")
        rows = run(Path(folder), databases(url, "map"), given.records, peers=given.peers)
        report.print_rows(rows)
        print_ratios(rows)


if __name__ == "__main__":
    main()
