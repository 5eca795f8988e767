"""Many at once: everything is answered, and afterwards the server is as quick to sign somebody in as before."""

import json

import pytest

from tests.bench.own import Signed
from tests.bench.scenes import Talk, first_sync, pull, steady_posts
from tests.databases import Place
from tests.e2e.server import Server, serving


def export(talk: Talk) -> int:
    """All incidents as the supervisor's page and exports read them, page by page."""
    after, found = "", 0
    while True:
        page = json.loads(talk.ask("GET", f"/api/v1/incidents?limit=200{after}"))
        found += len(page["features"])
        if "cursor" not in page:
            return found
        after = f"&cursor={page['cursor']}"


def posts_then_pages(server: Server, seconds: int) -> None:
    row = steady_posts(server, "here", seconds=seconds)
    assert (row["faults"], row["requests"]) == ({}, 50 * seconds)
    with Talk(server.port, Signed(server, "supervisor1")) as talk:
        assert export(talk) == pull(talk) == 50 * seconds
    with Talk(server.port, Signed(server, "officer2")) as talk:
        assert pull(talk) == 50 * seconds


def test_fifty_posts_a_second_for_three_seconds(place: Place) -> None:
    with serving(place.data_dir, DATABASE_URL=place.url) as server:
        posts_then_pages(server, 3)


@pytest.mark.long
def test_fifty_posts_a_second_for_half_a_minute(place: Place) -> None:
    with serving(place.data_dir, DATABASE_URL=place.url) as server:
        posts_then_pages(server, 30)


def first_syncs(place: Place, devices: int, records: int) -> None:
    with serving(place.data_dir, DATABASE_URL=place.url) as server:
        row = first_sync(server, "here", devices, records)
    assert (row["faults"], row["requests"]) == ({}, devices)
    assert row["median_ms"] < 150_000


def test_ten_first_syncs_at_once(place: Place) -> None:
    first_syncs(place, 10, 200)


@pytest.mark.long
def test_a_hundred_first_syncs_at_once(place: Place) -> None:
    first_syncs(place, 100, 2000)
