"""扩面: towns counted by the day of the announcement, streets listed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tests.people import Caller
from tests.zones.drafting import Desk, ok, square

AsPerson = Callable[[str], Caller]


def board(caller: Caller, year: int | None = None) -> dict[str, Any]:
    found = ok(caller.get("/api/v1/zones/coverage" + (f"?year={year}" if year else "")))["counties"]
    return {one["id"]: one for one in found}


def seat(county: dict[str, Any], code: str) -> dict[str, Any]:
    return next(one for one in [*county["towns"], *county["streets"]] if one["id"] == code)


def test_towns_are_counted_and_streets_are_listed(desk: Desk) -> None:
    counties = board(desk.caller)
    assert set(counties) == {"330402"}
    nanhu = counties["330402"]
    assert [one["name"] for one in nanhu["towns"]] == ["凤桥镇", "余新镇", "新丰镇", "大桥镇"]
    assert len(nanhu["streets"]) == 9
    assert nanhu["towns_counted"]["total"] == 4
    assert nanhu["towns_counted"]["announced"] == sum(one["announcement"] is not None for one in nanhu["towns"])


def test_an_announced_town_counts_from_the_day_of_its_announcement(desk: Desk) -> None:
    old = seat(board(desk.caller)["330402"], "330402103")
    body = {"number": "x", "announced_on": desk.day(), "effective_on": desk.day(), "text": "x"}
    ok(desk.caller.post(f"/api/v1/zones/{old['zone']['id']}/withdrawal", body), 201)
    county = board(desk.caller)["330402"]
    before = county["towns_counted"]["announced"]
    gone = seat(county, "330402103")
    assert (before, gone["announcement"], gone["zone"]) == (3, None, None)
    assert gone["withdrawn"] == {"zone": old["zone"], "number": "x", "valid_until": desk.day()}
    desk.begin(seat_id="330402103")
    assert board(desk.caller)["330402"]["towns_counted"]["announced"] == before
    done = desk.announced(square(120.9), effective=60, name="集镇", seat_id="330402103", number="南政发〔2026〕20号")
    county = board(desk.caller)["330402"]
    one = seat(county, "330402103")
    assert county["towns_counted"]["announced"] == before + 1
    assert one["zone"] == {"id": done["zone_id"], "name": "集镇"}
    assert (one["announcement"]["number"], one["announcement"]["announced_on"]) == ("南政发〔2026〕20号", desk.day())
    assert (one["newest"], one["withdrawn"]) == (None, None)
    last_year = seat(board(desk.caller, desk.today().year - 1)["330402"], "330402103")
    assert last_year["announcement"] == old["announcement"]


def test_the_first_announcement_counts_and_the_newest_is_told(desk: Desk) -> None:
    old = seat(board(desk.caller)["330402"], "330402103")
    desk.announced(square(120.9), effective=60, zone_id=old["zone"]["id"], number="南政发〔2026〕21号")
    one = seat(board(desk.caller)["330402"], "330402103")
    assert one["announcement"] == old["announcement"]
    assert (one["newest"]["number"], one["newest"]["effective_on"]) == ("南政发〔2026〕21号", desk.day(60))
    assert seat(board(desk.caller, desk.today().year - 1)["330402"], "330402103")["newest"] is None


def test_who_belongs_to_the_city_sees_all_its_counties(as_person: AsPerson) -> None:
    counties = board(as_person("admin1"))
    assert len(counties) == 9
    assert sum(one["towns_counted"]["total"] for one in counties.values()) == 42
    assert sum(len(one["streets"]) for one in counties.values()) == 30
    assert set(board(as_person("outsider1"))) == {"330483"}
