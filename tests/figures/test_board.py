"""A board counts what the lists show, and nobody's else."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from flask import Flask

from tests.maps.tiles import Data
from tests.people import Caller
from tests.phones import PhoneOf, inside

AsPerson = Callable[[str], Caller]
SHANGHAI = ZoneInfo("Asia/Shanghai")


def board(who: Caller, **query: Any) -> Data:
    answer = who.get("/api/v1/figures/board", query_string=query)
    assert answer.status_code == 200, answer.text
    found: Data = answer.json
    return found


def day_of(item: Data) -> str:
    return datetime.fromisoformat(item["captured_at"]).astimezone(SHANGHAI).date().isoformat()


def measure(item: Data) -> str:
    if item["kind"] == "persuasion":
        return "persuaded"
    if item["kind"] == "capture":
        return "seen" if item["data"]["method"] == "seen_only" else "captured"
    return str(item["data"]["action"])


def test_a_day_counts_what_was_captured_on_it(some: list[Data], as_person: AsPerson) -> None:
    supervisor = as_person("supervisor1")
    for day in sorted({day_of(item) for item in some}):
        found = board(supervisor, day=day)["totals"]
        of_day = [item for item in some if day_of(item) == day]
        assert found["incidents"]["count"] == sum(item["kind"] == "incident" for item in of_day)
        for name in ("persuaded", "ordered_to_correct", "case_proposed", "captured", "seen"):
            assert found[name]["count"] == sum(measure(item) == name for item in of_day), name


def test_steps_tables_and_totals_add_up(some: list[Data], as_person: AsPerson) -> None:
    newest = max(day_of(item) for item in some)
    found = board(as_person("supervisor1"), day=newest, span="week")
    incidents = found["totals"]["incidents"]["count"]
    assert sum(line["incidents"] for line in found["places"]) == incidents > 0
    whole = sum(found["steps"][-1]["families"].values())
    since, until = found["from"], found["to"]
    assert whole == sum(since <= day_of(item) < until for item in some)
    assert [line["id"] for line in found["places"][:-1]] == sorted(line["id"] for line in found["places"][:-1])
    assert sum(week["persuaded"] for week in found["weeks"]) == sum(measure(item) == "persuaded" for item in some)
    assert sum(found["hours"]) == sum(item["kind"] == "incident" for item in some)


def test_what_comes_changes_and_goes_is_counted_by_the_same_base(
    some: list[Data], phone: PhoneOf, app: Flask, as_person: AsPerson
) -> None:
    supervisor, officer = as_person("supervisor1"), phone("officer1")
    gone, changed = [item for item in some if measure(item) == "persuaded" and item["kind"] == "incident"][:2]
    day = day_of(gone)
    spans = ("day", "week", "month")
    before = [board(supervisor, day=day, span=span) for span in spans]  # the base and its days are made now

    other = {**changed["data"], "action": "ordered_to_correct"}
    edit = officer.item("incident", other, record_id=changed["id"], captured_at=changed["captured_at"], base=1)
    assert set(officer.statuses(officer.withdrawal(gone, 1), edit)) == {"accepted"}
    for _ in range(3):
        officer.record("incident", officer.incident(action="case_proposed"), captured_at=gone["captured_at"])
    after = [board(supervisor, day=day, span=span) for span in spans]
    same_day = day_of(changed) == day
    gained = {"case_proposed": 3, "incidents": 2, "persuaded": -1 - same_day, "ordered_to_correct": int(same_day)}
    for name, more in gained.items():
        assert after[0]["totals"][name]["count"] == before[0]["totals"][name]["count"] + more, name
    assert sum(after[0]["hours"]) == sum(before[0]["hours"]) + 2
    assert sum(after[1]["steps"][-1]["families"].values()) == sum(before[1]["steps"][-1]["families"].values()) + 2

    live = app.config["MAP"]
    with app.app_context():
        live.rebase(live.now())
    assert [board(supervisor, day=day, span=span) for span in spans] == after


def test_a_week_earlier_and_a_year_earlier(phone: PhoneOf, as_person: AsPerson) -> None:
    officer, supervisor = phone("officer1"), as_person("supervisor1")
    for days, number in ((0, 1), (7, 2), (52 * 7, 3)):
        for _ in range(number):
            officer.record("incident", captured_at=officer.now(days=-days))
    today = officer.clock.now.astimezone(SHANGHAI).date().isoformat()
    assert board(supervisor, day=today)["totals"]["incidents"] == {"count": 1, "before": 2, "year_before": 3}


def test_rounds_are_counted_by_street_and_team(phone: PhoneOf, as_person: AsPerson) -> None:
    officer, supervisor = phone("officer1"), as_person("supervisor1")
    team = officer.caller.session.person["teams"][0]
    walked = officer.patrol(started_at=officer.now(hours=-2), ended_at=officer.now(hours=-1), team_id=team["id"])
    officer.record("patrol", walked)
    officer.record("patrol", officer.patrol(started_at=officer.now(minutes=-5), team_id=team["id"]))
    day = (officer.clock.now - timedelta(hours=2)).astimezone(SHANGHAI).date().isoformat()
    found = board(supervisor, day=day)
    same_day = (officer.clock.now - timedelta(minutes=5)).astimezone(SHANGHAI).date().isoformat() == day
    assert found["totals"]["patrols"]["count"] == 1 + same_day
    assert found["totals"]["patrols"]["running"] == same_day
    assert sum(line["patrols"] for line in found["places"]) == 1 + same_day
    assert [line["patrols"] for line in found["teams"] if line["id"] == team["id"]] == [1 + same_day]


def test_zones_have_their_lines(phone: PhoneOf, as_person: AsPerson) -> None:
    officer = phone("officer1")
    officer.record("incident")
    zone = inside()[0]["properties"]
    found = board(as_person("supervisor1"))["zones"]
    assert [(line["id"], line["name"], line["incidents"]) for line in found] == [(zone["zone_id"], zone["name"], 1)]


@pytest.mark.parametrize("who", ["officer1", "volunteer1", "admin1"])
def test_it_is_for_supervisors(as_person: AsPerson, who: str) -> None:
    assert as_person(who).get("/api/v1/figures/board").status_code == 403


def test_no_other_branch_is_counted(phone: PhoneOf, as_person: AsPerson) -> None:
    outsider, supervisor = phone("outsider1"), as_person("supervisor1")
    outsider.record("incident")
    assert board(supervisor)["totals"]["incidents"]["count"] == 0
    answer = supervisor.get("/api/v1/figures/board", query_string={"organisation": "330483"})
    assert answer.status_code == 404


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31", "1999-12-31"])
def test_a_day_that_no_calendar_of_ours_holds_is_told(as_person: AsPerson, day: str) -> None:
    answer = as_person("supervisor1").get("/api/v1/figures/board", query_string={"day": day})
    assert (answer.status_code, list(answer.json["fields"])) == (422, ["day"])


def test_a_week_that_is_not_over_is_compared_with_as_many_days(phone: PhoneOf, as_person: AsPerson) -> None:
    officer, supervisor = phone("officer1"), as_person("supervisor1")
    now = officer.clock.now.astimezone(SHANGHAI)
    monday = now.replace(hour=12) - timedelta(days=now.weekday())
    for day in range(7):
        officer.record("incident", captured_at=(monday - timedelta(days=7 - day)).isoformat())
    found = board(supervisor, day=now.date().isoformat(), span="week")
    assert found["running"] is True
    assert found["totals"]["incidents"]["before"] == now.weekday() + 1
    last = monday.date() - timedelta(days=7)
    assert found["compared"][0] == {"from": last.isoformat(), "to": (last + timedelta(now.weekday() + 1)).isoformat()}
    over = board(supervisor, day=last.isoformat(), span="week")
    assert (over["running"], over["totals"]["incidents"]["count"]) == (False, 7)
