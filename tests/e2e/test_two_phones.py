"""Two of a team at one record: what the server merged in is never taken back by a phone that has not seen it yet."""

import pytest
from playwright.sync_api import Page, Playwright, expect

from tests.e2e import screens
from tests.e2e.conftest import Maker
from tests.e2e.interface import Data, Person
from tests.e2e.server import Server
from tests.photos import jpeg

PLACE = "二人路口"
ZONE = screens.key_zone("330402")
SEND_MS = 60_000
pytestmark = pytest.mark.timeout(240)


def edit_note(page: Page, text: str) -> None:
    page.get_by_role("button", name="修改").click()
    page.get_by_label("地点").wait_for()
    if page.get_by_label("备注").is_hidden():
        page.get_by_role("button", name="备注").click()
    page.get_by_label("备注").fill(text)
    page.get_by_role("button", name="保存").click()
    expect(page.get_by_text(text)).to_be_visible()


def everything_is_sent(page: Page) -> None:
    expect(page.get_by_text("已送达").first).to_be_visible(timeout=SEND_MS)


def test_a_merged_field_outlives_the_next_edit_of_who_has_not_seen_it(
    devices: Maker, browsers: Playwright, server: Server
) -> None:
    phone = devices("phone-of-officer1")
    phone.stand_at(ZONE.lon, ZONE.lat)
    page = phone.open()
    screens.sign_in(page, "officer1")
    screens.wait_until_it_works_offline(page)
    screens.start_patrol(page, "早巡")
    screens.record_incident(page, jpeg(640, 480, seed=3), kind="未牵绳", action="劝导")
    page.get_by_label("地点").fill(PLACE)
    page.get_by_role("button", name="保存").click()
    expect(page.get_by_role("heading", name="早巡")).to_be_visible()
    page.goto(phone.origin + "/records")
    page.get_by_text(PLACE).first.click()
    everything_is_sent(page)

    colleague = Person(browsers, server.url, "officer2")

    def record() -> Data:
        (found,) = colleague.records_at(PLACE)
        return found

    page.route("**/api/v1/sync/changes*", lambda route: route.abort())
    assert colleague.change(record(), dog={"colour": "黄"}) == "accepted"
    edit_note(page, "第一次补充")
    screens.until(lambda: record()["data"].get("note") == "第一次补充", "the first edit arrives")
    edit_note(page, "第二次补充")
    screens.until(lambda: record()["data"].get("note") == "第二次补充", "the second edit arrives")
    assert record()["data"]["dog"] == {"colour": "黄"}

    page.unroute("**/api/v1/sync/changes*")
    page.reload()
    expect(page.get_by_text("黄", exact=False).first).to_be_visible(timeout=SEND_MS)
    everything_is_sent(page)
