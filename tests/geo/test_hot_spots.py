"""Dense places are found where they are, whole, and nothing else is."""

import numpy as np
import pytest

from geo.hot_spots import hot_spots
from geo.morton import keys_of

HERE = (120.755, 30.75)


def around(count: int, spread_m: float, at: tuple[float, float] = HERE, seed: int = 1) -> np.ndarray:
    chance = np.random.default_rng(seed)
    east, north = chance.normal(0, spread_m, (2, count))
    return keys_of(at[0] + east / 95_700, at[1] + north / 111_000)


def test_two_busy_corners_and_scattered_walks() -> None:
    lonely = around(400, 9_000, seed=4)
    one, other = around(120, 40, seed=2), around(60, 40, (120.80, 30.72), seed=3)
    keys = np.sort(np.concatenate([lonely, one, other]))
    found = hot_spots(keys, 2)
    assert len(found.counts) == 2
    assert found.counts[0] >= 110
    assert 55 <= found.counts[1] <= 70
    assert (found.of(np.sort(one)) == 0).mean() > 0.9
    assert (found.of(np.sort(other)) == 1).mean() > 0.9
    assert (found.of(np.sort(lonely)) >= 0).mean() < 0.1


def test_a_long_street_is_one_spot() -> None:
    lon = np.linspace(120.75, 120.77, 600)
    found = hot_spots(np.sort(keys_of(lon, np.full(600, 30.75))), 5)
    assert found.counts.tolist()[:1] == [600] or len(found.counts) <= 2
    assert found.counts.sum() > 500


@pytest.mark.parametrize("count", [0, 1, 4])
def test_a_few_are_no_spot(count: int) -> None:
    found = hot_spots(np.sort(around(count, 5)), 5)
    assert len(found.counts) == 0
    assert found.of(np.sort(around(count, 5))).tolist() == [-1] * count


def test_a_few_amid_scattered_ones_are_no_spot() -> None:
    cell = 66 / 95_700
    lon = HERE[0] + cell * np.array([-1, -1, 0, 0, 1, 1])
    found = hot_spots(np.sort(keys_of(lon, np.full(6, HERE[1]))), 5)
    assert (found.counts >= 5).all()


def test_all_in_one_place() -> None:
    found = hot_spots(np.sort(around(50, 0.1)), 5)
    assert found.counts.tolist() == [50]


def test_counts_are_of_the_points_in_the_cells() -> None:
    keys = np.sort(np.concatenate([around(300, 150, seed=seed, at=(120.7 + seed / 50, 30.7)) for seed in range(6)]))
    found = hot_spots(keys, 100)
    of = found.of(keys)
    assert np.bincount(of[of >= 0]).tolist() == found.counts.tolist()
    assert (np.diff(found.counts) <= 0).all()
