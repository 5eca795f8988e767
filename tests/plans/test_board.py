"""The board counts planned rounds and those that were walked: by day, street and team."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tests.people import Caller
from tests.phones import PhoneOf
from tests.plans.planning import OTHER_STREET, STREET, Planner, at, day, walk
from tests.zones.drafting import ok

AsPerson = Callable[[str], Caller]


def board(who: Caller, **query: Any) -> Any:
    return ok(who.get("/api/v1/figures/board", query_string=query))


def lines(found: Any, name: str) -> dict[str, tuple[int, int]]:
    return {
        line["name"]: (line["rounds"]["planned"], line["rounds"]["done"])
        for line in found[name]
        if line["rounds"]["planned"]
    }


def test_planned_and_done_by_day_street_and_team(desk: Planner, phone: PhoneOf, as_person: AsPerson) -> None:
    other = ok(as_person("admin1").post("/api/v1/teams", {"name": "二组", "organisation_id": "330402"}), 201)
    street = desk.area()
    roster = desk.roster(street)
    desk.roster(street, type="morning", **{"from": "06:30", "to": "08:00"})
    desk.roster(desk.area(name="别处", organisation_id=OTHER_STREET), team_id=other["id"])
    ok(desk.patch(roster, exceptions=[{"day": day(-1), "what": "off"}]))
    officer = phone("officer1")
    walk(officer, desk, at("06:40"), type="morning", ended_at=at("07:50"), organisation_id=STREET)
    walk(officer, desk, at("18:40", -2), ended_at=at("19:50", -2))

    today = board(desk.caller, day=day())
    assert today["rounds"] == {"planned": 3, "done": 1, "open": 2}
    assert lines(today, "places") == {"建设街道": (2, 1), "解放街道": (1, 0)}
    assert sorted(lines(today, "teams").values()) == [(1, 0), (2, 1)]
    by_day = {step["from"]: (step["rounds"]["planned"], step["rounds"]["done"]) for step in today["steps"]}
    assert (by_day[day(-2)], by_day[day(-1)], by_day[day()]) == ((3, 1), (2, 0), (3, 1))
    week = board(desk.caller, day=day(), span="week")
    assert week["rounds"] == {"planned": 14, "done": 2, "open": 2}
    assert board(desk.caller, day=day(), organisation=OTHER_STREET)["rounds"]["planned"] == 1
    assert board(desk.caller, day=day(30))["rounds"]["done"] == 0
    assert all(line["rounds"] is None for line in today["zones"])
