"""Announced, in force, changed, corrected, withdrawn: versions never overlap, a record keeps the one of its capture."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from tests.people import Caller
from tests.phones import PhoneOf
from tests.zones.drafting import DRAFTS, PLACE, Desk, codes, ok, refused, square

AsPerson = Callable[[str], Caller]
INSIDE = (PLACE[0] + 0.005, PLACE[1] + 0.005)
WIDER = square(size=0.02)
ONLY_WIDER = (PLACE[0] + 0.015, PLACE[1] + 0.015)


def at_shanghai(desk: Desk, hour: int, days: int = 0) -> None:
    """Set the clock to an hour of a day from today, Asia/Shanghai."""
    local = (desk.clock.now + timedelta(hours=8)).replace(hour=hour, minute=0, second=0, microsecond=0)
    desk.clock.now = local + timedelta(days=days, hours=-8)


def zone_of(phone: Any, place: tuple[float, float], **when: Any) -> tuple[Any, str]:
    item = phone.record("incident", phone.incident(position=phone.fix(*place)), **when)
    meta = phone.meta(item["id"])
    return (meta["zone"] and meta["zone"]["version"]), meta["zone_certainty"]


def test_two_records_at_one_place_before_and_after_the_day_it_takes_effect(desk: Desk, phone: PhoneOf) -> None:
    officer = phone("officer1")
    at_shanghai(desk, 20)
    desk.announced(effective=1)
    assert zone_of(officer, INSIDE) == (None, "outside")
    at_shanghai(desk, 6, days=1)
    assert zone_of(officer, INSIDE) == (1, "inside")
    kept = [one["data"]["meta"]["zone_certainty"] for one in officer.pull() if one["kind"] == "incident"]
    assert sorted(kept) == ["inside", "outside"]


def test_a_boundary_entered_late_decides_the_records_since_anew(desk: Desk, phone: PhoneOf) -> None:
    officer = phone("officer1")
    at_shanghai(desk, 12)
    before = officer.record(
        "incident", officer.incident(position=officer.fix(*INSIDE)), captured_at=officer.now(days=-5)
    )
    since = officer.record(
        "incident", officer.incident(position=officer.fix(*INSIDE)), captured_at=officer.now(days=-2)
    )
    elsewhere = officer.record("incident", officer.incident(position=officer.fix(120.95, 30.75)))
    found = desk.announced(effective=-3, announced=-4)
    assert found["redecided"] == {"seen": 2, "moved": 1}
    assert officer.meta(before["id"])["zone"] is None
    assert officer.meta(since["id"])["zone"]["version_id"] == found["version_id"]
    assert officer.meta(elsewhere["id"])["zone_certainty"] == "outside"


def test_the_next_version_ends_the_one_before_on_its_day(desk: Desk, phone: PhoneOf) -> None:
    officer = phone("officer1")
    at_shanghai(desk, 12)
    first = desk.announced(effective=-10, announced=-10)
    second = desk.announced(WIDER, effective=10, zone_id=first["zone_id"], number="南政发〔2026〕19号")
    assert (second["zone_id"], second["version"]) == (first["zone_id"], 2)
    one, two = desk.versions(first["zone_id"])
    assert (one["state"], one["valid_until"], two["state"], two["valid_until"]) == (
        "in_force",
        desk.day(10),
        "announced",
        None,
    )
    assert zone_of(officer, ONLY_WIDER) == (None, "outside")
    at_shanghai(desk, 6, days=10)
    assert zone_of(officer, ONLY_WIDER) == (2, "inside")
    assert zone_of(officer, INSIDE, captured_at=officer.now(days=-1)) == (1, "inside")
    assert [each["state"] for each in desk.versions(first["zone_id"])] == ["ended", "in_force"]
    on_map = ok(desk.caller.get(f"/api/v1/zones?on={desk.day()}"))["features"]
    assert [each["id"] for each in on_map if each["properties"]["id"] == first["zone_id"]] == [two["id"]]


def test_a_version_to_come_is_corrected_by_a_new_announcement(desk: Desk, phone: PhoneOf) -> None:
    officer = phone("officer1")
    at_shanghai(desk, 12)
    first = desk.announced(effective=-10, announced=-10)
    wrong = desk.announced(WIDER, effective=10, zone_id=first["zone_id"], number="2")
    cursor = officer.page()["cursor"]
    draft = desk.fill(desk.checked(square(size=0.012), zone_id=first["zone_id"]), 5, number="3")
    refused(desk.post(draft, "announcement"), 422, "zone_not_after")
    refused(desk.post(draft, "announcement", corrects=first["version_id"]), 409, "zone_not_correctable")
    refused(desk.post(draft, "announcement", corrects=first["zone_id"]), 409, "zone_not_correctable")
    right = ok(desk.post(draft, "announcement", corrects=wrong["version_id"]), 201)
    versions = desk.versions(first["zone_id"])
    assert [(one["state"], one["valid_from"], one["valid_until"]) for one in versions] == [
        ("in_force", desk.day(-10), desk.day(5)),
        ("replaced", desk.day(10), desk.day(10)),
        ("announced", desk.day(5), None),
    ]
    told = {one["id"]: one for one in officer.page(cursor)["changes"]}
    assert {key: one["revision"] for key, one in told.items()} == {
        first["version_id"]: 3,
        wrong["version_id"]: 2,
        right["version_id"]: 1,
    }
    at_shanghai(desk, 6, days=12)
    assert zone_of(officer, ONLY_WIDER) == (None, "outside")
    assert zone_of(officer, INSIDE) == (3, "inside")


def test_a_correction_may_come_later_than_what_it_corrects(desk: Desk) -> None:
    first = desk.announced(effective=0)
    wrong = desk.announced(WIDER, effective=10, zone_id=first["zone_id"], number="2")
    desk.announced(square(size=0.015), effective=20, zone_id=first["zone_id"], number="3", corrects=wrong["version_id"])
    assert [one["valid_until"] for one in desk.versions(first["zone_id"])] == [desk.day(20), desk.day(10), None]


def withdrawal(desk: Desk, days: int, **more: Any) -> dict[str, Any]:
    return {
        "number": "南政发〔2026〕30号",
        "announced_on": desk.day(),
        "effective_on": desk.day(days),
        "text": "撤销",
    } | more


def test_a_withdrawn_zone_ends_on_its_day_and_may_be_proclaimed_again(desk: Desk, phone: PhoneOf) -> None:
    officer = phone("officer1")
    at_shanghai(desk, 12)
    first = desk.announced(effective=-10, announced=-10)
    path = f"/api/v1/zones/{first['zone_id']}/withdrawal"
    refused(desk.caller.post(path, withdrawal(desk, -1)), 422, "zone_effective_first")
    early = withdrawal(desk, -20, announced_on=desk.day(-20))
    refused(desk.caller.post(path, early), 422, "zone_not_after")
    ended = ok(desk.caller.post(path, withdrawal(desk, 3)), 201)
    assert (ended["version_id"], ended["valid_until"], ended["redecided"]) == (first["version_id"], desk.day(3), None)
    refused(desk.caller.post(path, withdrawal(desk, 4)), 409, "zone_withdrawn_already")
    (version,) = desk.versions(first["zone_id"])
    assert version["withdrawal"]["number"] == "南政发〔2026〕30号"
    assert zone_of(officer, INSIDE) == (1, "inside")
    at_shanghai(desk, 0, days=3)
    assert zone_of(officer, INSIDE) == (None, "outside")
    states = {one["zone_id"]: one for one in ok(desk.caller.get("/api/v1/zones/states"))["zones"]}
    assert states[first["zone_id"]]["state"] == "withdrawn"
    again = desk.announced(WIDER, effective=5, zone_id=first["zone_id"], number="再")
    one, two = desk.versions(first["zone_id"])
    assert (one["valid_until"], one["withdrawal"]["number"]) == (desk.day(0), "南政发〔2026〕30号")
    assert (two["id"], two["valid_from"]) == (again["version_id"], desk.day(5))


def test_withdrawn_with_effect_in_the_past_decides_anew(desk: Desk, phone: PhoneOf) -> None:
    officer = phone("officer1")
    at_shanghai(desk, 12)
    first = desk.announced(effective=-10, announced=-10)
    item = officer.record("incident", officer.incident(position=officer.fix(*INSIDE)))
    body = withdrawal(desk, -1, announced_on=desk.day(-2))
    found = ok(desk.caller.post(f"/api/v1/zones/{first['zone_id']}/withdrawal", body), 201)
    assert found["redecided"] == {"seen": 1, "moved": 1}
    assert officer.meta(item["id"])["zone"] is None


def test_what_is_withdrawn_before_it_began_never_was(desk: Desk) -> None:
    first = desk.announced(effective=10)
    ok(desk.caller.post(f"/api/v1/zones/{first['zone_id']}/withdrawal", withdrawal(desk, 10)), 201)
    (version,) = desk.versions(first["zone_id"])
    assert version["state"] == "replaced"
    assert version["withdrawal"] is not None
    again = desk.announced(effective=10, zone_id=first["zone_id"], number="再")
    assert again["version"] == 2


# ---------------------------------------------------------------- refusals
def test_an_announcement_is_complete_and_agrees_with_itself(desk: Desk) -> None:
    draft = desk.checked()
    missing = refused(desk.post(draft, "announcement"), 422, "zone_announcement_incomplete")["fields"]
    assert set(missing) == {"number", "announced_on", "effective_on", "text"}
    draft = desk.fill(draft, 5, announced=1)
    refused(desk.post(draft, "announcement"), 422, "zone_announced_in_future")
    draft = desk.fill(desk.get(draft), -2, announced=-1)
    refused(desk.post(draft, "announcement"), 422, "zone_effective_first")
    draft = desk.fill(desk.get(draft), 0)
    done = ok(desk.post(draft, "announcement"), 201)
    after = desk.get(draft)
    assert (after["state"], after["moves"], after["zone_id"]) == ("announced", [], done["zone_id"])
    refused(desk.post(after, "announcement"), 409, "zone_draft_announced")
    answer = desk.caller.patch(f"{DRAFTS}/{draft['id']}", {"revision": after["revision"], "boundary": None})
    refused(answer, 409, "zone_draft_announced")


def test_a_new_version_keeps_name_and_seat(desk: Desk) -> None:
    first = desk.announced(seat_id="330402103")
    draft = desk.begin(WIDER, zone_id=first["zone_id"])
    assert (draft["name"], draft["seat"]["id"]) == ("新丰镇集镇", "330402103")
    answer = desk.caller.patch(f"{DRAFTS}/{draft['id']}", {"revision": draft["revision"], "name": "别名"})
    refused(answer, 422, "zone_keeps_its_name")
    same = desk.check(desk.patch(draft, boundary=square()))
    assert codes(same) == {"unchanged": "confirm"}


def test_the_list_of_a_day(desk: Desk) -> None:
    at_shanghai(desk, 12)
    first = desk.announced(effective=-10, announced=-10)
    draft = desk.begin(WIDER, zone_id=first["zone_id"])
    desk.announced(WIDER, effective=10, zone_id=first["zone_id"], number="2")
    other = desk.announced(square(120.9), effective=5, name="大桥镇集镇")
    alone = desk.begin({}, name="湘家荡景区")
    rows = {one["name"]: one for one in ok(desk.caller.get("/api/v1/zones/states"))["zones"]}
    one = rows["新丰镇集镇"]
    assert (one["state"], one["version"], one["next"]["version"]) == ("in_force", 1, 2)
    assert [(each["id"], each["state"]) for each in one["drafts"]] == [(draft["id"], "draft")]
    assert (rows["大桥镇集镇"]["state"], rows["大桥镇集镇"]["valid_from"]) == ("announced", desk.day(5))
    assert (rows["湘家荡景区"]["state"], rows["湘家荡景区"]["zone_id"]) == ("draft", None)
    assert rows["湘家荡景区"]["drafts"][0]["id"] == alone["id"]
    later = {row["name"]: row for row in ok(desk.caller.get(f"/api/v1/zones/states?on={desk.day(10)}"))["zones"]}
    assert (later["新丰镇集镇"]["version"], later["大桥镇集镇"]["state"]) == (2, "in_force")
    assert later["大桥镇集镇"]["zone_id"] == other["zone_id"]


# ---------------------------------------------------------------- what it would change
def test_before_it_is_announced_it_says_which_records_would_lie_elsewhere(desk: Desk, phone: PhoneOf) -> None:
    officer = phone("officer1")
    at_shanghai(desk, 12)
    for days, place in (
        (100, INSIDE),
        (60, INSIDE),
        (2, INSIDE),
        (1, (PLACE[0], PLACE[1] + 0.005)),
        (1, (120.95, 30.75)),
    ):
        data = officer.incident(position=officer.fix(*place))
        officer.record("incident", data, captured_at=officer.now(days=-days))
    capture = officer.record("capture", officer.capture(position=officer.fix(*INSIDE)))
    draft = desk.checked()
    path = f"{DRAFTS}/{draft['id']}/affected"
    found = ok(desk.caller.get(path))
    assert (found["elsewhere"], found["redecided"]) == (4, 0), "nobody has said yet from when on"
    draft = desk.fill(draft, -5, announced=-6)
    found = ok(desk.caller.get(path))
    assert {name: found[name] for name in ("inside", "uncertain", "elsewhere", "redecided", "cursor")} == {
        "inside": 3,
        "uncertain": 1,
        "elsewhere": 4,
        "redecided": 3,
        "cursor": None,
    }
    assert found["records"][0]["id"] == capture["id"]
    assert found["records"][0]["now"] == {"zone": None, "certainty": "outside"}
    assert found["records"][0]["then"] == {"zone": "新丰镇集镇", "certainty": "inside"}
    pages: list[str] = []
    cursor = 0
    while cursor is not None:
        page = ok(desk.caller.get(f"{path}?limit=3&cursor={cursor}"))
        pages += [one["id"] for one in page["records"]]
        cursor = page["cursor"]
    assert pages == [one["id"] for one in found["records"]]
    assert ok(desk.post(draft, "announcement"), 201)["redecided"]["moved"] == 3


def test_a_smaller_boundary_tells_what_would_fall_outside(desk: Desk, phone: PhoneOf) -> None:
    officer = phone("officer1")
    first = desk.announced(WIDER)
    officer.record("incident", officer.incident(position=officer.fix(*ONLY_WIDER)))
    officer.record("incident", officer.incident(position=officer.fix(*INSIDE)))
    draft = desk.patch(desk.begin(square(), zone_id=first["zone_id"]), effective_on=desk.day(5))
    found = ok(desk.caller.get(f"{DRAFTS}/{draft['id']}/affected"))
    assert (found["inside"], found["elsewhere"], found["redecided"]) == (1, 1, 0)
    assert found["records"][0]["now"] == {"zone": "新丰镇集镇", "certainty": "inside"}
    assert found["records"][0]["then"] == {"zone": None, "certainty": "outside"}


@pytest.mark.one_engine
def test_without_a_boundary_nothing_can_be_said(desk: Desk) -> None:
    draft = desk.begin({})
    refused(desk.caller.get(f"{DRAFTS}/{draft['id']}/affected"), 409, "zone_not_drawn")


def test_the_same_boundary_again_moves_nothing(desk: Desk, phone: PhoneOf) -> None:
    """Records bear the number of the new version, and lie where they lay."""
    officer = phone("officer1")
    first = desk.announced(WIDER, -3, -4)
    item = officer.record("incident", officer.incident(position=officer.fix(*ONLY_WIDER)))
    draft = desk.fill(desk.checked(WIDER, zone_id=first["zone_id"]), -1, -2)
    found = ok(desk.post(draft, "announcement"), 201)
    assert found["redecided"]["seen"] >= 1
    assert found["redecided"]["moved"] == 0
    assert officer.state()[item["id"]]["data"]["meta"]["zone"]["version"] == 2
