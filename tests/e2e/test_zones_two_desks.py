"""Two desks on one draft, and drafts that were put away: nothing that somebody drew or wrote is lost."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.bench.own import Signed
from tests.e2e import screens
from tests.e2e.conftest import Maker
from tests.e2e.server import Server
from tests.e2e.zone_desk import draft_of, drafted, got, open_zones

pytestmark = pytest.mark.timeout(300)
SQUARE: dict[str, Any] = {
    "type": "Polygon",
    "coordinates": [[[120.86, 30.70], [120.87, 30.70], [120.87, 30.71], [120.86, 30.71], [120.86, 30.70]]],
}
WIDER: dict[str, Any] = {
    "type": "Polygon",
    "coordinates": [[[120.85, 30.70], [120.88, 30.70], [120.88, 30.71], [120.85, 30.71], [120.85, 30.70]]],
}


def change(desk: Signed, name: str, **fields: Any) -> None:
    """At another desk."""
    draft = draft_of(desk, name)
    desk.call("PATCH", f"/api/v1/zones/drafts/{draft['id']}", {"revision": draft["revision"], **fields})


def row(page: Page, field: str) -> str:
    return page.locator(f"[data-field-row={field}]").inner_text().replace("\t", " | ")


def test_another_ones_change_is_shown_beside_ones_own_and_either_can_be_taken(devices: Maker, server: Server) -> None:
    desk = Signed(server, "supervisor1")
    drafted(desk, "两人同改", SQUARE)
    page = open_zones(devices)
    page.get_by_role("button", name="两人同改").click()
    page.wait_for_timeout(2_000)  # the drawing tools come
    page.locator("canvas.maplibregl-canvas").focus()
    page.keyboard.press("Delete")  # ours: drawn anew later
    change(desk, "两人同改", number="甲〔2026〕1号", boundary=WIDER, text="东至西塘路")
    page.get_by_label("四至").fill("东至七沈公路")
    expect(page.get_by_text("刚改过这份草案")).to_be_visible()
    expect(page.get_by_text("等您选用哪一份")).to_be_visible()
    assert row(page, "text") == "四至（照公告原文） | 东至西塘路 | 东至七沈公路"
    assert row(page, "number") == "公告文号 | 甲〔2026〕1号 | 没动，照对方的"
    screens.pictures(page, "zones-clash")
    expect(page.get_by_label("四至")).to_have_value("东至七沈公路")
    page.get_by_role("button", name="用对方的").click()
    expect(page.get_by_label("四至")).to_have_value("东至西塘路")
    expect(page.get_by_text("您写的还留着")).to_be_visible()
    page.get_by_role("button", name="换回我的").click()
    screens.until(lambda: draft_of(desk, "两人同改")["announcement"]["text"] == "东至七沈公路", "ours is saved")
    assert draft_of(desk, "两人同改")["announcement"]["number"] == "甲〔2026〕1号"
    page.get_by_role("button", name="换成对方的").click()
    screens.until(lambda: draft_of(desk, "两人同改")["announcement"]["text"] == "东至西塘路", "theirs is back")


def test_ones_own_is_taken_over_anothers(devices: Maker, server: Server) -> None:
    desk = Signed(server, "supervisor1")
    drafted(desk, "各画各的", SQUARE)
    page = open_zones(devices)
    page.get_by_role("button", name="各画各的").click()
    expect(page.get_by_label("四至")).to_be_visible()
    change(desk, "各画各的", number="甲〔2026〕1号")
    page.get_by_label("四至").fill("东至七沈公路")
    page.get_by_role("button", name="用我的").click()
    screens.until(lambda: draft_of(desk, "各画各的")["announcement"]["text"] == "东至七沈公路", "both are saved")
    assert draft_of(desk, "各画各的")["announcement"]["number"] == "甲〔2026〕1号"


def test_a_discarded_draft_is_found_again_and_brought_back(devices: Maker, server: Server) -> None:
    desk = Signed(server, "supervisor1")
    made = drafted(desk, "作废又要的", SQUARE)
    page = open_zones(devices)
    page.get_by_role("button", name="作废又要的").click()
    page.get_by_role("button", name="作废", exact=True).click()
    expect(page.get_by_text("“已作废的草案”里可以恢复")).to_be_visible()
    page.get_by_role("button", name="作废", exact=True).click()
    line = page.get_by_role("button", name="作废又要的", exact=False)
    expect(line).to_have_count(0)
    page.get_by_text("已作废的草案").click()
    expect(page.get_by_text("作废，")).to_be_visible()
    screens.pictures(page, "zones-discarded")
    page.get_by_role("button", name="作废又要的").first.click()
    expect(page.get_by_text("已作废：恢复后可以接着改")).to_be_visible()
    expect(page.get_by_label("四至")).to_have_attribute("readonly", "")
    page.get_by_role("button", name="恢复 作废又要的").click()
    expect(page.get_by_role("button", name="核对", exact=True)).to_be_visible()
    expect(page.get_by_text("没有作废的草案")).to_be_visible()
    back = got(desk, f"/api/v1/zones/drafts/{made['id']}")
    assert (back["state"], back["boundary"]) == ("draft", SQUARE)
