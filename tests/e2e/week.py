"""A client that can record a week at once, and how a phone gets through it: for faults and for measuring."""

import os
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Page

from tests.program import ROOT

LONG_TASKS = """
() => {
  window.longTasks = []
  new PerformanceObserver((list) => list.getEntries().forEach((one) => window.longTasks.push(one.duration)))
    .observe({ type: 'longtask', buffered: true })
}
"""


def built_for_measuring(folder: Path) -> Path:
    """The client with `testing/week.ts` in it; nothing else differs from what people get."""
    npx = ["npx", "vite", "build", "--mode", "bench", "--outDir", str(folder)]
    subprocess.run(npx, cwd=ROOT / "pwa", check=True, capture_output=True, timeout=300, env={**os.environ, "CI": "1"})
    return folder


@dataclass
class Week:
    """What it took."""

    saving_s: float = 0.0
    sending_s: float = 0.0
    longest_task_ms: float = 0.0


def record_week(page: Page, records: int, photos: int, photo_size: int) -> float:
    """Seconds that the phone needed to save it all."""
    fill = "([records, photos, size]) => window.week.fill(records, photos, size)"
    return float(page.evaluate(fill, [records, photos, photo_size])) / 1000


def longest_task(page: Page) -> float:
    return float(page.evaluate("() => Math.max(0, ...(window.longTasks ?? []))"))


def wait_until_sent(page: Page, seconds: float) -> float:
    began = time.monotonic()
    nothing = page.get_by_text("没有等着发的，都送到了")
    while nothing.count() == 0:
        assert time.monotonic() - began < seconds, "the queue did not come to its end"
        page.wait_for_timeout(250)
    return time.monotonic() - began
