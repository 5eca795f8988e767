"""A forgotten PIN on a phone full of work: opened again by password and office, or carried out sealed in a file."""

import json
from pathlib import Path

import pytest
from playwright.sync_api import Page, Playwright, Response, expect

from tests.e2e import profile, screens
from tests.e2e.browser import PIN, PIN_ASKED, Device
from tests.e2e.conftest import Maker
from tests.e2e.interface import Person
from tests.e2e.proxy import Proxy
from tests.e2e.server import Server
from tests.e2e.test_at_rest import WRONG, wait_for_try
from tests.e2e.test_rescue import SEND_MS, recorded_offline
from tests.people import PASSWORD
from tests.photos import jpeg
from tests.program import environment, quanxun

NEW_PIN = "508317"
NEW_ASKED, NEW_AGAIN = "设一个新的六位 PIN", "再输一遍"
DELIVERED = "没有等着发的，都送到了"
VAULTS = """
() => new Promise((done) => {
  const asked = indexedDB.open('quanxun')
  asked.onsuccess = () => {
    const all = asked.result.transaction('meta').objectStore('meta').getAll()
    all.onsuccess = () => {
      asked.result.close()
      done(all.result.filter((row) => row.key.startsWith('vault:')).map((row) => row.body))
    }
  }
})
"""

pytestmark = pytest.mark.timeout(300)


def wrapped_for_the_office(page: Page) -> bool:
    return all(one["office"] for one in page.evaluate(VAULTS))


def forgotten(phone: Device, proxy: Proxy, username: str, place: str, seed: int) -> Page:
    """A record with a photo waits, the browser was closed, and nobody knows the PIN."""
    page = recorded_offline(phone, proxy, username, place, seed)
    screens.until(lambda: wrapped_for_the_office(page), "the office was left a key")
    phone.close()
    phone.pin = None
    page = phone.open()
    expect(page.get_by_text("锁住也不会删掉没发出的 1 条记录")).to_be_visible()
    return page


def ask_the_office(page: Page, username: str, password: str) -> None:
    page.get_by_label("账号").fill(username)
    page.get_by_label("密码", exact=True).fill(password)
    page.get_by_role("button", name="打开并换 PIN").click()


def choose_pin(page: Page, pin: str) -> None:
    expect(page.get_by_role("group", name=NEW_ASKED)).to_be_visible()
    page.keyboard.type(pin)
    expect(page.get_by_role("group", name=NEW_AGAIN)).to_be_visible()
    page.keyboard.type(pin)


def supervised(browsers: Playwright, server: Server, place: str) -> None:
    """The record at `place` is there once, with its photo."""
    supervisor = Person(browsers, server.url, "supervisor1")
    (record,) = supervisor.records_at(place)
    assert record["revision"] == 1
    assert [one["state"] for one in supervisor.photos_of(record["id"])] == ["complete"]


def test_the_password_and_the_office_open_it_again(
    devices: Maker, proxy: Proxy, server: Server, browsers: Playwright
) -> None:
    phone = devices("phone-of-officer1")
    page = forgotten(phone, proxy, "officer1", "忘了路口", seed=51)
    before = page.evaluate(VAULTS)
    page.get_by_role("button", name="忘了 PIN？").click()
    expect(page.get_by_text("没发出的 1 条记录都还在这部手机里")).to_be_visible()

    ask_the_office(page, "officer1", PASSWORD)
    expect(page.get_by_text("现在连不上")).to_be_visible()
    proxy.online()
    ask_the_office(page, "officer1", "not-the-password")
    expect(page.get_by_text("请核对账号和密码；忘了密码，找管理员重置")).to_be_visible()
    assert page.evaluate(VAULTS) == before
    said: list[Response] = []
    page.on("response", lambda answer: said.append(answer) if answer.url.endswith("/session/vault") else None)
    ask_the_office(page, "officer1", PASSWORD)
    choose_pin(page, NEW_PIN)
    expect(page.get_by_role("heading", name="今日")).to_be_visible()
    (answer,) = said
    assert answer.status == 200
    assert "no-store" in answer.headers["cache-control"]
    page.goto(phone.origin + "/outbox")
    open_with(page, NEW_PIN)
    expect(page.get_by_text(DELIVERED)).to_be_visible(timeout=SEND_MS)
    supervised(browsers, server, "忘了路口")

    page.reload()
    open_with(page, PIN)
    expect(page.get_by_text("PIN 不对，还可以试 9 次")).to_be_visible()
    open_with(page, NEW_PIN)
    expect(page.get_by_text(DELIVERED)).to_be_visible()
    (entry,) = Person(browsers, server.url, "admin1").http.get("/api/v1/audit?action=vault_opened").json()["entries"]
    assert (entry["outcome"], entry["actor"]["name"]) == ("done", "沈一鸣")


def open_with(page: Page, pin: str) -> None:
    expect(page.get_by_role("group", name=PIN_ASKED)).to_be_visible()
    page.keyboard.type(pin)


def test_another_account_does_not_open_it(devices: Maker, proxy: Proxy) -> None:
    page = forgotten(devices("phone-of-auxiliary1"), proxy, "auxiliary1", "别人路口", seed=53)
    before = page.evaluate(VAULTS)
    page.get_by_role("button", name="忘了 PIN？").click()
    proxy.online()
    ask_the_office(page, "officer2", PASSWORD)
    expect(page.get_by_text("这是另一个账号")).to_be_visible()
    assert page.evaluate(VAULTS) == before


def locked_out(page: Page) -> None:
    for tries in range(10):
        page.reload()
        open_with(page, WRONG)
        wait_for_try(page, tries + 1)
    page.reload()
    expect(page.get_by_text("PIN 错了十次，已锁住")).to_be_visible()


def test_a_locked_phone_without_a_network_hands_its_work_in_sealed(
    devices: Maker, proxy: Proxy, server: Server, browsers: Playwright, tmp_path: Path
) -> None:
    phone = devices("phone-of-officer2")
    page = forgotten(phone, proxy, "officer2", "锁住路口", seed=55)
    locked_out(page)
    page.get_by_role("button", name="忘了 PIN？").click()
    with page.expect_download() as download:
        page.get_by_role("button", name="做一个抢救文件").click()
    file, receipt = tmp_path / "queue.qxr", tmp_path / "queue.qxr.receipt.json"
    download.value.save_as(file)
    expect(page.get_by_text("这里的记录一条也没动")).to_be_visible()
    content = file.read_bytes()
    for spelled in profile.spellings("锁住路口"):
        assert spelled not in content
    assert jpeg(640, 480, seed=55)[200:264] not in content

    proxy.online()
    carrier = devices("phone-of-officer1").open()
    screens.sign_in(carrier, "officer1")
    carrier.goto(phone.origin + "/rescue")
    with carrier.expect_download() as download:
        carrier.get_by_label("替同事交抢救文件").set_input_files(file)
    download.value.save_as(receipt)
    said = json.loads(json.loads(receipt.read_text())["receipt"])
    assert [one["status"] for one in said["changes"]] == ["deposited"]
    assert [one["status"] for one in said["photos"]] == ["complete"]
    supervised(browsers, server, "锁住路口")

    page.get_by_label("打开回执").set_input_files(receipt)
    expect(page.get_by_text("单位都收下了（2/2 项）")).to_be_visible()
    ask_the_office(page, "officer2", PASSWORD)
    choose_pin(page, NEW_PIN)
    expect(page.get_by_role("heading", name="今日")).to_be_visible()
    page.goto(phone.origin + "/outbox")
    open_with(page, NEW_PIN)
    expect(page.get_by_text(DELIVERED)).to_be_visible(timeout=SEND_MS)
    supervised(browsers, server, "锁住路口")


def record_at(page: Page, place: str, seed: int) -> None:
    page.get_by_role("button", name="不在巡查也能记一条").click()
    screens.photograph(page, jpeg(640, 480, seed=seed))
    page.get_by_role("radio", name="未牵绳").click()
    page.get_by_role("radio", name="劝导").click()
    page.get_by_label("地点").fill(place)
    page.get_by_role("button", name="保存").click()
    expect(page.get_by_role("heading", name="今日")).to_be_visible()


def test_what_the_receipt_covers_is_cleared_and_nothing_else(
    devices: Maker, proxy: Proxy, server: Server, browsers: Playwright, demo_copy: Path, tmp_path: Path
) -> None:
    phone = devices("phone-of-officer1c")
    page = recorded_offline(phone, proxy, "officer1", "清空一路", seed=57)
    record_at(page, "清空二路", 58)
    page.goto(phone.origin + "/rescue")
    with page.expect_download() as download:
        page.get_by_role("button", name="做一个抢救文件").click()
    file = tmp_path / "queue.qxr"
    download.value.save_as(file)
    expect(page.get_by_role("button", name="清空已收下的")).to_have_count(0)
    page.goto(phone.origin + "/today")
    record_at(page, "清空三路", 59)

    assert "changes: 2 deposited\nphotos: 2 complete" in quanxun(environment(demo_copy), "rescue", str(file))
    page.goto(phone.origin + "/rescue")
    page.get_by_label("打开回执").set_input_files(f"{file}.receipt.json")
    expect(page.get_by_text("还不能清空")).to_be_visible()
    page.get_by_role("button", name="清空已收下的").click()
    sheet = page.get_by_role("dialog")
    expect(sheet.get_by_text("清掉 2 条记录和 2 张照片的原图")).to_be_visible()
    expect(sheet.get_by_text("另有 1 条留着")).to_be_visible()
    sheet.get_by_role("button", name="清空已收下的").click()
    expect(page.get_by_text("已清掉 2 条记录和 2 张照片")).to_be_visible()
    expect(page.get_by_text("离线·1")).to_be_visible()
    page.goto(phone.origin + "/records")
    expect(page.get_by_text("清空三路").first).to_be_visible()
    expect(page.get_by_text("清空一路")).to_have_count(0)

    proxy.online()
    page.goto(phone.origin + "/outbox")
    page.get_by_role("button", name="现在试一次").click()
    expect(page.get_by_text(DELIVERED)).to_be_visible(timeout=SEND_MS)
    for place in ("清空一路", "清空二路", "清空三路"):
        supervised(browsers, server, place)
