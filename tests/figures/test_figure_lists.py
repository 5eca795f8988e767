"""Behind each number of patrols and planned rounds lies a list that is as long as the number says."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

import pytest
from flask import Flask

from tests.accounts.staff import hired
from tests.conftest import Clock
from tests.people import Caller
from tests.phones import Data, PhoneOf
from tests.plans.planning import NOON, OTHER_STREET, STREET, Planner, at, day, seen_on, walk
from tests.reviews.desk import Desk
from tests.zones.drafting import ok

AsPerson = Callable[[str], Caller]
WALKED = ("done", "running")


@pytest.fixture
def clock() -> Clock:
    clock = Clock()
    clock.now = datetime.fromisoformat(NOON)
    return clock


@pytest.fixture
def planner(as_person: AsPerson, clock: Clock) -> Planner:
    return Planner(as_person("supervisor1"), clock, as_person("officer1").session.person["teams"][0]["id"])


def figures(who: Caller, what: str, **query: Any) -> Any:
    return ok(who.get(f"/api/v1/figures/{what}", query_string=query))


def numbers(found: Data) -> Iterator[tuple[Data, Data]]:
    """Each line of a board with the question that opens it."""
    yield {**found, "patrols": found["totals"]["patrols"]["count"]}, {}
    for name, by in (("places", "place"), ("teams", "team")):
        for line in found[name]:
            yield line, {by: line["id"]}


@pytest.fixture
def walked(planner: Planner, phone: PhoneOf, as_person: AsPerson) -> Data:
    """Rounds of two teams in two streets and of none, walked and not, on a Friday and before; ids by name."""
    other = ok(as_person("admin1").post("/api/v1/teams", {"name": "二组", "organisation_id": "330402"}), 201)
    street = planner.area()
    planner.roster(street)
    planner.roster(street, type="morning", **{"from": "06:30", "to": "08:00"})
    planner.roster(planner.area(name="别处", organisation_id=OTHER_STREET), team_id=other["id"])
    planner.roster(planner.area(name="路口"), type="peak", **{"from": "11:00", "to": "13:00"})
    officer = phone("officer1")
    return {
        "morning": walk(officer, planner, at("06:40"), type="morning", ended_at=at("07:50"), organisation_id=STREET),
        "running": walk(officer, planner, at("11:10"), type="peak"),
        "unplanned": walk(officer, planner, at("03:00"), type="daily", ended_at=at("04:00")),
        "before": walk(officer, planner, at("18:40", -2), ended_at=at("19:50", -2), organisation_id=OTHER_STREET),
    }


@pytest.mark.parametrize("span", ["day", "week", "month"])
def test_a_number_is_as_long_as_its_list(walked: Data, planner: Planner, span: str) -> None:
    asked = {"day": day(), "span": span}
    seen = 0
    for line, of in numbers(figures(planner.caller, "board", **asked)):
        patrols = figures(planner.caller, "patrols", **asked, **of)["patrols"]
        rounds = figures(planner.caller, "rounds", **asked, **of)["rounds"]
        assert len(patrols) == line["patrols"], (line, of)
        assert len(rounds) == line["rounds"]["planned"], (line, of)
        assert sum(one["state"] in WALKED for one in rounds) == line["rounds"]["done"], (line, of)
        seen += bool(patrols) + bool(rounds)
    assert seen > 5


def test_a_patrol_says_who_when_where_and_what(walked: Data, planner: Planner, phone: PhoneOf, clock: Clock) -> None:
    officer = phone("officer1")
    first, second = (seen_on(officer, walked["morning"]) for _ in range(2))
    officer.record("persuasion", officer.persuasion(patrol_id=walked["morning"]))
    officer.record("track", officer.track(walked["morning"]))
    found = figures(planner.caller, "patrols", day=day(), place=STREET)
    assert (found["from"], found["to"], found["place"]["name"]) == (day(), day(1), "建设街道")
    (one,) = found["patrols"]
    assert (one["id"], one["type"], one["organisation"]["id"]) == (walked["morning"], "morning", STREET)
    assert datetime.fromisoformat(one["started_at"]) == datetime.fromisoformat(at("06:40"))
    assert (one["team"]["id"], one["author"]["name"]) == (planner.team_id, officer.caller.session.person["name"])
    assert (one["track"], one["incidents"], one["persuasions"], one["captures"]) == (True, 2, 1, 0)
    Desk(planner.caller).decide("merge", second, into=first)
    (one,) = figures(planner.caller, "patrols", day=day(), place=STREET)["patrols"]
    assert one["incidents"] == 1
    everything = figures(planner.caller, "patrols", day=day())["patrols"]
    assert [patrol["id"] for patrol in everything] == [walked[name] for name in ("running", "morning", "unplanned")]
    assert {patrol["id"]: patrol["track"] for patrol in everything}[walked["unplanned"]] is False


def test_a_round_says_which_patrol_walked_it(walked: Data, planner: Planner) -> None:
    found = figures(planner.caller, "rounds", day=day(), team=planner.team_id)["rounds"]
    by_type = {one["type"]: (one["state"], [patrol["id"] for patrol in one["patrols"]]) for one in found}
    assert by_type == {
        "morning": ("done", [walked["morning"]]),
        "peak": ("running", [walked["running"]]),
        "evening": ("open", []),
    }


def test_the_map_shows_what_was_recorded_on_one_patrol(walked: Data, planner: Planner, phone: PhoneOf) -> None:
    officer = phone("officer1")
    own = {seen_on(officer, walked["morning"]) for _ in range(3)}
    seen_on(officer, walked["running"])
    officer.record("track", officer.track(walked["morning"]))
    asked = {"patrol": walked["morning"]}
    found = ok(planner.caller.get("/api/v1/map/records", query_string=asked))
    assert {one["id"] for one in found["features"]} == own
    assert ok(planner.caller.get("/api/v1/map/counts", query_string=asked))["total"] == 3
    ways = ok(planner.caller.get("/api/v1/map/tracks", query_string=asked))
    assert {one["properties"]["patrol_id"] for one in ways["features"]} == {walked["morning"]}
    none = ok(planner.caller.get("/api/v1/map/records", query_string={"patrol": walked["unplanned"]}))
    assert none["features"] == []


def test_nobody_reads_another_branch(
    app: Flask, walked: Data, planner: Planner, phone: PhoneOf, as_person: AsPerson
) -> None:
    seen_on(phone("officer1"), walked["morning"])
    other = hired(app, as_person("admin1"), "supervisor9", "supervisor", "330483")
    for what in ("patrols", "rounds", "points", "rechecks"):
        assert figures(other, what, day=day(), span="month")[what] == []
        assert figures(other, what, day=day(), team=planner.team_id)[what] == []
        path = f"/api/v1/figures/{what}"
        assert other.get(path, query_string={"place": STREET}).status_code == 404
        assert planner.caller.get(path, query_string={"place": "330483"}).status_code == 404
        for username in ("officer1", "volunteer1", "admin1"):
            assert as_person(username).get(path).status_code == 403, username
    asked = {"patrol": walked["morning"]}
    assert ok(other.get("/api/v1/map/records", query_string=asked))["features"] == []
