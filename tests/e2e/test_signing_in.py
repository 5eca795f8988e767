"""A session that ends and begins again: nothing asks to sign in any longer, and the sign-in is no page to come back to."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.e2e import screens
from tests.e2e.conftest import Maker

pytestmark = pytest.mark.timeout(300)
ASKS = "请重新登录"


def end_session(page: Page) -> None:
    """As it is after a night: the server knows the session no longer.

    Ended there, and not by taking the cookie away: an answer on its way would bring a good one back.
    """
    session = "/api/v1/session"
    csrf = page.evaluate("(at) => fetch(at).then((answer) => answer.json()).then((said) => said.csrf_token)", session)
    ended = "([at, csrf]) => fetch(at, {method: 'DELETE', headers: {'X-CSRF-Token': csrf}}).then((said) => said.status)"
    assert page.evaluate(ended, [session, csrf]) < 300
    page.context.clear_cookies()


def begin_elsewhere(page: Page, origin: str) -> None:
    """The same person signs in in another tab, and comes back to this one."""
    other = page.context.new_page()
    other.goto(origin + "/sign-in")
    screens.sign_in(other, "supervisor1")
    page.bring_to_front()
    page.evaluate("dispatchEvent(new Event('focus'))")


def is_well(page: Page) -> None:
    expect(page.get_by_text("登录过期了")).to_have_count(0)
    expect(page.get_by_text(ASKS)).to_have_count(0)


@pytest.mark.parametrize(
    ("address", "press", "seen"),
    [
        ("/desk/review?days=all", "退回未补", "要看的"),
        ("/desk/plans", "下一周", "南湖一组"),
        ("/desk/zones/places", "", "演示绿道"),
        ("/desk/zones", "", "余新镇"),
    ],
)
def test_pages_of_the_desk_load_by_themselves_again(devices: Maker, address: str, press: str, seen: str) -> None:
    desk = devices("desk-of-supervisor1")
    page = screens.signed_in_at(desk, "supervisor1", "/desk/me")
    expect(page.get_by_role("navigation")).to_be_visible()
    end_session(page)
    page.evaluate(
        "(to) => { history.pushState({}, '', to); dispatchEvent(new PopStateEvent('popstate', {})) }", address
    )
    if press:
        page.get_by_label(press).or_(page.get_by_role("tab", name=press)).first.click()
    expect(page.get_by_text("登录过期了")).to_be_visible()
    expect(page.get_by_role("alert").filter(has_text=ASKS).last).to_be_visible()
    begin_elsewhere(page, desk.origin)
    is_well(page)
    expect(page.get_by_text(seen).first).to_be_visible()


def save_as_it_is(page: Page) -> None:
    """At the hours of a round that is there already: that is asked about."""
    page.get_by_role("button", name="保存", exact=True).click()
    page.get_by_role("button", name="就这样排").click()


def test_what_could_not_be_written_is_written_after_signing_in_again(devices: Maker) -> None:
    page = screens.signed_in_at(devices("desk-of-supervisor1"), "supervisor1", "/desk/plans")
    page.get_by_role("button", name="给南湖一组在").first.click()
    page.locator("[data-field=area_id]").select_option(index=1)
    end_session(page)
    save_as_it_is(page)
    expect(page.get_by_role("alert").filter(has_text="没发的都在")).to_be_visible()
    page.on("dialog", lambda dialog: dialog.accept())
    page.get_by_role("link", name="重新登录").click()
    screens.sign_in(page, "supervisor1")
    expect(page.get_by_role("button", name="保存", exact=True)).to_be_visible()
    is_well(page)
    save_as_it_is(page)
    expect(page.get_by_role("status").filter(has_text="已保存")).to_be_visible()


def test_back_does_not_lead_to_the_sign_in_again(devices: Maker) -> None:
    desk = devices("desk-of-supervisor1")
    page = desk.open("/sign-in")
    screens.sign_in(page, "supervisor1")
    screens.until(lambda: screens.path(page) == "/desk/map", "at home")
    page.goto(desk.origin + "/desk/plans")
    page.goto(desk.origin + "/sign-in")
    screens.until(lambda: screens.path(page) == "/desk/map", "sent on")
    page.goto(desk.origin + "/sign-in?next=/desk/zones")
    screens.until(lambda: screens.path(page) == "/desk/zones", "sent on to where it was to lead")
    page.go_back()
    page.wait_for_timeout(500)
    assert screens.path(page) not in ("/sign-in", "/pin")
    end_session(page)
    page.goto(desk.origin + "/desk/plans")
    screens.until(lambda: screens.path(page) == "/sign-in", "asked again")
    screens.sign_in(page, "supervisor1")
    screens.until(lambda: screens.path(page) == "/desk/plans", "back where it was")
    page.go_back()
    page.wait_for_timeout(500)
    assert screens.path(page) not in ("/sign-in", "/pin")


def test_a_phone_that_is_open_passes_the_doors_and_a_locked_one_does_not(devices: Maker) -> None:
    phone = devices("phone-of-officer1")
    page = phone.open()
    screens.sign_in(page, "officer1")
    expect(page.get_by_role("heading", name=re.compile("^今日"))).to_be_visible()
    page.evaluate("() => { history.pushState({}, '', '/pin'); dispatchEvent(new PopStateEvent('popstate', {})) }")
    screens.until(lambda: screens.path(page) == "/today", "the PIN is asked of nobody who has given it")
    phone.pin = None
    page.goto(phone.origin + "/sign-in")  # a new page is locked: to give the password there is somebody's own will
    expect(page.get_by_label("账号")).to_be_visible()
    expect(page.get_by_role("link", name="回到 PIN")).to_be_visible()


def test_ones_own_page_speaks_of_the_machine_one_sits_at(devices: Maker) -> None:
    page = screens.signed_in_at(devices("desk-of-supervisor1"), "supervisor1", "/desk/me")
    expect(page.get_by_role("heading", name="这台电脑")).to_be_visible()
    expect(page.get_by_text("手机")).to_have_count(0)
    phone = screens.signed_in_at(devices("phone-of-supervisor1"), "supervisor1", "/desk/me")
    expect(phone.get_by_role("heading", name="这部手机")).to_be_visible()
