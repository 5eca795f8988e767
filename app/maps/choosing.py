"""Which rows of a snapshot somebody may see and asked for: a few comparisons of small numbers over a range of rows."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry import Polygon

from app.accounts.permissions import BRANCH, OWN, TEAM
from app.accounts.scope import Actor
from app.maps.snapshot.fields import CERTAINTIES, KINDS, Columns, Vocabulary, halves_of_ids, traits
from app.maps.snapshot.live import Snapshot
from app.maps.snapshot.parts import Part
from geo.morton import DEPTH, SIDE, Keys, Tile, degrees, halves, keys_of

Mask = NDArray[np.bool_]
Here = slice | NDArray[np.int64]
"""Rows side by side, or any."""
Test = Callable[[Part, Here], Mask]

EVER = (np.uint32(0), np.uint32(2**32 - 1))
DAY_MINUTES = 24 * 60
SHANGHAI_MINUTES = 8 * 60
MANY, LONGEST = 100_000, 20 * 366 * DAY_MINUTES
"""Rows; and minutes, twenty years of them: a clock gone wild swells no table."""
WALKED_SHARE, FEW = 16, 20_000
"""Rows here and there cost so many times what rows side by side cost; few of them cost little either way."""
SCATTERED = 8
"""Sorted ones cost less."""
TRAITS = traits()


@dataclass(frozen=True)
class Wish:
    """What the page asked for; None wants all. `hours`: half-open minutes of the local day, which may pass midnight."""

    kinds: frozenset[str] | None = None
    marks: frozenset[str] | None = None
    actions: frozenset[str] | None = None
    certainties: frozenset[str] | None = None
    since: datetime | None = None
    until: datetime | None = None
    hours: tuple[tuple[int, int], ...] | None = None
    zone: UUID | None = None
    team: UUID | None = None
    path: str | None = None
    patrol: UUID | None = None
    records: frozenset[UUID] | None = None
    """Those that the patrol left."""
    area: Polygon | None = None
    """WGS-84 degrees."""


@dataclass
class Sieve:
    """A wish and a scope, made ready for one snapshot."""

    tests: list[Test] = field(default_factory=list)
    nothing: bool = False
    area: Polygon | None = None
    since: np.uint32 = EVER[0]
    until: np.uint32 = EVER[1]
    """Minutes, half-open: a hint where to look; `tests` have them, too."""

    def chosen(self, part: Part, gone: Mask | None) -> NDArray[np.int64]:
        """All rows that pass, in the order of the part."""
        if self.area is None and (some := self._of_time(part)) is not None:
            return self.among(part, gone, some)
        first, last = (0, len(part)) if self.area is None else part.rows(*_around(self.area).keys())
        rows = self.rows(part, gone, first, last)
        found = np.arange(rows.start, rows.stop) if isinstance(rows, slice) else rows
        return found if self.area is None else found[_within(self.area, part["key"][found])]

    @property
    def in_time(self) -> bool:
        """Whether only a stretch of time is asked for."""
        return (self.since, self.until) != EVER

    def _of_time(self, part: Part) -> NDArray[np.int64] | None:
        """The rows of the time that is asked for, when they are a small part of all."""
        if not self.in_time:
            return None
        first, last = part.minutes(int(self.since), int(self.until))
        if (last - first) * SCATTERED > len(part):
            return None
        return np.sort(part.by_minute[first:last]).astype(np.int64)

    def rows(self, part: Part, gone: Mask | None, first: int, last: int) -> NDArray[np.int64] | slice:
        """The rows from `first` to `last` that pass: a slice when that is all of them."""
        here = slice(first, last)
        if self.nothing or first >= last:
            return slice(first, first)
        mask = self._mask(part, gone, here)
        if mask is None:
            return here
        found: NDArray[np.int64] = np.flatnonzero(mask)
        found += first
        return found

    def among(self, part: Part, gone: Mask | None, rows: NDArray[np.int64]) -> NDArray[np.int64]:
        """Those of some rows that pass, in their order."""
        if self.nothing:
            return rows[:0]
        mask = self._mask(part, gone, rows)
        rows = rows if mask is None else rows[mask]
        return rows if self.area is None else rows[_within(self.area, part["key"][rows])]

    def walked(
        self, part: Part, gone: Mask | None, steps: Iterable[NDArray[np.int64]], enough: Callable[[int], bool]
    ) -> NDArray[np.int64] | None:
        """Those that pass out of one piece of rows after the other, until there are enough. None when so many were looked
        at that to look at all of them, side by side, is quicker."""
        found, count, looked = [np.empty(0, dtype=np.int64)], 0, 0
        for rows in steps:
            looked += len(rows)
            if looked * WALKED_SHARE > len(part) and looked > FEW:
                return None
            found.append(self.among(part, gone, rows))
            count += len(found[-1])
            if enough(count):
                break
        return np.concatenate(found)

    def _mask(self, part: Part, gone: Mask | None, here: Here) -> Mask | None:
        mask: Mask | None = None if gone is None else ~gone[here]
        for test in self.tests:
            passed = test(part, here)
            mask = passed if mask is None else np.logical_and(mask, passed, out=mask)
        return mask


def gathered(found: Snapshot, chosen: Sieve, names: Iterable[str]) -> Columns:
    """Columns of all rows that pass: those of the base in their order, then what came since."""
    pieces = [(part, chosen.chosen(part, gone)) for part, gone in found.parts]
    return {name: np.concatenate([part[name][rows] for part, rows in pieces]) for name in names}


def sieve(found: Snapshot, actor: Actor, wish: Wish) -> Sieve:
    made = Sieve(area=wish.area)
    words = found.words
    _in_time(made, wish)
    _among(made, "traits", _wanted(words, wish))
    _among(made, "organisation", words["organisation"].starting(wish.path or "/"))
    for name, wanted in (("zone", wish.zone), ("team", wish.team)):
        if wanted is not None:
            _among(made, name, _numbered(words, name, [_written(words, name, wanted)]))
    if wish.records is not None:
        _only(made, wish.records)
    _scope(made, words, actor)
    return made


# ---------------------------------------------------------------- what was asked for
def _around(area: Polygon) -> Tile:
    """The smallest tile that holds all of an area."""
    west, south, east, north = area.bounds
    first, last = map(int, keys_of([west, east], [north, south]))
    depth = (first ^ last).bit_length()
    zoom = DEPTH - (depth + 1) // 2
    x, y = (int(half[0]) >> (DEPTH - zoom) for half in halves(np.array([first], dtype=np.uint64)))
    return Tile(zoom, x, y)


def _within(area: Polygon, keys: Keys) -> Mask:
    x, y = halves(keys)
    inside: Mask = shapely.contains_xy(area, *degrees((x + 0.5) / SIDE, (y + 0.5) / SIDE))
    return inside


def _in_time(made: Sieve, wish: Wish) -> None:
    tests = made.tests
    if wish.since is not None:
        since = made.since = _minute(wish.since)
        tests.append(lambda part, here: part["minute"][here] >= since)
    if wish.until is not None:
        until = made.until = _minute(wish.until)
        tests.append(lambda part, here: part["minute"][here] < until)
    if wish.hours is not None:
        of_day = np.zeros(DAY_MINUTES, dtype=bool)
        for begin, end in wish.hours:
            of_day[np.arange(begin, end if end > begin else end + DAY_MINUTES) % DAY_MINUTES] = True
        tests.append(lambda part, here: _of_day(part, here, of_day))


def _of_day(part: Part, here: Here, wanted: Mask) -> Mask:
    """Whether each row's minute of the local day is wanted. Of many rows all minutes there are get a mark first: to divide
    each by a day would take longer."""
    minute = part["minute"][here]
    if len(minute) > MANY:
        first, last = map(part.minute_at, (0, -1))
        if last - first < LONGEST:
            begin = (first + SHANGHAI_MINUTES) % DAY_MINUTES
            marks = np.resize(np.roll(wanted, -begin), last - first + 1)
            return marks[minute - np.uint32(first)]
    return wanted[(minute + np.uint32(SHANGHAI_MINUTES)) % DAY_MINUTES]


def minute_of(at: datetime) -> np.uint32:
    """The minute that holds an instant; the first and the last one for what lies beyond them."""
    return np.uint32(min(max(at.timestamp() // 60, 0), 2**32 - 1))


def _minute(at: datetime) -> np.uint32:
    """The first minute from an instant on."""
    return np.uint32(min(max(-(-at.timestamp() // 60), 0), 2**32 - 1))


def _wanted(words: Vocabulary, wish: Wish) -> Mask:
    asked: list[tuple[str, frozenset[str] | None, list[Any]]] = [
        ("kind", wish.kinds, [*KINDS]),
        ("mark", wish.marks, words["mark"].values),
        ("action", wish.actions, words["action"].values),
        ("certainty", wish.certainties, [*CERTAINTIES]),
    ]
    mask = np.ones(len(TRAITS["kind"]), dtype=bool)
    for name, wanted, values in asked:
        if wanted is not None:
            mask &= np.isin(TRAITS[name], [number for number, value in enumerate(values) if value in wanted])
    return mask


def _only(made: Sieve, records: frozenset[UUID]) -> None:
    high, low = halves_of_ids(records)

    def test(part: Part, here: Here) -> Mask:
        rows = part.rows_of(high, low)
        if not isinstance(here, slice):
            return np.isin(here, rows)
        mask = np.zeros(here.stop - here.start, dtype=bool)
        mask[rows[(rows >= here.start) & (rows < here.stop)] - here.start] = True
        return mask

    made.nothing |= not records
    made.tests.append(test)


def _numbered(words: Vocabulary, name: str, wanted: Iterable[str]) -> Mask:
    numbers = [words[name].known(value) for value in wanted]
    mask = np.zeros(len(words[name]), dtype=bool)  # after the question: another thread may add words
    mask[[number for number in numbers if number is not None]] = True
    return mask


def _written(words: Vocabulary, name: str, value: UUID) -> str:
    """An id as the database writes it: with hyphens or without."""
    return value.hex if words[name].known(value.hex) is not None else str(value)


# ---------------------------------------------------------------- what somebody may see
def _scope(made: Sieve, words: Vocabulary, actor: Actor) -> None:
    """The same answer as `scope.visible`, kind by kind."""
    width = {kind: actor.width(kind) for kind in KINDS}
    branch = words["organisation"].starting(actor.organisation_path)
    if all(BRANCH in some for some in width.values()):
        _among(made, "organisation", branch)
        return
    teams = _numbered(words, "team", [_written(words, "team", team) for team in actor.team_ids])
    own = _numbered(words, "author", [_written(words, "author", actor.id)])
    wide = {
        BRANCH: _of_kinds(width, BRANCH),
        TEAM: _of_kinds(width, TEAM),
        OWN: _of_kinds(width, OWN, TEAM),
    }
    columns = {BRANCH: ("organisation", branch), TEAM: ("team", teams), OWN: ("author", own)}

    def test(part: Part, here: Here) -> Mask:
        mask = np.zeros(len(part["traits"][here]), dtype=bool)
        for reach, (name, allowed) in columns.items():
            if wide[reach].any() and allowed.any():
                mask |= wide[reach][part["traits"][here]] & allowed[part[name][here]]
        return mask

    made.nothing |= not any(wide[reach].any() for reach in wide)
    made.tests.append(test)


def _of_kinds(width: dict[str, frozenset[str]], *reaches: str) -> Mask:
    numbers = [number for number, kind in enumerate(KINDS) if width[kind] & set(reaches)]
    return np.isin(TRAITS["kind"], numbers)


def _among(made: Sieve, name: str, allowed: Any) -> None:
    """Asks only what somebody could fail."""
    if not allowed.any():
        made.nothing = True
    elif not allowed.all():
        made.tests.append(lambda part, here: allowed[part[name][here]])
