"""Walking through the records of the snapshot by id, a page at a time: what comes or goes meanwhile moves nothing."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

from app.maps.choosing import Sieve
from app.maps.selecting import rows_of
from app.maps.snapshot.fields import halves_of_ids, ids_of
from app.maps.snapshot.live import Snapshot
from app.maps.snapshot.parts import Part, Rows
from geo.morton_boxes import Box

FEW = 20_000
"""So many rows are sorted rather than looked up in the order of all."""
NO_ROW = -1


@dataclass(frozen=True)
class Step:
    """Ids in their order. `row`: where each stands in the base, NO_ROW for what came since."""

    ids: list[UUID]
    row: list[int]
    matched: int
    more: bool


def step(found: Snapshot, chosen: list[Rows], after: UUID | None, limit: int) -> Step:
    """The `limit` records of the rows chosen in each part that come behind an id."""
    pieces = [_following(part, rows, after, limit) for (part, _), rows in zip(found.parts, chosen, strict=True)]
    high = np.concatenate([part["high"][rows] for (part, _), rows in zip(found.parts, pieces, strict=True)])
    low = np.concatenate([part["low"][rows] for (part, _), rows in zip(found.parts, pieces, strict=True)])
    row = np.concatenate([pieces[0], np.full(len(pieces[1]), NO_ROW)])
    order = np.lexsort((low, high))
    more, order = len(order) > limit, order[:limit]
    return Step(ids_of(high[order], low[order]), row[order].tolist(), sum(map(len, chosen)), more)


def all_rows(found: Snapshot, chosen: Sieve, boxes: Sequence[Box] | None) -> list[Rows]:
    """The rows of each part that pass and lie in one of the boxes."""
    return [rows_of(part, gone, chosen, boxes) for part, gone in found.parts]


def _following(part: Part, rows: Rows, after: UUID | None, limit: int) -> Rows:
    """At least the first `limit` + 1 rows behind an id, if there are so many."""
    if len(rows) <= FEW:
        rows = rows[_behind(part, rows, after)]
        if len(rows) > limit:
            high = part["high"][rows]
            rows = rows[high <= np.partition(high, limit)[limit]]
        return rows
    return _looked_up(part, rows, after, limit)


def _looked_up(part: Part, rows: Rows, after: UUID | None, limit: int) -> Rows:
    """The same along the order of all ids, which is there already."""
    chosen = np.zeros(len(part), dtype=bool)
    chosen[rows] = True
    begin = 0 if after is None else int(np.searchsorted(part.highs, np.uint64(after.int >> 64)))
    width, found, count = 2 * limit, [], 0
    while begin < len(part) and count <= limit:
        end = min(begin + width, len(part))
        if end < len(part):  # ids that share their first half stay together
            end = int(np.searchsorted(part.highs, part.highs[end - 1], side="right"))
        some = part.by_id[begin:end].astype(np.int64)
        some = some[chosen[some]]
        some = some[_behind(part, some, after)]
        found.append(some)
        count += len(some)
        begin, width = end, 4 * width
    return np.concatenate(found) if found else np.empty(0, dtype=np.int64)


def _behind(part: Any, rows: Rows, after: UUID | None) -> NDArray[np.bool_] | slice:
    if after is None:
        return slice(None)
    above, below = halves_of_ids([after])
    high, low = part["high"][rows], part["low"][rows]
    behind: NDArray[np.bool_] = (high > above) | ((high == above) & (low > below))
    return behind
