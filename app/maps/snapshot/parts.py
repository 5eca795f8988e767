"""Rows of the snapshot sorted by their key, and finding those of some records."""

from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from app.maps.snapshot.fields import TYPES, Columns
from geo.morton import Keys

Rows = NDArray[np.int64]


@dataclass(frozen=True)
class Part:
    """Columns of one length in the order of `key`; `by_id` is the order of `high`, and `highs` the highs in that order;
    `by_minute` is the order of time."""

    columns: Columns
    by_id: NDArray[np.uint32]
    highs: Keys
    by_minute: NDArray[np.uint32]

    def __len__(self) -> int:
        return len(self.columns["key"])

    def __getitem__(self, name: str) -> NDArray[Any]:
        return self.columns[name]

    def rows(self, first_key: int, behind: int) -> tuple[int, int]:
        """The rows whose key lies in the half-open range."""
        first, last = np.searchsorted(self["key"], np.array([first_key, behind], dtype=np.uint64))
        return int(first), int(last)

    def minutes(self, since: int, until: int) -> tuple[int, int]:
        """Where in the order of time the half-open stretch begins and ends."""
        return self.before(since), self.before(until)

    def before(self, minute: int) -> int:
        """How many are earlier."""
        return bisect_left(range(len(self)), minute, key=self.minute_at)

    def minute_at(self, place: int) -> int:
        """At a place in the order of time."""
        return int(self.columns["minute"][self.by_minute[place]])

    def rows_of(self, high: Keys, low: Keys) -> Rows:
        """The rows of records by the halves of their ids; those that are not here are left out."""
        first = np.searchsorted(self.highs, high)
        found = []
        while len(first):
            same = first < len(self)
            same[same] = self.highs[first[same]] == high[same]
            first, high, low = first[same], high[same], low[same]
            rows = self.by_id[first].astype(np.int64)
            found.append(rows[self["low"][rows] == low])
            first = first + 1  # ids of one instant and phone may share a half
        return np.concatenate(found) if found else np.empty(0, dtype=np.int64)


def part_of(columns: Columns) -> Part:
    """Sorts."""
    order = np.argsort(columns["key"], kind="stable")
    columns = {name: column[order] for name, column in columns.items()}
    by_id, by_minute = (np.argsort(columns[name], kind="stable").astype(np.uint32) for name in ("high", "minute"))
    return Part(columns, by_id, columns["high"][by_id], by_minute)


def empty() -> Part:
    return part_of({name: np.empty(0, dtype=kind) for name, kind in TYPES.items()})


def joined(pieces: Iterable[Columns]) -> Columns:
    """Columns below one another, unsorted."""
    all_pieces = [{name: np.empty(0, dtype=kind) for name, kind in TYPES.items()}, *pieces]
    return {name: np.concatenate([piece[name] for piece in all_pieces]).astype(TYPES[name]) for name in TYPES}


def without(part: Part, rows: Rows) -> Columns:
    kept = np.ones(len(part), dtype=bool)
    kept[rows] = False
    return {name: column[kept] for name, column in part.columns.items()}
