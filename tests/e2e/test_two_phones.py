"""Two of a team at one record: what the server merged in is never taken back by a phone that has not seen it yet."""

from datetime import UTC, datetime
from typing import Any

import pytest
import uuid_utils
from playwright.sync_api import APIRequestContext, Page, Playwright, expect

from tests.e2e import screens
from tests.e2e.conftest import Maker
from tests.e2e.server import Server
from tests.people import PASSWORD
from tests.photos import jpeg

PLACE = "二人路口"
ZONE = screens.key_zone("330402")
SEND_MS = 60_000
pytestmark = pytest.mark.timeout(240)


class Colleague:
    """A team-mate on another device, by the interface itself."""

    def __init__(self, browsers: Playwright, server: Server) -> None:
        self.http: APIRequestContext = browsers.request.new_context(base_url=server.url)
        given = {"username": "officer2", "password": PASSWORD, "device": {"id": "tablet-of-officer2", "name": "tablet"}}
        self.csrf = self.http.post("/api/v1/session", data=given).json()["csrf_token"]

    def reads(self) -> dict[str, Any]:
        """The record at the place of this test, as the feed tells it; nothing while it has not come."""
        found: dict[str, Any] = {}
        cursor, more = "", True
        while more:
            page = self.http.get("/api/v1/sync/changes", params={"cursor": cursor, "limit": 500}).json()
            found |= {one["id"]: one for one in page["changes"] if (one["data"] or {}).get("place") == PLACE}
            cursor, more = page["cursor"], page["more"]
        return next(iter(found.values()), {"data": {}})

    def change(self, record: dict[str, Any], **fields: Any) -> None:
        data = {name: value for name, value in record["data"].items() if name != "meta"} | fields
        item = {
            "change_id": str(uuid_utils.uuid7()),
            "id": record["id"],
            "kind": "incident",
            "op": "put",
            "base": record["revision"],
            "captured_at": record["data"]["meta"]["captured_at"],
            "data": data,
        }
        body = {"device_id": "tablet-of-officer2", "sent_at": datetime.now(UTC).isoformat(), "items": [item]}
        answer = self.http.post("/api/v1/sync/push", data=body, headers={"X-CSRF-Token": self.csrf})
        assert [one["status"] for one in answer.json()["results"]] == ["accepted"]


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

    colleague = Colleague(browsers, server)
    record = colleague.reads()
    page.route("**/api/v1/sync/changes*", lambda route: route.abort())
    colleague.change(record, dog={"colour": "黄"})
    edit_note(page, "第一次补充")
    screens.until(lambda: colleague.reads()["data"].get("note") == "第一次补充", "the first edit arrives")
    edit_note(page, "第二次补充")
    screens.until(lambda: colleague.reads()["data"].get("note") == "第二次补充", "the second edit arrives")
    assert colleague.reads()["data"]["dog"] == {"colour": "黄"}

    page.unroute("**/api/v1/sync/changes*")
    page.reload()
    expect(page.get_by_text("黄", exact=False).first).to_be_visible(timeout=SEND_MS)
    everything_is_sent(page)
