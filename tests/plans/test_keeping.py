"""Areas and rosters are made, corrected with history, changed from a day on, copied and ended; two desks do not overwrite
each other, and nobody plans outside the own branch."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.people import Caller
from tests.phones import new_id
from tests.places.keeping import around, here
from tests.plans.planning import OTHER_STREET, PLANS, STREET, Planner, day
from tests.zones.drafting import ok, refused

AsPerson = Callable[[str], Caller]


def test_an_area_is_kept_with_what_stood_there(desk: Planner) -> None:
    made = desk.area(note="沿河")
    assert (made["organisation_name"], made["geometry"], made["valid_until"]) == ("建设街道", None, None)
    body = {"revision": 1, "geometry": around(here()), "name": "月河", "organisation_id": OTHER_STREET}
    changed = ok(desk.caller.patch(f"{PLANS}/areas/{made['id']}", body))
    assert changed["revision"] == 2
    assert changed["history"][0]["changed"]["name"] == ["月河片", "月河"]
    assert set(changed["history"][0]["changed"]) == {"name", "geometry", "organisation_id", "organisation_name"}
    same = ok(desk.caller.patch(f"{PLANS}/areas/{made['id']}", {"revision": 2, "name": "月河"}))
    assert same["revision"] == 2
    ended = ok(desk.act("areas/ending", same, valid_until=day(1), reason="合并"))
    assert (ended["valid_until"], ended["history"][0]["reason"]) == (day(1), "合并")

    def names(**query: str) -> list[str]:
        return [one["name"] for one in ok(desk.caller.get(f"{PLANS}/areas", query_string=query))["areas"]]

    assert (names(), names(**{"from": day(1)}), names(state="any", **{"from": day(1)})) == (["月河"], [], ["月河"])


def test_a_roster_changes_from_a_day_on_and_the_past_stays(desk: Planner) -> None:
    roster = desk.roster()
    exceptions = [{"day": day(-1), "what": "off"}, {"day": day(3), "what": "off", "reason": "停"}]
    roster = ok(desk.patch(roster, exceptions=exceptions))
    later = ok(desk.act("rosters/succession", roster, from_day=day(), weekdays=[1, 6], **{"to": "21:00"}), 201)
    assert (later["valid_from"], later["from"], later["to"]) == (day(), "18:30", "21:00")
    assert later["exceptions"] == [{"day": day(3), "what": "off", "reason": "停"}]
    assert desk.days(-4, 4) == [day(-4), day(-3), day(-2), day(1)]
    old = ok(desk.caller.get(f"{PLANS}/rosters/{roster['id']}"))
    assert (old["valid_until"], old["weekdays"]) == (day(), [1, 2, 3, 4, 5])
    for first in (day(-14), day(-20)):
        answer = desk.act("rosters/succession", ok(desk.caller.get(f"{PLANS}/rosters/{later['id']}")), from_day=first)
        refused(answer, 422, "plan_from_outside")


def test_a_correction_and_an_end_are_in_the_history_and_the_audit(desk: Planner, as_person: AsPerson) -> None:
    roster = desk.roster()
    changed = ok(desk.patch(roster, weekdays=[7, 1, 7], type="peak"))
    assert changed["weekdays"] == [1, 7]
    assert changed["history"][0]["changed"] == {"type": ["evening", "peak"], "weekdays": [[1, 2, 3, 4, 5], [1, 7]]}
    ended = ok(desk.act("rosters/ending", changed, valid_until=day(), reason="换班"))
    assert ended["history"][0]["reason"] == "换班"
    assert desk.days(0, 20) == []
    entries = as_person("admin1").get(f"/api/v1/audit?subject={roster['id']}").json["entries"]
    told = [(one["action"], one["detail"].get("changed")) for one in reversed(entries)]
    assert told == [
        ("plan_roster_created", None),
        ("plan_roster_changed", {"type": ["evening", "peak"], "weekdays": [[1, 2, 3, 4, 5], [1, 7]]}),
        ("plan_roster_ended", {"valid_until": [None, day()]}),
    ]


def test_two_desks_do_not_overwrite_each_other(desk: Planner) -> None:
    roster = desk.roster()
    newer = ok(desk.patch(roster, weekdays=[1]))
    name = desk.caller.session.person["name"]
    late: list[Any] = [
        desk.patch(roster, weekdays=[2]),
        desk.act("rosters/ending", roster, valid_until=day(), reason="x"),
        desk.act("rosters/succession", roster, from_day=day(1)),
    ]
    for answer in late:
        assert name in refused(answer, 409, "plan_changed")["detail"]
    assert ok(desk.caller.get(f"{PLANS}/rosters/{roster['id']}"))["weekdays"] == newer["weekdays"]
    area = desk.area()
    ok(desk.caller.patch(f"{PLANS}/areas/{area['id']}", {"revision": 1, "name": "新"}))
    refused(desk.caller.patch(f"{PLANS}/areas/{area['id']}", {"revision": 1, "name": "旧"}), 409, "plan_changed")


def test_a_repeated_request_makes_no_second_plan(desk: Planner) -> None:
    area = desk.area(id=(name := new_id()))
    assert desk.area(id=name)["revision"] == 1
    first = desk.roster(area, id=(other := new_id()))
    assert desk.roster(area, id=other, type="peak")["type"] == first["type"] == "evening"
    assert len(ok(desk.caller.get(f"{PLANS}/rosters"))["rosters"]) == 1


BAD_ROSTERS: list[tuple[dict[str, Any], str, str]] = [
    ({"team_id": new_id()}, "plan_unknown_team", "team_id"),
    ({"area_id": new_id()}, "plan_unknown_area", "area_id"),
    ({"to": "18:30"}, "plan_empty_window", "to"),
    ({"valid_until": day(-15)}, "plan_ends_before", "valid_until"),
    ({"weekdays": []}, "invalid", "weekdays"),
    ({"weekdays": [8]}, "invalid", "weekdays"),
    ({"from": "24:00"}, "invalid", "from"),
    ({"type": "night"}, "invalid", "type"),
    ({"exceptions": [{"day": day(), "what": "maybe"}]}, "invalid", "exceptions"),
    ({"person_id": new_id()}, "invalid", "person_id"),
]


@pytest.mark.parametrize(("wrong", "code", "field"), BAD_ROSTERS)
def test_a_bad_roster_is_refused_by_name(desk: Planner, wrong: dict[str, Any], code: str, field: str) -> None:
    assert field in str(refused(desk.post(desk.area(), **wrong), 422, code)["fields"])
    assert ok(desk.caller.get(f"{PLANS}/rosters"))["rosters"] == []


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"organisation_id": "330402"}, "unknown_organisation"),
        ({"organisation_id": "330483001"}, "unknown_organisation"),
        ({"geometry": here()}, "plan_needs_polygon"),
        ({"geometry": around({"coordinates": [30.76, 120.74]})}, "place_bad_geometry"),
        ({"name": "  "}, "invalid"),
    ],
)
def test_a_bad_area_is_refused(desk: Planner, wrong: dict[str, Any], code: str) -> None:
    body = {"name": "片", "organisation_id": STREET} | wrong
    refused(desk.caller.post(f"{PLANS}/areas", body), 422, code)


def test_another_branch_is_neither_read_nor_written(desk: Planner, as_person: AsPerson, app: Any) -> None:
    from tests.accounts.staff import hired

    roster = desk.roster()
    area_id = roster["area"]["id"]
    street = hired(app, as_person("admin1"), "supervisor2", "supervisor", OTHER_STREET)
    assert ok(street.get(f"{PLANS}/rosters"))["rosters"] == []
    assert ok(street.get(f"{PLANS}/rounds"))["rounds"] == []
    answers = [
        street.get(f"{PLANS}/rosters/{roster['id']}"),
        street.patch(f"{PLANS}/rosters/{roster['id']}", {"revision": 1, "weekdays": [1]}),
        street.get(f"{PLANS}/areas/{area_id}"),
        street.patch(f"{PLANS}/areas/{area_id}", {"revision": 1, "name": "x"}),
        street.post(f"{PLANS}/areas/{area_id}/ending", {"revision": 1, "valid_until": day(), "reason": "x"}),
    ]
    assert [answer.status_code for answer in answers] == [404] * len(answers)
    theirs = ok(street.post(f"{PLANS}/areas", {"name": "片", "organisation_id": OTHER_STREET}), 201)
    assert ok(street.get(f"{PLANS}/teams"))["teams"] == []
    refused(street.post(f"{PLANS}/rosters", desk.body(theirs)), 422, "plan_unknown_team")


def test_a_week_is_copied_once(desk: Planner, as_person: AsPerson) -> None:
    roster = desk.roster(valid_until=day(3))
    ok(desk.patch(roster, exceptions=[{"day": day(-1), "what": "off"}, {"day": day(1), "what": "extra"}]))
    wish = {"week": day(), "valid_from": day(10), "valid_until": day(24)}
    copied = ok(desk.caller.post(f"{PLANS}/rosters/copies", wish), 201)
    (made,) = copied["rosters"]
    assert (made["weekdays"], made["valid_from"], made["valid_until"]) == ([1, 2, 3, 5, 6], day(10), day(24))
    again = ok(desk.caller.post(f"{PLANS}/rosters/copies", wish), 201)
    assert (again["rosters"], again["already"]) == ([], 1)
    other = ok(as_person("admin1").post("/api/v1/teams", {"name": "二组", "organisation_id": "330402"}), 201)
    wish |= {"team_id": desk.team_id, "to_team_id": other["id"]}
    (theirs,) = ok(desk.caller.post(f"{PLANS}/rosters/copies", wish), 201)["rosters"]
    assert theirs["team"] == {"id": other["id"], "name": "二组"}
    without = {name: value for name, value in wish.items() if name != "team_id"}
    refused(desk.caller.post(f"{PLANS}/rosters/copies", without), 422, "invalid")
