"""The snapshot as it is now: the newest base, and what came since.

It follows the change log, which never lets anything appear behind what was read. Each worker asks at most once a second.
"""

import contextlib
import threading
import time
from collections.abc import Callable, Hashable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, TypeVar, cast

import numpy as np
import structlog
from numpy.typing import NDArray

from app.changes import queries as changes
from app.changes.queries import Life
from app.errors import Unavailable
from app.maps.snapshot import reading
from app.maps.snapshot.fields import Columns, Vocabulary, halves_of_ids
from app.maps.snapshot.files import Base, Folder
from app.maps.snapshot.heard import Heard
from app.maps.snapshot.parts import Part, empty, joined, part_of, without

T = TypeVar("T")
log = structlog.get_logger()
REST_S = 0.5
"""So long an answer counts as fresh."""
PATIENCE_S = 0.2
"""So long an answer waits for the change that another worker knows, while another request of its own reads the log."""
AT_ONCE = 5_000
MOST_REMEMBERED = 500
NOTHING = object()
FAR_BEHIND = 100_000
"""With more changes than that to follow, to build anew is quicker."""
MOST_SINCE = 20_000
"""With more changes than that beside the base, a new base is made."""


@dataclass(frozen=True)
class Snapshot:
    """Never changes; a newer one takes its place."""

    epoch: str
    base_seq: int
    seq: int
    words: Vocabulary
    base: Part
    gone: NDArray[np.bool_] | None
    """Rows of the base that are not so any more."""
    since: Part

    @property
    def parts(self) -> list[tuple[Part, NDArray[np.bool_] | None]]:
        return [(self.base, self.gone), (self.since, None)]


class Live:
    """One for each process."""

    def __init__(self, root: Path) -> None:
        self.folder = Folder(root)
        self.heard = Heard(root)
        self.heeded = 0
        self.lock = threading.Lock()
        self.found: Snapshot | None = None
        self.asked = 0.0
        self.rest_s = REST_S
        self.memory: dict[Hashable, Any] = {}

    def remembered(self, key: Hashable, made: Callable[[], T]) -> T:
        """What was worked out of a base, once: `key` names the base and all else it depends on."""
        found: T | object = self.memory.get(key, NOTHING)
        if found is NOTHING:
            found = made()
            while len(self.memory) >= MOST_REMEMBERED:
                self.memory.pop(next(iter(self.memory)), None)
            self.memory[key] = found
        return cast(T, found)

    def now(self) -> Snapshot:
        """At most a second old, and not older than what another worker has told. Raises Unavailable without an epoch."""
        found = self.found
        told = 0 if found is None else self.heard.newest(found.epoch)
        behind = found is not None and told > max(found.seq, self.heeded)
        if found is not None and not behind and time.monotonic() - self.asked < self.rest_s:
            return found
        if found is None:
            self.lock.acquire()
        elif not self.lock.acquire(timeout=PATIENCE_S if behind else 0):
            return found
        try:
            began = time.monotonic()
            if self.found is None or began - self.asked >= self.rest_s:
                self.found = self.followed(self.found)
                self.asked = began  # what came while it was read may not be in it
                self.heard.tell(self.found.epoch, self.found.seq)
            elif self.found.seq < told:
                # No further than that, and nobody is told: else two workers would chase each other with every change.
                self.found = self.followed(self.found, told)
                self.heeded = told if self.found.seq < told else 0  # no log is so long, after a fault
            return self.found
        finally:
            self.lock.release()

    def followed(self, found: Snapshot | None, upto: int | None = None) -> Snapshot:
        life = changes.life()
        if life is None:
            raise Unavailable
        newest = self.folder.newest(life.id)
        if found is None or found.epoch != life.id or (newest or 0) > found.base_seq or far(found.seq, life):
            found = self.opened(life)
        top = life.top if upto is None else min(life.top, upto)
        while found.seq < top:
            found = advanced(found, top)
        if len(found.since) > MOST_SINCE:
            try:
                self.rebase(found)
            except OSError as error:  # a full disk stops no map: what is known stays in memory
                log.warning("map_base_not_written", error=str(error))
        return found

    def opened(self, life: Life) -> Snapshot:
        """The newest base of this life; made when there is none."""
        for _ in range(3):
            seq = self.folder.newest(life.id)
            if seq is not None and seq <= life.top and not far(seq, life):
                with contextlib.suppress(FileNotFoundError):
                    return on(self.folder.open(life.id, seq))
            try:
                with self.folder.building(wait=True):
                    if self.folder.newest(life.id) == seq:
                        self.folder.save(built(life))
            except OSError as error:
                log.warning("map_base_not_written", error=str(error))
                return on(built(life))
        raise Unavailable

    def rebase(self, found: Snapshot) -> None:
        """What is here now as the base of all workers; they find it when they ask next."""
        with self.folder.building(wait=False) as mine:
            if mine and (self.folder.newest(found.epoch) or 0) <= found.base_seq:
                began = time.monotonic()
                self.folder.save(Base(found.epoch, found.seq, part_of(alive(found)), found.words.values()))
                log.info("map_base_made", rows=len(found.base), seconds=round(time.monotonic() - began, 3))


def far(seq: int, life: Life) -> bool:
    return life.top - seq > FAR_BEHIND


def built(life: Life) -> Base:
    began = time.monotonic()
    words = Vocabulary()
    part = part_of(joined(reading.everything(words)))
    log.info("map_base_built", rows=len(part), seconds=round(time.monotonic() - began, 3))
    return Base(life.id, life.top, part, words.values())


def on(base: Base) -> Snapshot:
    return Snapshot(base.epoch, base.seq, base.seq, Vocabulary(base.words), base.part, None, empty())


def advanced(found: Snapshot, top: int) -> Snapshot:
    """With the next changes of the log."""
    ids, last = reading.changed(found.seq, top, AT_ONCE)
    seq = top if last is None else last
    if not any(ids.values()):
        return replace(found, seq=seq)
    high, low = halves_of_ids([record_id for some in ids.values() for record_id in some])
    fresh = [piece for kind, some in ids.items() for piece in reading.some(kind, some, found.words)]
    older = without(found.since, found.since.rows_of(high, low))
    gone = found.gone
    replaced = found.base.rows_of(high, low)
    if len(replaced):
        gone = np.zeros(len(found.base), dtype=bool) if gone is None else gone.copy()
        gone[replaced] = True
    return replace(found, seq=seq, gone=gone, since=part_of(joined([older, *fresh])))


def alive(found: Snapshot) -> Columns:
    base = found.base.columns if found.gone is None else without(found.base, np.flatnonzero(found.gone))
    whole = joined([base, found.since.columns])
    return {**whole, "seq": np.zeros_like(whole["seq"])}
