"""Fault 18 on real screens: work that cannot be sent any more, or for a long time, reaches the server all the same."""

import json
from pathlib import Path

import pytest
from playwright.sync_api import Page, Playwright, expect

from tests.e2e import screens
from tests.e2e.browser import Device
from tests.e2e.conftest import Maker
from tests.e2e.interface import Data, Person
from tests.e2e.proxy import Proxy
from tests.e2e.server import Server
from tests.photos import jpeg
from tests.program import environment, quanxun

ZONE = screens.key_zone("330402")
SEND_MS = 60_000

pytestmark = pytest.mark.timeout(300)


def recorded_offline(phone: Device, proxy: Proxy, username: str, place: str, seed: int) -> Page:
    """Signed in, then without a signal: one incident with a photo, saved."""
    phone.stand_at(ZONE.lon, ZONE.lat)
    page = phone.open()
    screens.sign_in(page, username)
    screens.wait_until_it_works_offline(page)
    screens.until(lambda: page.evaluate("localStorage.getItem('qx.office')"), "the phone knows the office's key")
    proxy.cut()
    page.get_by_role("button", name="不在巡查也能记一条").click()
    screens.photograph(page, jpeg(640, 480, seed=seed))
    page.get_by_role("radio", name="未牵绳").click()
    page.get_by_role("radio", name="劝导").click()
    page.get_by_label("地点").fill(place)
    page.get_by_role("button", name="保存").click()
    expect(page.get_by_role("heading", name="今日")).to_be_visible()
    return page


def kept(admin: Person, place: str) -> Data:
    """The one item in quarantine that was recorded at `place`."""
    listed = admin.http.get("/api/v1/quarantine").json()["items"]
    whole = [admin.http.get(f"/api/v1/quarantine/{one['change_id']}").json() for one in listed]
    (found,) = [one for one in whole if one["item"]["data"].get("place") == place]
    return found


def test_a_revoked_phone_hands_in_what_it_holds_and_reads_nothing(
    devices: Maker, proxy: Proxy, server: Server, browsers: Playwright
) -> None:
    phone = devices("phone-of-officer1")
    page = recorded_offline(phone, proxy, "officer1", "停用路口", seed=41)
    admin = Person(browsers, server.url, "admin1")
    device = page.evaluate("localStorage.getItem('qx.device')")
    revoked = admin.http.post(f"/api/v1/devices/{device}/revocation", data={}, headers={"X-CSRF-Token": admin.csrf})
    assert revoked.ok, revoked.text()
    asked: list[str] = []
    page.on("requestfinished", lambda request: asked.append(f"{request.method} {request.url.split('/api/v1')[-1]}"))

    proxy.online()
    page.goto(phone.origin + "/outbox")
    page.get_by_role("button", name="现在试一次").click()
    expect(page.get_by_text("已交存").first).to_be_visible(timeout=SEND_MS)
    expect(page.get_by_text("没有等着发的，都送到了")).to_be_hidden()

    item = kept(admin, "停用路口")
    assert (item["note"], item["source"], item["author"]["name"]) == ("device_revoked", "deposit", "沈一鸣")
    (photo,) = json.loads(item["item"]["evidence"]["signed"]["payload"])["photos"]
    supervisor = Person(browsers, server.url, "supervisor1")
    screens.until(lambda: supervisor.http.get(f"/api/v1/photos/{photo['id']}/320").ok, "the photo is there")
    assert screens.status(page, "/api/v1/session") == 401
    assert not [one for one in asked if one.startswith("GET /sync")], "nothing new was read"

    filed = admin.http.post(
        f"/api/v1/quarantine/{item['change_id']}/filing",
        data={"data": item["item"]["data"]},
        headers={"X-CSRF-Token": admin.csrf},
    )
    assert filed.ok, filed.text()
    (record,) = supervisor.records_at("停用路口")
    assert [one["state"] for one in supervisor.photos_of(record["id"])] == ["complete"]


def test_a_file_carries_what_no_network_does(
    devices: Maker, proxy: Proxy, server: Server, browsers: Playwright, demo_copy: Path, tmp_path: Path
) -> None:
    phone = devices("phone-of-officer2")
    page = recorded_offline(phone, proxy, "officer2", "抢救路口", seed=43)
    page.goto(phone.origin + "/rescue")
    expect(page.get_by_text("还不能清空")).to_be_visible()
    with page.expect_download() as download:
        page.get_by_role("button", name="做一个抢救文件").click()
    file = tmp_path / "queue.qxr"
    download.value.save_as(file)
    assert "抢救路口".encode() not in file.read_bytes()

    said = quanxun(environment(demo_copy), "rescue", str(file))
    assert "changes: 1 deposited\nphotos: 1 complete" in said
    page.get_by_label("打开回执").set_input_files(f"{file}.receipt.json")
    expect(page.get_by_text("回执是单位签的")).to_be_visible()
    expect(page.get_by_text("还不能清空")).to_be_hidden()
    expect(page.get_by_text("可以清空").first).to_be_visible()

    (record,) = Person(browsers, server.url, "supervisor1").records_at("抢救路口")
    assert record["data"]["meta"]["author"]["name"]
    proxy.online()
    page.goto(phone.origin + "/outbox")
    page.get_by_role("button", name="现在试一次").click()
    expect(page.get_by_text("没有等着发的，都送到了")).to_be_visible(timeout=SEND_MS)
    again = Person(browsers, server.url, "supervisor1")
    (record,) = again.records_at("抢救路口")
    assert record["revision"] == 1
    assert [one["state"] for one in again.photos_of(record["id"])] == ["complete"]


def test_another_phone_hands_the_file_in(
    devices: Maker, proxy: Proxy, server: Server, browsers: Playwright, tmp_path: Path
) -> None:
    phone = devices("phone-of-auxiliary1")
    page = recorded_offline(phone, proxy, "auxiliary1", "代交路口", seed=47)
    page.goto(phone.origin + "/rescue")
    with page.expect_download() as download:
        page.get_by_role("button", name="做一个抢救文件").click()
    file, receipt = tmp_path / "queue.qxr", tmp_path / "queue.qxr.receipt.json"
    download.value.save_as(file)
    phone.close()

    proxy.online()
    carrier = devices("phone-of-officer1b").open()
    screens.sign_in(carrier, "officer1")
    carrier.goto(phone.origin + "/rescue")
    with carrier.expect_download() as download:
        carrier.get_by_label("替同事交抢救文件").set_input_files(file)
    download.value.save_as(receipt)
    expect(carrier.get_by_text("交好了")).to_be_visible()
    assert len(Person(browsers, server.url, "supervisor1").records_at("代交路口")) == 1
