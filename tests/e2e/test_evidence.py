"""The evidence chain with a real browser's keys: signed on the phone, judged on the desk, told when something was altered."""

import hashlib
import sqlite3
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.e2e import screens
from tests.e2e.conftest import Maker
from tests.e2e.proxy import Proxy
from tests.e2e.server import Server
from tests.photos import jpeg

ZONE = screens.key_zone("330402")
PHOTO = jpeg(1600, 1200, seed=77)
PLACE = "证据链路口"
SEND_MS = 60_000

pytestmark = pytest.mark.timeout(300)


def record_two(devices: Maker, proxy: Proxy) -> None:
    """Without a line: a patrol, a record with a photo, and one that is taken back before it ever left."""
    phone = devices("phone-of-officer1")
    phone.stand_at(ZONE.lon, ZONE.lat)
    page = phone.open()
    screens.sign_in(page, "officer1")
    screens.wait_until_it_works_offline(page)
    proxy.cut()
    screens.start_patrol(page, "早巡")
    for place in ("撤回的那条", PLACE):
        screens.record_incident(page, PHOTO, kind="未牵绳", action="劝导")
        page.get_by_label("地点").fill(place)
        page.get_by_role("button", name="保存").click()
        expect(page.get_by_role("heading", name="早巡")).to_be_visible()
        if place != PLACE:
            take_back(page, place)
    proxy.online()
    page.goto(phone.origin + "/outbox")
    page.get_by_role("button", name="现在试一次").click()
    expect(page.get_by_text("没有等着发的，都送到了")).to_be_visible(timeout=SEND_MS)
    page.goto(phone.origin + "/records")
    page.get_by_text(PLACE).first.click()
    expect(page.get_by_text("已签名", exact=True)).to_be_visible()
    expect(page.get_by_text("不证明所记之事为真", exact=False)).to_be_visible()


def take_back(page: Page, place: str) -> None:
    here = page.url
    page.goto(here.split("/", 3)[0] + "//" + here.split("/")[2] + "/records")
    page.get_by_text(place).first.click()
    page.get_by_role("button", name="撤回").first.click()
    page.get_by_label("为什么撤回").fill("记错了")
    page.get_by_role("button", name="撤回", exact=True).last.click()
    expect(page.get_by_text(place)).to_have_count(0)
    page.goto(here)


def evidence(page: Page) -> dict[str, Any]:
    features = screens.api(page, "/api/v1/incidents?limit=500")["body"]["features"]
    (record,) = [one["properties"] for one in features if one["properties"]["place"] == PLACE]
    detail: dict[str, Any] = screens.api(page, f"/api/v1/incidents/{record['id']}")["body"]
    return detail


def test_from_the_shutter_to_the_verdict(devices: Maker, proxy: Proxy, server: Server) -> None:
    record_two(devices, proxy)
    desk = devices("desk-of-supervisor1")
    page = desk.open()
    screens.sign_in(page, "supervisor1")
    detail = evidence(page)
    (change,) = detail["evidence"]["changes"]
    assert (detail["evidence"]["verdict"], change["seq"]) == ("intact", 3)
    assert "voided" in change["payload"]
    screens.open_on_map(page, PLACE)
    drawer = page.get_by_role("article")
    expect(drawer.get_by_text("证据完好").first).to_be_visible()
    expect(drawer.get_by_text("这不证明所记之事为真", exact=False)).to_be_visible()
    anybody_may_ask(devices, detail["photos"][0]["id"])
    altered(server, detail)
    page.reload()
    assert evidence(page)["evidence"]["reason"] == "stored_differs"
    expect(page.get_by_role("article").get_by_text("指纹不符").first).to_be_visible()


def anybody_may_ask(devices: Maker, photo_id: str) -> None:
    """Without signing in: the file is hashed in the browser, and nothing of it leaves."""
    stranger = devices("desk-of-a-stranger")
    page = stranger.open(f"/verify/{photo_id}")
    sent: list[bytes] = []
    page.on("request", lambda request: sent.append(request.post_data_buffer) if request.post_data_buffer else None)
    for data, words in ((PHOTO, "一模一样"), (PHOTO[:-1] + b"\0", "不一样")):
        page.locator("input[type=file]").set_input_files({"name": "a.jpg", "mimeType": "image/jpeg", "buffer": data})
        expect(page.get_by_role("status").get_by_text(words, exact=False)).to_be_visible()
    assert [len(body) < 200 for body in sent] == [True, True]
    assert hashlib.sha256(PHOTO).hexdigest().encode() in sent[0]
    assert PLACE not in page.content()


def altered(server: Server, detail: dict[str, Any]) -> None:
    """Somebody with the database in hand."""
    with sqlite3.connect(server.data_dir / "quanxun.db") as connection:
        update = "UPDATE change_log SET body = replace(body, 'persuaded', 'ordered_to_correct') WHERE record_id = ?"
        assert connection.execute(update, (detail["id"].replace("-", ""),)).rowcount == 1
