"""The feed: each person gets what they may read, all of it, in order, and learns what left their scope."""

import base64
import json
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask

from tests.accounts.staff import hired
from tests.conftest import Clock
from tests.people import CAST, Caller
from tests.phones import CHANGES, Data, Phone, PhoneOf, demo_zones

AsPerson = Callable[[str], Caller]
KINDS = ("patrol", "incident", "persuasion", "capture")


def test_each_role_gets_its_own_scope(phone: PhoneOf) -> None:
    """Officers, team-mates and the supervisor share; volunteer, outsider and administrator see nothing of it."""
    officer, volunteer, outsider = phone("officer1"), phone("volunteer1"), phone("outsider1")
    of_officer = {officer.record(kind)["id"] for kind in KINDS}
    of_officer.add(officer.record("track", officer.track(next(iter(of_officer & patrols(officer)))))["id"])
    of_volunteer = {volunteer.record(kind)["id"] for kind in ("persuasion", "capture")}
    of_outsider = {outsider.record(kind)["id"] for kind in KINDS}
    seen = {username: set(phone(username).state()) for username in CAST}
    assert seen == {
        "officer1": of_officer,
        "officer2": of_officer,
        "auxiliary1": of_officer,
        "volunteer1": of_volunteer,
        "supervisor1": of_officer | of_volunteer,
        "admin1": set(),
        "outsider1": of_outsider,
    }


def patrols(phone: Phone) -> set[str]:
    return {key for key, change in phone.state().items() if change["kind"] == "patrol"}


def test_everybody_gets_the_zones_in_force_and_to_come_of_the_own_county(phone: PhoneOf) -> None:
    today = phone("admin1").clock.now.date().isoformat()
    for username, prefix in {
        "officer1": "330402",
        "volunteer1": "330402",
        "outsider1": "330483",
        "admin1": "3304",
    }.items():
        changes = [change for change in phone(username).page()["changes"] if change["kind"] == "zone"]
        wanted = {
            feature["properties"]["name"]
            for feature in demo_zones()
            if feature["properties"]["organisation_id"].startswith(prefix)
        }
        found = {change["id"]: change["data"] for change in changes}.values()
        in_force = [data["name"] for data in found if (data["valid_until"] or "9999") > today]
        assert set(in_force) == wanted
        for data in found:
            assert data["organisation_id"].startswith(prefix)
            assert data["geometry"]["type"] == "MultiPolygon"


@pytest.mark.parametrize("limit", [1, 7])
def test_small_pages_bring_everything_once_and_in_order(phone: PhoneOf, limit: int) -> None:
    officer, supervisor = phone("officer1"), phone("supervisor1")
    sent = [officer.record("persuasion")["id"] for _ in range(9)]
    whole = supervisor.page()
    assert whole["more"] is False
    cursor, changes = "", []
    while True:
        page = supervisor.page(cursor, limit)
        assert len(page["changes"]) <= limit
        changes += page["changes"]
        cursor = page["cursor"]
        if not page["more"]:
            break
    assert changes == whole["changes"]
    assert [change["id"] for change in changes if change["kind"] != "zone"] == sent
    assert supervisor.page(cursor)["changes"] == []
    later = officer.record("capture")
    assert [change["id"] for change in supervisor.page(cursor)["changes"]] == [later["id"]]


def test_a_quiet_branch_moves_on_with_the_log(phone: PhoneOf) -> None:
    officer, outsider = phone("officer1"), phone("outsider1")
    before = outsider.page()["cursor"]
    for _ in range(3):
        officer.record("persuasion")
    page = outsider.page(before)
    assert (page["changes"], page["more"], page["reset"]) == ([], False, False)
    assert page["cursor"] != before
    assert outsider.page(page["cursor"], 1)["changes"] == []


def test_the_snapshot_is_bounded_by_days_of_receipt(phone: PhoneOf, clock: Clock) -> None:
    officer = phone("officer1")
    cursor = officer.page()["cursor"]
    old = officer.record("persuasion")
    clock.advance(days=20)
    new = officer.record("persuasion")
    assert set(officer.state()) == {new["id"]}
    assert [change["id"] for change in officer.page(cursor)["changes"]] == [old["id"], new["id"]]


# ---------------------------------------------------------------- the cursor
def test_a_cursor_of_another_persons_scope_begins_anew(phone: PhoneOf) -> None:
    officer, outsider = phone("officer1"), phone("outsider1")
    record = officer.record("persuasion")
    page = outsider.page(officer.page()["cursor"])
    assert page["reset"] is True
    assert record["id"] not in {change["id"] for change in page["changes"]}
    assert outsider.page(page["cursor"])["reset"] is False


def test_a_changed_team_begins_anew(phone: PhoneOf, as_person: AsPerson) -> None:
    officer, mate, admin = phone("officer1"), phone("officer2"), as_person("admin1")
    record = officer.record("persuasion")
    cursor = mate.page()["cursor"]
    assert mate.page(cursor)["reset"] is False
    team = officer.caller.session.person["teams"][0]["id"]
    assert admin.delete(f"/api/v1/teams/{team}/members/{mate.id}").status_code == 204
    page = mate.page(cursor)
    assert page["reset"] is True
    assert record["id"] not in {change["id"] for change in page["changes"]}
    assert admin.put(f"/api/v1/teams/{team}/members/{mate.id}").status_code == 204
    page = mate.page(page["cursor"])
    assert page["reset"] is True
    assert record["id"] in {change["id"] for change in page["changes"]}


def altered(cursor: str, place: int, value: Any) -> str:
    parts = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
    parts[place] = value
    return base64.urlsafe_b64encode(json.dumps(parts).encode()).decode().rstrip("=")


def test_a_cursor_from_another_epoch_or_from_the_future_begins_anew(phone: PhoneOf) -> None:
    officer = phone("officer1")
    record = officer.record("persuasion")
    cursor = officer.page()["cursor"]
    for changed in (altered(cursor, 1, "0ther"), altered(cursor, 2, 2**61)):
        page = officer.page(changed)
        assert page["reset"] is True
        assert record["id"] in {change["id"] for change in page["changes"]}


def test_a_forged_cursor_widens_no_scope(phone: PhoneOf) -> None:
    officer, outsider = phone("officer1"), phone("outsider1")
    records = {officer.record("persuasion")["id"] for _ in range(3)}
    mine = outsider.page()["cursor"]
    for seq in range(60):
        changes = outsider.page(altered(mine, 2, seq))["changes"]
        assert not records & {change["id"] for change in changes}


BAD_CURSORS = [
    "x",
    "!!!!",
    "W10",
    "bnVsbA",
    "e30",
    "W1tdLFtdLFtdLFtdXQ",
    "WyJhIiwiYiIsLTEsbnVsbF0",
    "WyJhIiwiYiIsMS41LG51bGxd",
    "WyJhIiwiYiIsMSwieCJd",
    "' OR 1=1 --",
    "嘉兴",
    "a" * 200,
    "[" * 60,
]


@pytest.mark.one_engine
def test_a_tampered_cursor_is_refused(phone: PhoneOf) -> None:
    officer = phone("officer1")
    for cursor in BAD_CURSORS:
        answer = officer.caller.get(CHANGES, query_string={"cursor": cursor})
        assert (answer.status_code, answer.json["code"]) == (422, "bad_cursor"), (cursor, answer.text)
    for query in ({"cursor": "a" * 201}, {"limit": 0}, {"limit": 10_001}, {"limit": "all"}):
        assert officer.caller.get(CHANGES, query_string=query).status_code == 422


def test_the_cursor_says_nothing_about_other_records(phone: PhoneOf) -> None:
    officer = phone("officer1")
    cursor = officer.page()["cursor"]
    text = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)).decode()
    assert officer.id not in text
    assert "330402" not in text


# ---------------------------------------------------------------- leaving a scope
def test_a_record_that_leaves_a_scope_leaves_a_tombstone(phone: PhoneOf, app: Flask, as_person: AsPerson) -> None:
    officer, admin = phone("officer1"), as_person("admin1")
    streets = [Phone(hired(app, admin, f"street{n}", "supervisor", f"33040200{n}"), officer.clock) for n in (7, 8)]
    first = officer.record("incident", officer.incident(organisation_id="330402007"))
    for street in streets:
        street.pull()
    moved = officer.item("incident", first["data"] | {"organisation_id": "330402008"}, first["id"], base=1)
    assert officer.statuses(moved) == ["accepted"]
    (left,), (came,) = streets[0].pull(), streets[1].pull()
    assert (left["id"], left["deleted"]) == (first["id"], True)
    assert (came["id"], came["deleted"], came["revision"]) == (first["id"], False, 2)
    assert [public(street.state()) for street in streets] == [{}, {first["id"]: moved["data"]}]
    assert public(officer.state())[first["id"]] == moved["data"]
    listed = [len(street.caller.get("/api/v1/incidents").json["features"]) for street in streets]
    assert listed == [0, 1]


def public(state: dict[str, Data]) -> dict[str, Data]:
    return {key: {k: v for k, v in change["data"].items() if k != "meta"} for key, change in state.items()}


def test_who_changes_teams_keeps_what_they_recorded_themselves(phone: PhoneOf, as_person: AsPerson) -> None:
    officer, mate, admin = phone("officer1"), phone("officer2"), as_person("admin1")
    own = mate.record("persuasion")
    team = officer.caller.session.person["teams"][0]["id"]
    admin.delete(f"/api/v1/teams/{team}/members/{mate.id}")
    assert set(mate.state()) == {own["id"]}
    assert set(officer.state()) == {own["id"]}


def test_a_push_of_another_epoch_takes_nothing(phone: PhoneOf) -> None:
    officer = phone("officer1")
    epoch, item = officer.caller.get("/api/v1/session").json["epoch"], officer.item("incident")
    answer = officer.send(item, epoch="of a state that was lost")
    assert (answer.status_code, answer.json["code"]) == (409, "epoch_changed")
    assert officer.statuses(item, epoch=epoch) == ["accepted"]
