"""Places are made, found, corrected with history and ended; two desks do not overwrite each other."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.conftest import Clock
from tests.people import Caller
from tests.phones import inside, new_id
from tests.places.keeping import PLACES, STREET, Keeper, around, here
from tests.zones.drafting import ok, refused

AsPerson = Callable[[str], Caller]


def test_what_is_written_is_read_with_the_zone_it_lies_in(desk: Keeper) -> None:
    made = desk.make(sub_kind="indoor_market", address="建国路 12 号", note="双休日人多")
    zone = inside()[0]["properties"]
    properties = made["properties"]
    assert made["geometry"] == here()
    assert (properties["kind"], properties["sub_kind"], properties["address"]) == (
        "forbidden_place",
        "indoor_market",
        "建国路 12 号",
    )
    assert properties["organisation"] == {"id": STREET, "name": "建设街道"}
    assert (properties["valid_from"], properties["valid_until"]) == (desk.day(), None)
    assert (properties["zone"]["id"], properties["zone"]["name"], properties["zone"]["whole"]) == (
        zone["zone_id"],
        zone["name"],
        True,
    )
    (listed,) = desk.listed()
    assert listed["properties"] == properties
    assert made["history"] == [
        {
            "revision": 1,
            "at": made["history"][0]["at"],
            "by": desk.caller.session.person["name"],
            "reason": None,
            "changed": {},
        }
    ]


def test_the_zone_is_that_of_the_day(desk: Keeper) -> None:
    feature = inside()[0]["properties"]
    made = desk.make(valid_from="2025-01-01")
    began = feature["announcement"]["effective_on"]
    assert began == "2025-10-01"
    (before,) = desk.listed(on="2025-09-30")
    (after,) = desk.listed(on="2025-10-01")
    assert before["properties"]["zone"] is None
    assert after["properties"]["zone"]["id"] == feature["zone_id"]
    wide = desk.make(name="整片", geometry=around(here(), 0.05))["properties"]["zone"]
    assert (wide is not None and wide["whole"]) is False
    assert made["id"] == before["id"]


def test_a_place_holds_from_midnight_to_midnight(desk: Keeper) -> None:
    made = desk.make(valid_from=desk.day(2), valid_until=desk.day(4))
    days = {number: desk.names(on=desk.day(number)) for number in range(1, 5)}
    assert days == {1: [], 2: ["室内菜市场"], 3: ["室内菜市场"], 4: []}
    assert desk.names() == []
    assert desk.names(state="any") == ["室内菜市场"]
    assert desk.get(made)["properties"]["valid_until"] == desk.day(4)


def test_filters(desk: Keeper) -> None:
    desk.make(name="菜市场")
    desk.make(name="第一收容所", kind="shelter", capacity=80, geometry=here(0.003), organisation_id="330402008")
    desk.make(
        name="办证点", kind="service_point", services=["registration", "vaccination"], geometry=around(here(0.01))
    )
    lon, lat = here()["coordinates"]
    assert desk.names(kind="shelter,service_point") == ["办证点", "第一收容所"]
    assert desk.names(organisation="330402008") == ["第一收容所"]
    assert desk.names(organisation="330402") == ["办证点", "第一收容所", "菜市场"]
    assert desk.names(q="收容") == ["第一收容所"]
    assert desk.names(q="%") == []
    assert desk.names(bbox=f"{lon - 0.001},{lat - 0.001},{lon + 0.0015},{lat + 0.001}") == ["菜市场"]
    assert desk.names(bbox=f"{lon + 0.0095},{lat},{lon + 0.0096},{lat}") == ["办证点"]
    first = ok(desk.caller.get(PLACES, query_string={"limit": 2}))
    rest = ok(desk.caller.get(PLACES, query_string={"limit": 2, "cursor": first["cursor"]}))
    assert (len(first["features"]), len(rest["features"]), "cursor" in rest) == (2, 1, False)


def test_a_correction_keeps_what_stood_there(desk: Keeper) -> None:
    made = desk.make(address="旧址", note="一")
    changed = ok(desk.patch(made, address="新址", note=None, name="农贸市场"))
    assert changed["properties"]["revision"] == 2
    assert "note" not in changed["properties"]
    assert changed["history"][0]["changed"] == {
        "address": ["旧址", "新址"],
        "name": ["室内菜市场", "农贸市场"],
        "note": ["一", None],
    }
    same = ok(desk.patch(changed, address="新址"))
    assert same["properties"]["revision"] == 2
    ended = ok(desk.end(same, desk.day(1), "市场搬走"))
    assert ended["history"][0]["reason"] == "市场搬走"
    assert ended["history"][0]["changed"] == {"valid_until": [None, desk.day(1)]}
    assert desk.names() == ["农贸市场"]
    assert desk.names(on=desk.day(1)) == []


def test_who_changed_what_is_audited_with_old_and_new(desk: Keeper, as_person: AsPerson) -> None:
    made = desk.make(address="旧址")
    changed = ok(desk.patch(made, address="新址"))
    ok(desk.end(changed, desk.day()))
    entries = as_person("admin1").get(f"/api/v1/audit?subject={made['id']}").json["entries"]
    told = [(one["action"], one["detail"].get("changed")) for one in reversed(entries)]
    assert told == [
        ("place_created", None),
        ("place_changed", {"address": ["旧址", "新址"]}),
        ("place_ended", {"valid_until": [None, desk.day()]}),
    ]


def test_two_desks_do_not_overwrite_each_other(desk: Keeper) -> None:
    made = desk.make()
    newer = ok(desk.patch(made, address="先写的"))
    for answer in (desk.patch(made, address="后写的"), desk.end(made, desk.day())):
        assert desk.caller.session.person["name"] in refused(answer, 409, "place_changed")["detail"]
    assert desk.get(made)["properties"] == newer["properties"]


def test_a_repeated_request_makes_no_second_place(desk: Keeper, as_person: AsPerson) -> None:
    name = new_id()
    first = desk.make(id=name)
    assert desk.make(id=name, name="别的")["properties"] == first["properties"]
    assert len(desk.listed()) == 1
    refused(desk.post(id=name, kind="shelter"), 409, "place_id_taken")


BOW_TIE = {
    "type": "Polygon",
    "coordinates": [[[120.74, 30.75], [120.75, 30.76], [120.75, 30.75], [120.74, 30.76], [120.74, 30.75]]],
}
DEEP: Any = [120.7, 30.7]
for _ in range(6):
    DEEP = [DEEP]
BAD = [
    ({"geometry": {"type": "Point", "coordinates": [30.76, 120.74]}}, "place_bad_geometry"),
    ({"geometry": {"type": "Point", "coordinates": [76.1, 30.7]}}, "place_far_away"),
    ({"geometry": {"type": "Point", "coordinates": []}}, "place_bad_geometry"),
    ({"geometry": {"type": "Point", "coordinates": [True, 1]}}, "place_bad_geometry"),
    ({"geometry": {"type": "Point", "coordinates": [10**400, 1]}}, "place_bad_geometry"),
    ({"geometry": {"type": "LineString", "coordinates": [[120.7, 30.7], [120.8, 30.7]]}}, "place_bad_geometry"),
    ({"geometry": {"type": "Polygon", "coordinates": DEEP}}, "place_bad_geometry"),
    ({"geometry": BOW_TIE}, "place_bad_geometry"),
    ({"organisation_id": "330483001"}, "unknown_organisation"),
    ({"organisation_id": "330402"}, "unknown_organisation"),
    ({"sub_kind": "other_law"}, "place_unknown_kind"),
    ({"sub_kind": "lake"}, "place_unknown_kind"),
    ({"kind": "service_point", "services": ["haircut"]}, "place_unknown_kind"),
    ({"capacity": 5}, "place_not_of_kind"),
    ({"kind": "controlled_spot", "team_id": new_id()}, "place_unknown_team"),
    ({"valid_from": "2026-11-02", "valid_until": "2026-11-01"}, "place_ends_before"),
    ({"kind": "zoo"}, "invalid"),
    ({"name": "  "}, "invalid"),
    ({"zone_id": new_id()}, "invalid"),
    ({"kind": "controlled_spot", "mornings_a_week": 8}, "invalid"),
    ({"valid_from": "1800-01-01"}, "invalid"),
]


@pytest.mark.parametrize(("given", "code"), BAD, ids=[str(number) for number in range(len(BAD))])
def test_what_makes_no_sense_is_refused_by_name(desk: Keeper, given: dict[str, Any], code: str) -> None:
    refused(desk.post(**given), 422, code)
    assert desk.listed(state="any") == []


def test_only_the_supervisors_of_the_branch_write(desk: Keeper, as_person: AsPerson, clock: Clock) -> None:
    made = desk.make()
    for username in ("officer1", "auxiliary1", "volunteer1", "admin1", "outsider1"):
        caller = as_person(username)
        assert caller.post(PLACES, desk.body()).status_code == 403
        assert caller.patch(f"{PLACES}/{made['id']}", {"revision": 1, "name": "x"}).status_code == 403
        assert caller.post(f"{PLACES}/{made['id']}/ending", {}).status_code == 403
    for username, seen in (("officer1", 200), ("volunteer1", 200), ("admin1", 200), ("outsider1", 404)):
        caller = as_person(username)
        assert caller.get(f"{PLACES}/{made['id']}").status_code == seen
        listed = ok(caller.get(PLACES, query_string={"organisation": "330402", "state": "any"}))["features"]
        assert len(listed) == (1 if seen == 200 else 0)


def test_kinds_are_told_with_their_law_and_only_where_it_was_read(desk: Keeper) -> None:
    from datetime import date

    from app.places import kinds

    told = ok(desk.caller.get(f"{PLACES}/kinds"))
    assert told["verified"] is True
    forbidden = next(one for one in told["kinds"] if one["code"] == "forbidden_place")
    enabled = {one["code"] for one in forbidden["sub_kinds"] if one["enabled"]}
    assert {"medical", "greenway", "indoor_market", "marked"} <= enabled
    assert "other_law" not in enabled
    assert all(basis["verified"] for one in forbidden["sub_kinds"] if one["enabled"] for basis in one["legal_basis"])
    elsewhere = kinds.of_city("120100", date(2026, 11, 22)).facts
    assert elsewhere["verified"] is False
    assert not any(sub["enabled"] for one in elsewhere["kinds"] for sub in one["sub_kinds"])
    assert not any(one["legal_basis"] for one in elsewhere["kinds"])
