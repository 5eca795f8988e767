"""Fingers that know their PIN are faster than a page that has just locked: no digit is lost."""

import pytest
from playwright.sync_api import expect

from tests.e2e import screens
from tests.e2e.browser import PIN
from tests.e2e.conftest import Maker

pytestmark = pytest.mark.timeout(300)

SLOW = """
(() => {
  const open = indexedDB.open.bind(indexedDB)
  indexedDB.open = (...given) => {
    const asked = open(...given)
    const late = (name) => {
      let told = null
      Object.defineProperty(asked, name, { set: (tell) => (told = tell), get: () => told })
      asked.addEventListener(name.slice(2), (event) => setTimeout(() => told?.call(asked, event), 1500))
    }
    late('onsuccess')
    return asked
  }
})()
"""
"""What the phone keeps comes late, as on an old one."""


def test_a_pin_typed_as_the_lock_appears_opens_the_phone(devices: Maker) -> None:
    phone = devices("phone-of-officer1")
    page = phone.open()
    screens.sign_in(page, "officer1")
    screens.wait_until_it_works_offline(page)
    phone.pin = None
    page.remove_locator_handler(page.get_by_role("group", name="输入六位 PIN"))
    page.add_init_script(SLOW)
    page.reload(wait_until="load")
    assert not page.get_by_role("group", name="输入六位 PIN").is_visible(), "the pad is not there yet"
    page.keyboard.type(PIN)
    expect(page.get_by_role("button", name="不在巡查也能记一条")).to_be_visible()
