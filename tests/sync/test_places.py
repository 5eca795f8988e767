"""Where a record belongs after a change: who edits it does not carry it off."""

from collections.abc import Callable

import pytest
from flask import Flask

from tests.accounts.staff import begin, hire
from tests.conftest import Clock
from tests.people import Caller
from tests.phones import Data, Phone, PhoneOf

AsPerson = Callable[[str], Caller]


@pytest.fixture
def mate(app: Flask, as_person: AsPerson, clock: Clock) -> Phone:
    """A team-mate of officer1 whose own organisation is a street of the county."""
    team = as_person("officer1").session.person["teams"][0]["id"]
    made = hire(as_person("admin1"), "mate", "officer", "330402009", team_ids=[team])
    return Phone(begin(app, "mate", made["one_time_password"]), clock)


def without(phone: Phone, first: Data, base: int, *names: str) -> Data:
    data = {name: value for name, value in first["data"].items() if name not in names}
    return phone.item(first["kind"], data, first["id"], base=base)


@pytest.mark.parametrize("kind", ["incident", "persuasion", "capture"])
def test_a_team_mate_who_strikes_out_the_place_leaves_it_where_it_is(phone: PhoneOf, mate: Phone, kind: str) -> None:
    officer = phone("officer1")
    patrol = officer.record("patrol", officer.patrol(organisation_id="330402007"))
    for place in ({"patrol_id": patrol["id"]}, {"organisation_id": "330402007"}):
        first = officer.record(kind, getattr(officer, kind)(**place))
        before = officer.meta(first["id"])
        assert mate.statuses(without(mate, first, 1, *place)) == ["accepted"]
        after = officer.meta(first["id"])
        assert (after["organisation"], after["team_id"]) == (before["organisation"], before["team_id"])


def test_its_author_takes_it_home(phone: PhoneOf) -> None:
    officer = phone("officer1")
    first = officer.record("incident", officer.incident(organisation_id="330402007"))
    assert officer.statuses(without(officer, first, 1, "organisation_id")) == ["accepted"]
    assert officer.meta(first["id"])["organisation"]["id"] == "330402"


def test_a_team_mate_who_names_another_place_moves_it(phone: PhoneOf, mate: Phone) -> None:
    officer = phone("officer1")
    first = officer.record("incident", officer.incident(organisation_id="330402007"))
    moved = mate.item("incident", first["data"] | {"organisation_id": "330402008"}, first["id"], base=1)
    assert mate.statuses(moved) == ["accepted"]
    assert officer.meta(first["id"])["organisation"]["id"] == "330402008"


def test_a_patrol_without_its_team_stays_too(phone: PhoneOf, mate: Phone) -> None:
    officer = phone("officer1")
    team = officer.caller.session.person["teams"][0]["id"]
    first = officer.record("patrol", officer.patrol(team_id=team))
    assert mate.statuses(without(mate, first, 1, "team_id")) == ["accepted"]
    assert (officer.meta(first["id"])["organisation"]["id"], officer.meta(first["id"])["team_id"]) == ("330402", team)
