"""The board of a day and a week: its numbers open the records that they count."""

import random
import re
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Page, ViewportSize, expect

from tests.bench import samples
from tests.bench.own import Signed
from tests.e2e import screens
from tests.e2e.conftest import Maker
from tests.e2e.server import Server

SHANGHAI = ZoneInfo("Asia/Shanghai")
TITLES = {"day": "日报", "week": "周报", "month": "月报"}
COUNT = re.compile(r"(\d+) 条记录")

ACROSS_A4: ViewportSize = {"width": 1032, "height": 703}
"""Less the margins of 12 mm, at 96 points an inch."""

pytestmark = pytest.mark.timeout(180)


def open_board(devices: Maker, query: str = "") -> Page:
    page = screens.signed_in_at(devices("desk-of-supervisor1"), "supervisor1", "/desk/board" + query)
    span = re.search(r"span=(\w+)", query)
    expect(page.get_by_role("heading", name=f"{TITLES[span[1] if span else 'day']} · 南湖区")).to_be_visible()
    return page


def test_strays_caught_and_strays_seen_open_their_own_records(devices: Maker, server: Server) -> None:
    officer = Signed(server, "officer1")
    for method in ("net", "net", "seen_only"):
        item = samples.item(random.Random())
        data = {"position": item["data"]["position"], "count": 1, "method": method}
        item |= {"kind": "capture", "data": data}
        officer.call("POST", "/api/v1/sync/push", samples.push([item], officer.device_id)).close()
    page = open_board(devices)
    for name, least in (("流浪犬捕捉", 2), ("流浪犬目击", 1)):
        link = page.locator("section.total").get_by_role("link", name=re.compile(rf"^{name} \d+$"))
        wanted = int(link.inner_text())
        assert wanted >= least
        link.click()
        expect(page.get_by_role("heading", name=COUNT)).to_have_text(f"{wanted} 条记录")
        page.go_back()


@pytest.mark.parametrize("by", ["zone", "team"])
def test_a_number_opens_its_records(devices: Maker, by: str) -> None:
    last_week = (datetime.now(SHANGHAI) - timedelta(days=7)).date()  # this one may just have begun
    page = open_board(devices, f"?span=week&day={last_week}")
    link = page.locator(f"td a[href*='map'][href*='{by}=']").first
    wanted = link.inner_text()
    link.click()
    expect(page.get_by_role("heading", name=COUNT)).to_have_text(f"{wanted} 条记录")
    assert f"{by}=" in page.evaluate("location.href")


def test_a_week_a_month_and_no_day_to_come(devices: Maker) -> None:
    page = open_board(devices)
    later = page.get_by_role("button", name="往后")
    expect(later).to_have_attribute("aria-disabled", "true")
    page.get_by_role("button", name="月", exact=True).click()
    expect(page.get_by_role("img", name="近十二个月", exact=True)).to_be_visible()
    page.get_by_role("button", name="往前").click()
    expect(later).to_have_attribute("aria-disabled", "false")
    assert "span=month" in page.evaluate("location.href")
    assert page.get_by_role("img", name="一天里的时段").locator("canvas").count() == 1


@pytest.mark.parametrize("by", ["total", "place", "team"])
def test_a_number_of_patrols_opens_them_and_one_opens_its_records(devices: Maker, by: str) -> None:
    page = open_board(devices, f"?span=month&day={(datetime.now(SHANGHAI) - timedelta(days=5)).date()}")
    links = page.locator("a[href*='/desk/board/patrols']")
    link = links.first if by == "total" else page.locator(f"td a[href*='patrols'][href*='{by}=']").first
    wanted = int(link.inner_text())
    link.click()
    expect(page.get_by_role("heading", name=re.compile(rf"^巡查 · .* · {wanted} 次$"))).to_be_visible()
    rows = page.locator("[data-row]")
    expect(rows).to_have_count(wanted)
    page.keyboard.press("j")
    expect(rows.first.get_by_role("link")).to_be_focused()
    told = [int(number) for number in re.findall(r"\d+", rows.first.locator("td").nth(5).inner_text())]
    page.reload()
    expect(rows).to_have_count(wanted)
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name=COUNT)).to_have_text(f"{sum(told)} 条记录")
    expect(page.get_by_role("button", name="只看这一次巡查")).to_be_visible()
    page.go_back()
    expect(rows).to_have_count(wanted)
    page.keyboard.press("Escape")
    expect(page.get_by_role("heading", name="月报 · 南湖区")).to_be_visible()
    assert "span=month" in page.evaluate("location.href")


@pytest.mark.parametrize("address", ["?span=week", "/patrols?span=month", "/rounds?span=month"])
def test_on_paper_nothing_is_cut_and_nothing_of_the_screen_stands(devices: Maker, address: str) -> None:
    page = screens.signed_in_at(devices("desk-of-supervisor1"), "supervisor1", "/desk/board" + address)
    expect(page.locator("table").first).to_be_visible()
    rows = page.locator("tbody tr").count()
    page.emulate_media(media="print")
    page.set_viewport_size(ACROSS_A4)
    expect(page.get_by_role("navigation")).to_be_hidden()
    assert page.locator("button:visible, .qx-ctl:visible").count() == 0
    widths = page.locator("table").evaluate_all("(all) => all.map((one) => one.getBoundingClientRect().right)")
    assert rows and max(widths) <= ACROSS_A4["width"]
    last = page.locator("tbody tr").last.bounding_box()
    whole = page.evaluate("document.documentElement.scrollHeight")
    assert last and last["y"] + last["height"] <= whole, "what is below is not cut off"
    charts = page.locator("canvas").evaluate_all("(all) => all.map((one) => one.getBoundingClientRect().right)")
    assert max(charts, default=0) <= ACROSS_A4["width"]
