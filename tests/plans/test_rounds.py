"""Planned rounds follow from rosters and days; a patrol of the team near the window makes one done."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.conftest import Clock
from tests.people import Caller
from tests.phones import PhoneOf
from tests.places.keeping import around, here
from tests.plans.planning import OTHER_STREET, PLANS, Planner, at, day, seen_on, set_clock, walk
from tests.zones.drafting import ok, refused

AsPerson = Callable[[str], Caller]


def test_a_roster_comes_to_rounds_on_its_weekdays(desk: Planner) -> None:
    roster = desk.roster(weekdays=[5, 6])
    (friday, saturday) = desk.rounds(-2, 3)
    assert (friday["day"], saturday["day"]) == (day(), day(1))
    assert (friday["from"], friday["to"]) == (at("18:30"), at("20:00"))
    assert friday["roster_id"] == roster["id"]
    assert friday["area"] == {
        "id": roster["area"]["id"],
        "name": "月河片",
        "organisation": {"id": "330402007", "name": "建设街道"},
    }
    assert (friday["team"]["id"], friday["type"], friday["state"]) == (desk.team_id, "evening", "open")


def test_a_roster_holds_from_midnight_to_midnight(desk: Planner) -> None:
    every_day = list(range(1, 8))
    desk.roster(weekdays=every_day, valid_from=day(1), valid_until=day(3))
    assert desk.days(-3, 10) == [day(1), day(2)]
    short = desk.area(name="短片", valid_from=day(5), valid_until=day(6))
    desk.roster(short, weekdays=every_day)
    assert desk.days(-3, 10) == [day(1), day(2), day(5)]


def test_a_day_is_called_off_and_another_added(desk: Planner) -> None:
    roster = desk.roster(weekdays=[5])
    exceptions = [{"day": day(), "what": "off", "reason": "暴雨"}, {"day": day(1), "what": "extra"}]
    ok(desk.patch(roster, exceptions=exceptions))
    friday, saturday = desk.rounds(0, 6)
    assert (friday["state"], friday["reason"]) == ("called_off", "暴雨")
    assert (saturday["day"], saturday["state"]) == (day(1), "open")


def test_a_called_off_round_takes_no_patrol(desk: Planner, phone: PhoneOf) -> None:
    roster = desk.roster()
    walk(phone("officer1"), desk, at("18:30"))
    assert desk.state() == "running"
    ok(desk.patch(roster, exceptions=[{"day": day(), "what": "off"}]))
    (one,) = desk.rounds()
    assert (one["state"], one["patrols"]) == ("called_off", [])


def test_a_round_is_open_until_its_window_is_over(desk: Planner, phone: PhoneOf, clock: Clock) -> None:
    desk.roster()
    for now, state in ((at("12:00"), "open"), (at("19:59"), "open"), (at("20:00"), "not_recorded")):
        set_clock(clock, now)
        assert desk.state() == state
    patrol = walk(phone("officer1"), desk, at("18:40"))
    assert desk.state() == "running"
    set_clock(clock, at("08:00", 1))
    assert desk.state() == "done"  # nobody ended it, and nobody is out that long
    (one,) = desk.rounds()
    assert [found["id"] for found in one["patrols"]] == [patrol]


@pytest.mark.parametrize(
    ("began", "done"),
    [("17:29", False), ("17:30", True), ("19:00", True), ("20:59", True), ("21:00", False)],
)
def test_an_hour_before_and_after_the_window_counts(desk: Planner, phone: PhoneOf, began: str, done: bool) -> None:
    desk.roster()
    walk(phone("officer1"), desk, at(began, -1), ended_at=at("21:30", -1))
    assert (desk.state(-1) == "done") == done


def test_a_roster_has_a_tolerance_of_its_own(desk: Planner, phone: PhoneOf) -> None:
    assert desk.roster(weekdays=[7])["tolerance_minutes"] == 60
    desk.roster(tolerance_minutes=0)
    walk(phone("officer1"), desk, at("18:29", -1), ended_at=at("19:00", -1))
    assert desk.state(-1) == "not_recorded"


def test_another_kind_and_another_team_do_not_count(desk: Planner, phone: PhoneOf, as_person: AsPerson) -> None:
    desk.roster()
    officer = phone("officer1")
    walk(officer, desk, at("18:30"), type="peak")
    other = ok(as_person("admin1").post("/api/v1/teams", {"name": "二组", "organisation_id": "330402"}), 201)
    desk.roster(team_id=other["id"])
    states = {one["team"]["name"]: one["state"] for one in desk.rounds()}
    assert len(states) == 2
    assert set(states.values()) == {"open"}


def test_a_withdrawn_patrol_does_not_count(desk: Planner, phone: PhoneOf) -> None:
    desk.roster()
    officer = phone("officer1")
    item = officer.record("patrol", {"type": "evening", "team_id": desk.team_id, "started_at": at("18:30")})
    assert desk.state() == "running"
    assert officer.statuses(officer.withdrawal(item, 1)) == ["accepted"]
    assert desk.state() == "open"


def test_a_window_over_midnight_belongs_to_the_day_it_begins(desk: Planner, phone: PhoneOf, clock: Clock) -> None:
    """Friday 23:00 to Saturday 01:00; midnight of Shanghai is 16:00 in UTC."""
    desk.roster(None, weekdays=[5], **{"from": "23:00", "to": "01:00"})
    (friday,) = desk.rounds(-1, 5)
    assert (friday["day"], friday["from"], friday["to"]) == (day(), at("23:00"), at("01:00", 1))
    set_clock(clock, at("00:30", 1))
    assert desk.state() == "open"
    walk(phone("officer1"), desk, at("00:20", 1))
    assert desk.state() == "running"
    assert desk.rounds(1) == []
    set_clock(clock, at("02:00", 1))
    walk(phone("officer2"), desk, at("02:00", 1))
    (friday,) = desk.rounds()
    assert len(friday["patrols"]) == 1


def test_the_weekday_is_shanghais(desk: Planner, phone: PhoneOf) -> None:
    """06:30 on a Monday is Sunday evening in UTC."""
    desk.roster(None, weekdays=[1], type="morning", **{"from": "06:30", "to": "08:00"})
    assert desk.days(-5, 5) == [day(-4), day(3)]
    walk(phone("officer1"), desk, at("06:35", -4), type="morning", ended_at=at("07:30", -4))
    (monday,) = desk.rounds(-4)
    assert (monday["state"], monday["from"]) == ("done", at("06:30", -4))


def test_what_a_patrol_left_in_a_drawn_area(desk: Planner, phone: PhoneOf) -> None:
    desk.roster(desk.drawn())
    officer = phone("officer1")
    patrol = walk(officer, desk, at("18:30"))

    def trace() -> str | None:
        (one,) = desk.rounds()
        (found,) = one["patrols"]
        assert found["id"] == patrol
        said: str | None = found["trace"]
        return said

    assert trace() is None
    seen_on(officer, patrol, position=officer.fix(lon=120.0, lat=30.0))
    assert trace() is None
    lon, lat = here()["coordinates"]
    point = {"lon": lon, "lat": lat, "accuracy_m": 5, "at": at("18:31")}
    officer.record("track", {"patrol_id": patrol, "points": [point]})
    assert trace() == "track"
    seen_on(officer, patrol)
    assert trace() == "records"


def test_what_a_patrol_left_in_a_street(desk: Planner, phone: PhoneOf) -> None:
    desk.roster()
    officer = phone("officer1")
    elsewhere = walk(officer, desk, at("18:20"), organisation_id=OTHER_STREET)
    here_ = walk(officer, desk, at("18:30"), organisation_id="330402007")
    for patrol in (elsewhere, here_):
        seen_on(officer, patrol)
    (one,) = desk.rounds()
    assert {found["id"]: found["trace"] for found in one["patrols"]} == {elsewhere: None, here_: "records"}


def test_two_areas_at_once_take_a_patrol_each(desk: Planner, phone: PhoneOf) -> None:
    near, far = desk.drawn(name="近"), desk.drawn(name="远", geometry=around(here(0.02)))
    for area in (near, far):
        desk.roster(area)
    officer, colleague = phone("officer1"), phone("officer2")
    lon, lat = here(0.02)["coordinates"]
    there = walk(officer, desk, at("18:30"))
    seen_on(officer, there, position=officer.fix(lon, lat))
    states = {one["area"]["name"]: one["state"] for one in desk.rounds()}
    assert states == {"近": "open", "远": "running"}
    other = walk(colleague, desk, at("18:45"))
    assert {one["area"]["name"]: [found["id"] for found in one["patrols"]] for one in desk.rounds()} == {
        "近": [other],
        "远": [there],
    }


def test_filters(desk: Planner, as_person: AsPerson) -> None:
    desk.roster()
    other = ok(as_person("admin1").post("/api/v1/teams", {"name": "二组", "organisation_id": "330402"}), 201)
    desk.roster(desk.area(name="别处", organisation_id=OTHER_STREET), team_id=other["id"])

    def names(**query: Any) -> list[str]:
        return [one["area"]["name"] for one in desk.rounds(**query)]

    assert sorted(names()) == ["别处", "月河片"]
    assert names(team=other["id"]) == ["别处"]
    assert names(organisation="330402007") == ["月河片"]
    assert names(organisation="330483") == []
    too_many = desk.caller.get(f"{PLANS}/rounds", query_string={"from": day(), "to": day(62)})
    assert "to" in refused(too_many, 422, "invalid")["fields"]
    refused(desk.caller.get(f"{PLANS}/rounds", query_string={"to": day()}), 422, "invalid")


def test_whose_plans_one_reads(desk: Planner, phone: PhoneOf, as_person: AsPerson) -> None:
    desk.roster()
    mine = ok(as_person("admin1").post("/api/v1/teams", {"name": "二组", "organisation_id": "330402"}), 201)
    desk.roster(desk.area(name="别队的片"), team_id=mine["id"])
    walk(phone("officer1"), desk, at("18:30"))
    for username in ("officer1", "officer2", "auxiliary1"):
        who = as_person(username)
        if username == "auxiliary1" and not who.session.person["teams"]:
            continue
        names = [one["area"]["name"] for one in desk.rounds(who=who)]
        assert names == ["月河片"], username
        assert [one["name"] for one in ok(who.get(f"{PLANS}/areas"))["areas"]] == ["月河片"]
        assert len(ok(who.get(f"{PLANS}/rosters"))["rosters"]) == 1
    assert desk.rounds(who=as_person("outsider1")) == []
    refused(as_person("volunteer1").get(f"{PLANS}/rounds"), 403, "not_allowed")
    assert len(desk.rounds(0)) == 2
