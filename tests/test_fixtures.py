"""The fixtures keep their promises: a database of one's own on each engine, and a cast that is signed in."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
import uuid_utils
from flask import Flask

from tests.conftest import Clock
from tests.people import CAST, Caller

AsPerson = Callable[[str], Caller]


def push_one(caller: Caller) -> str:
    now = datetime.now(UTC).isoformat()
    item = {
        "change_id": str(uuid_utils.uuid7()),
        "id": str(uuid_utils.uuid7()),
        "kind": "persuasion",
        "op": "put",
        "base": 0,
        "captured_at": now,
        "data": {"topic": "unleashed", "people_at_least": 1},
    }
    body = {"device_id": caller.device_id, "sent_at": now, "items": [item]}
    answer = caller.post("/api/v1/sync/push", body)
    assert answer.status_code == 200, answer.text
    return str(answer.json["results"][0]["status"])


@pytest.mark.parametrize("username", CAST)
def test_everybody_is_signed_in(as_person: AsPerson, username: str) -> None:
    answer = as_person(username).get("/api/v1/session")
    assert answer.status_code == 200
    assert answer.json["person"]["username"] == username


@pytest.mark.parametrize("turn", [1, 2])
def test_each_test_writes_into_a_database_of_its_own(as_person: AsPerson, turn: int) -> None:
    assert as_person("supervisor1").get("/api/v1/persuasions").json["features"] == []
    assert push_one(as_person("volunteer1")) == "accepted"


def test_the_clock_moves_when_it_is_moved(app: Flask, as_person: AsPerson, clock: Clock) -> None:
    officer = as_person("officer1")
    before = officer.get("/api/v1/session").json["server_time"]
    assert officer.get("/api/v1/session").json["server_time"] == before
    clock.advance(days=2)
    assert officer.get("/api/v1/session").json["server_time"] > before
    clock.advance(days=400)
    assert officer.get("/api/v1/session").status_code == 401
