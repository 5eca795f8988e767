"""Which rows of a snapshot somebody may see and asked for: a few comparisons of small numbers over a range of rows."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import numpy as np
from shapely.geometry import Polygon

from app.accounts.permissions import BRANCH, OWN, TEAM
from app.accounts.scope import Actor
from app.maps.sieves import Here, Mask, Sieve
from app.maps.snapshot.fields import CERTAINTIES, KINDS, Vocabulary, halves_of_ids, traits
from app.maps.snapshot.live import Snapshot
from app.maps.snapshot.parts import Part

DAY_MINUTES = 24 * 60
SHANGHAI_MINUTES = 8 * 60
MANY, MINUTES_A_ROW, LONGEST = 100_000, 16, 20 * 366 * DAY_MINUTES
"""Rows; how many marks of minutes are made for each; and in all, those of twenty years: a clock gone wild swells no table."""
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
        if last - first < min(MINUTES_A_ROW * len(minute), LONGEST):
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
