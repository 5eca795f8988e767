"""Keys keep places, and a tile is one range of them."""

from itertools import pairwise

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from geo.morton import DEPTH, MAX_LAT, NOWHERE, SIDE, Tile, degrees, halves, keys_of

PLACES = st.tuples(st.floats(-180, 180), st.floats(-MAX_LAT, MAX_LAT))


@given(st.lists(PLACES, min_size=1, max_size=50))
def test_a_key_is_its_place_to_four_centimetres(places: list[tuple[float, float]]) -> None:
    lon, lat = np.array(places).T
    x, y = halves(keys_of(lon, lat))
    back = degrees((x + 0.5) / SIDE, (y + 0.5) / SIDE)
    assert np.abs(back[0] - lon).max() < 360 / SIDE
    assert np.abs(back[1] - lat).max() < 360 / SIDE


@given(PLACES, st.integers(0, 22))
def test_a_place_lies_in_the_range_of_its_tile_and_of_no_neighbour(place: tuple[float, float], z: int) -> None:
    """By the definition of XYZ tiles, computed apart."""
    lon, lat = place
    side = 1 << z
    phi = np.radians(lat)
    x = min(int((lon + 180) / 360 * side), side - 1)
    y = min(max(int((1 - np.log(np.tan(phi) + 1 / np.cos(phi)) / np.pi) / 2 * side), 0), side - 1)
    (key,) = keys_of([lon], [lat])
    near = {(x + east, y + south) for east in (-1, 0, 1) for south in (-1, 0, 1)}
    holding = [at for at in near if Tile(z, *at).exists() and within(key, Tile(z, *at))]
    assert len(holding) == 1
    assert holding == [(x, y)] or at_an_edge(lon, lat, side)


def within(key: np.uint64, tile: Tile) -> bool:
    first, behind = tile.keys()
    return first <= int(key) < behind


def at_an_edge(lon: float, lat: float, side: int) -> bool:
    """Two ways to compute a logarithm may put what lies on the edge on either side."""
    (y,) = (1 - np.arcsinh(np.tan(np.radians([lat]))) / np.pi) / 2 * side
    x = (lon + 180) / 360 * side
    return bool(abs(x - round(x)) < 1e-6 or abs(y - round(y)) < 1e-6)


def test_four_tiles_make_one_and_nothing_lies_behind_the_last() -> None:
    parent = Tile(7, 106, 52)
    children = sorted(Tile(8, 212 + x, 104 + y).keys() for x in (0, 1) for y in (0, 1))
    assert children[0][0] == parent.keys()[0]
    assert children[-1][1] == parent.keys()[1]
    assert all(one[1] == other[0] for one, other in pairwise(children))
    assert Tile(0, 0, 0).keys() == (0, 1 << 2 * DEPTH)
    assert int(NOWHERE) == 1 << 2 * DEPTH
    assert not Tile(3, 8, 0).exists()
    assert not Tile(DEPTH + 1, 0, 0).exists()
