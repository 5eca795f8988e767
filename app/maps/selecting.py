"""The ids of all records that a wish finds: newest first for a file, by id for pages that others walk through."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

from app.maps.choosing import TRAITS
from app.maps.sieves import Sieve
from app.maps.snapshot.fields import Columns, halves_of_ids, ids_of
from app.maps.snapshot.live import Snapshot
from app.maps.snapshot.parts import Part, Rows
from geo.morton_boxes import Box, ranges, within

PLACE = ("minute", "high", "low")


@dataclass(frozen=True)
class Selection:
    """Records by the halves of their ids, with the number of their kind (`fields.KINDS`)."""

    high: NDArray[np.uint64]
    low: NDArray[np.uint64]
    kind: NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.high)

    def ids(self, first: int, behind: int) -> list[UUID]:
        return ids_of(self.high[first:behind], self.low[first:behind])


def newest_first(
    found: Snapshot, chosen: Sieve, *, boxes: Sequence[Box] | None = None, ids: Iterable[UUID] | None = None
) -> Selection:
    """All records of a sieve, also those without a position; only those inside one of `boxes`, and only those of `ids`."""
    only = None if ids is None else halves_of_ids(set(ids))
    pieces: list[Columns] = []
    for part, gone in found.parts:
        rows = rows_of(part, gone, chosen, boxes)
        if only is not None:
            rows = np.intersect1d(rows, part.rows_of(*only))
        pieces.append({name: part[name][rows] for name in (*PLACE, "traits")})
    columns = {name: np.concatenate([piece[name] for piece in pieces]) for name in (*PLACE, "traits")}
    order = np.lexsort([columns[name] for name in reversed(PLACE)])[::-1]
    return Selection(columns["high"][order], columns["low"][order], TRAITS["kind"][columns["traits"][order]])


def rows_of(part: Part, gone: Any, chosen: Sieve, boxes: Sequence[Box] | None = None) -> Rows:
    """The rows of a part that pass a sieve and lie in one of some boxes, ascending."""
    if boxes is None:
        return chosen.chosen(part, gone)
    found = [rows for box in boxes for rows in _in_box(part, gone, chosen, box)]
    rows = np.unique(np.concatenate(found)) if found else np.empty(0, dtype=np.int64)
    return rows if chosen.area is None else np.intersect1d(rows, chosen.chosen(part, gone))


def _in_box(part: Part, gone: Any, chosen: Sieve, box: Box) -> Iterable[Rows]:
    for first_key, behind_key in ranges(box):
        rows = chosen.rows(part, gone, *part.rows(first_key, behind_key))
        some = np.arange(rows.start, rows.stop) if isinstance(rows, slice) else rows
        yield some[within(box, part["key"][some])]
