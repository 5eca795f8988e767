"""Tiles for a base map in GCJ-02: the same records, each where such a map shows it, and no other."""

from collections import Counter
from collections.abc import Callable

import numpy as np
import pytest

from geo.morton import degrees
from geo.shifted import wgs84_to_gcj02
from tests.maps.tiles import Data, counted, features, ids, tile_at
from tests.people import Caller
from tests.phones import PhoneOf, inside

AsPerson = Callable[[str], Caller]
EXTENT = 4096


def drawn(position: Data) -> tuple[float, float]:
    ((lon, lat),) = wgs84_to_gcj02(np.array([[position["lon"], position["lat"]]]))
    return float(lon), float(lat)


@pytest.mark.parametrize("z", [0, 6, 10, 14, 15, 18, 20])
def test_each_record_is_told_once_where_it_is_drawn(some: list[Data], as_person: AsPerson, z: int) -> None:
    supervisor = as_person("supervisor1")
    places = [drawn(position) for item in some if (position := item["data"].get("position"))]
    tiles = Counter(tile_at(lon, lat, z) for lon, lat in places)
    assert {tile: counted(supervisor, tile, system="gcj02") for tile in tiles} == tiles


def test_it_stands_half_a_kilometre_away_and_follows_its_record(phone: PhoneOf, as_person: AsPerson) -> None:
    officer, supervisor = phone("officer1"), as_person("supervisor1")
    here, there = (officer.fix(*inside()[1]), officer.fix(inside()[1][0] + 0.02, inside()[1][1]))
    item = officer.item("incident", officer.incident(position=here))
    assert officer.statuses(item) == ["accepted"]
    tile = tile_at(*drawn(here), 16)
    (one,) = features(supervisor, tile, system="gcj02")["records"]
    x, y = one["geometry"]["coordinates"]
    lon, lat = degrees((tile.x + x / EXTENT) / 2**16, (tile.y + y / EXTENT) / 2**16)
    assert (float(lon), float(lat)) == pytest.approx(drawn(here), abs=2e-6)
    assert item["id"] not in ids(supervisor, tile_at(here["lon"], here["lat"], 16), system="gcj02")
    assert item["id"] in ids(supervisor, tile_at(here["lon"], here["lat"], 16))

    moved = officer.item("incident", officer.incident(position=there), id=item["id"], base=1)
    assert officer.statuses(moved) == ["accepted"]
    assert item["id"] not in ids(supervisor, tile, system="gcj02")
    assert item["id"] in ids(supervisor, tile_at(*drawn(there), 16), system="gcj02")
