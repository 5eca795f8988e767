"""Eight threads on one ZoneIndex, run as a process of its own because without the lock it may take the process down.

    python -m tests.geo.race locked|unlocked SECONDS

Ends with 0 when every answer was right, 3 when one was wrong, or by a signal.
"""

from __future__ import annotations

import faulthandler
import sys
import time
from contextlib import nullcontext
from threading import Barrier, Thread
from typing import Any

import numpy as np

from geo.zones import Decisions, ZoneIndex
from tests.geo.shapes import many_zones, some_fixes

THREADS = 8
WRONG = 3


def main(lock: str, seconds: float) -> int:
    random = np.random.default_rng()
    until = time.monotonic() + seconds
    wrong: list[str] = []
    while time.monotonic() < until and not wrong:
        zones = many_zones(random)
        fixes = some_fixes(random, 2_000)
        expected = ZoneIndex(zones).classify(*fixes)
        index = ZoneIndex(zones)  # anew each round: the race is about who prepares first
        if lock == "unlocked":
            index._lock = nullcontext()
        race(index, fixes, expected, wrong)
    return WRONG if wrong else 0


def race(index: ZoneIndex, fixes: tuple[Any, ...], expected: Decisions, wrong: list[str]) -> None:
    start = Barrier(THREADS)

    def ask() -> None:
        start.wait()
        try:
            found = index.classify(*fixes)
        except Exception as error:
            wrong.append(repr(error))
            return
        if (found.certainty != expected.certainty).any() or (found.zone != expected.zone).any():
            wrong.append("another answer")

    threads = [Thread(target=ask) for _ in range(THREADS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


if __name__ == "__main__":
    faulthandler.disable()
    sys.exit(main(sys.argv[1], float(sys.argv[2])))
