"""The list beside the map: the same records as the map shows, newest first, in pages."""

import re
from collections.abc import Callable, Iterator, Sequence
from typing import Any
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

from app.accounts.scope import Actor
from app.errors import Invalid
from app.incidents import queries as incidents
from app.maps.choosing import TRAITS
from app.maps.sieves import Sieve
from app.maps.snapshot.fields import KINDS, Columns, ids_of
from app.maps.snapshot.live import Snapshot
from app.maps.snapshot.parts import Part, Rows
from app.strays import queries as strays

Data = dict[str, Any]
FeaturesOf = Callable[[Actor, Sequence[UUID]], dict[UUID, Data]]
FEATURES: dict[str, FeaturesOf] = {
    "incident": incidents.incidents_of,
    "persuasion": incidents.persuasions_of,
    "capture": strays.captures_of,
}
PLACE = ("minute", "high", "low")
"""The order of the list: by minute, and within one by id."""
CURSOR = re.compile(r"^(\d{1,10})\.([0-9a-f]{1,16})\.([0-9a-f]{1,16})$")


def page(found: Snapshot, chosen: Sieve, actor: Actor, cursor: str | None, limit: int) -> tuple[list[Data], str | None]:
    """Features, and the cursor of the next page. Raises Invalid for a cursor that is none of ours."""
    rows = newest(found, chosen, _read(cursor), limit)
    ids = ids_of(rows["high"], rows["low"])
    kinds = TRAITS["kind"][rows["traits"]]
    features: dict[UUID, Data] = {}
    for number, kind in enumerate(KINDS):
        features |= FEATURES[kind](actor, [ids[at] for at in np.flatnonzero(kinds == number)])
    following = _written(rows) if len(ids) == limit else None
    return [features[record_id] for record_id in ids if record_id in features], following


def newest(found: Snapshot, chosen: Sieve, behind: tuple[int, int, int] | None, limit: int) -> Columns:
    """The newest rows that come behind a place in the list, newest first."""
    pieces = [_newest_of(part, _recent(part, gone, chosen, behind, limit), behind, limit) for part, gone in found.parts]
    rows = {name: np.concatenate([piece[name] for piece in pieces]) for name in (*PLACE, "traits")}
    order = np.lexsort([rows[name] for name in reversed(PLACE)])[::-1][:limit]
    return {name: column[order] for name, column in rows.items()}


def _recent(part: Part, gone: Any, chosen: Sieve, behind: tuple[int, int, int] | None, limit: int) -> Rows:
    """Rows that pass: at least the `limit` newest of those that come behind a place, and of their minutes all."""

    def steps() -> Iterator[Rows]:
        width = 4 * limit
        least, end = part.minutes(int(chosen.since), int(chosen.until)) if chosen.in_time else (0, len(part))
        if behind is not None:
            end = min(end, part.before(behind[0] + 1))
        while end > least:
            begin = max(least, end - width)
            begin = part.before(part.minute_at(begin))
            some = part.by_minute[begin:end].astype(np.int64)
            yield some if behind is None else some[_behind(part, some, behind)]
            end, width = begin, 4 * width

    rows = chosen.walked(part, gone, steps(), lambda count: count >= limit)
    return chosen.chosen(part, gone) if rows is None else rows


def _newest_of(part: Any, rows: NDArray[np.int64], behind: tuple[int, int, int] | None, limit: int) -> Columns:
    minute = part["minute"][rows]
    if behind is not None:
        rows = rows[minute <= behind[0]]
        rows = rows[_behind(part, rows, behind)]
        minute = part["minute"][rows]
    if len(rows) > limit:
        last = np.partition(minute, len(minute) - limit)[len(minute) - limit]
        rows = rows[minute >= last]  # of the last minute all: which of them come first, their ids tell
    return {name: part[name][rows] for name in (*PLACE, "traits")}


def _behind(part: Any, rows: NDArray[np.int64], place: tuple[int, int, int]) -> NDArray[np.bool_]:
    minute, high, low = (part[name][rows] for name in PLACE)
    at, above, below = np.uint32(place[0]), np.uint64(place[1]), np.uint64(place[2])
    smaller: NDArray[np.bool_] = (minute < at) | (high < above) | ((high == above) & (low < below))
    return smaller


def _read(cursor: str | None) -> tuple[int, int, int] | None:
    if cursor is None:
        return None
    match = CURSOR.match(cursor)
    if match is None or int(match[1]) >= 2**32:
        raise Invalid("bad_cursor", fields={"cursor": "bad_cursor"})
    return int(match[1]), int(match[2], 16), int(match[3], 16)


def _written(rows: Columns) -> str:
    minute, high, low = (int(rows[name][-1]) for name in PLACE)
    return f"{minute}.{high:x}.{low:x}"
