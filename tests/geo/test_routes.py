"""A walk is short: compared with the shortest of all orders, and quick with a hundred places."""

import random
from itertools import permutations

import pytest

from geo.borders import border_distance_m
from geo.positions import LonLat, distance_m
from geo.routes import length_m, walking_order
from tests.work import work_of


def some(count: int, seed: int) -> list[LonLat]:
    chance = random.Random(seed)
    return [LonLat(120.7 + chance.random() / 20, 30.7 + chance.random() / 20) for _ in range(count)]


@pytest.mark.parametrize("seed", range(25))
def test_near_the_shortest_of_all(seed: int) -> None:
    start, *places = some(8, seed)
    order = walking_order(start, places)
    assert sorted(order) == list(range(7))
    found = length_m(start, [places[at] for at in order])
    best = min(length_m(start, list(one)) for one in permutations(places))
    assert best <= found <= best * 1.3


def test_on_the_whole_it_comes_near_the_shortest() -> None:
    ratios = []
    for seed in range(40):
        start, *places = some(7, seed)
        found = length_m(start, [places[at] for at in walking_order(start, places)])
        ratios.append(found / min(length_m(start, list(one)) for one in permutations(places)))
    assert sum(ratios) / len(ratios) < 1.03


def test_no_turned_stretch_is_shorter() -> None:
    start, *places = some(40, 3)
    order = walking_order(start, places)
    walked = length_m(start, [places[at] for at in order])
    for begin in range(40):
        for end in range(begin + 1, 40):
            turned = [*order[:begin], *reversed(order[begin : end + 1]), *order[end + 1 :]]
            assert length_m(start, [places[at] for at in turned]) >= walked - 1e-3


def test_nothing_one_and_the_same_place_again() -> None:
    here = LonLat(120.75, 30.75)
    assert walking_order(here, []) == []
    assert walking_order(here, [here]) == [0]
    assert walking_order(here, [here] * 5) == [0, 1, 2, 3, 4]


def test_a_line_is_walked_along() -> None:
    places = [LonLat(120.7 + n / 1000, 30.7) for n in (5, 2, 9, 1, 7)]
    assert walking_order(LonLat(120.7, 30.7), places) == [3, 1, 0, 4, 2]
    assert length_m(LonLat(120.7, 30.7), places[:1]) == pytest.approx(distance_m(LonLat(120.7, 30.7), places[0]))


def test_a_hundred_places_take_no_time() -> None:
    start, *places = some(101, 1)
    assert min(work_of(lambda: walking_order(start, places)) for _ in range(3)) < 3


def test_the_distance_to_a_border_from_both_sides() -> None:
    import shapely

    square = shapely.box(120.7, 30.7, 120.71, 30.71)
    inside, outside = LonLat(120.705, 30.7005), LonLat(120.705, 30.6995)
    for place in (inside, outside):
        assert border_distance_m(square, place) == pytest.approx(distance_m(place, LonLat(120.705, 30.7)), rel=1e-3)
    corner = LonLat(120.711, 30.711)
    assert border_distance_m(square, corner) == pytest.approx(distance_m(corner, LonLat(120.71, 30.71)), rel=1e-3)
