"""How often each measure, family and hour occurs on each day: worked out of the base once for a scope, so that a board adds
days and reads no rows; what came and went since is told apart."""

from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from app.accounts.scope import Actor
from app.figures.measures import ACTIONS, LOOKED_AT, POINTS, Mask, counted, in_the_morning
from app.figures.periods import Stretch
from app.maps.choosing import DAY_MINUTES, SHANGHAI_MINUTES, TRAITS, Wish, sieve
from app.maps.marks import FAMILIES, family_of
from app.maps.sieves import Sieve
from app.maps.snapshot.live import Live, Snapshot
from app.maps.snapshot.parts import Part, part_of

Counts = NDArray[np.int64]
HOURS = 24
EPOCH = date(1970, 1, 1)


@dataclass(frozen=True)
class Table:
    """A line for each of `days` (since 1970, Asia/Shanghai; ascending) that has records; columns as in `Sums`."""

    days: Counts
    lines: Counts

    def within(self, stretch: Stretch) -> Counts:
        first, behind = np.searchsorted(self.days, [(day - EPOCH).days for day in stretch])
        total: Counts = self.lines[first:behind].sum(axis=0)
        return total


@dataclass(frozen=True)
class Sums:
    """Of a stretch of days: incidents by hour, then records by action, what mornings left open, then records by family."""

    columns: Counts

    @property
    def hours(self) -> list[int]:
        return [int(count) for count in self.columns[:HOURS]]

    def total(self, measure: str) -> int:
        if measure == "incidents":
            return sum(self.hours)
        return int(self.columns[HOURS + (*ACTIONS, POINTS, LOOKED_AT).index(measure)])

    @property
    def families(self) -> dict[str, int]:
        return {name: int(count) for name, count in zip(FAMILIES, self.columns[-len(FAMILIES) :], strict=True)}


@dataclass(frozen=True)
class Daily:
    """The base, less what is gone of it, and what came since."""

    base: Table
    gone: Table
    since: Table

    def within(self, stretch: Stretch) -> Sums:
        return Sums(self.base.within(stretch) - self.gone.within(stretch) + self.since.within(stretch))


def daily(live: Live, found: Snapshot, actor: Actor, path: str) -> Daily:
    """Of what the actor may read below `path`."""
    chosen = sieve(found, actor, Wish(path=path))
    known = (found.epoch, found.base_seq, actor.scope_digest, path, "daily")
    base = live.remembered(known, lambda: _table(found, found.base, chosen))
    return Daily(base, _table(found, _gone(found), chosen), _table(found, found.since, chosen))


def _gone(found: Snapshot) -> Part:
    rows = slice(0) if found.gone is None else np.flatnonzero(found.gone)
    return part_of({name: column[rows] for name, column in found.base.columns.items()})


def _table(found: Snapshot, part: Part, chosen: Sieve) -> Table:
    rows = chosen.chosen(part, None)
    early = in_the_morning(part["minute"][rows])
    minute, traits = part["minute"][rows].astype(np.int64) + SHANGHAI_MINUTES, part["traits"][rows]
    days, day = np.unique(minute // DAY_MINUTES, return_inverse=True)
    masks = counted(found)
    action = np.full(len(TRAITS["kind"]), len(ACTIONS))
    for number, name in enumerate(ACTIONS):
        action[masks[name]] = number
    incidents = masks["incidents"][traits]
    columns = (
        _spread(day[incidents], (minute[incidents] // 60) % HOURS, len(days), HOURS),
        _spread(day, action[traits], len(days), len(ACTIONS) + 1)[:, :-1],
        *(_each(day, masks[name][traits] & early, len(days)) for name in (POINTS, LOOKED_AT)),
        _spread(day, family_of(found)[TRAITS["mark"][traits]], len(days), len(FAMILIES)),
    )
    return Table(days, np.concatenate(columns, axis=1))


def _each(day: Counts, mask: Mask, days: int) -> Counts:
    """How many of some rows are of each day."""
    counts: Counts = np.bincount(day[mask], minlength=days).reshape(days, 1)
    return counts


def _spread(day: Counts, column: Counts, days: int, width: int) -> Counts:
    """How often each column occurs on each day."""
    counts: Counts = np.bincount(day * width + column, minlength=days * width).reshape(days, width)
    return counts
