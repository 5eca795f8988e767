"""The snapshot as a map in GCJ-02 draws it: the same records, each at the place where such a map shows it."""

import threading

import numpy as np
from numpy.typing import NDArray

from app.maps.snapshot.live import Snapshot
from app.maps.snapshot.parts import Part, part_of
from geo.morton import NOWHERE, SIDE, degrees, halves, keys_of
from geo.shifted import wgs84_to_gcj02

Order = NDArray[np.int64]


class Shifted:
    """One for each process. The base is shifted once (a second and 45 MB a million records), what came since each time."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.base: tuple[Part, Part, Order] | None = None
        self.last: tuple[Snapshot, Snapshot] | None = None

    def of(self, found: Snapshot) -> Snapshot:
        with self.lock:
            if self.last is None or self.last[0] is not found:
                self.last = found, self._made(found)
            return self.last[1]

    def _made(self, found: Snapshot) -> Snapshot:
        if self.base is None or self.base[0] is not found.base:
            self.base = found.base, *shifted(found.base)
        _, base, order = self.base
        gone = None if found.gone is None else found.gone[order]
        since, _ = shifted(found.since)
        return Snapshot(found.epoch, found.base_seq, found.seq, found.words, base, gone, since)


def shifted(part: Part) -> tuple[Part, Order]:
    """The rows in the order of their new keys, and which row each was."""
    keys = part["key"].copy()
    placed = keys < NOWHERE
    x, y = halves(keys[placed])
    lonlat = wgs84_to_gcj02(np.column_stack(degrees((x + 0.5) / SIDE, (y + 0.5) / SIDE)))
    keys[placed] = keys_of(lonlat[:, 0], lonlat[:, 1])
    order = np.argsort(keys, kind="stable")
    return part_of({**part.columns, "key": keys}), order
