"""Files become places: all chosen rows or none, once however often they are sent, by the rules that hold for typed ones."""

from __future__ import annotations

import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
import shapely
from flask import Flask

from tests.accounts.staff import hired
from tests.conftest import Clock
from tests.geo.tables import drawn, features, xlsx
from tests.people import Caller
from tests.places.files import HEADS, IMPORTS, at, codes, imported, only, preview, row, sent, table
from tests.places.keeping import STREET, Keeper
from tests.zones.drafting import ok, refused

AsPerson = Callable[[str], Caller]
POINT = shapely.Point(at())
AREA = shapely.Point(at()).buffer(0.001, quad_segs=1)
FORMATS = {
    "csv": lambda: table(row("市场")),
    "gb18030": lambda: table(row("市场")).decode().encode("gb18030"),
    "xlsx": lambda: xlsx({"台账": [["禁入场所台账"], HEADS, row("市场")]}),
    "geojson": lambda: features((POINT, {"name": "市场"})),
    "gpkg": lambda: drawn("gpkg", [POINT], {"名称": ["市场"]}),
    "kml": lambda: drawn("kml", [POINT], {"name": ["市场"]}),
    "shapefile": lambda: drawn("shp", [POINT], {"名称": ["市场"]}, encoding="GBK"),
    "geojson of areas": lambda: features((AREA, {"name": "市场"})),
    "shapefile of areas": lambda: drawn("shp", [AREA], {"名称": ["市场"]}, encoding="UTF-8"),
}


@pytest.mark.parametrize("name", FORMATS)
def test_each_format_becomes_a_place_where_it_is(desk: Keeper, name: str) -> None:
    data = FORMATS[name]()
    seen = preview(desk.caller, data)
    (found,) = seen["rows"]
    assert (found["name"], found["findings"], found["take"]) == ("市场", [], True)
    assert desk.names(state="any") == []
    answer = imported(desk.caller, data, found["number"])
    assert answer == {
        "made": 1,
        "there_already": 0,
        "rows": [{"number": found["number"], "id": found["id"], "made": True}],
    }
    (made,) = desk.listed()
    assert (made["id"], made["geometry"]) == (found["id"], found["geometry"])
    shape = shapely.from_geojson(json.dumps(made["geometry"]))
    assert shapely.hausdorff_distance(shape, AREA if "areas" in name else POINT) < 1e-7
    assert made["properties"]["organisation"]["id"] == STREET
    assert made["properties"]["zone"] is not None


def test_sent_again_it_makes_no_second_place(desk: Keeper) -> None:
    data = table(row("甲"), row("乙", 0.01))
    first = imported(desk.caller, data, 2)
    again = imported(desk.caller, data, 2, 3, filename="另存.csv")
    assert (again["made"], again["there_already"]) == (1, 1)
    assert again["rows"][0] == {**first["rows"][0], "made": False}
    assert desk.names(state="any") == ["乙", "甲"]
    assert [codes(one) for one in preview(desk.caller, data)["rows"]] == [{"imported": "confirm"}] * 2


def test_sent_twice_at_once_it_makes_one(desk: Keeper) -> None:
    """An impatient hand, or a second try while the first is still under way."""
    data = table(*[row(f"市场{number}", number * 1e-4) for number in range(40)])
    numbers = range(2, 42)
    with ThreadPoolExecutor(3) as pool:
        answers = list(pool.map(lambda _: imported(desk.caller, data, *numbers), range(3)))
    assert sorted(answer["made"] for answer in answers) == [0, 0, 40]
    assert len(desk.listed()) == 40


def test_what_was_ended_may_be_taken_in_again(desk: Keeper) -> None:
    """In the wrong system the first time: ended as written by mistake, and the same file comes again."""
    data = table(("市场", *at(system="gcj02")))
    (wrong,) = imported(desk.caller, data)["rows"]
    place = ok(desk.caller.get(f"/api/v1/places/{wrong['id']}"))
    ok(desk.end(place, desk.day(), "坐标系选错"))
    found = only(desk.caller, data, system="gcj02")
    assert found["findings"] == []
    assert found["id"] != wrong["id"]
    assert imported(desk.caller, data, system="gcj02")["made"] == 1
    assert imported(desk.caller, data, system="gcj02")["made"] == 0
    (made,) = desk.listed()
    assert made["geometry"]["coordinates"] == pytest.approx(at(), abs=1e-6)


def test_a_place_of_the_same_name_nearby_is_probably_the_same(desk: Keeper) -> None:
    desk.make(name="市 场")
    metre = 1 / 111_320
    rows = preview(desk.caller, table(row("市场", 0, 45 * metre), row("市场", 0, 80 * metre), row("另一处")))["rows"]
    assert [codes(one) for one in rows] == [{"there_already": "confirm"}, {"twice": "confirm"}, {}]
    assert [one["take"] for one in rows] == [False, False, True]
    assert rows[0]["findings"][0]["title"].startswith("45 米内")
    assert "第 2 行" in rows[1]["findings"][0]["title"]
    data = table(row("市场", 0, 45 * metre))
    assert imported(desk.caller, data)["made"] == 1  # somebody has ticked it


def test_one_bad_row_stops_all_and_is_named(desk: Keeper) -> None:
    data = table(row("甲"), ("乙", "", ""), row("丙", 0.01))
    error = refused(sent(desk.caller, "", data, rows=[{"number": n} for n in (2, 3, 4)]), 422, "place_import_row")
    assert "第 3 行" in sent(desk.caller, "", data, rows=[{"number": 3}]).json["title"]
    assert list(error["fields"]) == ["rows.3"]
    assert desk.names(state="any") == []


def test_the_columns_are_corrected(desk: Keeper) -> None:
    data = table(("市场", at()[1], at()[0], "第二农贸市场"), heads=("简称", "经度", "纬度", "全名"))
    seen = preview(desk.caller, data)
    assert seen["heads"] == ["简称", "经度", "纬度", "全名"]
    assert seen["columns"] == {"lon": "经度", "lat": "纬度"}
    assert set(codes(seen["rows"][0])) == {"no_name", "swapped"}
    right = {"name": "全名", "lon": "纬度", "lat": "经度"}
    assert only(desk.caller, data, columns=right)["findings"] == []
    imported(desk.caller, data, columns=right)
    assert desk.names() == ["第二农贸市场"]
    strange = sent(desk.caller, "/preview", data, columns={"name": "没有", "什么": "全名"})
    assert set(refused(strange, 422, "invalid")["fields"]) == {"columns.name", "columns.什么"}


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"system": ""}, "system"),
        ({"system": "epsg:4326"}, "system"),
        ({"kind": ""}, "kind"),
        ({"kind": "zoo"}, "kind"),
        ({"organisation_id": "330402"}, "organisation_id"),
        ({"organisation_id": "330483001"}, "organisation_id"),
        ({"sorts": {"菜场": "zoo"}}, "sorts.菜场"),
        ({"more": "1"}, "more"),
    ],
)
def test_what_is_not_said_or_not_so_is_refused(desk: Keeper, fields: dict[str, str], field: str) -> None:
    answer = sent(desk.caller, "/preview", table(), **fields)
    assert answer.status_code == 422
    assert field in answer.json["fields"]


def test_bad_files_and_bad_rows_are_refused_in_words(desk: Keeper) -> None:
    refused(sent(desk.caller, "/preview", b""), 422, "zone_file_empty")
    refused(sent(desk.caller, "/preview", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"), 422, "place_file_old_excel")
    refused(sent(desk.caller, "/preview", ",".join(HEADS).encode()), 422, "place_file_no_rows")
    refused(sent(desk.caller, "/preview", '名称,经度\n"a"b,1'.encode()), 422, "place_file_broken_row")
    many = refused(sent(desk.caller, "/preview", table(*[row()] * 50_000)), 422, "place_file_too_many_features")
    assert "2000" in many["detail"]
    refused(sent(desk.caller, "/preview", b"{}" + b" " * 21 * 2**20), 413, "too_large")
    sheets = refused(
        sent(desk.caller, "/preview", xlsx({"a": [HEADS, row()], "b": [HEADS, row()]})), 422, "place_file_choose_layer"
    )
    assert sheets["fields"] == {"layer": {"choose": ["a", "b"]}}
    refused(sent(desk.caller, "", table(), rows="{"), 400, "malformed")
    for rows in ([], [{"number": 0}], [{"number": 99}], [{"id": 1}]):
        assert sent(desk.caller, "", table(), rows=rows or "[]").status_code == 422


def test_the_log_and_the_history_say_who_and_from_which_file(desk: Keeper, as_person: AsPerson) -> None:
    data = table(row("甲"), row("乙", 0.01))
    (first, _) = imported(desk.caller, data, 2, 3, filename="禁入场所台账.csv")["rows"]
    entries = ok(as_person("admin1").get("/api/v1/audit?limit=3"))["entries"]
    assert [one["action"] for one in entries] == ["places_imported", "place_created", "place_created"]
    assert entries[0]["detail"] == {"file": "禁入场所台账.csv", "system": "wgs84", "places": 2, "there_already": 0}
    assert entries[0]["subject_kind"] == "file"
    history = ok(desk.caller.get(f"/api/v1/places/{first['id']}"))["history"]
    assert [one["revision"] for one in history] == [1]


def test_phones_get_them_at_once(desk: Keeper, as_person: AsPerson) -> None:
    cursor = ok(as_person("officer1").get("/api/v1/sync/changes?limit=500"))
    while cursor["more"]:
        cursor = ok(as_person("officer1").get(f"/api/v1/sync/changes?limit=500&cursor={cursor['cursor']}"))
    imported(desk.caller, table(row("甲"), row("乙", 0.01)), 2, 3)
    news = ok(as_person("officer1").get(f"/api/v1/sync/changes?cursor={cursor['cursor']}"))["changes"]
    assert sorted(one["data"]["name"] for one in news if one["kind"] == "place") == ["乙", "甲"]


def test_another_branch_takes_in_its_own_and_sees_nothing_of_ours(
    app: Flask, desk: Keeper, as_person: AsPerson, clock: Clock
) -> None:
    data = table(row("市场"))
    imported(desk.caller, data)
    other = hired(app, as_person("admin1"), "supervisor2", "supervisor", "330483")
    refused(sent(other, "/preview", data), 422, "unknown_organisation")
    found = only(other, data, organisation_id="330483001")
    assert codes(found) == {"far_away": "refuse"}  # and not: there is a place of this name
    colleague = hired(app, as_person("admin1"), "supervisor3", "supervisor", "330402")
    assert codes(only(colleague, data)) == {"imported": "confirm"}
    assert imported(colleague, data)["there_already"] == 1
    assert Keeper(colleague, clock).names() == ["市场"]


def test_only_who_may_make_a_place_may_bring_a_file(as_person: AsPerson) -> None:
    for username in ("officer1", "auxiliary1", "volunteer1", "admin1"):
        for path in ("", "/preview"):
            refused(sent(as_person(username), path, table(), rows=[{"number": 2}]), 403, "not_allowed")
    assert as_person("supervisor1").get(IMPORTS).status_code in (404, 405)
