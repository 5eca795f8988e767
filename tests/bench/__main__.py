"""`python -m tests.bench [--peers]`: everything in one run, so that the figures may be divided by each other."""

import argparse
import contextlib
import json
import os
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg

from tests.bench import limits, own, peers, phone, report, scenes, zones_bench
from tests.bench.driver import Load, measure, request
from tests.bench.hello import HELLO
from tests.bench.shell import shell_sizes
from tests.e2e.server import Server, serving
from tests.photos import jpeg
from tests.program import ROOT, prepare_demo

NO_THROTTLE = {"SIGN_IN_TRIES": "1000"}


@contextlib.contextmanager
def postgis() -> Iterator[str | None]:
    """The address of a PostGIS server: the one TEST_POSTGIS_URL names, else our own cluster, else none."""
    if url := os.environ.get("TEST_POSTGIS_URL"):
        yield url
        return
    script = ROOT / "scripts" / "postgis.sh"
    started = subprocess.run([script, "start"], check=False, stdout=subprocess.PIPE, text=True, timeout=600)
    if started.returncode != 0:
        print("No PostGIS here: SpatiaLite only.")
        yield None
        return
    try:
        yield started.stdout.strip()
    finally:
        subprocess.run([script, "stop"], check=True, timeout=60)


def new_database(url: str, name: str) -> str:
    with psycopg.connect(url.replace("+psycopg", ""), autocommit=True) as connection:
        connection.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
        connection.execute(f"CREATE DATABASE {name}")
    return url.rpartition("/")[0] + "/" + name


def databases(postgis_url: str | None, purpose: str) -> dict[str, dict[str, str]]:
    """The settings of each of our sides, with a new database for a purpose."""
    more: dict[str, dict[str, str]] = {report.OWN["SpatiaLite"]: {}}
    if postgis_url:
        more[report.OWN["PostGIS"]] = {"DATABASE_URL": new_database(postgis_url, f"quanxun_{purpose}")}
    return more


@contextlib.contextmanager
def own_servers(folder: Path, postgis_url: str | None) -> Iterator[dict[str, Server]]:
    """The real program on each engine, by the name of its side."""
    with contextlib.ExitStack() as stack:
        servers = {}
        for side, settings in databases(postgis_url, "bench").items():
            data_dir = prepare_demo(folder / side.rpartition(" ")[2], **settings)
            servers[side] = stack.enter_context(serving(data_dir, **settings, **NO_THROTTLE))
        yield servers


def http_figures(folder: Path, postgis_url: str | None, given: argparse.Namespace) -> list[report.Row]:
    """Pulls first, on a log of a known size; then pushes and photos of all sides in turns."""
    with contextlib.ExitStack() as stack:
        servers = stack.enter_context(own_servers(folder, postgis_url))
        hello = stack.enter_context(serving(folder, program=HELLO))
        pulls, loads = [], hello_loads(hello.port)
        for side, server in servers.items():
            pulls.append(own.pull_load(server, side, own.seed(server)))
            officer = own.Signed(server, "officer1")
            loads += own.push_loads(officer, side) + own.photo_loads(officer, side)
        if given.peers:
            port = stack.enter_context(peers.pouchdb(folder / "pouchdb"))
            pulls.append(peers.pouchdb_pull(port, own.SEEDED))
            loads += peers.pouchdb_loads(port)
            if postgis_url:
                plain = new_database(postgis_url, "kinto_bench").replace("+psycopg", "")
                loads += peers.kinto_loads(stack.enter_context(peers.kinto(folder / "kinto", plain)))
        groups = [[load for load in group if given.only in load.name] for group in (pulls, loads)]
        return [result.row() for group in groups for result in measure(group, given.rounds)]


def hello_loads(port: int) -> list[Load]:
    return [
        Load("hello", "bare Flask + gunicorn", port, lambda most: [request("GET", "/")] * most, clients, most=20_000)
        for clients in (1, 4)
    ]


def raw_figures(postgis_url: str | None) -> list[report.Row]:
    photo = jpeg(4000, 3000)
    rows = [limits.sqlite_transactions(), limits.pillow_draft(photo), own.derivatives(photo)]
    if postgis_url:
        plain = postgis_url.replace("+psycopg", "")
        rows += [limits.postgres_transactions(plain, workers) for workers in (1, 4)]
    return rows


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("--peers", action="store_true", help="with PouchDB-server and Kinto (make bench-peers)")
    parser.add_argument("--rounds", type=int, choices=range(1, 10), default=3)
    parser.add_argument("--only", default="", metavar="WORD", help="of the loads over HTTP, those with this word")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="quanxun-bench-") as folder, postgis() as postgis_url:
        rows: list[dict[str, Any]] = http_figures(Path(folder), postgis_url, given)
        rows += raw_figures(postgis_url)
        if not given.only or given.only == "scenes":
            rows += scenes.run(Path(folder), databases(postgis_url, "scenes"))
        if not given.only or given.only == "phone":
            rows += phone.run(Path(folder))
    zones, shell = zones_bench.run(), shell_sizes()
    report.print_rows(rows)
    report.print_zones(zones)
    report.print_shell(shell)
    report.print_aims(rows, zones, shell)
    results = ROOT / ".run" / "bench.json"
    results.parent.mkdir(exist_ok=True)
    results.write_text(json.dumps({"rows": rows, "zones": zones, "shell": shell}, indent=1, ensure_ascii=False))


if __name__ == "__main__":
    main()
