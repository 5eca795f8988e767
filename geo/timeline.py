"""Zones change on a day: one index for each stretch of time between two changes."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta, timezone
from functools import partial
from threading import Lock
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from geo.zones import Decision, Decisions, KeyZone, ZoneIndex

SHANGHAI = timezone(timedelta(hours=8), "Asia/Shanghai")
"""No summer time since 1991: a fixed offset needs no time zone database."""


def midnight(day: date) -> datetime:
    """The instant at which a day begins in Shanghai: where validity starts and ends."""
    return datetime.combine(day, time(), SHANGHAI)


class ZoneVersion(NamedTuple):
    """A polygon in force from `valid_from` until just before `valid_until` (None: until further notice).

    Both are instants with an offset; a day of an announcement begins at midnight Asia/Shanghai.
    """

    id: str
    polygon: Any
    valid_from: datetime
    valid_until: datetime | None = None


class ZoneTimeline:
    """All versions of all key zones. Immutable, and safe to share between threads."""

    def __init__(self, versions: Sequence[ZoneVersion]) -> None:
        self._versions = tuple(sorted(versions, key=lambda version: version.id))
        self.ids = tuple(version.id for version in self._versions)
        if any(instant.tzinfo is None for version in versions for instant in _ends(version)):
            raise ValueError("validity needs instants with an offset")
        self._changes = sorted({instant for version in versions for instant in _ends(version)})
        self._indexes: dict[int, ZoneIndex] = {}
        self._building = Lock()

    def at(self, instant: datetime) -> ZoneIndex:
        """The index of the zones in force at an instant; built when it is first asked for."""
        return self._index(bisect_right(self._changes, instant))

    def classify_one(self, lon: float, lat: float, accuracy_m: float, at: datetime) -> Decision:
        """Decide one fix by the zones in force at its time."""
        return self.at(at).classify_one(lon, lat, accuracy_m)

    def classify(self, lon: ArrayLike, lat: ArrayLike, accuracy_m: ArrayLike, at: Sequence[datetime]) -> Decisions:
        """Decide n fixes, each by the zones in force at its own time; `zone` counts in the timeline's ids."""
        columns = [np.asarray(column, dtype=np.float64) for column in (lon, lat, accuracy_m)]
        interval = np.fromiter(map(partial(bisect_right, self._changes), at), dtype=np.int64)
        certainty = np.zeros(len(interval), dtype=np.int8)
        zone = np.full(len(interval), -1, dtype=np.int64)
        for number in np.unique(interval):
            chosen = np.flatnonzero(interval == number)
            index = self._index(int(number))
            some = index.classify(*(column[chosen] for column in columns))
            certainty[chosen] = some.certainty
            zone[chosen] = self._renumbered(index)[some.zone]
        return Decisions(certainty, zone, self.ids)

    def _renumbered(self, index: ZoneIndex) -> Any:
        """An index's numbers as the timeline's; the last entry answers -1 with -1."""
        number = {name: at for at, name in enumerate(self.ids)}
        return np.array([*(number[name] for name in index.ids), -1], dtype=np.int64)

    def _index(self, interval: int) -> ZoneIndex:
        with self._building:
            if interval not in self._indexes:
                start = self._changes[interval - 1] if interval else None
                self._indexes[interval] = ZoneIndex(
                    [KeyZone(version.id, version.polygon) for version in self._versions if _in_force(version, start)]
                )
            return self._indexes[interval]


def _ends(version: ZoneVersion) -> list[datetime]:
    return [instant for instant in (version.valid_from, version.valid_until) if instant is not None]


def _in_force(version: ZoneVersion, instant: datetime | None) -> bool:
    """Before the first change (None) nothing is in force."""
    if instant is None:
        return False
    return version.valid_from <= instant and (version.valid_until is None or instant < version.valid_until)
