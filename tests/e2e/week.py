"""A client that can record a week at once, and how a phone gets through it: for faults and for measuring."""

import contextlib
import os
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, expect

from tests.e2e import screens
from tests.e2e.browser import Device
from tests.e2e.proxy import Proxy
from tests.e2e.server import Server, serving
from tests.photos import jpeg
from tests.program import ROOT

LONG_TASKS = """
() => {
  window.longTasks = []
  new PerformanceObserver((list) => list.getEntries().forEach((one) => window.longTasks.push(one.duration)))
    .observe({ type: 'longtask' })
}
"""

TAP_AND_LEAVE = """
(button) => new Promise((done) => {
  const began = performance.now()
  const path = location.pathname
  const look = () => (location.pathname === path ? setTimeout(look) : done(performance.now() - began))
  button.click()
  look()
})
"""
"""Saved is when the form has gone: it stays open when the phone could not take it."""

ZONE = screens.key_zone("330402")
ALL_SENT = "没有等着发的，都送到了"


def built_for_measuring(folder: Path) -> Path:
    """The client with `testing/week.ts` in it; nothing else differs from what people get."""
    npx = ["npx", "vite", "build", "--mode", "bench", "--outDir", str(folder)]
    subprocess.run(npx, cwd=ROOT / "pwa", check=True, capture_output=True, timeout=300, env={**os.environ, "CI": "1"})
    return folder


@contextlib.contextmanager
def serving_week(data_dir: Path, folder: Path, **more: str) -> Iterator[Server]:
    """The product with that client, built into `folder`."""
    dist = str(built_for_measuring(folder))
    with serving(data_dir, program="tests.e2e.versions:program()", TEST_DIST=dist, **more) as server:
        yield server


@dataclass
class Filled:
    """What was recorded, and the milliseconds that saving each record took."""

    times: list[float]
    records: list[str]
    photos: dict[str, str]
    """SHA-256 of each photo."""


def signed_on(phone: Device) -> Page:
    phone.stand_at(ZONE.lon, ZONE.lat)
    page = phone.open()
    screens.sign_in(page, "officer1")
    screens.wait_until_it_works_offline(page)
    return page


def record_week(page: Page, place: str, records: int, photos: int, photo_size: int) -> Filled:
    fill = "([place, records, photos, size]) => window.week.fill(place, records, photos, size)"
    return Filled(**page.evaluate(fill, [place, records, photos, photo_size]))


def waiting(page: Page) -> dict[str, int]:
    """Changes and photos that this phone has still to send."""
    found: dict[str, int] = page.evaluate("() => window.week.waiting()")
    return found


def opened_outbox(phone: Device, waits: int) -> tuple[Page, float]:
    """The program started anew; seconds until it tells how many records wait."""
    began = time.monotonic()
    page = phone.open("/outbox")
    expect(page.locator("dl dd").first).to_have_text(str(waits))
    took = time.monotonic() - began
    screens.until(lambda: page.evaluate("() => 'week' in window"), "the page can be asked")
    page.evaluate(LONG_TASKS)
    return page, took


def long_tasks(page: Page) -> list[float]:
    """Milliseconds of the page's tasks above 50 ms since it was asked to note them."""
    noted: list[float] = page.evaluate("() => window.longTasks")
    return noted


def at_most(page: Page, of: str, number: float) -> bool:
    return waiting(page)[of] <= number


def longest_task(page: Page) -> float:
    return max([0.0, *long_tasks(page)])


def tap_to_send(page: Page) -> None:
    """The phone may have found out by itself that there is a line; then the button has another name until it is through."""
    page.get_by_role("button", name="现在试一次").or_(page.locator("button[aria-busy=true]")).click()


def wait_until_sent(page: Page, seconds: float) -> float:
    """Seconds until nothing waits, photos included."""
    began = time.monotonic()
    expect(page.get_by_text(ALL_SENT)).to_be_visible(timeout=1000 * seconds)
    return time.monotonic() - began


def saved_by_hand(page: Page, place: str) -> float:
    """An incident on the form, as a person does it; the milliseconds from the tap on the button until it was saved."""
    screens.record_incident(page, jpeg(640, 480, seed=7), kind="未牵绳", action="劝导")
    page.get_by_label("地点").fill(place)
    took: Any = page.get_by_role("button", name="保存").evaluate(TAP_AND_LEAVE)
    return float(took)


def cut_on_the_way(
    page: Page, proxy: Proxy, of: str, shares: tuple[float, ...], *, bytes_per_s: float | None, hurried: bool
) -> None:
    """Breaks the line each time when only such a share of the changes or photos is left to send; `hurried` people tap
    on the button when it is back, others let the phone find out."""
    whole = waiting(page)[of]
    for share in shares:
        screens.until(partial(at_most, page, of, share * whole), f"{share:.0%} of the {of} left", 300)
        assert waiting(page)[of] > 0, "all was sent before the line could be cut"
        proxy.cut()
        time.sleep(1)
        proxy.online()
        proxy.slow(bytes_per_s=bytes_per_s)
        if hurried:
            tap_to_send(page)
