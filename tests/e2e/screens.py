"""What a person does on the screens, in the words that stand on them."""

import json
import os
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from weakref import WeakKeyDictionary

import shapely
from playwright.sync_api import BrowserContext, Page, expect

from tests.e2e.browser import PIN, PIN_ASKED, PIN_NEW, Device, set_pin
from tests.people import PASSWORD
from tests.program import ROOT

TOKENS: WeakKeyDictionary[BrowserContext, str | None] = WeakKeyDictionary()
"""Of each browser that signed in: the token that its page keeps sealed."""

RESULTS = Path("test-results")
THEME_MS = 1_500
PICTURES = bool(os.environ.get("QUANXUN_PICTURES"))

ZONES = ROOT / "app/zones/data/demo_zones.geojson"


@dataclass(frozen=True)
class KeyZone:
    """A zone of the demo, and a place well inside it."""

    name: str
    lon: float
    lat: float


def key_zone(organisation_id: str) -> KeyZone:
    """A key zone of the county that is in force."""
    features = json.loads(ZONES.read_text(encoding="utf-8"))["features"]
    zone = next(one for one in features if one["properties"]["organisation_id"] == organisation_id)
    middle = shapely.maximum_inscribed_circle(shapely.geometry.shape(zone["geometry"])).coords[0]
    return KeyZone(zone["properties"]["name"], *middle)


def sign_in(page: Page, username: str, password: str = PASSWORD) -> None:
    page.get_by_label("账号").fill(username)
    page.get_by_label("密码", exact=True).fill(password)
    with page.expect_response(
        lambda answer: answer.request.method == "POST" and answer.url.endswith("/session")
    ) as said:
        page.get_by_role("button", name="登录").click()
    TOKENS[page.context] = said.value.json().get("device_token")
    expect(page.get_by_label("密码", exact=True)).to_be_hidden()
    until(lambda: path(page) != "/sign-in", "signed in")
    if path(page) == "/pin":
        enter_pin(page)


def signed_in_at(device: Device, username: str, address: str) -> Page:
    """Where the link that somebody opened leads, by way of the sign-in."""
    page = device.open(address)
    sign_in(page, username)
    return page


def path(page: Page) -> str:
    return str(page.evaluate("location.pathname"))


def enter_pin(page: Page, pin: str = PIN) -> None:
    """The PIN of somebody known on this phone, or a first one of somebody new."""
    new, known = (page.get_by_role("group", name=name) for name in (PIN_NEW, PIN_ASKED))
    until(lambda: new.is_visible() or known.is_visible() or path(page) != "/pin", "the PIN is asked for")
    if new.is_visible():
        set_pin(page, pin)
    elif known.is_visible():
        page.keyboard.type(pin)
    until(lambda: path(page) != "/pin", "the PIN was taken")


def offers(page: Page) -> dict[str, str]:
    """The second secret of this phone's session, as its program sends it."""
    token = TOKENS.get(page.context)
    return {"X-Device-Token": token} if token else {}


def wait_until_it_works_offline(page: Page) -> None:
    """The service worker holds the shell, and the zones and the catalogue have come."""
    until(lambda: page.evaluate("navigator.serviceWorker?.controller !== null"), "the service worker controls the page")
    until(lambda: page.evaluate(STORED, "zone"), "the zones are on the phone")
    page.wait_for_load_state("networkidle")


def until(holds: Callable[[], Any], what: str, seconds: float = 30) -> None:
    """Asked from outside: a page with a strict content policy may not evaluate text itself."""
    deadline = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < deadline, f"not in {seconds:.0f} s: {what}"
        time.sleep(0.1)


STORED = """
async (kind) => {
  for (const { name } of await indexedDB.databases()) {
    const db = await new Promise((done, fail) => {
      const asked = indexedDB.open(name)
      asked.onsuccess = () => done(asked.result)
      asked.onerror = () => fail(asked.error)
    })
    try {
      for (const store of db.objectStoreNames) {
        const rows = await new Promise((done) => {
          const asked = db.transaction(store).objectStore(store).getAll()
          asked.onsuccess = () => done(asked.result)
        })
        if (rows.some((row) => row?.kind === kind || store.includes(kind))) return true
      }
    } finally {
      db.close()
    }
  }
  return false
}
"""


def on_patrol(page: Page, kind: str) -> None:
    """The patrol that goes on, or a new one."""
    begin = page.get_by_role("button", name="开始").or_(page.get_by_role("button", name="回到"))
    expect(begin.first).to_be_visible()
    page.wait_for_timeout(500)  # what the first pull brought is shown
    if "回到" in begin.first.inner_text():
        begin.first.click()
        expect(page.get_by_role("heading", name=kind)).to_be_visible()
    else:
        start_patrol(page, kind)


def start_patrol(page: Page, kind: str) -> None:
    """Of the whole county, also where a round is planned: that presets its street."""
    page.get_by_role("button", name="开始").last.click()
    expect(page.get_by_role("radio", name=kind)).to_be_visible()
    if "organisation=" in page.url:
        page.get_by_role("switch").first.uncheck()
    page.get_by_role("radio", name=kind).click()
    page.get_by_role("button", name=f"开始{kind}").click()
    expect(page.get_by_role("heading", name=kind)).to_be_visible()


def photograph(page: Page, photo: bytes) -> None:
    """Choose a file where the camera is offered, as a phone without a camera in the browser does."""
    page.locator("input[type=file]").set_input_files(
        {"name": "IMG_0731.jpg", "mimeType": "image/jpeg", "buffer": photo}
    )


def record_incident(page: Page, photo: bytes, *, kind: str, action: str) -> None:
    page.get_by_role("button", name="拍照记一条").click()
    photograph(page, photo)
    expect(page.get_by_role("heading", name="记一条")).to_be_visible()
    page.get_by_role("radio", name=kind).click()
    page.get_by_role("radio", name=action).click()


def api(page: Page, address: str) -> dict[str, Any]:
    """What the program answers this person, asked by the page itself: {"status", "body"}."""
    answer: dict[str, Any] = page.evaluate(
        "async ([path, headers]) => { const a = await fetch(path, { headers });"
        " return { status: a.status, body: await a.json() } }",
        [address, offers(page)],
    )
    return answer


def status(page: Page, address: str) -> int:
    asked = "async ([path, headers]) => (await fetch(path, { headers })).status"
    return int(page.evaluate(asked, [address, offers(page)]))


def open_on_map(page: Page, place: str) -> None:
    """The record at `place`, found in the list beside the supervisor's map."""
    switch = page.get_by_role("button", name="列表")
    if switch.get_attribute("aria-pressed") != "true":
        switch.click()
    page.get_by_role("button", name=place).first.click()


def pictures(page: Page, name: str) -> None:
    """The screen in both themes, into test-results/, for whoever wants to look at it: QUANXUN_PICTURES=1."""
    if not PICTURES:
        return
    RESULTS.mkdir(exist_ok=True)
    for theme in ("light", "dark"):
        page.evaluate("(theme) => document.documentElement.setAttribute('data-theme', theme)", theme)
        page.wait_for_timeout(THEME_MS)
        page.screenshot(path=RESULTS / f"{name}-{theme}.png")
    page.evaluate("document.documentElement.removeAttribute('data-theme')")
