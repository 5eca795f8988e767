"""Walking along an order finds what looking at every record finds, however many pass, go or have just come."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime

import mapbox_vector_tile
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.maps import records, tiles
from app.maps.choosing import DAY_MINUTES, MANY, SHANGHAI_MINUTES, Wish, _in_time
from app.maps.marks import FAMILIES
from app.maps.sieves import FEW, WALKED_SHARE, Here, Mask, Sieve
from app.maps.snapshot.fields import MOST_MARKS, TYPES, Vocabulary, ids_of
from app.maps.snapshot.live import Snapshot
from app.maps.snapshot.parts import Part, part_of
from app.ogc import walking
from geo.morton import NOWHERE, Tile

ROWS, LIMIT = 60_000, 50


def part(rows: int, seed: int) -> Part:
    """Few minutes and few first halves of ids, so that many share them; all over the world."""
    chance = np.random.default_rng(seed)
    most = {"minute": 3_000, "high": 20_000, "traits": 1_000, "key": int(NOWHERE)}
    return part_of({name: chance.integers(0, most.get(name, 2**31), rows).astype(kind) for name, kind in TYPES.items()})


BASE = part(ROWS, 1)
GONE = np.random.default_rng(2).random(ROWS) < 0.01
ALL = Wish()
FOUND = Snapshot("life", 1, 2, Vocabulary(), BASE, GONE, part(500, 3))


def passing(least: int, wish: Wish = ALL) -> Sieve:
    """So many traits of a thousand pass."""

    def test(some: Part, here: Here) -> Mask:
        mask: Mask = some["traits"][here] < least
        return mask

    made = Sieve([test])
    _in_time(made, wish)
    return made


def at(minute: int) -> datetime:
    return datetime.fromtimestamp(60 * minute, UTC)


def everything(chosen: Sieve, names: Iterable[str]) -> list[tuple[int, ...]]:
    """All that pass, sorted by some columns."""
    rows = [(some, chosen.chosen(some, gone)) for some, gone in FOUND.parts]
    columns = [np.concatenate([some[name][these] for some, these in rows]).tolist() for name in names]
    return sorted(zip(*columns, strict=True))


@pytest.mark.parametrize(
    "wish", [ALL, Wish(since=at(1_000)), Wish(until=at(2_000)), Wish(since=at(500), until=at(501)), Wish(until=at(0))]
)
@pytest.mark.parametrize("passes", [0, 1, 30, 1_000])
def test_the_list_page_by_page(passes: int, wish: Wish) -> None:
    chosen = passing(passes, wish)
    expected = everything(chosen, records.PLACE)[::-1]
    for begin in (0, LIMIT, 40 * LIMIT):
        if begin and begin >= len(expected):
            break
        page = records.newest(FOUND, chosen, expected[begin - 1] if begin else None, LIMIT)  # type: ignore[arg-type]
        assert list(zip(*(page[name].tolist() for name in records.PLACE), strict=True)) == expected[begin:][:LIMIT]


@pytest.mark.parametrize("passes", [0, 1, 30, 1_000])
def test_features_page_by_page(passes: int) -> None:
    chosen = passing(passes)
    expected = [ids_of(np.array([high]), np.array([low]))[0] for high, low in everything(chosen, ("high", "low"))]
    of_base = len(chosen.chosen(BASE, None))
    for begin in (0, LIMIT, 40 * LIMIT, len(expected) - LIMIT):
        if not 0 <= begin <= len(expected):
            continue
        after = expected[begin - 1] if begin else None
        step = walking.step_of_all(FOUND, chosen, walking.matching(FOUND, chosen, of_base), after, LIMIT)
        assert step.ids == expected[begin:][:LIMIT]
        assert (step.matched, step.more) == (len(expected), begin + LIMIT < len(expected))


@settings(max_examples=50)
@given(st.lists(st.integers(0, ROWS - 1), max_size=300), st.integers(0, 1_000))
def test_of_some_rows_those_pass_that_pass_of_all(some: list[int], passes: int) -> None:
    chosen, rows = passing(passes), np.array(some, dtype=np.int64)
    all_passing = set(chosen.chosen(BASE, GONE).tolist())
    assert chosen.among(BASE, GONE, rows).tolist() == [row for row in some if row in all_passing]


def test_a_rare_wish_does_not_walk_through_everything() -> None:
    looked = 0

    def steps() -> Iterable[np.ndarray[tuple[int], np.dtype[np.int64]]]:
        nonlocal looked
        while looked < 100 * ROWS:
            looked += 1_000
            yield np.arange(1_000)

    large = replace(FOUND, base=part(10 * FEW, 4))
    assert passing(0).walked(large.base, None, steps(), lambda count: count > LIMIT) is None
    assert looked <= max(FEW, len(large.base) // WALKED_SHARE) + 1_000


@pytest.mark.parametrize("last", [2_000_000, 4_223_371_679])
def test_hours_of_many_and_of_few_are_the_same(last: int) -> None:
    """Also with a clock gone wild among them: the last minute of the year 9999."""
    columns = {name: column.copy() for name, column in part(MANY + 1, 5).columns.items()}
    columns["minute"][:2] = 1_234_567, last
    some, hours = part_of(columns), ((6 * 60 + 30, 8 * 60), (23 * 60, 60))
    chosen = Sieve()
    _in_time(chosen, Wish(hours=hours))
    (test,) = chosen.tests
    at_once = test(some, slice(0, len(some)))
    of_day = (some["minute"].astype(np.int64) + SHANGHAI_MINUTES) % DAY_MINUTES
    expected = ((of_day >= 390) & (of_day < 480)) | (of_day >= 23 * 60) | (of_day < 60)
    assert (at_once == expected).all()
    assert (np.concatenate([test(some, slice(at, at + 1_000)) for at in range(0, len(some), 1_000)]) == expected).all()


def test_families_of_crowds_and_of_few_are_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    family_of = np.arange(MOST_MARKS) % len(FAMILIES)
    world, found = Tile(0, 0, 0), replace(FOUND, words=Vocabulary({"mark": [str(n) for n in range(MOST_MARKS)]}))
    drawn = []
    for crowd in (0, 10**9):
        monkeypatch.setattr(tiles, "CROWD", crowd)
        drawn.append(tiles.records_tile(found, passing(500), world, family_of))
    assert drawn[0] == drawn[1]
    (layer,) = mapbox_vector_tile.decode(drawn[0]).values()
    assert len(layer["features"]) > len(FAMILIES)
