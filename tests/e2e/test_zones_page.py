"""The desk page of zones: a zone drawn by mouse, checked, confirmed and announced decides records by their day."""

import io
import json
import random
import re
from datetime import datetime, timedelta
from typing import Any

import pytest
from PIL import Image, ImageChops, ImageColor
from playwright.sync_api import Page, expect

from tests.bench import samples
from tests.bench.own import Signed
from tests.e2e import screens
from tests.e2e.conftest import Maker
from tests.e2e.server import Server
from tests.e2e.zone_desk import CORNERS, begin, click_at, corners_of, draft_of, draw, got, middle, open_zones, shape_of

pytestmark = pytest.mark.timeout(300)
ZONE = screens.key_zone("330402")
AFTER, BEFORE = timedelta(hours=3), timedelta(days=8)
EFFECTIVE_DAYS_AGO = 4
FILE = json.dumps(
    {
        "type": "Feature",
        "properties": {"name": "导入来的集镇"},
        "geometry": {
            "type": "Polygon",
            "coordinates": [[[120.86, 30.70], [120.87, 30.70], [120.87, 30.71], [120.86, 30.71], [120.86, 30.70]]],
        },
    }
).encode()
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


def day(days_ago: int) -> str:
    return (datetime.now(samples.CHINA) - timedelta(days=days_ago)).date().isoformat()


def record(officer: Signed, ago: timedelta, lon: float, lat: float) -> str:
    """An incident of some time ago that arrives now; its id."""
    item = samples.item(random.Random())
    at = (datetime.now(samples.CHINA) - ago).isoformat(timespec="milliseconds")
    item["captured_at"] = at
    item["data"] |= {"place": "新区块里"}
    item["data"]["position"] |= {"lon": lon, "lat": lat, "fixed_at": at}
    with officer.call("POST", "/api/v1/sync/push", samples.push([item], officer.device_id)) as answer:
        (result,) = json.load(answer)["results"]
    assert result["status"] == "accepted", result
    return str(item["id"])


def certainty(person: Signed, record_id: str) -> str:
    return str(got(person, f"/api/v1/incidents/{record_id}")["meta"]["zone_certainty"])


def middle_of(boundary: dict[str, Any]) -> tuple[float, float]:
    ring = boundary["coordinates"][0][:-1]
    return sum(corner[0] for corner in ring) / len(ring), sum(corner[1] for corner in ring) / len(ring)


def fill_announcement(page: Page, number: str) -> None:
    page.get_by_label("公告文号").fill(number)
    page.get_by_label("公告日期").fill(day(EFFECTIVE_DAYS_AGO + 2))
    page.get_by_label("生效日期").fill(day(EFFECTIVE_DAYS_AGO))
    page.get_by_label("四至").fill("东至七沈公路，南至南溪东路，西至亚太路，北至湘湖大道，围合区域。")


def test_a_zone_drawn_by_mouse_decides_records_by_their_day(devices: Maker, server: Server) -> None:
    desk, officer = Signed(server, "supervisor1"), Signed(server, "officer1")
    page = open_zones(devices)
    begin(page, "湘家荡景区")
    draw(page, CORNERS)
    screens.until(lambda: draft_of(desk, "湘家荡景区")["boundary"], "the boundary is saved")
    drawn = draft_of(desk, "湘家荡景区")["boundary"]
    assert len(drawn["coordinates"][0]) == len(CORNERS) + 1
    lon, lat = middle_of(drawn)
    before, after = record(officer, BEFORE, lon, lat), record(officer, AFTER, lon, lat)
    screens.pictures(page, "zones-drawn")

    page.get_by_role("button", name="核对", exact=True).click()
    expect(page.get_by_text("图形有效")).to_be_visible()
    confirm = page.get_by_role("button", name="看过了，确认")
    while confirm.count():
        left = confirm.count()
        confirm.first.click()
        expect(confirm).not_to_have_count(left)
    screens.pictures(page, "zones-checked")

    page.get_by_role("button", name="记为已公告").click()
    expect(page.get_by_text("请填公告文号")).to_be_visible()
    fill_announcement(page, "南政发〔2026〕18号")
    page.get_by_label("公告扫描件").set_input_files({"name": "公告.pdf", "mimeType": "application/pdf", "buffer": PDF})
    expect(page.get_by_role("link", name="公告.pdf")).to_be_visible()
    screens.pictures(page, "zones-filled")
    page.get_by_role("button", name="记为已公告").click()
    expect(page.get_by_text("第 1 版已记下")).to_be_visible()
    screens.pictures(page, "zones-announced")

    assert certainty(desk, after) == "inside"
    assert certainty(desk, before) != "inside"
    features = got(desk, "/api/v1/zones")["features"]
    assert "湘家荡景区" in [one["properties"]["name"] for one in features]


def test_what_was_drawn_is_taken_back_and_mended(devices: Maker, server: Server) -> None:
    desk = Signed(server, "supervisor1")
    page = open_zones(devices)
    begin(page, "改点试画")
    click_at(page, [CORNERS[0], (-200, 0), (-220, 0)])
    page.keyboard.press("Backspace")
    page.get_by_role("button", name="撤销").click()  # two of three corners are taken back
    draw(page, CORNERS[1:])
    screens.until(lambda: corners_of(desk, "改点试画") == 4, "four corners are saved")
    x, y = middle(page)
    page.mouse.move(x - 155, y + 10)
    page.mouse.down()
    page.mouse.move(x - 240, y + 10, steps=8)  # the middle of an edge becomes a corner
    page.mouse.up()
    screens.until(lambda: corners_of(desk, "改点试画") == 5, "a corner is added")
    page.mouse.click(x + 170, y + 120)
    page.keyboard.press("Delete")
    screens.until(lambda: corners_of(desk, "改点试画") == 4, "a corner is deleted")
    page.get_by_role("button", name="撤销").click()
    screens.until(lambda: corners_of(desk, "改点试画") == 5, "undone")
    page.get_by_role("button", name="重做").click()
    screens.until(lambda: corners_of(desk, "改点试画") == 4, "done again")

    page.get_by_role("button", name="挖空").click()
    draw(page, [(-40, -30), (20, -30), (20, 30), (-40, 30)])
    screens.until(lambda: len(shape_of(desk, "改点试画")[0]) == 2, "a hole is saved")
    page.get_by_role("button", name="撤销").click()
    page.get_by_role("button", name="切分").click()
    draw(page, [(60, -260), (60, 260)])
    screens.until(lambda: len(shape_of(desk, "改点试画")) == 2, "it is cut in two")
    x, y = middle(page)
    delete = page.get_by_role("button", name="删这块")
    expect(delete).to_be_disabled()  # nothing is selected yet
    screens.pictures(page, "zones-cut")
    page.mouse.click(x + 85, y - 95)  # the part to the east
    expect(delete).to_be_enabled()
    delete.click()
    screens.until(lambda: len(shape_of(desk, "改点试画")) == 1, "one part is deleted")
    expect(delete).to_be_hidden()
    page.get_by_role("button", name="撤销").click()
    screens.until(lambda: len(shape_of(desk, "改点试画")) == 2, "it is back")
    page.mouse.click(x + 85, y - 95)
    page.keyboard.press("Delete")
    screens.until(lambda: len(shape_of(desk, "改点试画")) == 1, "one part is deleted by its key")


def test_without_a_network_nothing_drawn_is_lost(devices: Maker, server: Server) -> None:
    desk = Signed(server, "supervisor1")
    page = open_zones(devices)
    begin(page, "断网试画")
    page.context.set_offline(True)
    draw(page, CORNERS)
    page.get_by_label("公告文号").fill("南政发〔2026〕19号")
    expect(page.get_by_text("正在存，写的都在")).to_be_visible()
    page.get_by_role("link", name="待核").click()
    page.get_by_role("link", name="管理区").click()
    page.context.set_offline(False)
    page.evaluate("dispatchEvent(new Event('online'))")
    screens.until(lambda: draft_of(desk, "断网试画")["boundary"], "the boundary has arrived")
    assert draft_of(desk, "断网试画")["announcement"]["number"] == "南政发〔2026〕19号"


def test_a_file_is_looked_at_in_each_reading_and_becomes_a_draft(devices: Maker, server: Server) -> None:
    desk = Signed(server, "supervisor1")
    page = open_zones(devices)
    page.get_by_role("button", name="导入", exact=True).click()
    assert page.get_by_label("坐标系").input_value() == ""  # the source is always asked for
    page.get_by_label("文件").set_input_files({"name": "集镇.geojson", "mimeType": "application/json", "buffer": FILE})
    page.get_by_label("坐标系").select_option("gcj02")
    page.get_by_role("button", name="先看看").click()
    expect(page.get_by_role("radio", name="GCJ-02")).to_have_attribute("aria-checked", "true")
    screens.pictures(page, "zones-import")
    page.get_by_role("radio", name="WGS-84").click()
    page.get_by_role("button", name="导入成草案（1）").click()
    expect(page.get_by_role("heading", name="导入来的集镇")).to_be_visible()
    made = draft_of(desk, "导入来的集镇")
    assert (made["imported"], made["source"]["system"]) == (True, "wgs84")


def test_the_board_counts_towns_and_lists_streets(devices: Maker, server: Server) -> None:
    page = open_zones(devices)
    page.get_by_role("tab", name="扩面进度").click()
    expect(page.get_by_text("镇（计入进度）").first).to_be_visible()
    expect(page.get_by_text("街道（列出，不计入）").first).to_be_visible()
    screens.pictures(page, "zones-board")


def test_a_new_version_begins_with_the_boundary_in_force(devices: Maker, server: Server) -> None:
    desk = Signed(server, "supervisor1")
    page = open_zones(devices)
    page.get_by_role("button", name="大桥镇").click()
    page.get_by_role("button", name="起草新版本").click()
    expect(page.get_by_role("button", name="核对", exact=True)).to_be_visible()  # not: draw first
    name = page.get_by_role("heading", name="大桥镇").inner_text()
    made = draft_of(desk, name)
    (version,) = got(desk, f"/api/v1/zones/{made['zone_id']}/versions")["versions"]
    assert made["boundary"] == version["geometry"]
    expect(page.get_by_label("四至")).to_have_value(version["announcement"]["text"])
    screens.pictures(page, "zones-follow")


def test_a_zone_is_withdrawn_by_its_own_document(devices: Maker, server: Server) -> None:
    desk = Signed(server, "supervisor1")
    page = open_zones(devices)
    page.get_by_role("button", name="凤桥镇").click()
    expect(page.get_by_text("第 1 版").last).to_be_visible()
    page.get_by_role("button", name="在图上看").click()
    screens.pictures(page, "zones-history")
    page.get_by_role("button", name="撤销区块").click()
    page.get_by_role("button", name="记为已撤销").click()
    expect(page.get_by_text("请填公告文号")).to_be_visible()
    fill_announcement(page, "南政发〔2026〕20号")
    page.get_by_role("button", name="记为已撤销").click()
    expect(page.get_by_role("button", name="凤桥镇").get_by_text("已撤销")).to_be_visible()
    expect(page.get_by_text("由 南政发〔2026〕20号 撤销")).to_be_visible()
    zones = [one["properties"]["name"] for one in got(desk, "/api/v1/zones")["features"]]
    assert not [name for name in zones if name.startswith("凤桥镇")]


def test_a_chosen_zone_is_framed_beside_its_panel(devices: Maker) -> None:
    """The panel makes the map smaller as it opens: the zone lies in the middle of what is left."""
    page = open_zones(devices)
    page.get_by_role("button", name=re.compile("^余新镇")).click()
    expect(page.get_by_role("heading", name="历次公告")).to_be_visible()
    line = page.evaluate("getComputedStyle(document.documentElement).getPropertyValue('--qx-m-key-line').trim()")
    wanted = ImageColor.getrgb(line)

    def columns() -> list[int]:
        picture = Image.open(io.BytesIO(page.locator("canvas.maplibregl-canvas").screenshot())).convert("RGB")
        whole = picture.crop((0, 240, picture.width, picture.height - 100))  # below the legend
        close = ImageChops.difference(whole, Image.new("RGB", whole.size, wanted)).convert("L").point(lambda x: x < 12)
        box = close.getbbox()
        return [box[0], picture.width - box[2]] if box else []

    screens.until(lambda: (sides := columns()) and min(sides) > 20 and abs(sides[0] - sides[1]) < 60, "it is framed")


def test_two_clicks_begin_one_new_version_and_a_third_goes_on_with_it(devices: Maker, server: Server) -> None:
    page = open_zones(devices)
    page.get_by_role("button", name=re.compile("^凤桥镇")).click()
    page.get_by_role("button", name="起草新版本").dblclick()
    expect(page.get_by_role("button", name="核对", exact=True)).to_be_visible()
    page.get_by_role("button", name=re.compile("^凤桥镇")).first.click()
    page.get_by_role("button", name="起草新版本").click()
    expect(page.get_by_role("button", name="核对", exact=True)).to_be_visible()
    drafts = got(Signed(server, "supervisor1"), "/api/v1/zones/drafts")["drafts"]
    assert len([one for one in drafts if one["name"].startswith("凤桥镇")]) == 1
