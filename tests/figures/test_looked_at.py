"""Boards say what mornings left open, what of it was looked at again, and what became of re-checks that were asked for."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest
from flask import Flask

from app import access, demo
from app.accounts import actors
from app.accounts.models import Person
from app.database import db
from app.demo_looks import ask_for_rechecks
from tests.accounts.staff import hired
from tests.conftest import Clock
from tests.figures.test_figure_lists import AsPerson, figures
from tests.phones import Data, Phone, PhoneOf, new_id
from tests.plans.planning import NOON, OTHER_STREET, STREET, at, day
from tests.reviews.desk import Desk
from tests.reviews.test_rechecks import team_of

SPANS = ("day", "week", "month")


@pytest.fixture
def clock() -> Clock:
    clock = Clock()
    clock.now = datetime.fromisoformat(NOON)
    return clock


@pytest.fixture
def desk(as_person: AsPerson, clock: Clock) -> Desk:
    return Desk(as_person("supervisor1"))


def left(phone: Phone, when: str, **more: Any) -> str:
    given = {"type": "unleashed", "action": "persuaded", "organisation_id": STREET} | more
    recorded: str = phone.record("incident", phone.incident(**given), captured_at=when)["id"]
    return recorded


def look(phone: Phone, about: str, **data: Any) -> Data:
    item = phone.item("recheck", {"about": about, "result": "nothing_found"} | data, new_id())
    assert phone.statuses(item) == ["accepted"]
    return item


@pytest.fixture
def mornings(phone: PhoneOf) -> dict[str, str]:
    """Points of today, of the day before and of a week ago; and what is none: of the wrong sort, done with, too late."""
    officer = phone("officer1")
    found = {
        "seen": left(officer, at("07:00")),
        "open": left(officer, at("08:00"), type="forbidden_place", action="ordered_to_correct"),
        "elsewhere": left(officer, at("09:00"), organisation_id=OTHER_STREET),
        "yesterday": left(officer, at("07:00", -1)),
        "before": left(officer, at("07:00", -7)),
    }
    left(officer, at("07:10"), type="faeces")
    left(officer, at("07:20"), action="case_proposed")
    left(officer, at("18:20", -1))
    for name in ("seen", "yesterday", "before"):
        look(officer, found[name])
    look(officer, found["seen"], result="found")
    return found


def test_points_and_what_was_looked_at_again(mornings: dict[str, str], desk: Desk) -> None:
    found = figures(desk.caller, "board", day=day())
    assert found["totals"]["points"] == {"count": 3, "before": 1, "year_before": 0}
    assert found["totals"]["looked_at"] == {"count": 1, "before": 1, "year_before": 0}
    by_street = {line["id"]: (line["points"], line["looked_at"]) for line in found["places"]}
    assert (by_street[STREET], by_street[OTHER_STREET]) == ((2, 1), (1, 0))
    assert [(line["points"], line["looked_at"]) for line in found["teams"]] == [(3, 1)]
    assert sum(line["points"] for line in found["zones"]) == 3
    assert figures(desk.caller, "board", day=day(-1))["totals"]["looked_at"]["count"] == 1


@pytest.mark.parametrize("span", SPANS)
def test_numbers_open_what_they_count(mornings: dict[str, str], desk: Desk, span: str) -> None:
    asked = {"day": day(), "span": span}
    board = figures(desk.caller, "board", **asked)
    whole = {"points": board["totals"]["points"]["count"], "looked_at": board["totals"]["looked_at"]["count"]}
    lines: list[tuple[Data, Data]] = [(whole, {})]
    for name, by in (("places", "place"), ("teams", "team"), ("zones", "zone")):
        lines += [(line, {by: line["id"]}) for line in board[name]]
    for line, of in lines:
        points = figures(desk.caller, "points", **asked, **of)["points"]
        assert len(points) == line["points"], of
        assert sum(one["look"] is not None for one in points) == line["looked_at"], of
    assert whole["points"] >= 3


def test_a_point_tells_of_the_newest_look(mornings: dict[str, str], desk: Desk) -> None:
    points = figures(desk.caller, "points", day=day())["points"]
    assert [one["id"] for one in points] == [mornings[name] for name in ("elsewhere", "open", "seen")]
    seen = points[-1]
    assert (seen["type"], seen["organisation"]["id"], seen["team"]["name"]) == ("unleashed", STREET, "南湖一组")
    assert (seen["look"]["result"], seen["look"]["unasked"], seen["look"]["ended_by"]) == ("found", True, "沈一鸣")
    assert points[0]["look"] is None


def test_what_was_merged_or_withdrawn_is_no_point(mornings: dict[str, str], phone: PhoneOf, desk: Desk) -> None:
    desk.decide("merge", mornings["seen"], into=left(phone("officer1"), at("18:00", -1)))
    found = figures(desk.caller, "board", day=day())["totals"]
    assert (found["points"]["count"], found["looked_at"]["count"]) == (2, 0)
    assert len(figures(desk.caller, "points", day=day())["points"]) == 2


def test_what_was_asked_for_is_counted_by_the_day_it_is_due(
    mornings: dict[str, str], phone: PhoneOf, desk: Desk, clock: Clock
) -> None:
    officer = phone("officer1")
    team = team_of(officer)
    done, late, open_, called_off = (desk.assign(mornings["open"], team, day(due)) for due in (0, 0, 2, 0))
    officer.push(officer.item("recheck", {"result": "nothing_found"}, done["id"], base=1))
    gone = {"revision": called_off["revision"], "reason": "不用了"}
    desk.caller.post(f"/api/v1/rechecks/{called_off['id']}/cancellation", gone)
    found = figures(desk.caller, "board", day=day())
    assert found["rechecks"] == {"asked": 2, "done": 1, "late": 0}
    assert found["totals"]["looked_at"]["count"] == 2
    clock.now = datetime.fromisoformat(at("12:00", 1))
    month = figures(desk.caller, "board", day=day(), span="month")
    assert month["rechecks"]["late"] == 1
    assert {line["id"]: line["rechecks"] for line in month["places"]}[STREET] == month["rechecks"]
    assert [line["rechecks"] for line in month["teams"]] == [month["rechecks"]]
    listed = figures(desk.caller, "rechecks", day=day())["rechecks"]
    assert {one["recheck"]["id"] for one in listed} == {done["id"], late["id"]}
    assert {(one["id"], one["type"], one["team"]["id"]) for one in listed} == {
        (mornings["open"], "forbidden_place", team)
    }
    assert [one["recheck"]["state"] for one in listed if one["recheck"]["id"] == late["id"]] == ["open"]
    assert figures(desk.caller, "board", day=day(2))["rechecks"] == {"asked": 1, "done": 0, "late": 0}
    assert open_["id"] in {one["recheck"]["id"] for one in figures(desk.caller, "rechecks", day=day(2))["rechecks"]}


def test_boards_of_others_say_nothing_of_it(mornings: dict[str, str], app: Flask, as_person: AsPerson) -> None:
    other = hired(app, as_person("admin1"), "supervisor9", "supervisor", "330483")
    found = figures(other, "board", day=day(), span="month")
    assert (found["totals"]["points"]["count"], found["totals"]["looked_at"]["count"]) == (0, 0)


def test_the_demonstration_has_points_looks_and_what_was_asked_for(
    app: Flask, as_person: AsPerson, clock: Clock
) -> None:
    with app.app_context():
        people = {one.username: one for one in db.session.query(Person)}
        demo.file_records(people, access.settings(), clock.now)
        db.session.commit()
        officer = actors.of_person(people["officer1"])
        for recheck_id, answer, when in ask_for_rechecks(people["supervisor1"], people["officer1"], clock.now):
            demo.push(officer, [demo.item("recheck", answer, when, recheck_id)], when, access.settings())
        db.session.commit()
    month = figures(as_person("supervisor1"), "board", day=day(), span="month")
    assert 0 < month["totals"]["looked_at"]["count"] < month["totals"]["points"]["count"]
    assert month["rechecks"]["asked"] >= month["rechecks"]["done"] + month["rechecks"]["late"] > 1
