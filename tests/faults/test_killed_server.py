"""`kill -9` of the server in the middle of batches and uploads: what was acknowledged is there, once and whole."""

import os
import random
import signal
import time
from pathlib import Path

import pytest

from tests.conftest import Template
from tests.databases import Place
from tests.e2e.server import Server, serving
from tests.faults.line import Crowd
from tests.faults.truth import check


def workers(server: Server) -> list[int]:
    assert server.process is not None
    pid = server.process.pid
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def kill_workers(server: Server) -> None:
    for worker in workers(server):
        os.kill(worker, signal.SIGKILL)


def kill_all(server: Server) -> None:
    """The arbiter first, so that it starts nobody anew; then the machine starts the server again."""
    children = workers(server)
    assert server.process is not None
    server.process.kill()
    server.process.join()
    for worker in children:
        os.kill(worker, signal.SIGKILL)
    server.process = None
    server.start()


def kill_again_and_again(place: Place, template: Template, times: int) -> None:
    with (
        serving(place.data_dir, DATABASE_URL=place.url, WORKERS="2") as server,
        Crowd(server, template.sessions["officer1"]) as crowd,
    ):
        for number in range(times):
            before = len(crowd.acknowledged)
            time.sleep(random.uniform(0.05, 0.6))
            (kill_all if number % 3 == 2 else kill_workers)(server)
            wait_for_more(crowd, before)
        wait_for_photo(crowd)
    check(place, crowd)


def wait_for_more(crowd: Crowd, before: int) -> None:
    deadline = time.monotonic() + 60
    while len(crowd.acknowledged) <= before and not crowd.faults:
        assert time.monotonic() < deadline
        time.sleep(0.05)


def wait_for_photo(crowd: Crowd) -> None:
    deadline = time.monotonic() + 60
    while not crowd.photos and not crowd.faults:
        assert time.monotonic() < deadline
        time.sleep(0.05)


def test_killed_three_times(place: Place, template: Template) -> None:
    kill_again_and_again(place, template, 3)


@pytest.mark.long
def test_killed_a_hundred_times(place: Place, template: Template) -> None:
    kill_again_and_again(place, template, 100)
