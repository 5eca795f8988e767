"""The phone's side in a real browser: a week recorded and sent, and the PIN on a slow processor.

What is measured:

- `phone: record saved`: each of the week's records from the call that saves it to its end, when record and change lie
  signed, chained and sealed on the disk, in one strict transaction; in the running program, whose pages follow.
- `phone: week sent`: from the return of the line until the page says that nothing waits, without photos: opening,
  marking, sending over loopback, the server's own work, each answer written down sealed, reading the feed back.
- `phone: longest task`: of the page in that time, as the browser tells (`longtask`).
- `phone: unlock`: from the sixth digit until the page behind the lock stands, with the processor slowed down four times.
"""

import time
from collections.abc import Sequence
from pathlib import Path
from statistics import median

from playwright.sync_api import Page, sync_playwright

from tests.bench.report import Row
from tests.e2e import browser, week
from tests.e2e.proxy import Proxy, proxy_to
from tests.program import prepare_demo

RECORDS, PIECE = 10_000, 250
MOST_SAVING_S, MOST_SENDING_S = 600.0, 300.0
SLOWER, UNLOCKS = 4, 5

SIXTH_DIGIT = """
() => {
  let digits = 0
  window.unlocked = new Promise((done) =>
    addEventListener('keydown', () => {
      if (++digits < 6) return
      const began = performance.now()
      const look = () => (location.pathname === '/pin' ? setTimeout(look) : done(performance.now() - began))
      look()
    }, true))
}
"""


def row(measure: str, ms: Sequence[float], unit: str, elapsed_s: float, units: float) -> Row:
    ordered = sorted(ms)
    return {
        "measure": f"phone: {measure}",
        "side": "Chromium",
        "clients": 1,
        "rate": round(units / elapsed_s, 1),
        "unit": f"{unit}/s",
        "median_ms": round(median(ordered), 1),
        "p95_ms": round(ordered[int(0.95 * (len(ordered) - 1))], 1),
        "requests": len(ordered),
        "faults": {},
        "elapsed_s": round(elapsed_s, 1),
    }


def save(page: Page, records: int) -> Row:
    """In pieces, so that a slow machine ends the scene in bounded time; then the row says how far it came."""
    times: list[float] = []
    began = time.monotonic()
    while len(times) < records and time.monotonic() - began < MOST_SAVING_S:
        times += week.record_week(page, "一周", min(PIECE, records - len(times)), 0, 0).times
    saved = row("record saved", times, "records", time.monotonic() - began, len(times))
    if len(times) < records:
        saved["faults"] = {f"only {len(times)} of {records} in {MOST_SAVING_S:.0f} s": 1}
    return saved


def send(page: Page, proxy: Proxy, records: int) -> list[Row]:
    assert week.waiting(page)["changes"] == records
    began = time.monotonic()
    proxy.online()
    week.tap_to_send(page)
    week.wait_until_sent(page, MOST_SENDING_S)
    took = time.monotonic() - began
    assert week.waiting(page)["changes"] == 0
    tasks = week.long_tasks(page) or [0.0]
    longest = row("longest task", [max(tasks)], "long tasks", took, len(tasks))
    return [row("week sent", [1000 * took], "records", took, records), longest]


def unlock(page: Page) -> Row:
    slow = page.context.new_cdp_session(page)
    slow.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    times = []
    for _ in range(UNLOCKS):
        page.reload()
        page.get_by_role("group", name=browser.PIN_ASKED).wait_for()
        page.wait_for_timeout(1_000)  # as long as a person takes to find the first digit
        page.evaluate(SIXTH_DIGIT)
        page.keyboard.type(browser.PIN, delay=50)
        times.append(float(page.evaluate("() => window.unlocked")))
    slow.send("Emulation.setCPUThrottlingRate", {"rate": 1})
    return row(f"unlock, processor ÷ {SLOWER}", times, "unlocks", sum(times) / 1000, len(times))


def run(folder: Path, records: int = RECORDS) -> list[Row]:
    data_dir = prepare_demo(folder / "phone")
    with (
        week.serving_week(data_dir, folder / "client") as server,
        proxy_to(server.port) as proxy,
        sync_playwright() as playwright,
    ):
        device = browser.phone(playwright, folder / "profile", proxy.url)
        try:
            page = week.signed_on(device)
            proxy.cut()
            rows = [save(page, records)]
            page, start_s = week.opened_outbox(device, rows[0]["requests"])
            rows.append(row("start, a week waiting", [1000 * start_s], "starts", start_s, 1))
            rows += send(page, proxy, rows[0]["requests"])
            page.remove_locator_handler(page.get_by_role("group", name=browser.PIN_ASKED))
            rows.append(unlock(page))
        finally:
            device.close()
    return rows
