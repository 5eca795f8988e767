"""An administrator's day, by screen: a person, a team, a forgotten password, a lost phone, a leaver; all in the log. And a
supervisor who lets a program in."""

import base64
import json
import urllib.error
import urllib.request
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.e2e import screens
from tests.e2e.conftest import Maker

NAME, USERNAME = "端到端甲", "e2e.jia"
TEAM = "端到端队"
FRESH = ("green-lantern-07", "quiet-harbour-19")

pytestmark = pytest.mark.timeout(300)


def test_a_person_a_team_a_password_a_phone_and_a_leaver(devices: Maker) -> None:
    desk = devices("desk-of-admin1")
    page = desk.open()
    screens.sign_in(page, "admin1")
    expect(page.get_by_role("heading", name="人员")).to_be_visible()

    first = create_person(page)
    phone = devices("phone-of-the-new-one")
    enter_first_time(phone.open(), first, FRESH[0])

    create_team(page)

    open_person(page)
    second = reset_password(page)
    assert screens.status(in_hand(phone), "/api/v1/session") == 401
    enter_first_time(phone.open("/sign-in"), second, FRESH[1])

    open_person(page)
    confirm(page, "停用这部手机", "停用手机")
    expect(page.get_by_text("已停用").first).to_be_visible()
    assert screens.status(in_hand(phone), "/api/v1/session") in (401, 403)

    confirm(page, "停用", "停用")
    expect(page.get_by_role("button", name="恢复使用")).to_be_visible()
    refuse_to_sign_in(devices("phone-of-somebody").open(), FRESH[1])

    everything_is_in_the_log(page)


def create_person(page: Page) -> str:
    """The one-time password that the screen shows once."""
    page.get_by_role("button", name="新增人员").click()
    panel = page.get_by_role("complementary", name="新增人员")
    panel.get_by_label("姓名").fill(NAME)
    panel.get_by_label("账号").fill(USERNAME)
    panel.get_by_role("checkbox", name="执法人员").check()
    choose_organisation(page, "南湖")
    panel.get_by_role("button", name="新增并给一次性密码").click()
    word = panel.locator("output").inner_text()
    panel.get_by_role("button", name="看这位").click()
    expect(page.get_by_role("complementary", name=NAME)).to_be_visible()
    return word


def choose_organisation(page: Page, words: str) -> None:
    picker = page.get_by_role("complementary").get_by_role("combobox")
    picker.click()
    picker.fill(words)
    page.get_by_role("option", name=words).first.click()


def create_team(page: Page) -> None:
    page.get_by_role("link", name="队伍").click()
    page.get_by_role("button", name="新增队伍").click()
    panel = page.get_by_role("complementary", name="新增队伍")
    panel.get_by_label("队名").fill(TEAM)
    choose_organisation(page, "南湖")
    panel.get_by_role("button", name="新增", exact=True).click()
    panel = page.get_by_role("complementary", name=TEAM)
    panel.get_by_label("按姓名或账号找人").fill(USERNAME)
    panel.get_by_role("button", name="加入").click()
    expect(panel.get_by_role("button", name=f"把{NAME}移出队伍")).to_be_visible()


def open_person(page: Page) -> None:
    page.get_by_role("link", name="人员").click()
    page.get_by_role("button", name=NAME).click()
    expect(page.get_by_role("complementary", name=NAME).get_by_text(TEAM)).to_be_visible()


def confirm(page: Page, what: str, sure: str) -> None:
    """What cannot be taken back is asked for once more."""
    page.get_by_role("button", name=what, exact=True).click()
    page.get_by_role("group", name=what).get_by_role("button", name=sure).click()


def reset_password(page: Page) -> str:
    confirm(page, "重置密码", "重置")
    return page.get_by_role("complementary", name=NAME).locator(".once output").inner_text()


def enter_first_time(page: Page, one_time: str, fresh: str) -> None:
    """A one-time password opens nothing but the page that asks for one's own."""
    screens.sign_in(page, USERNAME, one_time)
    expect(page.get_by_role("heading", name="设一个新密码")).to_be_visible()
    page.get_by_label("现在的密码").fill(one_time)
    page.get_by_label("新密码").fill(fresh)
    page.get_by_label("再输一遍").fill(fresh)
    page.get_by_role("button", name="换密码").click()
    expect(page.get_by_role("heading", name="今日")).to_be_visible()


def refuse_to_sign_in(page: Page, password: str) -> None:
    page.get_by_label("账号").fill(USERNAME)
    page.get_by_label("密码", exact=True).fill(password)
    page.get_by_role("button", name="登录").click()
    expect(page.get_by_role("alert")).to_be_visible()
    assert screens.status(page, "/api/v1/session") == 401


def in_hand(phone: object) -> Page:
    page: Page = phone.context.pages[0]  # type: ignore[attr-defined]
    return page


def everything_is_in_the_log(page: Page) -> None:
    page.get_by_role("link", name="日志").click()
    expect(page.get_by_role("heading", name="日志")).to_be_visible()
    for action in ("新增人员", "新增队伍", "加入队员", "重置密码", "停用手机", "停用人员"):
        page.get_by_role("combobox").select_option(label=action)
        row = page.get_by_role("row").filter(has_text=action).first
        expect(row).to_be_visible()
        expect(row).to_contain_text("管理员")


def test_a_supervisor_lets_a_program_in_and_out_again(devices: Maker) -> None:
    page = screens.signed_in_at(devices("desk-of-supervisor1"), "supervisor1", "/desk/me")
    page.get_by_role("button", name="用 QGIS 打开").click()
    expect(page.get_by_text("还没有应用密码")).to_be_visible()
    page.get_by_role("button", name="新建").click()
    secret = page.locator(".once output").inner_text()
    screens.pictures(page, "programs")
    address, account = page.locator("ol output").all_inner_texts()
    zones = len(screens.api(page, "/api/v1/zones")["body"]["features"])
    found: Any = json.loads(read(f"{address}collections/zones/items", account, secret))
    assert found["numberMatched"] >= zones > 0
    page.reload()
    expect(page.get_by_text("用过")).to_be_visible()
    assert secret not in page.content()
    page.get_by_role("button", name="作废").click()
    page.get_by_role("group", name="作废").get_by_role("button", name="作废").click()
    expect(page.get_by_text("还没有应用密码")).to_be_visible()
    with pytest.raises(urllib.error.HTTPError, match="401"):
        read(f"{address}collections/zones/items", account, secret)


def read(address: str, account: str, password: str) -> bytes:
    """As a program does, with nothing but an account and a password."""
    token = base64.b64encode(f"{account}:{password}".encode()).decode()
    request = urllib.request.Request(address, headers={"Authorization": f"Basic {token}"})
    with urllib.request.urlopen(request, timeout=30) as answer:
        return bytes(answer.read())
