"""Rosters travel to the phones of their team, with the area, so that the home shows rounds without a network."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
import sqlalchemy as sa
from flask import Flask

from tests.conftest import Clock
from tests.people import Caller
from tests.phones import Data, Phone, PhoneOf
from tests.plans.planning import PLANS, Planner, at, day, set_clock
from tests.zones.drafting import ok

AsPerson = Callable[[str], Caller]


def plans_in(changes: list[Data]) -> list[Data]:
    return [change for change in changes if change["kind"] == "plan"]


def walked(phone: Phone, limit: int) -> list[Data]:
    """Everything a new phone is sent, in pages of a size."""
    found, cursor = [], ""
    while True:
        page = phone.page(cursor, limit)
        found += page["changes"]
        cursor = page["cursor"]
        if not page["more"]:
            return found


def test_phones_of_the_team_learn_of_each_revision(desk: Planner, phone: PhoneOf) -> None:
    team = [phone(name) for name in ("officer1", "officer2")]
    strangers = [phone(name) for name in ("volunteer1", "outsider1")]
    for one in (*team, *strangers):
        one.pull()
    area = desk.drawn()
    roster = desk.roster(area)
    for one in team:
        (change,) = plans_in(one.pull())
        assert (change["id"], change["revision"], change["deleted"]) == (roster["id"], 1, False)
        data = change["data"]
        assert (data["team_id"], data["type"], data["weekdays"]) == (desk.team_id, "evening", [1, 2, 3, 4, 5])
        assert (data["from"], data["to"], data["tolerance_minutes"], data["exceptions"]) == ("18:30", "20:00", 60, [])
        assert (data["area"]["name"], data["area"]["geometry"]) == ("月河片", area["geometry"])
    ok(desk.patch(roster, exceptions=[{"day": day(), "what": "off"}]))
    (change,) = plans_in(team[0].pull())
    assert change["data"]["exceptions"] == [{"day": day(), "what": "off"}]
    ok(desk.caller.patch(f"{PLANS}/areas/{area['id']}", {"revision": 1, "name": "新月河片"}))
    (change,) = plans_in(team[0].pull())
    assert change["data"]["area"]["name"] == "新月河片"
    assert [plans_in(one.pull()) for one in strangers] == [[], []]


@pytest.mark.parametrize("limit", [1, 2, 1000])
def test_a_new_phone_gets_what_holds_and_what_is_to_come_however_old(
    desk: Planner, phone: PhoneOf, app: Flask, limit: int
) -> None:
    from app.changes.models import Change
    from app.database import db

    area = desk.area()
    kept = [desk.roster(area, weekdays=[number])["id"] for number in range(1, 5)]
    kept.append(desk.roster(area, valid_from=day(30))["id"])
    kept.append(desk.roster(area, valid_until=day())["id"])  # the last round of yesterday may not be over
    desk.roster(area, valid_until=day(-1))
    with app.app_context():
        db.session.execute(sa.update(Change).values(appended_at=datetime(2020, 1, 1, tzinfo=UTC)))
        db.session.commit()
    assert sorted(change["id"] for change in plans_in(walked(phone("officer1"), limit))) == sorted(kept)
    assert plans_in(walked(phone("outsider1"), limit)) == plans_in(walked(phone("volunteer1"), limit)) == []


def test_who_joins_the_team_gets_its_plans_and_who_leaves_loses_them(
    desk: Planner, phone: PhoneOf, as_person: AsPerson, clock: Clock
) -> None:
    admin = as_person("admin1")
    team = ok(admin.post("/api/v1/teams", {"name": "二组", "organisation_id": "330402"}), 201)["id"]
    roster = desk.roster(team_id=team)
    officer = phone("officer1")
    assert plans_in(officer.pull()) == []
    member = f"/api/v1/teams/{team}/members/{officer.id}"
    assert admin.put(member).status_code == 204
    set_clock(clock, at("13:00"))
    assert {change["id"] for change in plans_in(officer.pull())} == {roster["id"]}
    assert admin.delete(member).status_code == 204
    page = officer.page(officer.cursor)
    assert page["reset"] is True
    assert plans_in(page["changes"]) == []
