"""The demonstration has plans: a team's rounds of the last days were walked, today's stand on its phones."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask

from app import access, demo
from app.accounts.models import Person
from app.database import db
from app.demo_plans import ROSTERS, add_plans
from app.zones.days import day_of
from tests.conftest import Clock
from tests.phones import PhoneOf
from tests.plans.planning import PLANS, Planner
from tests.zones.drafting import ok

Data = dict[str, Any]


@pytest.fixture
def planned(app: Flask, clock: Clock) -> None:
    with app.app_context():
        people = {one.username: one for one in db.session.query(Person)}
        settings = access.settings()
        demo.file_records(people, settings, clock.now)
        add_plans(people["supervisor1"], people["officer1"], demo.DAYS, settings, clock.now)
        db.session.commit()


def test_every_day_has_a_morning_and_an_evening_and_those_gone_by_were_walked(
    planned: None, desk: Planner, clock: Clock
) -> None:
    today = day_of(clock.now)
    days = [today + timedelta(back) for back in range(-demo.DAYS, 1)]
    asked = {"from": days[0].isoformat(), "to": days[-1].isoformat()}
    rounds: list[Data] = ok(desk.caller.get(f"{PLANS}/rounds", query_string=asked))["rounds"]
    assert sorted((one["day"], one["type"]) for one in rounds) == [
        (day.isoformat(), kind) for day in days for kind in ("evening", "morning")
    ]
    assert {one["state"] for one in rounds if one["day"] < today.isoformat()} == {"done"}
    asked = {"day": (today - timedelta(1)).isoformat()}
    board = ok(desk.caller.get("/api/v1/figures/board", query_string=asked))
    assert board["rounds"] == {"planned": 2, "done": 2, "open": 0}


def test_a_day_to_come_is_called_off_and_the_phones_of_the_team_know(
    planned: None, desk: Planner, phone: PhoneOf, clock: Clock
) -> None:
    coming = (day_of(clock.now) + timedelta(3)).isoformat()
    rounds = ok(desk.caller.get(f"{PLANS}/rounds", query_string={"from": coming, "to": coming}))["rounds"]
    assert {one["type"]: one["state"] for one in rounds} == {"morning": "called_off", "evening": "open"}
    for username, number in (("officer1", len(ROSTERS)), ("auxiliary1", len(ROSTERS)), ("outsider1", 0)):
        kinds = [one["kind"] for one in phone(username).state().values()]
        assert kinds.count("plan") == number, username
