"""A supervisor plans an evening round on the desk; a phone shows it without a network and starts it; the desk sees it done."""

import json
import re
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Page, expect

from tests.bench.own import Signed
from tests.e2e import screens
from tests.e2e.conftest import Maker
from tests.e2e.proxy import Proxy
from tests.e2e.server import Server

pytestmark = pytest.mark.timeout(300)
Data = dict[str, Any]
AREA = "月河片"


def local(minutes: int) -> datetime:
    return datetime.now(ZoneInfo("Asia/Shanghai")) + timedelta(minutes=minutes)


def make_area(page: Page) -> None:
    page.get_by_role("tab", name="巡片").click()
    page.get_by_role("button", name="新巡片").first.click()
    page.get_by_placeholder("选一个镇街或社区").fill("建设街道")
    page.get_by_role("option", name="建设街道").first.click()
    name = page.get_by_label("名称", exact=True)
    expect(name).to_have_value("建设街道")
    name.fill(AREA)
    save(page)


def save(page: Page) -> None:
    """An evening round that begins in the morning, as when this is run then, is asked about."""
    page.get_by_role("button", name="保存", exact=True).click()
    if page.get_by_role("button", name="就这样排").is_visible():
        page.get_by_role("button", name="就这样排").click()
    expect(page.get_by_role("status").filter(has_text="已保存")).to_be_visible()


def plan_now(page: Page) -> str:
    """A round whose window holds now, on the day on which that begins. Returns the day."""
    begins, ends = local(-20), local(90)
    page.get_by_role("tab", name="一周").click()
    page.goto(page.url.split("?")[0] + f"?week={begins.date()}")
    page.get_by_role("button", name=f"给南湖一组在 {begins.date()} 加一班").click()
    page.locator("[data-field=area_id]").select_option(label=f"建设街道 {AREA}")
    page.locator("[data-field=from]").fill(f"{begins:%H:%M}")
    page.locator("[data-field=to]").fill(f"{ends:%H:%M}")
    save(page)
    expect(page.get_by_role("button", name=f"晚查 {begins:%H:%M}–{ends:%H:%M} {AREA} 待巡")).to_be_visible()
    return str(begins.date())


def test_an_evening_round_from_the_desk_to_the_phone_and_back(devices: Maker, proxy: Proxy, server: Server) -> None:
    desk = devices("desk-of-supervisor1")
    board = screens.signed_in_at(desk, "supervisor1", "/desk/plans")
    expect(board.get_by_role("heading", name="排班")).to_be_visible()
    make_area(board)
    day = plan_now(board)
    screens.pictures(board, "plans-week")

    phone = devices("phone-of-officer1")
    phone.stand_at(120.75, 30.76)
    page = phone.open()
    screens.sign_in(page, "officer1")
    screens.wait_until_it_works_offline(page)
    card = page.get_by_role("listitem").filter(has_text=AREA).first
    expect(card).to_be_visible()
    proxy.cut()
    page.reload()
    expect(card).to_contain_text("建设街道")
    screens.pictures(page, "plans-today")
    page.get_by_role("button", name=f"开始晚查：{AREA}").click()
    expect(page.get_by_role("switch", name=f"建设街道 {AREA}")).to_be_checked()
    page.get_by_role("button", name="开始晚查").click()
    expect(page.get_by_role("heading", name="晚查")).to_be_visible()
    page.goto(phone.origin + "/today")
    expect(card).to_contain_text("进行中")
    proxy.online()

    supervisor = Signed(server, "supervisor1")

    def rounds(first: str, last: str) -> list[Data]:
        with supervisor.call("GET", f"/api/v1/plans/rounds?from={first}&to={last}") as answer:
            found: list[Data] = json.load(answer)["rounds"]
        return found

    def states() -> dict[str, str]:
        return {one["area"]["name"]: one["state"] for one in rounds(day, day)}

    screens.until(lambda: states()[AREA] == "running", "the patrol has come", 90)
    planned_number = sum(state != "called_off" for state in states().values())
    monday = date.fromisoformat(day) - timedelta(days=date.fromisoformat(day).weekday())
    week = rounds(str(monday), str(monday + timedelta(days=6)))
    walked = sum(one["state"] in ("done", "running") for one in week)
    board.reload()
    expect(board.get_by_text(re.compile(f"本周计划 .*已巡 {walked}$"))).to_be_visible()
    board.goto(f"{desk.origin}/desk/board?day={day}")
    planned = board.get_by_role("link", name=f"计划 {planned_number}", exact=True).first
    expect(planned).to_be_visible()
    screens.pictures(board, "plans-board")
    planned.click()
    expect(board.get_by_role("heading", name=f"计划的班次 · 南湖区 · {planned_number} 班")).to_be_visible()
    expect(board.get_by_role("row").filter(has_text=AREA)).to_contain_text("进行中")
    screens.pictures(board, "plans-rounds")
    board.get_by_role("link", name="看排班").click()
    expect(board.get_by_role("heading", name="排班")).to_be_visible()


def test_what_was_typed_survives_a_lost_network_and_leaving_the_page(devices: Maker, proxy: Proxy) -> None:
    page = screens.signed_in_at(devices("desk-of-supervisor1"), "supervisor1", "/desk/plans?tab=areas")
    page.get_by_role("button", name="新巡片").first.click()
    page.get_by_placeholder("选一个镇街或社区").fill("解放街道")
    page.get_by_role("option", name="解放街道").first.click()
    proxy.cut()
    page.get_by_role("button", name="保存", exact=True).click()
    expect(page.get_by_role("status").filter(has_text="没有网络").or_(page.locator(".waits"))).to_be_visible()
    page.get_by_role("link", name="我的").click()
    page.get_by_role("link", name="排班").click()
    expect(page.get_by_text("还有 1 处没保存")).to_be_visible()
    proxy.online()
    expect(page.get_by_text("还有 1 处没保存")).to_be_hidden(timeout=60_000)
    page.get_by_role("tab", name="巡片").click()
    expect(page.get_by_role("navigation", name="巡片").get_by_text("解放街道").first).to_be_visible()


def test_an_evening_round_in_the_morning_is_asked_about_once_and_days_say_why_they_are_off(devices: Maker) -> None:
    page = screens.signed_in_at(devices("desk-of-supervisor1"), "supervisor1", "/desk/plans")
    page.get_by_role("button", name="给南湖一组在").first.click()
    page.locator("[data-field=area_id]").select_option(index=1)
    page.locator("[data-field=from]").fill("06:40")
    page.locator("[data-field=to]").fill("07:40")
    expect(page.get_by_text("晚查从 06:40 开始，一般在下午或晚上。")).to_be_visible()
    expect(page.get_by_text("与这个班组的早巡 06:30–08:00（演示早巡片）时间重叠。")).to_be_visible()
    page.get_by_role("button", name="保存", exact=True).click()
    page.get_by_role("button", name="回去改").click()
    page.get_by_role("button", name="保存", exact=True).click()
    expect(page.get_by_text("就这样排吗？")).to_be_visible()
    page.get_by_role("button", name="就这样排").click()
    expect(page.get_by_role("status").filter(has_text="已保存")).to_be_visible()

    page.get_by_role("checkbox", name="周一").uncheck()
    reason = page.get_by_label("的停巡原因")
    reason.fill("全员培训")
    reason.press("Tab")
    page.get_by_role("button", name="保存", exact=True).click()
    expect(page.get_by_role("status").filter(has_text="已保存")).to_be_visible()
    expect(page.get_by_text("就这样排吗？")).to_have_count(0)
    day = page.locator(".day").filter(has=reason)
    box, field = (one.bounding_box() for one in (day, day.get_by_text("停巡", exact=True)))
    assert box and field and field["height"] < 30, "it stands in one line"
    page.reload()
    expect(page.get_by_label("的停巡原因")).to_have_value("全员培训")
