"""How much work something is, told so that it is the same on a slow machine: no test has a clock for a judge."""

import gc
import time
from collections.abc import Callable

LOOP = 1_000_000


def work_of(task: Callable[[], object]) -> float:
    """CPU time of `task`, in loops of a million empty rounds (on a good core of 2024 some 20 ms each).

    What the tests before it left in memory is kept away from the collector, which would count it again and again.
    """
    gc.collect()
    gc.freeze()
    try:
        beside = min(_seconds(_loop) for _ in range(3))
        return _seconds(task) / beside
    finally:
        gc.unfreeze()


def _loop() -> None:
    for _ in range(LOOP):
        pass


def _seconds(task: Callable[[], object]) -> float:
    began = time.process_time()
    task()
    return time.process_time() - began
