"""早巡 → 晚查: what the morning left open is looked at again in the evening, without a network; the board counts it."""

import json
import random
import re
from datetime import datetime, time
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.bench import samples
from tests.bench.own import Signed
from tests.e2e import screens
from tests.e2e.conftest import Maker
from tests.e2e.proxy import Proxy
from tests.e2e.server import Server

ZONE = screens.key_zone("330402")
SHANGHAI = ZoneInfo("Asia/Shanghai")
SEND_MS = 60_000

pytestmark = pytest.mark.timeout(300)


def today(hour: int, minute: int = 0) -> datetime:
    return datetime.combine(datetime.now(SHANGHAI).date(), time(hour, minute), SHANGHAI)


def left_open(officer: Signed, place: str, minute: int) -> str:
    item = samples.item(random.Random())
    item["captured_at"] = today(0, minute).isoformat()
    item["data"] |= {"place": place, "type": "unleashed", "action": "persuaded", "patrol_id": None}
    item["data"]["position"] |= {"lon": ZONE.lon, "lat": ZONE.lat + minute * 0.002, "accuracy_m": 8.0}
    with officer.call("POST", "/api/v1/sync/push", samples.push([item], officer.device_id)) as answer:
        (result,) = json.load(answer)["results"]
    assert result["status"] == "accepted", result
    return str(item["id"])


def counted(server: Server) -> tuple[int, int]:
    """Points that were looked at again, and all."""
    with Signed(server, "supervisor1").call("GET", "/api/v1/figures/board") as answer:
        totals = json.load(answer)["totals"]
    return totals["looked_at"]["count"], totals["points"]["count"]


def left(officer: Signed) -> int:
    """What the team still has to look at."""
    with officer.call("GET", "/api/v1/rechecks/evening") as answer:
        return len(json.load(answer)["points"])


def in_the_evening(page: Page, origin: str) -> None:
    """The phone's clock says evening, whatever hour it is; a phone whose clock has jumped may ask for the PIN."""
    page.clock.install(time=today(18, 40))
    page.goto(origin + "/today")
    screens.until(
        lambda: screens.path(page) == "/pin" or page.get_by_role("heading", name="晚查").is_visible(),
        "the home is there",
    )
    if screens.path(page) == "/pin":
        screens.enter_pin(page)


def line(page: Page, place: str) -> Locator:
    return page.locator("ol li").filter(has_text=place)


def test_the_mornings_points_are_answered_on_the_way_and_counted_on_the_board(
    devices: Maker, proxy: Proxy, server: Server
) -> None:
    officer = Signed(server, "officer1")
    looked, others = counted(server)
    points = others + 3  # the demo has some of its own
    for minute, place in enumerate(("早上路口", "早上桥头", "早上门前"), 1):
        left_open(officer, place, minute)
    open_ = left(officer)
    phone = devices("phone-of-officer1")
    phone.stand_at(ZONE.lon, ZONE.lat)
    page = phone.open()
    screens.sign_in(page, "officer1")
    screens.wait_until_it_works_offline(page)
    in_the_evening(page, phone.origin)
    expect(page.get_by_role("heading", name="晚查")).to_be_visible()
    expect(page.get_by_text(f"还有 {open_} 处")).to_be_visible(timeout=SEND_MS)
    expect(line(page, "早上路口")).to_contain_text("早上劝过")

    proxy.cut()
    line(page, "早上路口").click()
    expect(page.get_by_role("heading", name=re.compile("未牵绳"))).to_be_visible()
    page.get_by_label("想说的").fill("主人已牵绳")
    page.get_by_role("button", name="又有，记一条").click()
    page.get_by_role("button", name="先不拍").wait_for()
    page.go_back()  # nothing was recorded after all: the answer can be changed
    line(page, "早上路口").click()
    page.get_by_role("button", name="没有再发现").click()
    expect(page.get_by_text(f"还有 {open_ - 1} 处")).to_be_visible()
    expect(line(page, "早上路口")).to_contain_text("没有再发现")

    line(page, "早上桥头").click()
    page.get_by_role("button", name="又有，记一条").click()
    page.get_by_role("button", name="先不拍").click()
    expect(page.get_by_label("地点")).to_have_value("早上桥头")
    expect(page.get_by_role("radio", name="劝导", exact=True)).not_to_be_checked()
    page.get_by_role("radio", name="责令改正").click()
    page.get_by_role("button", name="保存").click()
    expect(page.get_by_text(f"还有 {open_ - 2} 处")).to_be_visible()
    proxy.online()
    page.goto(phone.origin + "/outbox")
    page.get_by_role("button", name="现在试一次").click()
    expect(page.get_by_text("没有等着发的，都送到了")).to_be_visible(timeout=SEND_MS)

    points += datetime.now(SHANGHAI) < today(12)  # by the server's clock what was found again may be a morning's too
    desk = screens.signed_in_at(devices("desk-of-supervisor1"), "supervisor1", "/desk/board")
    card = desk.locator("section.total").filter(has_text="早巡点")
    expect(card.locator("a.count")).to_have_text([str(looked + 2), str(points)])
    card.get_by_role("link").first.click()
    expect(desk.locator("[data-row]")).to_have_count(looked + 2)
    seen = desk.locator("[data-row]").filter(has_text="早上路口")
    expect(seen).to_contain_text("没有再发现")
    expect(seen).to_contain_text("主人已牵绳")
    desk.get_by_role("button", name=f"还没复查 {points - looked - 2}").click()
    expect(desk.locator("[data-row]").filter(has_text="早上门前")).to_have_count(1)
    desk.get_by_role("button", name=f"全部 {points}").click()
    found = desk.locator("[data-row]").filter(has_text="早上桥头")
    found.get_by_role("link", name="又有的那条").click()
    expect(desk.get_by_text("早上桥头").first).to_be_visible(timeout=SEND_MS)
