"""How often strangers may ask: so many times a minute each, counted in this process."""

import threading
import time
from collections import deque

from app.errors import TooMany

PER_MINUTE = 30
MOST_SOURCES = 10_000

_asked: dict[str, deque[float]] = {}
_turn = threading.Lock()


def refuse_flood(source: str) -> None:
    """Raises TooMany."""
    now = time.monotonic()
    with _turn:
        if len(_asked) > MOST_SOURCES:
            _asked.clear()
        times = _asked.setdefault(source, deque())
        while times and times[0] < now - 60:
            times.popleft()
        if len(times) >= PER_MINUTE:
            raise TooMany("asked_too_often", minutes=1)
        times.append(now)
