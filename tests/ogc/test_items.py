"""Items by box, by time and page by page, while records come, change and go."""

import random
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from flask import Flask

from app.maps import sieves
from app.ogc import walking
from tests.ogc.asking import Data, followed, get, ids, page, walked
from tests.people import Caller
from tests.phones import Phone, PhoneOf, inside

AsPerson = Callable[[str], Caller]


def of_kind(some: list[Data], kind: str) -> set[str]:
    return {item["id"] for item in some if item["kind"] == kind}


@pytest.mark.parametrize("limit", [1, 7, 41, 42, 43, 10000, 99999999])
def test_pages_bring_each_feature_once(some: list[Data], as_person: AsPerson, limit: int) -> None:
    supervisor = as_person("supervisor1")
    expected = of_kind(some, "incident")
    assert len(expected) == 48
    assert ids(walked(supervisor, "incidents", limit=limit)) == expected
    first = page(supervisor, "incidents", limit=limit)
    assert first["numberMatched"] == len(expected)
    assert first["numberReturned"] == min(limit, len(expected))
    assert (followed(first, "next") is None) == (limit >= len(expected))


@pytest.mark.parametrize(("few", "walked_few"), [(0, 0), (walking.SORTED, 0), (walking.SORTED, sieves.FEW)])
def test_pages_are_whole_while_records_come_change_and_go(
    some: list[Data],
    phone: PhoneOf,
    as_person: AsPerson,
    app: Flask,
    monkeypatch: pytest.MonkeyPatch,
    few: int,
    walked_few: int,
) -> None:
    """All ways of finding the next ones: along the order of ids, or of all that pass, sorting few and looking up many; and
    a base made anew in between."""
    monkeypatch.setattr(walking, "SORTED", few)
    monkeypatch.setattr(sieves, "FEW", walked_few)
    officer, supervisor, chance = phone("officer1"), as_person("supervisor1"), random.Random(few + walked_few)
    here = {item["id"]: item for item in some if item["kind"] == "incident"}
    gone: set[str] = set()
    came: set[str] = set()
    seen: list[str] = []
    document = page(supervisor, "incidents", limit=5)
    while True:
        seen += [one["id"] for one in document["features"]]
        path = followed(document, "next")
        if path is None:
            break
        came.add(officer.record("incident", captured_at=officer.now(hours=-chance.uniform(0, 200)))["id"])
        leaving = chance.choice(sorted(set(here) - gone))
        assert officer.statuses(officer.withdrawal(here[leaving], 1)) == ["accepted"]
        gone.add(leaving)
        if chance.random() < 0.4:
            with app.app_context():
                app.config["MAP"].rebase(app.config["MAP"].now())
        document = get(supervisor, path)
    assert len(seen) == len(set(seen))
    assert set(here) - gone <= set(seen) <= set(here) | came
    assert ids(walked(supervisor, "incidents", limit=7)) == (set(here) - gone) | came


def test_a_change_is_seen_though_the_text_before_was_kept(phone: PhoneOf, as_person: AsPerson, app: Flask) -> None:
    officer, supervisor = phone("officer1"), as_person("supervisor1")
    item = officer.record("incident")
    with app.app_context():
        app.config["MAP"].rebase(app.config["MAP"].now())
    for base, place in enumerate(("月河街", "中山路", "月河街"), 1):
        change = officer.item("incident", officer.incident(place=place), item["id"], base=base)
        assert officer.statuses(change) == ["accepted"]
        for _ in range(2):
            (one,) = page(supervisor, "incidents")["features"]
            assert one["properties"]["place"] == place
        if place == "中山路":
            with app.app_context():
                app.config["MAP"].rebase(app.config["MAP"].now())


def test_a_box_is_true_to_the_position(some: list[Data], as_person: AsPerson) -> None:
    supervisor, chance = as_person("supervisor1"), random.Random(7)
    lon, lat = inside()[1]
    placed = [item for item in some if item["kind"] == "incident" and item["data"].get("position")]
    for _ in range(25):
        west, south = lon + chance.uniform(-0.04, 0.02), lat + chance.uniform(-0.03, 0.02)
        east, north = west + chance.uniform(0, 0.04), south + chance.uniform(0, 0.03)
        expected = {
            item["id"]
            for item in placed
            if west <= item["data"]["position"]["lon"] <= east and south <= item["data"]["position"]["lat"] <= north
        }
        box = f"{west},{south},{east},{north}"
        assert ids(walked(supervisor, "incidents", bbox=box, limit=5)) == expected
        assert ids(walked(supervisor, "incidents", bbox=f"{west},{south},-9,{east},{north},99")) == expected
    spot = placed[0]["data"]["position"]
    assert placed[0]["id"] in ids(walked(supervisor, "incidents", bbox="{lon},{lat},{lon},{lat}".format(**spot)))
    assert page(supervisor, "incidents", bbox="-180,-90,180,90")["numberMatched"] == len(placed)
    assert page(supervisor, "incidents", bbox="170,-10,-170,10")["numberMatched"] == 0
    assert page(supervisor, "incidents", bbox="119,20,-170,40")["numberMatched"] == len(placed)


def test_time_is_true_to_the_second(phone: PhoneOf, as_person: AsPerson) -> None:
    officer, supervisor = phone("officer1"), as_person("supervisor1")
    base = datetime.fromisoformat("2026-11-20T06:30:00+08:00")
    made = {
        seconds: officer.record("incident", captured_at=(base + timedelta(seconds=seconds)).isoformat())["id"]
        for seconds in (-61, -60, -1, 0, 1, 29, 30, 59, 60, 61, 3600)
    }

    def asked(text: str) -> set[int]:
        found = ids(walked(supervisor, "incidents", datetime=text))
        return {seconds for seconds, record_id in made.items() if record_id in found}

    assert asked("2026-11-20T06:30:00+08:00") == {0}
    assert asked("2026-11-19T22:30:00Z") == {0}
    assert asked("2026-11-20T06:30:00+08:00/2026-11-20T06:30:30+08:00") == {0, 1, 29, 30}
    assert asked("2026-11-20T06:29:00+08:00/2026-11-20T06:31:00+08:00") == {-60, -1, 0, 1, 29, 30, 59, 60}
    assert asked("2026-11-20T06:30:29.5+08:00/..") == {30, 59, 60, 61, 3600}
    assert asked("../2026-11-20T06:29:59+08:00") == {-61, -60, -1}
    assert asked("/2026-11-20T06:29:59+08:00") == {-61, -60, -1}
    assert asked("2026-11-20") == asked("2026-11-20/2026-11-20") == set(made)
    assert asked("2026-11-21/..") == asked("../2026-11-19") == set()
    assert asked("1900-01-01T00:00:00Z/..") == asked("../9999-12-31T23:59:59Z") == set(made)


# ---------------------------------------------------------------- patrols
def walk(officer: Phone, patrol: str, *lonlat: tuple[float, float], minutes: int = 0) -> None:
    points = [
        {"lon": lon, "lat": lat, "accuracy_m": 5, "at": officer.now(minutes=minutes, seconds=number)}
        for number, (lon, lat) in enumerate(lonlat)
    ]
    officer.record("track", {"patrol_id": patrol, "points": points})


def test_a_patrol_shows_the_way_that_was_walked(phone: PhoneOf, as_person: AsPerson) -> None:
    officer, supervisor = phone("officer1"), as_person("supervisor1")
    walked_one, bare, short = (officer.record("patrol")["id"] for _ in range(3))
    walk(officer, walked_one, (120.76, 30.75), (120.77, 30.75), minutes=5)
    walk(officer, walked_one, (120.74, 30.75), (120.75, 30.75))
    walk(officer, short, (120.74, 30.75))
    found = {one["id"]: one for one in walked(supervisor, "patrols", limit=1)}
    assert set(found) == {walked_one, bare, short}
    line = [[120.74, 30.75], [120.75, 30.75], [120.76, 30.75], [120.77, 30.75]]
    assert found[walked_one]["geometry"] == {"type": "LineString", "coordinates": line}
    nowhere = {"type": "LineString", "coordinates": []}  # a line without points: QGIS sees lines and draws none
    assert found[bare]["geometry"] == found[short]["geometry"] == nowhere
    assert [found[one]["properties"]["track"] for one in (walked_one, bare, short)] == ["recorded", "none", "none"]
    alone = supervisor.get(f"/ogc/collections/patrols/items/{walked_one}").get_json(force=True)
    assert alone["geometry"] == found[walked_one]["geometry"]
    boxes = {"120.73,30.7,120.78,30.8": {walked_one}, "120.755,30.74,120.758,30.76": {walked_one}}
    boxes |= {"120.75,30.751,120.76,30.76": set(), "100,20,110,30": set()}
    for box, expected in boxes.items():
        assert ids(walked(supervisor, "patrols", bbox=box, limit=1)) == expected
        assert page(supervisor, "patrols", bbox=box)["numberMatched"] == len(expected)


def test_a_patrol_is_found_by_any_moment_of_it(phone: PhoneOf, as_person: AsPerson) -> None:
    officer, supervisor = phone("officer1"), as_person("supervisor1")
    ended = officer.record(
        "patrol",
        {"type": "morning", "started_at": "2026-11-20T06:00:00+08:00", "ended_at": "2026-11-20T08:00:00+08:00"},
    )["id"]
    begun = officer.record("patrol", {"type": "morning", "started_at": "2026-11-20T07:00:00+08:00"})["id"]
    asked = {
        "2026-11-20T07:30:00+08:00": {ended},
        "2026-11-20T05:00:00+08:00/2026-11-20T06:00:00+08:00": {ended},
        "2026-11-20": {ended, begun},
        "2026-11-20T08:00:01+08:00/..": set(),
    }
    for text, expected in asked.items():
        assert ids(walked(supervisor, "patrols", datetime=text)) == expected
