"""The desk page of zones: a zone drawn by mouse, checked, confirmed and announced decides records by their day."""

import json
import random
from datetime import datetime, timedelta
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.bench import samples
from tests.bench.own import Signed
from tests.e2e import screens
from tests.e2e.conftest import RESULTS, Maker
from tests.e2e.server import Server

pytestmark = pytest.mark.timeout(300)
ZONE = screens.key_zone("330402")
AFTER, BEFORE = timedelta(hours=3), timedelta(days=8)
EFFECTIVE_DAYS_AGO = 4
CORNERS = [(-160, -110), (150, -120), (170, 120), (-150, 130)]


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


def got(person: Signed, path: str) -> Any:
    with person.call("GET", path) as answer:
        return json.load(answer)


def certainty(person: Signed, record_id: str) -> str:
    return str(got(person, f"/api/v1/incidents/{record_id}")["meta"]["zone_certainty"])


def open_zones(devices: Maker) -> Page:
    desk = devices("desk-of-supervisor1")
    page = desk.open()
    screens.sign_in(page, "supervisor1")
    expect(page.get_by_role("link", name="管理区")).to_be_visible()
    page.goto(desk.origin + "/desk/zones")
    expect(page.get_by_text("镇街驻地已公告")).to_be_visible()
    return page


def begin(page: Page, name: str) -> None:
    page.get_by_role("button", name="新区块").click()
    page.get_by_label("名称").last.fill(name)
    page.get_by_role("button", name="开始画").click()
    expect(page.get_by_role("button", name="先画边界，再核对")).to_be_visible()
    expect(page.get_by_role("button", name="画", exact=True)).to_have_attribute("aria-pressed", "true")


def middle(page: Page) -> tuple[float, float]:
    box = page.locator("canvas.maplibregl-canvas").bounding_box()
    assert box
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def draw(page: Page, corners: list[tuple[int, int]]) -> None:
    x, y = middle(page)
    for dx, dy in corners:
        page.mouse.move(x + dx, y + dy, steps=4)
        page.mouse.click(x + dx, y + dy)
        page.wait_for_timeout(350)  # two clicks at once would be a double click
    page.keyboard.press("Enter")


def draft_of(desk: Signed, name: str) -> dict[str, Any]:
    drafts = got(desk, "/api/v1/zones/drafts")["drafts"]
    found = next(one for one in drafts if one["name"] == name)
    return dict(got(desk, f"/api/v1/zones/drafts/{found['id']}"))


def middle_of(boundary: dict[str, Any]) -> tuple[float, float]:
    ring = boundary["coordinates"][0][:-1]
    return sum(corner[0] for corner in ring) / len(ring), sum(corner[1] for corner in ring) / len(ring)


def fill_announcement(page: Page, number: str) -> None:
    page.get_by_label("公告文号").fill(number)
    page.get_by_label("公告日期").fill(day(EFFECTIVE_DAYS_AGO + 2))
    page.get_by_label("生效日期").fill(day(EFFECTIVE_DAYS_AGO))
    page.get_by_label("四至").fill("东至七沈公路，南至南溪东路，西至亚太路，北至湘湖大道，围合区域。")


def pictures(page: Page, name: str) -> None:
    RESULTS.mkdir(exist_ok=True)
    for theme in ("light", "dark"):
        page.evaluate("(theme) => document.documentElement.setAttribute('data-theme', theme)", theme)
        page.wait_for_timeout(800)
        page.screenshot(path=RESULTS / f"zones-{name}-{theme}.png")
    page.evaluate("document.documentElement.removeAttribute('data-theme')")


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
    pictures(page, "drawn")

    page.get_by_role("button", name="核对", exact=True).click()
    expect(page.get_by_text("图形有效")).to_be_visible()
    confirm = page.get_by_role("button", name="看过了，确认")
    while confirm.count():
        left = confirm.count()
        confirm.first.click()
        expect(confirm).not_to_have_count(left)
    pictures(page, "checked")

    page.get_by_role("button", name="记为已公告").click()
    expect(page.get_by_text("请填公告文号")).to_be_visible()
    fill_announcement(page, "南政发〔2026〕18号")
    pictures(page, "filled")
    page.get_by_role("button", name="记为已公告").click()
    expect(page.get_by_text("第 1 版已记下")).to_be_visible()
    pictures(page, "announced")

    assert certainty(desk, after) == "inside"
    assert certainty(desk, before) != "inside"
    features = got(desk, "/api/v1/zones")["features"]
    assert "湘家荡景区" in [one["properties"]["name"] for one in features]
