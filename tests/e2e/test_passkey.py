"""A passkey beside the PIN, with Chromium's own virtual authenticator: it opens the same sealed work, until it is turned off."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import CDPSession, Page, expect

from tests.e2e import screens
from tests.e2e.browser import PIN, Device
from tests.e2e.conftest import Maker
from tests.e2e.proxy import Proxy
from tests.e2e.test_forgotten_pin import VAULTS, locked_out, open_with, record_at

ZONE = screens.key_zone("330402")
OPEN_BY_PASSKEY = "用指纹、面容或锁屏密码打开"
WRONG = "908172"

pytestmark = pytest.mark.timeout(300)


class Finger:
    """The phone's own lock, as this page's browser has it."""

    def __init__(self, page: Page, *, prf: bool) -> None:
        self.cdp: CDPSession = page.context.new_cdp_session(page)
        self.cdp.send("WebAuthn.enable", {"enableUI": False})
        options = {
            "protocol": "ctap2",
            "ctap2Version": "ctap2_1",
            "transport": "internal",
            "hasResidentKey": True,
            "hasUserVerification": True,
            "isUserVerified": True,
            "automaticPresenceSimulation": True,
            "hasPrf": prf,
        }
        self.id: str = self.cdp.send("WebAuthn.addVirtualAuthenticator", {"options": options})["authenticatorId"]

    def is_known(self, known: bool) -> None:
        self.cdp.send("WebAuthn.setUserVerified", {"authenticatorId": self.id, "isUserVerified": known})

    def forget(self) -> None:
        self.cdp.send("WebAuthn.clearCredentials", {"authenticatorId": self.id})

    def passkeys(self) -> int:
        return len(self.cdp.send("WebAuthn.getCredentials", {"authenticatorId": self.id})["credentials"])


@pytest.fixture
def phone(devices: Maker, proxy: Proxy) -> Iterator[Device]:
    """Reached by a name: passkeys are for names."""
    phone = devices("phone-of-officer1")
    phone.origin = phone.origin.replace("127.0.0.1", "localhost")
    phone.stand_at(ZONE.lon, ZONE.lat)
    yield phone
    proxy.online()


def settings(page: Page, phone: Device) -> None:
    page.goto(phone.origin + "/me/pin")
    open_with(page, PIN)
    expect(page.get_by_role("heading", name="PIN 与锁定")).to_be_visible()


def signed_in(phone: Device) -> Page:
    page = phone.open()
    screens.sign_in(page, "officer1")
    screens.wait_until_it_works_offline(page)
    phone.close()
    phone.pin = None
    return phone.open()


def wraps(page: Page) -> list[bool]:
    return [bool(vault.get("passkey")) for vault in page.evaluate(VAULTS)]


def test_it_opens_the_phone_and_the_pin_goes_on_to_work(phone: Device, proxy: Proxy) -> None:
    page = signed_in(phone)
    finger = Finger(page, prf=True)
    settings(page, phone)
    expect(page.get_by_role("heading", name="指纹或面容打开")).to_be_visible()
    page.get_by_label("用 PIN 确认").fill(WRONG)
    page.get_by_role("button", name="打开这个方式").click()
    expect(page.get_by_text("PIN 不对，还可以试 9 次")).to_be_visible()
    assert (wraps(page), finger.passkeys()) == ([False], 0)
    page.get_by_label("用 PIN 确认").fill(PIN)
    page.get_by_role("button", name="打开这个方式").click()
    expect(page.get_by_text("已经打开")).to_be_visible()
    assert (wraps(page), finger.passkeys()) == ([True], 1)

    proxy.cut()
    page.goto(phone.origin + "/today")
    page.get_by_role("button", name=OPEN_BY_PASSKEY).click()
    record_at(page, "指纹路口", 61)
    page.reload()
    page.get_by_role("button", name=OPEN_BY_PASSKEY).click()
    expect(page.get_by_role("heading", name="今日")).to_be_visible()
    page.goto(phone.origin + "/records")
    finger.is_known(False)
    page.get_by_role("button", name=OPEN_BY_PASSKEY).click()
    expect(page.get_by_text("没有认出来")).to_be_visible()
    expect(page.get_by_text("指纹路口")).to_have_count(0)
    open_with(page, PIN)
    expect(page.get_by_text("指纹路口").first).to_be_visible()

    settings(page, phone)
    page.get_by_role("button", name="停用").click()
    expect(page.get_by_role("button", name="打开这个方式")).to_be_visible()
    assert wraps(page) == [False]
    page.reload()
    open_with(page, PIN)
    expect(page.get_by_role("heading", name="PIN 与锁定")).to_be_visible()


def test_another_passkey_of_the_same_phone_opens_nothing(phone: Device) -> None:
    page = signed_in(phone)
    finger = Finger(page, prf=True)
    settings(page, phone)
    page.get_by_label("用 PIN 确认").fill(PIN)
    page.get_by_role("button", name="打开这个方式").click()
    expect(page.get_by_text("已经打开")).to_be_visible()
    finger.forget()
    page.reload()
    page.get_by_role("button", name=OPEN_BY_PASSKEY).click()
    expect(page.get_by_text("没有认出来")).to_be_visible()
    open_with(page, PIN)
    expect(page.get_by_text("已经打开")).to_be_visible()


def test_it_is_offered_only_where_the_phone_can(phone: Device, devices: Maker) -> None:
    page = signed_in(phone)
    settings(page, phone)
    page.wait_for_timeout(500)
    without_lock = page.get_by_role("heading", name="指纹或面容打开").count()
    assert without_lock == 0
    by_address = devices("phone-by-address")
    other = by_address.open()
    screens.sign_in(other, "officer2")
    Finger(other, prf=True)
    other.goto(by_address.origin + "/me/pin")
    expect(other.get_by_role("heading", name="PIN 与锁定")).to_be_visible()
    other.wait_for_timeout(500)
    assert other.get_by_role("heading", name="指纹或面容打开").count() == 0


def test_ten_wrong_pins_do_not_shut_it_out(phone: Device) -> None:
    page = signed_in(phone)
    Finger(page, prf=True)
    settings(page, phone)
    page.get_by_label("用 PIN 确认").fill(PIN)
    page.get_by_role("button", name="打开这个方式").click()
    expect(page.get_by_text("已经打开")).to_be_visible()
    locked_out(page)
    page.get_by_role("button", name=OPEN_BY_PASSKEY).click()
    expect(page.get_by_text("已经打开")).to_be_visible()
    page.reload()
    open_with(page, PIN)
    expect(page.get_by_text("已经打开")).to_be_visible()
