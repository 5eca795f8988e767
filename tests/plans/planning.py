"""Plans through the API, as a supervisor makes them."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from werkzeug.test import TestResponse

from tests.conftest import Clock
from tests.people import Caller
from tests.phones import Data, Phone
from tests.places.keeping import around, here
from tests.zones.drafting import ok

PLANS = "/api/v1/plans"
STREET, OTHER_STREET = "330402007", "330402008"
NOON = "2026-11-20T12:00:00+08:00"
FRIDAY = date(2026, 11, 20)


def day(days: int = 0) -> str:
    """`day(1)` is the Saturday."""
    return (FRIDAY + timedelta(days=days)).isoformat()


def at(clock: str, days: int = 0) -> str:
    return f"{day(days)}T{clock}:00+08:00"


class Planner:
    def __init__(self, caller: Caller, clock: Clock, team_id: str) -> None:
        self.caller, self.clock, self.team_id = caller, clock, team_id

    def area(self, **more: Any) -> Data:
        body = {"name": "月河片", "organisation_id": STREET, "valid_from": day(-400)} | more
        return ok(self.caller.post(f"{PLANS}/areas", body), 201)

    def drawn(self, **more: Any) -> Data:
        return self.area(**{"geometry": around(here())} | more)

    def body(self, area: Data, **more: Any) -> Data:
        return {
            "team_id": self.team_id,
            "area_id": area["id"],
            "type": "evening",
            "weekdays": [1, 2, 3, 4, 5],
            "from": "18:30",
            "to": "20:00",
            "valid_from": day(-14),
        } | more

    def post(self, area: Data, **more: Any) -> TestResponse:
        return self.caller.post(f"{PLANS}/rosters", self.body(area, **more))

    def roster(self, area: Data | None = None, **more: Any) -> Data:
        return ok(self.post(area or self.area(), **more), 201)

    def patch(self, roster: Data, **fields: Any) -> TestResponse:
        return self.caller.patch(f"{PLANS}/rosters/{roster['id']}", {"revision": roster["revision"], **fields})

    def act(self, what: str, plan: Data, **fields: Any) -> TestResponse:
        """`act("rosters/ending", roster, …)`"""
        room, action = what.split("/")
        return self.caller.post(f"{PLANS}/{room}/{plan['id']}/{action}", {"revision": plan["revision"], **fields})

    def rounds(self, first: int = 0, last: int | None = None, who: Caller | None = None, **query: Any) -> list[Data]:
        query |= {"from": day(first), "to": day(first if last is None else last)}
        found: list[Data] = ok((who or self.caller).get(f"{PLANS}/rounds", query_string=query))["rounds"]
        return found

    def days(self, first: int, last: int, **query: Any) -> list[str]:
        return [one["day"] for one in self.rounds(first, last, **query) if one["state"] != "called_off"]

    def state(self, days: int = 0) -> str:
        (one,) = self.rounds(days)
        return str(one["state"])


def walk(phone: Phone, planner: Planner, began: str, **more: Any) -> str:
    """A patrol of the team, pushed now."""
    data = {"type": "evening", "team_id": planner.team_id, "started_at": began} | more
    return str(phone.record("patrol", data, captured_at=began)["id"])


def seen_on(phone: Phone, patrol_id: str, **more: Any) -> str:
    return str(phone.record("incident", phone.incident(patrol_id=patrol_id, **more))["id"])


def set_clock(clock: Clock, text: str) -> None:
    clock.now = datetime.fromisoformat(text)
