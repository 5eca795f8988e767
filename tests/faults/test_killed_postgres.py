"""PostgreSQL killed in the middle of commits: nothing acknowledged is lost, and Quanxun is back by itself."""

import random
import time
from pathlib import Path

import pytest

from tests.databases import ENGINES, Place
from tests.e2e.server import Server, serving
from tests.faults.cluster import cluster
from tests.faults.line import Crowd
from tests.faults.test_killed_server import wait_for_photo
from tests.faults.truth import check
from tests.people import PASSWORD, Session
from tests.program import environment, quanxun

BACK_S = 60
needs_postgres = pytest.mark.skipif("postgis" not in ENGINES, reason="there is no PostgreSQL here")


def signed_in(server: Server) -> Session:
    import json
    import urllib.request

    device = {"id": "killed", "name": "phone"}
    body = json.dumps({"username": "officer1", "password": PASSWORD, "device": device}).encode()
    request = urllib.request.Request(f"{server.url}/api/v1/session", body, {"Content-Type": "application/json"})
    with urllib.request.urlopen(request, timeout=30) as answer:
        facts = json.load(answer)
        token = answer.headers["Set-Cookie"].split(";")[0].partition("=")[2]
    return Session("officer1", token, facts["csrf_token"], "killed", facts["person"])


def kill_again_and_again(folder: Path, times: int) -> None:
    folder.mkdir()
    with cluster() as postgres:
        env = environment(folder, DATABASE_URL=postgres.url)
        quanxun(env, "migrate")
        quanxun(env, "demo")
        place = Place(folder, postgres.url)
        with serving(folder, DATABASE_URL=postgres.url, WORKERS="2") as server:
            with Crowd(server, signed_in(server)) as crowd:
                for number in range(times):
                    time.sleep(random.uniform(0.05, 0.6))
                    (postgres.kill_backend if number % 2 else postgres.kill)()
                    before, killed_at = len(crowd.acknowledged), time.monotonic()
                    while len(crowd.acknowledged) <= before and not crowd.faults:
                        assert time.monotonic() - killed_at < BACK_S
                        time.sleep(0.05)
                wait_for_photo(crowd)
            check(place, crowd)


@needs_postgres
def test_killed_twice(tmp_path: Path) -> None:
    kill_again_and_again(tmp_path / "var", 2)


@needs_postgres
@pytest.mark.long
def test_killed_twenty_times(tmp_path: Path) -> None:
    kill_again_and_again(tmp_path / "var", 20)
