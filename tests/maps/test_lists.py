"""Counts, times and the list beside the map are those of the same records as the tiles."""

from collections import Counter
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
import shapely

from tests.maps.tiles import Data, counted, tile_at
from tests.people import Caller
from tests.phones import PhoneOf, inside

AsPerson = Callable[[str], Caller]


def asked(who: Caller, what: str, **query: Any) -> Data:
    answer = who.get(f"/api/v1/map/{what}", query_string=query)
    assert answer.status_code == 200, answer.text
    found: Data = answer.json
    return found


def whole_list(who: Caller, limit: int, **query: Any) -> list[Data]:
    found: list[Data] = []
    cursor: dict[str, str] = {}
    while True:
        page = asked(who, "records", limit=limit, **cursor, **query)
        found += page["features"]
        if "cursor" not in page:
            return found
        cursor = {"cursor": page["cursor"]}


@pytest.mark.parametrize("limit", [1, 7, 60, 500])
def test_pages_bring_every_record_once_newest_first(some: list[Data], as_person: AsPerson, limit: int) -> None:
    found = whole_list(as_person("supervisor1"), limit)
    assert Counter(one["id"] for one in found) == Counter(item["id"] for item in some)
    minutes = [datetime.fromisoformat(one["properties"]["captured_at"]).timestamp() // 60 for one in found]
    assert minutes == sorted(minutes, reverse=True)


def test_the_list_has_what_the_lists_have(some: list[Data], as_person: AsPerson) -> None:
    supervisor = as_person("supervisor1")
    lists = {
        one["id"]: one
        for name in ("incidents", "captures", "persuasions")
        for one in supervisor.get(f"/api/v1/{name}", query_string={"limit": 2000}).json["features"]
    }
    assert {one["id"]: one for one in whole_list(supervisor, 25)} == lists


def test_records_that_come_while_somebody_pages_shift_nothing(
    some: list[Data], as_person: AsPerson, phone: PhoneOf
) -> None:
    supervisor, officer = as_person("supervisor1"), phone("officer1")
    first = asked(supervisor, "records", limit=20)
    officer.record("incident")
    rest = asked(supervisor, "records", limit=100, cursor=first["cursor"])
    ids = [one["id"] for one in first["features"] + rest["features"]]
    assert sorted(ids) == sorted(item["id"] for item in some)


@pytest.mark.parametrize(
    "wish", [{}, {"type": "unleashed"}, {"certainty": "inside"}, {"hours": "06:00-20:00"}], ids=str
)
def test_the_list_is_of_the_wish(some: list[Data], as_person: AsPerson, wish: dict[str, str]) -> None:
    supervisor = as_person("supervisor1")
    found = whole_list(supervisor, 50, **wish)
    assert len(found) == asked(supervisor, "counts", **wish)["total"]
    placed = [one for one in found if one["geometry"]]
    assert len(placed) == counted(supervisor, tile_at(*inside()[1], 6), **wish) > 0


def test_an_area_holds_what_lies_in_it(some: list[Data], as_person: AsPerson) -> None:
    supervisor, (lon, lat) = as_person("supervisor1"), inside()[1]
    lasso = shapely.Point(lon, lat).buffer(0.012, quad_segs=5)
    area = ",".join(f"{x:.6f},{y:.6f}" for x, y in lasso.exterior.coords)
    expected = {
        item["id"]
        for item in some
        if (at := item["data"].get("position")) and lasso.contains(shapely.Point(at["lon"], at["lat"]))
    }
    assert 0 < len(expected) < 50
    assert {one["id"] for one in whole_list(supervisor, 50, area=area)} == expected
    assert asked(supervisor, "counts", area=area)["total"] == len(expected)


def test_a_loop_that_crosses_itself_holds_both_its_halves(phone: PhoneOf, as_person: AsPerson) -> None:
    officer, (lon, lat) = phone("officer1"), inside()[1]
    for east in (-0.005, 0.005):
        officer.record("incident", officer.incident(position=officer.fix(lon + east, lat)))
    corners = [(-0.01, -0.005), (0.01, 0.005), (0.01, -0.005), (-0.01, 0.005)]
    eight = ",".join(f"{lon + east},{lat + north}" for east, north in corners)
    assert asked(as_person("supervisor1"), "counts", area=eight)["total"] == 2


@pytest.mark.parametrize("area", ["1,2,3", "0,0,1,1", "a,b", "480,10,481,10,481,11", "nan,1,2,2,3,3"])
def test_what_is_no_area_is_told(as_person: AsPerson, area: str) -> None:
    answer = as_person("supervisor1").get("/api/v1/map/counts", query_string={"area": area})
    assert (answer.status_code, list(answer.json["fields"])) == (422, ["area"])


def test_one_patrol_has_the_records_that_it_left(some: list[Data], as_person: AsPerson, phone: PhoneOf) -> None:
    supervisor, officer = as_person("supervisor1"), phone("officer1")
    patrol = officer.record("patrol")["id"]
    own = {officer.record("incident", officer.incident(patrol_id=patrol))["id"] for _ in range(3)}
    for limit in (2, 100):
        assert {one["id"] for one in whole_list(supervisor, limit, patrol=patrol)} == own
    assert asked(supervisor, "counts", patrol=patrol)["total"] == len(own)
    assert whole_list(supervisor, 100, patrol=officer.record("patrol")["id"]) == []


def test_a_tick_brings_what_its_count_says(some: list[Data], as_person: AsPerson) -> None:
    supervisor = as_person("supervisor1")
    wish = {"type": "unleashed,stray", "action": "persuaded"}
    counts = asked(supervisor, "counts", **wish)
    for name in ("type", "action"):
        for word, number in counts[name].items():
            assert asked(supervisor, "counts", **(wish | {name: word}))["total"] == number
    assert counts["total"] == sum(counts["type"].get(word, 0) for word in ("unleashed", "stray"))


def test_times_add_up(some: list[Data], as_person: AsPerson, phone: PhoneOf) -> None:
    supervisor, officer = as_person("supervisor1"), phone("officer1")
    since = datetime.fromisoformat(officer.now(days=-9, hours=-1)).replace(minute=0, second=0)
    counts = asked(supervisor, "times", since=since.isoformat(), step=60, steps=24 * 11)["counts"]
    expected: Counter[int] = Counter()
    for item in some:
        expected[int((datetime.fromisoformat(item["captured_at"]) - since) // timedelta(hours=1))] += 1
    assert counts == [expected[at] for at in range(24 * 11)]
    until = since + timedelta(days=4, hours=7)
    counts = asked(supervisor, "times", since=since.isoformat(), step=60, steps=24 * 11, to=until.isoformat())["counts"]
    assert counts == [expected[at] if since + timedelta(hours=at) < until else 0 for at in range(24 * 11)]
    assert 0 < sum(counts) < len(some)


@pytest.mark.one_engine
@pytest.mark.parametrize("since", ["0001-01-01T00:00:00+14:00", "9900-01-01T00:00:00Z", "9999-12-31T23:59:59-12:00"])
def test_times_at_the_ends_of_all_calendars(as_person: AsPerson, since: str) -> None:
    given = {"since": since, "step": 60 * 24 * 31, "steps": 2000}
    assert as_person("supervisor1").get("/api/v1/map/times", query_string=given).status_code in (200, 422)


def test_the_stamp_is_another_one_when_a_record_is(some: list[Data], as_person: AsPerson, phone: PhoneOf) -> None:
    supervisor = as_person("supervisor1")
    before = asked(supervisor, "stamp")
    assert asked(supervisor, "stamp") == before
    phone("officer1").record("incident")
    assert asked(supervisor, "stamp") != before


def test_a_bad_cursor_is_told(as_person: AsPerson) -> None:
    for cursor in ("x", "99999999999.1.1", "4294967296.0.0", "1.zz.1"):
        answer = as_person("supervisor1").get("/api/v1/map/records", query_string={"cursor": cursor})
        assert (answer.status_code, answer.json["code"]) == (422, "bad_cursor")
