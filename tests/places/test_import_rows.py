"""What is said of a row before it becomes a place: in words that say what to do, and nothing of the file is lost."""

from __future__ import annotations

from typing import Any

import pytest
import shapely

from tests.geo.files import in_metres
from tests.geo.tables import features
from tests.places.files import HEADS, at, codes, imported, only, preview, row, table
from tests.places.keeping import Keeper
from tests.zones.drafting import ok

FAR = (120.20, 30.25)
"""Hangzhou."""


def test_a_sound_row_is_ticked_and_says_where_it_belongs(desk: Keeper) -> None:
    heads = (*HEADS, "地址", "所属街道", "社区", "类别")
    found = only(desk.caller, table(row("建国路市场", 0, 0, "建国路12号", "解放街道", "", "农贸市场"), heads=heads))
    assert found["findings"] == []
    assert (found["number"], found["name"], found["take"], found["address"]) == (2, "建国路市场", True, "建国路12号")
    assert (found["kind"], found["sub_kind"]) == ("forbidden_place", "indoor_market")
    assert (found["organisation"]["name"], found["organisation_by"]) == ("解放街道", "name")
    assert found["geometry"]["coordinates"] == pytest.approx(at(), abs=1e-8)
    assert desk.names(state="any") == []  # nothing is kept of a look


POSITIONS = {
    "none": (("", ""), "wgs84", "no_position"),
    "half": (("120.75", ""), "wgs84", "bad_coordinate"),
    "words": (("空", "30.7"), "wgs84", "bad_coordinate"),
    "not a number": (("NaN", "30.7"), "wgs84", "bad_coordinate"),
    "beyond a double": (("1e400", "30.7"), "wgs84", "bad_coordinate"),
    "no minutes": (("120°75′", "30.7"), "wgs84", "bad_coordinate"),
    "exchanged": (("30.75", "120.75"), "wgs84", "swapped"),
    "exchanged, with letters": (("北纬30°45′", "东经120°45′"), "gcj02", "swapped"),
    "exchanged metres": (("3404000", "500000"), "epsg:4549", "swapped"),
    "metres said to be degrees": (("500000", "3404000"), "cgcs2000", "metres"),
    "degrees said to be metres": (("120.75", "30.75"), "epsg:4549", "degrees"),
    "nowhere in the projection": (("1e300", "1e300"), "epsg:4549", "off_projection"),
    "null island": (("0", "0"), "wgs84", "null_island"),
    "another city": (FAR, "wgs84", "far_away"),
    "another country": (("12.5", "41.9"), "wgs84", "far_away"),
}


@pytest.mark.parametrize("name", POSITIONS)
def test_a_position_that_cannot_be_stops_the_row(desk: Keeper, name: str) -> None:
    (lon, lat), system, code = POSITIONS[name]
    found = only(desk.caller, table(("市场", lon, lat)), system=system)
    assert (codes(found), found["take"]) == ({code: "refuse"}, False)
    assert all(one["title"] and one["detail"] and "…" not in one["title"] for one in found["findings"])


def test_degrees_and_minutes_are_read(desk: Keeper) -> None:
    lon, lat = at()
    found = only(desk.caller, table(("市场", written(lon, "E"), written(lat, "N"))))
    assert found["findings"] == []
    assert found["geometry"]["coordinates"] == pytest.approx((lon, lat), abs=1e-6)


def written(degrees: float, letter: str) -> str:
    whole, minutes = int(degrees), degrees % 1 * 60
    return f"{letter}{whole}°{int(minutes)}′{minutes % 1 * 60:.3f}″"


@pytest.mark.parametrize("system", ["wgs84", "cgcs2000", "gcj02", "bd09", "epsg:4549"])
def test_each_system_comes_to_the_same_place(desk: Keeper, system: str) -> None:
    metres = in_metres(shapely.Point(at())) if system.startswith("epsg") else None
    lon, lat = (metres.x, metres.y) if metres else at(system=system)
    found = only(desk.caller, table(("市场", lon, lat)), system=system)
    assert found["findings"] == []
    assert found["geometry"]["coordinates"] == pytest.approx(at(), abs=1e-6)


def test_names(desk: Keeper) -> None:
    rows = preview(desk.caller, table(row(""), row(" 第一  市场 "), row("长" * 81)))["rows"]
    assert [(one["name"], codes(one)) for one in rows] == [
        ("", {"no_name": "refuse"}),
        ("第一 市场", {}),
        ("长" * 81, {"long_name": "refuse"}),
    ]
    chosen = [{"number": 2, "name": "没名字的市场"}, {"number": 4, "name": "短"}]
    assert imported(desk.caller, table(row(""), row("甲"), row("长" * 81)), rows=chosen)["made"] == 2
    assert desk.names() == ["没名字的市场", "短"]


def test_what_its_kind_has_no_field_for_goes_into_the_note(desk: Keeper) -> None:
    heads = (*HEADS, "电话", "备注", "类别")
    data = table(row("河滨", 0, 0, "0573-8282", "周末人多", "公园"), heads=heads)
    found = only(desk.caller, data)
    assert codes(found) == {"unknown_kind": "note", "into_note": "note"}
    assert found["take"]
    assert "公园" in found["findings"][0]["title"]
    imported(desk.caller, data)
    (made,) = desk.listed()
    assert made["properties"]["note"] == "周末人多\n电话：0573-8282\n类别：公园"
    assert made["properties"]["sub_kind"] is None


def test_fields_of_a_service_point(desk: Keeper) -> None:
    heads = (*HEADS, "咨询电话", "开放时间", "服务内容")
    told = row("办证点", 0, 0, "（0573）8282 1111", "8:30–17:00", "准养登记、狂犬病免疫")
    data = table(told, row("另一处", 0.01, 0, "8282转3", "每天", "洗澡"), heads=heads)
    assert imported(desk.caller, data, 2, 3, kind="service_point")["made"] == 2
    made = {one["properties"]["name"]: one["properties"] for one in desk.listed(kind="service_point")}
    assert made["办证点"]["phone"] == "(0573)8282 1111"
    assert made["办证点"]["services"] == ["registration", "vaccination"]
    assert made["办证点"]["opening_hours"] == "8:30–17:00"
    assert "note" not in made["办证点"]
    assert made["另一处"]["note"] == "咨询电话：8282转3\n服务内容：洗澡"


def test_a_column_may_say_another_kind_and_words_are_said_to_mean_one(desk: Keeper) -> None:
    heads = (*HEADS, "类别")
    data = table(row("甲", 0, 0, "收容场所"), row("乙", 0.01, 0, "菜场"), heads=heads)
    seen = preview(desk.caller, data)
    assert [(one["kind"], one["sub_kind"]) for one in seen["rows"]] == [("shelter", None), ("forbidden_place", None)]
    assert [(one["text"], one["count"], one["sub_kind"], one["known"]) for one in seen["sorts"]] == [
        ("收容场所", 1, None, True),
        ("菜场", 1, None, False),
    ]
    again = preview(desk.caller, data, sorts={"菜场": "indoor_market"})["rows"][1]
    assert (again["sub_kind"], again["findings"]) == ("indoor_market", [])
    assert imported(desk.caller, data, 2, 3, sorts={"菜场": "indoor_market"})["made"] == 2
    assert [one["properties"]["sub_kind"] for one in desk.listed(kind="forbidden_place")] == ["indoor_market"]
    assert desk.names(kind="shelter") == ["甲"]


@pytest.mark.parametrize(
    ("street", "community", "address", "home", "by"),
    [
        ("解放街道", "", "", "解放街道", "name"),
        ("解放", "", "", "解放街道", "name"),
        ("南湖区解放街道", "", "", "解放街道", "name"),
        ("", "", "嘉兴市南湖区解放街道中山路1号", "解放街道", "address"),
        ("", "", "中山路1号", "建设街道", "chosen"),
    ],
)
def test_the_street_of_a_row(desk: Keeper, street: str, community: str, address: str, home: str, by: str) -> None:
    heads = (*HEADS, "街道", "社区", "地址")
    found = only(desk.caller, table(row("市场", 0, 0, street, community, address), heads=heads))
    assert (found["organisation"]["name"], found["organisation_by"], codes(found)) == (home, by, {})


def test_a_community_is_found_below_its_street(desk: Keeper) -> None:
    answer = ok(desk.caller.get("/api/v1/organisations?under=330402008&level=community&limit=1"))
    (community,) = answer["organisations"]
    heads = (*HEADS, "镇街", "村社")
    found = only(desk.caller, table(row("市场", 0, 0, "解放街道", community["name"]), heads=heads))
    assert found["organisation"] == {"id": community["id"], "name": community["name"]}


def test_a_street_of_another_branch_is_none(desk: Keeper) -> None:
    heads = (*HEADS, "街道")
    data = table(row("市场", 0, 0, "梧桐街道"), heads=heads)
    found = only(desk.caller, data)
    assert codes(found) == {"no_such_organisation": "note"}
    assert "梧桐街道" in found["findings"][0]["title"]
    assert found["organisation_by"] == "chosen"
    assert codes(only(desk.caller, data, organisation_id=None)) == {
        "no_such_organisation": "note",
        "no_organisation": "refuse",
    }


SHAPES: dict[str, tuple[Any, str]] = {
    "a line": (shapely.LineString([at(), at(0.001)]), "not_one_place"),
    "two points": (shapely.MultiPoint([at(), at(0.001)]), "not_one_place"),
    "two areas": (
        shapely.union(shapely.Point(at()).buffer(0.0004), shapely.Point(at(0.01)).buffer(0.0004)),
        "not_one_place",
    ),
    "a bow tie": (shapely.Polygon([at(), at(0.001, 0.001), at(0.001), at(0, 0.001)]), "bad_shape"),
    "fine as a coast": (shapely.Point(at()).buffer(0.001, quad_segs=600), "too_detailed"),
    "nothing": (None, "no_position"),
    "no coordinates": ({"type": "Point", "coordinates": []}, "bad_coordinate"),
    "words": ({"type": "Point", "coordinates": ["120.7", "30.7"]}, "bad_coordinate"),
    "exchanged": (shapely.Point(at()[::-1]), "swapped"),
}


@pytest.mark.parametrize("name", SHAPES)
def test_a_shape_that_is_no_place_stops_the_row(desk: Keeper, name: str) -> None:
    shape, code = SHAPES[name]
    assert codes(only(desk.caller, features((shape, {"name": "市场"})))) == {code: "refuse"}


def test_the_words_are_in_the_readers_language(desk: Keeper) -> None:
    (chinese,) = only(desk.caller, table(("市场", "", "")))["findings"]
    assert chinese["title"] == "没有位置"
    (english,) = only(desk.caller, table(("市场", "", "")), language="en")["findings"]
    assert (english["title"], english["detail"][:3]) == ("No position", "Add")
