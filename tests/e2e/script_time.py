"""How long the page's own program keeps its thread, by the browser's profiler.

The browser's own measure, the long task, also counts drawing: on a machine without a graphics card that is all of it, since
the processor does the card's work.
"""

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from playwright.sync_api import Page

SAMPLE_US = 1_000
APART_US = 5_000
"""So long without a line of the program ends a stretch."""
NOT_OURS = {"(program)", "(idle)", "(root)"}


@dataclass
class ScriptTime:
    longest_ms: float = 0.0
    """The longest stretch without a pause, garbage collection in it."""
    total_ms: float = 0.0


@contextlib.contextmanager
def script_time(page: Page) -> Iterator[ScriptTime]:
    """Filled in at the end of the block."""
    found = ScriptTime()
    profiler = page.context.new_cdp_session(page)
    profiler.send("Profiler.enable")
    profiler.send("Profiler.setSamplingInterval", {"interval": SAMPLE_US})
    profiler.send("Profiler.start")
    yield found
    stretches = list(stretches_us(profiler.send("Profiler.stop")["profile"]))
    profiler.detach()
    found.longest_ms, found.total_ms = max(stretches, default=0) / 1000, sum(stretches) / 1000


def stretches_us(profile: dict[str, Any]) -> Iterator[int]:
    names = {node["id"]: node["callFrame"]["functionName"] for node in profile["nodes"]}
    busy = apart = 0
    for node, passed in zip(profile["samples"], profile["timeDeltas"], strict=True):
        if names[node] not in NOT_OURS:
            busy, apart = busy + passed, 0
            continue
        apart += passed
        if apart > APART_US and busy:
            yield busy
            busy = 0
    yield busy
