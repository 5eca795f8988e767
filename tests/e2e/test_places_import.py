"""A county's table of forbidden places, in GB 18030 and GCJ-02, becomes places on the desk's map and in its list."""

import csv
import io
import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from playwright.sync_api import Locator, Page, expect

from geo.positions import LonLat, distance_m
from geo.systems import FROM_WGS84
from tests.bench.own import Signed
from tests.e2e import screens
from tests.e2e.conftest import Maker
from tests.e2e.server import Server
from tests.e2e.test_places_page import open_places

pytestmark = pytest.mark.timeout(300)
ZONE = screens.key_zone("330402")
THERE = LonLat(ZONE.lon, ZONE.lat)
HEADS = ("序号", "场所名称", "详细地址", "经度", "纬度", "所属街道", "类别")


def in_gcj02(east: float) -> tuple[str, str]:
    lon, lat = FROM_WGS84["gcj02"](np.array([[ZONE.lon + east, ZONE.lat]]))[0].tolist()
    return f"{lon:.7f}", f"{lat:.7f}"


def written(folder: Path) -> Path:
    """As Excel of a Chinese office saves it, with a title, a missing position and a name left out."""
    text = io.StringIO()
    lon, lat = in_gcj02(0.004)
    csv.writer(text).writerows(
        [
            ["南湖区禁入场所台账", *[""] * 6],
            HEADS,
            ["1", "秀州路菜场", "秀州路 5 号", *in_gcj02(0), "建设街道", "菜场"],
            ["2", "第一人民医院", "中山路 8 号", lon, lat, "解放街道", "医疗机构"],
            ["3", "还没量的公园", "", "", "", "建设街道", "绿道"],
            ["4", "", "勤俭路 1 号", *in_gcj02(0.006), "建设街道", "商场"],
        ]
    )
    path = folder / "禁入场所.csv"
    path.write_bytes(text.getvalue().encode("gb18030"))
    return path


def made(person: Signed) -> dict[str, dict[str, Any]]:
    with person.call("GET", "/api/v1/places?state=any&limit=2000") as answer:
        return {one["properties"]["name"]: one for one in json.load(answer)["features"]}


def away_m(place: dict[str, Any], east: float) -> float:
    return distance_m(LonLat(*place["geometry"]["coordinates"]), LonLat(ZONE.lon + east, ZONE.lat))


def look_at(page: Page, file: Path, system: str) -> Locator:
    page.get_by_role("button", name="导入", exact=True).click()
    dialog = page.get_by_role("dialog", name="导入场所")
    dialog.get_by_label("文件").set_input_files(file)
    dialog.get_by_label("坐标系").select_option(system)
    dialog.get_by_label("是哪一类场所").select_option("forbidden_place")
    dialog.get_by_role("button", name="先看看").click()
    return dialog


def test_a_table_in_gcj02_becomes_places_where_they_are(devices: Maker, server: Server, tmp_path: Path) -> None:
    supervisor = Signed(server, "supervisor1")
    page = open_places(devices)
    dialog = look_at(page, written(tmp_path), "wgs84")
    expect(dialog.get_by_role("button", name="可导入 2")).to_be_visible()
    expect(dialog.get_by_role("button", name="不能导入 2")).to_be_visible()
    expect(dialog.get_by_text("没有位置")).to_be_visible()
    dialog.get_by_role("button", name="在图上看秀州路菜场").click()
    screens.pictures(page, "places-import-read-as-wgs84")  # half a kilometre from the zone's middle

    dialog.get_by_role("radio", name="GCJ-02").click()
    expect(dialog.get_by_role("radio", name="GCJ-02")).to_be_checked()
    expect(dialog.get_by_role("button", name="导入（2）")).to_be_visible()
    dialog.get_by_role("button", name="在图上看秀州路菜场").click()
    dialog.get_by_label("菜场（1 行）").select_option("indoor_market")
    expect(dialog.get_by_text("不是现有的类别")).to_be_hidden()
    dialog.get_by_label("第 6 行的名称").fill("勤俭路商场")
    expect(dialog.get_by_role("button", name="导入（3）")).to_be_visible()
    screens.pictures(page, "places-import-read-as-gcj02")
    page.set_viewport_size({"width": 390, "height": 844})
    screens.pictures(page, "places-import-phone")
    page.set_viewport_size({"width": 1440, "height": 900})

    page.context.set_offline(True)
    dialog.get_by_role("button", name="导入（3）").click()
    expect(dialog.get_by_text("选好、改好的都还在")).to_be_visible()
    expect(dialog.get_by_label("第 6 行的名称")).to_have_value("勤俭路商场")
    screens.pictures(page, "places-import-offline")
    page.context.set_offline(False)
    dialog.get_by_role("button", name="导入（3）").click()

    expect(page.get_by_role("status").filter(has_text="导入了 3 处场所")).to_be_visible()
    places = made(supervisor)
    for name, east in (("秀州路菜场", 0), ("第一人民医院", 0.004), ("勤俭路商场", 0.006)):
        assert away_m(places[name], east) < 1
    assert places["秀州路菜场"]["properties"]["sub_kind"] == "indoor_market"
    assert places["第一人民医院"]["properties"]["organisation"]["name"] == "解放街道"
    assert "还没量的公园" not in places
    listed = page.get_by_role("navigation", name="场所")
    listed.get_by_role("button", name="秀州路菜场").click()
    expect(page.get_by_role("heading", name="秀州路菜场")).to_be_visible()
    expect(page.get_by_text(f"在{ZONE.name}里")).to_be_visible()
    screens.pictures(page, "places-import-listed")

    look_at(page, written(tmp_path), "gcj02")
    expect(dialog.get_by_role("button", name="可导入 0")).to_be_visible()
    expect(dialog.get_by_text("这一行已经导入过")).to_have_count(3)
    expect(dialog.get_by_role("button", name="至少勾一行")).to_be_visible()
    screens.pictures(page, "places-import-again")
