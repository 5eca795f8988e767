"""Tiles tell of the same records as the lists, and of no other."""

from collections import Counter
from collections.abc import Callable
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from flask import Flask

from geo.morton import Tile
from tests.conftest import Clock
from tests.maps.tiles import Data, counted, features, get, ids, tile_at
from tests.people import Caller
from tests.phones import PhoneOf, inside

AsPerson = Callable[[str], Caller]
SHANGHAI = ZoneInfo("Asia/Shanghai")
LISTS = {"incident": "incidents", "persuasion": "persuasions", "capture": "captures"}


def listed(who: Caller, kind: str) -> list[Data]:
    """The properties of all that has a place."""
    answer = who.get(f"/api/v1/{LISTS[kind]}", query_string={"limit": 2000})
    assert answer.status_code == 200, answer.text
    return [one["properties"] for one in answer.json["features"] if one["geometry"]]


@pytest.mark.parametrize("z", [0, 6, 10, 14, 15, 18, 20])
def test_a_tile_of_any_zoom_tells_of_all_that_lies_in_it(some: list[Data], as_person: AsPerson, z: int) -> None:
    supervisor = as_person("supervisor1")
    places = [position for item in some if (position := item["data"].get("position"))]
    assert sum(len(listed(supervisor, kind)) for kind in LISTS) == len(places)
    tiles = Counter(tile_at(place["lon"], place["lat"], z) for place in places)
    assert {tile: counted(supervisor, tile) for tile in tiles} == tiles


def mark(one: Data) -> str | None:
    return {"incident": str(one.get("type")), "capture": "stray"}.get(one["kind"], one["kind"])


Fits = Callable[[Data], bool]
WISHES: dict[str, tuple[dict[str, str], Fits]] = {
    "a kind": ({"kind": "capture,persuasion"}, lambda one: one["kind"] != "incident"),
    "a type": ({"type": "unleashed,stray"}, lambda one: mark(one) in ("unleashed", "stray")),
    "no type": ({"type": "none"}, lambda one: False),
    "type and action": (
        {"type": "unleashed,no_tag", "action": "persuaded"},
        lambda one: mark(one) in ("unleashed", "no_tag") and one["action"] == "persuaded",
    ),
    "an action": (
        {"action": "persuaded"},
        lambda one: one["kind"] == "persuasion" or one.get("action") == "persuaded",
    ),
    "inside": ({"certainty": "inside"}, lambda one: one["zone_certainty"] == "inside"),
    "elsewhere": ({"certainty": "outside,uncertain"}, lambda one: one["zone_certainty"] != "inside"),
    "days": ({"from": "day:-3", "to": "day:-1"}, lambda one: -3 <= one["day"] <= -1),
    "today": ({"from": "day:0"}, lambda one: one["day"] >= 0),
    "a county": ({"organisation": "330402"}, lambda one: one["organisation"]["id"].startswith("330402")),
    "another county": ({"organisation": "330483"}, lambda one: False),
    "a zone": (
        {"zone": inside()[0]["properties"]["zone_id"]},
        lambda one: bool(one["zone"]) and one["zone"]["id"] == inside()[0]["properties"]["zone_id"],
    ),
}


@pytest.mark.parametrize("name", WISHES)
def test_a_wish_means_the_same_as_in_the_lists(some: list[Data], as_person: AsPerson, clock: Clock, name: str) -> None:
    today = clock.now.astimezone(SHANGHAI).date()

    def day(days: int) -> str:
        return (today + timedelta(days=days)).isoformat()

    wish, fits = WISHES[name]
    wish = {key: day(int(value[4:])) if value.startswith("day:") else value for key, value in wish.items()}
    supervisor = as_person("supervisor1")
    all_listed = [one | {"day": (local_day(one) - today).days} for kind in LISTS for one in listed(supervisor, kind)]
    expected = sum(map(fits, all_listed))
    assert counted(supervisor, tile_at(*inside()[1], 6), **wish) == expected
    assert expected > 0 or name in ("no type", "another county")


def local_day(one: Data) -> date:
    return datetime.fromisoformat(one["captured_at"]).astimezone(SHANGHAI).date()


def test_hours_are_those_of_shanghai_and_may_pass_midnight(phone: PhoneOf, as_person: AsPerson) -> None:
    officer, supervisor = phone("officer1"), as_person("supervisor1")
    day = officer.now(days=-2)[:10]
    for hour in ("06:29", "06:30", "07:59", "08:00", "23:59", "00:00"):
        officer.record("incident", captured_at=f"{day}T{hour}:30+08:00")
    tile = tile_at(*inside()[1], 8)
    assert counted(supervisor, tile, hours="06:30-08:00") == 2
    assert counted(supervisor, tile, hours="23:00-06:30") == 3
    assert counted(supervisor, tile, hours="06:30-08:00,08:00-09:00") == 3
    assert get(supervisor, tile, hours="6-8").status_code == 422


def test_nobody_sees_of_others_by_a_tile(some: list[Data], as_person: AsPerson) -> None:
    """Nor that there is something."""
    tile = tile_at(*inside()[1], 8)
    for who in ("officer1", "volunteer1", "admin1", "outsider1"):
        assert get(as_person(who), tile).status_code in (403, 200)
        if get(as_person(who), tile).status_code == 200:
            assert not features(as_person(who), tile)
            assert not features(as_person(who), tile, layer="heat")
    assert counted(as_person("supervisor1"), tile) > 0


def test_a_change_is_on_the_map_and_what_went_is_not(phone: PhoneOf, as_person: AsPerson) -> None:
    officer, supervisor = phone("officer1"), as_person("supervisor1")
    lon, lat = inside()[1]
    tile, there = tile_at(lon, lat, 16), tile_at(lon + 0.05, lat, 16)
    first, second = officer.record("incident"), officer.record("capture")
    assert counted(supervisor, tile) == 2
    moved = officer.incident(position=officer.fix(lon + 0.05, lat))
    assert officer.statuses(officer.item("incident", moved, first["id"], base=1)) == ["accepted"]
    assert (ids(supervisor, tile), ids(supervisor, there)) == ({second["id"]}, {first["id"]})
    assert officer.statuses(officer.withdrawal(second, 1)) == ["accepted"]
    assert counted(supervisor, tile) == 0
    third = officer.record("incident")
    assert ids(supervisor, tile) == {third["id"]}


def test_an_answer_is_good_until_something_in_the_tile_changes(phone: PhoneOf, as_person: AsPerson) -> None:
    officer, supervisor = phone("officer1"), as_person("supervisor1")
    lon, lat = inside()[1]
    tile, other = tile_at(lon, lat, 14), tile_at(lon + 1, lat, 14)
    item = officer.record("incident")
    tags = {at: get(supervisor, at).headers["ETag"] for at in (tile, other)}

    def again(at: Tile) -> int:
        return get(supervisor, at, headers={"If-None-Match": tags[at]}).status_code

    assert (again(tile), again(other)) == (304, 304)
    assert get(supervisor, tile, headers={"If-None-Match": tags[tile]}, type="no_tag").status_code == 200
    changed = officer.incident(type="no_tag")
    assert officer.statuses(officer.item("incident", changed, item["id"], base=1)) == ["accepted"]
    assert (again(tile), again(other)) == (200, 304)


def test_a_ring_tells_the_families_in_twelfths(phone: PhoneOf, as_person: AsPerson) -> None:
    officer = phone("officer1")
    for kind in ["unleashed"] * 3 + ["no_tag"] * 2:
        officer.record("incident", officer.incident(type=kind))
    officer.record("capture")
    (cluster,) = features(as_person("supervisor1"), tile_at(*inside()[1], 12))["clusters"]
    assert cluster["properties"] == {"count": 6, "shares": "64000200"}


def test_heat_is_of_the_same_records(some: list[Data], as_person: AsPerson) -> None:
    supervisor, tile = as_person("supervisor1"), tile_at(*inside()[1], 12)
    heat = features(supervisor, tile, layer="heat")["heat"]
    assert sum(one["properties"]["count"] for one in heat) == counted(supervisor, tile)


def test_a_base_made_anew_tells_the_same(some: list[Data], phone: PhoneOf, app: Flask, as_person: AsPerson) -> None:
    """And another worker, which opens it, too."""
    from app.maps.snapshot.live import Live

    supervisor, officer, tile = as_person("supervisor1"), phone("officer1"), tile_at(*inside()[1], 13)
    counted(supervisor, tile)  # the base is made now
    fresh = [officer.record("incident", captured_at=officer.now(minutes=-n)) for n in range(5)]
    officer.push(officer.withdrawal(fresh[0], 1), officer.withdrawal(some[0], 1))
    before = shown(supervisor, tile)
    live = app.config["MAP"]
    with app.app_context():
        live.rebase(live.now())
        assert live.now().base_seq > 0
        assert len(live.now().since) == 0
    assert shown(supervisor, tile) == before
    app.config["MAP"] = Live(live.folder.root)
    assert shown(supervisor, tile) == before


def shown(who: Caller, tile: Tile) -> Counter[str]:
    return Counter(str(one["properties"]) for found in features(who, tile).values() for one in found)


def test_what_is_no_tile_is_not_found(as_person: AsPerson) -> None:
    supervisor = as_person("supervisor1")
    for tile, layer in ((Tile(3, 8, 0), "records"), (Tile(21, 0, 0), "records"), (Tile(0, 0, 0), "people")):
        assert get(supervisor, tile, layer).status_code == 404


def test_what_happens_elsewhere_leaves_no_trace(phone: PhoneOf, as_person: AsPerson) -> None:
    """Neither in the ETag of a tile of another county, nor in the stamp, nor in any count."""
    officer, outsider, supervisor = phone("officer1"), phone("outsider1"), as_person("supervisor1")
    officer.record("incident")
    lon, lat = inside()[1]
    tile = tile_at(lon, lat, 12)

    def told() -> tuple[str, str]:
        return get(supervisor, tile).headers["ETag"], supervisor.get("/api/v1/map/stamp").json["stamp"]

    before = told()
    theirs = outsider.record("incident", outsider.incident(position=outsider.fix(lon, lat)))
    outsider.record("patrol")
    assert told() == before
    assert outsider.statuses(outsider.withdrawal(theirs, 1)) == ["accepted"]
    assert told() == before
    officer.record("patrol")
    assert told() == before
    officer.record("capture")
    assert all(one != other for one, other in zip(told(), before, strict=True))


def test_records_without_a_place_do_not_cool_the_map(phone: PhoneOf, as_person: AsPerson) -> None:
    officer, supervisor, tile = phone("officer1"), as_person("supervisor1"), tile_at(*inside()[1], 14)
    items = [officer.item("persuasion") for _ in range(40)]
    assert set(officer.statuses(*items)) == {"accepted"}
    officer.record("incident")
    (cell,) = features(supervisor, tile, layer="heat")["heat"]
    assert cell["properties"] == {"count": 1, "heat": 255}
