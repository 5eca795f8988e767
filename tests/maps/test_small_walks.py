"""Small maps of chance, where every page is read to its end: list and features have exactly what each record, looked at
one by one, says of itself; whatever the limits at which a quicker way is taken."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from random import Random
from typing import Any
from uuid import UUID

import numpy as np
import pytest
import shapely
from shapely.geometry import Polygon

from app.accounts.permissions import BRANCH, OWN, TEAM
from app.accounts.scope import Actor
from app.maps import choosing, records, sieves
from app.maps.choosing import DAY_MINUTES, SHANGHAI_MINUTES, TRAITS, Wish, sieve
from app.maps.sieves import Mask, Sieve
from app.maps.snapshot.fields import ALL_TRAITS, KINDS, TYPES, Vocabulary
from app.maps.snapshot.live import Snapshot
from app.maps.snapshot.parts import Part, part_of
from app.ogc import walking
from geo.morton import NOWHERE, SIDE, degrees, halves, keys_of

pytestmark = pytest.mark.one_engine

TRIES = 300
PATHS = ["/330400/330402/", "/330400/330402/330402009/", "/330400/330483/"]
TEAMS = [UUID(int=number) for number in range(3)]
AUTHORS = [UUID(int=100 + number) for number in range(4)]
WORDS: dict[str, list[str | None]] = {
    "organisation": [*PATHS],
    "team": [None, *map(str, TEAMS)],
    "author": [*map(str, AUTHORS)],
    "zone": [None],
}
AREA = shapely.box(120.2, 30.2, 120.7, 30.6)
Row = dict[str, int]


def part(chance: np.random.Generator, rows: int, minutes: int, highs: int) -> Part:
    """So few minutes and first halves of ids that many rows share them; no two ids are the same."""
    most = {"minute": minutes, "high": highs, "low": 2**60, "traits": ALL_TRAITS, "zone": 1}
    most |= {name: len(values) for name, values in WORDS.items()}
    columns = {name: chance.integers(0, most.get(name, 50), rows).astype(kind) for name, kind in TYPES.items()}
    columns["key"] = keys_of(chance.uniform(120, 121, rows), chance.uniform(30, 31, rows))
    columns["key"][chance.random(rows) < 0.1] = NOWHERE
    return part_of(columns)


def moment(minute: int) -> datetime:
    return datetime.fromtimestamp(60 * minute, UTC)


def actor(role: str) -> Actor:
    facts: dict[str, Any] = {"organisation_id": "330402", "organisation_name": "南湖区", "organisation_path": PATHS[0]}
    team_ids = frozenset(TEAMS[:2])
    return Actor(AUTHORS[0], "某", "someone", frozenset({role} - {""}), team_ids=team_ids, **facts)


@dataclass
class Case:
    found: Snapshot
    who: Actor
    minutes: tuple[int, int]
    hours: tuple[int, int] | None
    area: Polygon | None
    limit: int

    @property
    def chosen(self) -> Sieve:
        since, until = map(moment, self.minutes)
        hours = self.hours and (self.hours,)
        return sieve(self.found, self.who, Wish(since=since, until=until, hours=hours, area=self.area))

    def passes(self, row: Row) -> bool:
        since, until = self.minutes
        return since <= row["minute"] < until and self.in_hours(row) and self.inside(row) and self.may_be_seen(row)

    def in_hours(self, row: Row) -> bool:
        if self.hours is None:
            return True
        (begin, end), minute = self.hours, (row["minute"] + SHANGHAI_MINUTES) % DAY_MINUTES
        return begin <= minute < end if begin < end else minute >= begin or minute < end

    def inside(self, row: Row) -> bool:
        if self.area is None:
            return True
        x, y = halves(np.array([row["key"]], dtype=np.uint64))
        lon, lat = degrees((x + 0.5) / SIDE, (y + 0.5) / SIDE)
        return row["key"] != NOWHERE and bool(self.area.contains(shapely.Point(lon[0], lat[0])))

    def may_be_seen(self, row: Row) -> bool:
        width = self.who.width(KINDS[TRAITS["kind"][row["traits"]]])
        own = row["author"] == 0
        return (
            (BRANCH in width and PATHS[row["organisation"]].startswith(self.who.organisation_path))
            or (TEAM in width and (row["team"] in (1, 2) or own))
            or (OWN in width and own)
        )

    def expected(self) -> Iterator[Row]:
        for some, gone in self.found.parts:
            columns = {name: some[name].tolist() for name in TYPES}
            for at in range(len(some)):
                row = {name: column[at] for name, column in columns.items()}
                if (gone is None or not gone[at]) and self.passes(row):
                    yield row


def cases(seed: int) -> Case:
    one, chance = Random(seed), np.random.default_rng(seed)
    minutes, highs = one.choice([1, 3, 30, 5_000]), one.choice([1, 4, 100, 2**60])
    base, since = (
        part(chance, rows, minutes, highs) for rows in (one.choice([0, 1, 5, 50, 400]), one.choice([0, 1, 10, 60]))
    )
    gone: Mask | None = None if one.random() < 0.3 else chance.random(len(base)) < one.choice([0, 0.1, 0.9, 1])
    found = Snapshot("life", 1, 2, Vocabulary({name: [*values] for name, values in WORDS.items()}), base, gone, since)
    begin, end = one.randrange(minutes + 2), one.randrange(minutes + 2)
    hours = (one.randrange(0, DAY_MINUTES - 1), one.choice([0, 1, DAY_MINUTES // 2, DAY_MINUTES]))
    return Case(
        found,
        who=actor(one.choice(["supervisor", "officer", "volunteer", "administrator"])),
        minutes=one.choice([(0, 10**6), (0, end), (begin, 10**6), (begin, end)]),
        hours=hours if one.random() < 0.3 and hours[0] != hours[1] else None,
        area=AREA if one.random() < 0.4 else None,
        limit=one.choice([1, 2, 7, 100]),
    )


def set_limits(seed: int, patch: pytest.MonkeyPatch) -> None:
    one = Random(-seed)
    patch.setattr(sieves, "FEW", one.choice([0, 3, 20_000]))
    patch.setattr(walking, "SORTED", one.choice([0, 5, 20_000]))
    patch.setattr(choosing, "MANY", one.choice([0, 100_000]))
    patch.setattr(sieves, "SCATTERED", one.choice([1, 8, 10**6]))
    patch.setattr(sieves, "WALKED_SHARE", one.choice([1, 16]))


def test_the_list_to_its_end(monkeypatch: pytest.MonkeyPatch) -> None:
    full = 0
    for seed in range(TRIES):
        set_limits(seed, monkeypatch)
        case, listed, behind = cases(seed), [], None
        while True:
            page = records.newest(case.found, case.chosen, behind, case.limit)
            rows = list(zip(*(page[name].tolist() for name in records.PLACE), strict=True))
            listed += rows
            if len(rows) < case.limit:
                break
            behind = rows[-1]
        expected = sorted((tuple(row[name] for name in records.PLACE) for row in case.expected()), reverse=True)
        assert listed == expected, seed
        full += len(listed) > case.limit
    assert full > TRIES / 10


def test_features_to_their_end(monkeypatch: pytest.MonkeyPatch) -> None:
    full = 0
    for seed in range(TRIES):
        set_limits(seed, monkeypatch)
        case, listed, after = cases(seed), [], None
        expected = sorted((row["high"], row["low"]) for row in case.expected())
        of_base, more = len(case.chosen.chosen(case.found.base, None)), True
        while more:
            matched = walking.matching(case.found, case.chosen, of_base)
            step = walking.step_of_all(case.found, case.chosen, matched, after, case.limit)
            assert step.matched == len(expected), seed
            listed += [divmod(record_id.int, 2**64) for record_id in step.ids]
            after, more = step.ids[-1] if step.ids else None, step.more
        assert listed == expected, seed
        full += len(listed) > case.limit
    assert full > TRIES / 10


def test_rows_are_chosen_in_the_order_of_the_part(monkeypatch: pytest.MonkeyPatch) -> None:
    some = 0
    for seed in range(TRIES):
        set_limits(seed, monkeypatch)
        case = cases(seed)
        for known, gone in case.found.parts:
            rows = case.chosen.chosen(known, gone)
            assert (np.diff(rows) > 0).all(), seed
            some += len(rows) > 1
    assert some > TRIES / 10
