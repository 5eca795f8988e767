"""What is wrong with a boundary is seen on the map, and so is its repair, before it is taken; and it can be taken back."""

import json

import pytest
from playwright.sync_api import Page, expect

from tests.bench.own import Signed
from tests.e2e import screens
from tests.e2e.conftest import Maker
from tests.e2e.server import Server
from tests.e2e.zone_desk import BOW_TIE, choose_file, draft_of, drafted, open_zones

pytestmark = pytest.mark.timeout(300)
CHANGE = "面积 算不出 → 531,547 m²；修复后 2 块、6 个顶点"
SQUARE = [[120.86, 30.70], [120.87, 30.70], [120.87, 30.71], [120.86, 30.71], [120.86, 30.70]]
TURNED = {"type": "Polygon", "coordinates": [[[lat, lon] for lon, lat in SQUARE]]}


def open_draft(page: Page, name: str) -> None:
    page.get_by_role("button", name=name).click()
    expect(page.get_by_role("heading", name=name)).to_be_visible()


def test_a_repair_is_seen_before_it_is_taken_and_can_be_taken_back(devices: Maker, server: Server) -> None:
    desk = Signed(server, "supervisor1")
    drafted(desk, "交叉的草案", BOW_TIE)
    page = open_zones(devices)
    open_draft(page, "交叉的草案")
    page.get_by_role("button", name="核对", exact=True).click()
    expect(page.get_by_text("图形自相交或有破损")).to_be_visible()
    expect(page.get_by_text(CHANGE)).to_be_visible()
    expect(page.get_by_text("绿色是修复后的样子")).to_be_visible()
    screens.pictures(page, "zones-repair")
    page.get_by_role("button", name="收起").click()
    expect(page.get_by_role("button", name="采用修复")).to_be_hidden()  # never unseen
    page.get_by_role("button", name="看修复").click()
    assert draft_of(desk, "交叉的草案")["boundary"] == BOW_TIE
    page.get_by_role("button", name="采用修复").click()
    screens.until(lambda: draft_of(desk, "交叉的草案")["boundary"]["type"] == "MultiPolygon", "the repair is taken")
    expect(page.get_by_text("“撤销”可取回原来的")).to_be_visible()
    screens.pictures(page, "zones-repaired")
    page.get_by_role("button", name="撤销").click()
    screens.until(lambda: draft_of(desk, "交叉的草案")["boundary"] == BOW_TIE, "the former shape is back")


def test_exchanged_axes_of_a_draft_are_put_right_and_back(devices: Maker, server: Server) -> None:
    desk = Signed(server, "supervisor1")
    drafted(desk, "反了的草案", TURNED)
    page = open_zones(devices)
    open_draft(page, "反了的草案")
    expect(page.get_by_text("这份草案的坐标不在地图上")).to_be_visible()
    page.get_by_role("button", name="核对", exact=True).click()
    expect(page.get_by_text("经纬度写反了")).to_be_visible()
    screens.pictures(page, "zones-turned")
    page.get_by_role("button", name="采用修复").click()
    screens.until(lambda: draft_of(desk, "反了的草案")["boundary"] != TURNED, "the repair is taken")
    assert draft_of(desk, "反了的草案")["boundary"]["coordinates"][0][0][0] in SQUARE
    page.get_by_role("button", name="撤销").click()
    screens.until(lambda: draft_of(desk, "反了的草案")["boundary"] == TURNED, "the former shape is back")


def test_a_file_with_exchanged_axes_is_put_right_before_it_becomes_a_draft(devices: Maker, server: Server) -> None:
    desk = Signed(server, "supervisor1")
    page = open_zones(devices)
    feature = {"type": "Feature", "properties": {"name": "反了的文件"}, "geometry": TURNED}
    choose_file(page, "反了.geojson", json.dumps(feature).encode(), "wgs84")
    expect(page.get_by_text("像是纬度（北）写在了经度（东）前面")).to_be_visible()
    expect(page.get_by_text("不在地图上，不能导入")).to_be_visible()
    expect(page.get_by_role("checkbox")).to_be_disabled()
    expect(page.get_by_role("button", name="至少选一块")).to_have_attribute("aria-disabled", "true")
    screens.pictures(page, "zones-import-turned")
    page.get_by_role("button", name="对调经纬度再看").click()
    expect(page.get_by_text("已对调经纬度再读")).to_be_visible()
    page.get_by_role("button", name="导入成草案（1）").click()
    expect(page.get_by_role("heading", name="反了的文件")).to_be_visible()
    made = draft_of(desk, "反了的文件")
    assert (made["boundary"]["coordinates"], made["source"]["exchanged"]) == ([[SQUARE]], True)


def test_an_empty_file_says_so_and_the_systems_of_offices_here_come_first(devices: Maker, server: Server) -> None:
    page = open_zones(devices)
    choose_file(page, "空.geojson", b"", "gcj02")
    expect(page.get_by_text("这个文件里什么都没有")).to_be_visible()
    groups = page.locator("optgroup")
    assert [one.get_attribute("label") for one in groups.all()][:2] == ["本地常用", "其他"]
    usual = groups.first.locator("option").all_text_contents()
    assert [one.split("（")[0].strip() for one in usual[:4]] == ["WGS-84", "GCJ-02", "BD-09", "CGCS2000 经纬度"]
    assert all("中央经线 120°" in one for one in usual[4:6])  # of this county
    assert len(usual) == 8

    page.keyboard.press("Escape")
    point = {"type": "Feature", "properties": {"name": "驿站"}, "geometry": {"type": "Point", "coordinates": SQUARE[0]}}
    choose_file(page, "点.geojson", json.dumps(point).encode(), "wgs84")
    expect(page.get_by_text("线和点不能用")).to_be_visible()
    expect(page.get_by_text("换一种读法再看")).to_have_count(0)


def test_a_repair_of_a_file_is_seen_before_it_is_taken(devices: Maker, server: Server) -> None:
    desk = Signed(server, "supervisor1")
    page = open_zones(devices)
    feature = {"type": "Feature", "properties": {"name": "交叉的文件"}, "geometry": BOW_TIE}
    choose_file(page, "交叉.geojson", json.dumps(feature).encode(), "wgs84")
    expect(page.get_by_role("button", name="采用修复")).to_be_hidden()
    page.get_by_role("button", name="看修复").click()
    expect(page.get_by_text(CHANGE)).to_be_visible()
    screens.pictures(page, "zones-import-repair")
    page.get_by_role("button", name="采用修复").click()
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_text("导入修复后的图形")).to_be_visible()
    dialog.get_by_role("button", name="撤销").click()
    page.get_by_role("button", name="看修复").click()
    page.get_by_role("button", name="采用修复").click()
    page.get_by_role("button", name="导入成草案（1）").click()
    expect(page.get_by_role("heading", name="交叉的文件")).to_be_visible()
    made = draft_of(desk, "交叉的文件")
    assert made["boundary"]["type"] == "MultiPolygon"
    assert [one["code"] for one in made["source"]["repairs"]] == ["self_intersection"]


def test_the_number_of_a_document_is_put_right_and_asked_about(devices: Maker, server: Server) -> None:
    desk = Signed(server, "supervisor1")
    drafted(desk, "写文号的草案", None)
    page = open_zones(devices)
    open_draft(page, "写文号的草案")
    number = page.get_by_label("公告文号")
    number.fill("南政通[2025）3号")
    number.blur()
    expect(page.get_by_text("年份的括号已改成〔〕")).to_be_visible()
    expect(number).to_have_value("南政通〔2025〕3号")
    screens.until(lambda: draft_of(desk, "写文号的草案")["announcement"]["number"] == "南政通〔2025〕3号", "saved")
    number.fill("2025年第3号公告")
    number.blur()
    expect(page.get_by_text("不太像文号")).to_be_visible()
    screens.pictures(page, "zones-number")
    screens.until(lambda: draft_of(desk, "写文号的草案")["announcement"]["number"] == "2025年第3号公告", "not refused")
