"""Walking through the records of the snapshot by id, a page at a time: what comes or goes meanwhile moves nothing."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

from app.maps.selecting import rows_of
from app.maps.sieves import Sieve
from app.maps.snapshot.fields import halves_of_ids, ids_of
from app.maps.snapshot.live import Snapshot
from app.maps.snapshot.parts import Part, Rows
from geo.morton_boxes import Box

SORTED = 20_000
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
    return _joined(found, pieces, sum(map(len, chosen)), limit)


def step_of_all(found: Snapshot, chosen: Sieve, matched: int, after: UUID | None, limit: int) -> Step:
    """The same of all records that pass a sieve, `matched` in number, without looking at each of them."""
    pieces = [_next(part, gone, chosen, after, limit) for part, gone in found.parts]
    return _joined(found, pieces, matched, limit)


def matching(found: Snapshot, chosen: Sieve, of_base: int) -> int:
    """How many pass a sieve, when `of_base` of the whole base do."""
    changed = 0 if found.gone is None else len(chosen.among(found.base, None, np.flatnonzero(found.gone)))
    return of_base - changed + len(chosen.chosen(found.since, None))


def _joined(found: Snapshot, pieces: list[Rows], matched: int, limit: int) -> Step:
    high = np.concatenate([part["high"][rows] for (part, _), rows in zip(found.parts, pieces, strict=True)])
    low = np.concatenate([part["low"][rows] for (part, _), rows in zip(found.parts, pieces, strict=True)])
    row = np.concatenate([pieces[0], np.full(len(pieces[1]), NO_ROW)])
    order = np.lexsort((low, high))
    more, order = len(order) > limit, order[:limit]
    return Step(ids_of(high[order], low[order]), row[order].tolist(), matched, more)


def all_rows(found: Snapshot, chosen: Sieve, boxes: Sequence[Box] | None) -> list[Rows]:
    """The rows of each part that pass and lie in one of the boxes."""
    return [rows_of(part, gone, chosen, boxes) for part, gone in found.parts]


def _following(part: Part, rows: Rows, after: UUID | None, limit: int) -> Rows:
    """At least the first `limit` + 1 rows behind an id, if there are so many."""
    if len(rows) <= SORTED:
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
    found, count = [np.empty(0, dtype=np.int64)], 0
    for some in _by_id(part, after, 2 * limit):
        found.append(some[chosen[some]])
        count += len(found[-1])
        if count > limit:
            break
    return np.concatenate(found)


def _next(part: Part, gone: Any, chosen: Sieve, after: UUID | None, limit: int) -> Rows:
    """Rows that pass, from an id on: more than `limit` if there are so many."""
    rows = chosen.walked(part, gone, _by_id(part, after, 2 * limit), lambda count: count > limit)
    return _following(part, chosen.chosen(part, gone), after, limit) if rows is None else rows


def _by_id(part: Part, after: UUID | None, width: int) -> Iterator[Rows]:
    """The rows behind an id in the order of ids, in wider and wider pieces."""
    begin = 0 if after is None else int(np.searchsorted(part.highs, np.uint64(after.int >> 64)))
    while begin < len(part):
        end = min(begin + width, len(part))
        if end < len(part):  # ids that share their first half stay together
            end = int(np.searchsorted(part.highs, part.highs[end - 1], side="right"))
        some = part.by_id[begin:end].astype(np.int64)
        yield some[_behind(part, some, after)]
        begin, width = end, 4 * width


def _behind(part: Any, rows: Rows, after: UUID | None) -> NDArray[np.bool_] | slice:
    if after is None:
        return slice(None)
    above, below = halves_of_ids([after])
    high, low = part["high"][rows], part["low"][rows]
    behind: NDArray[np.bool_] = (high > above) | ((high == above) & (low > below))
    return behind
