"""Asking for tiles, and what they say."""

from typing import Any

import mapbox_vector_tile
from werkzeug.test import TestResponse

from geo.morton import Tile, keys_of
from tests.people import Caller

Data = dict[str, Any]


def tile_at(lon: float, lat: float, z: int) -> Tile:
    (key,) = keys_of([lon], [lat])
    x = y = 0
    for bit in range(z):
        pair = int(key) >> (58 - 2 * bit) & 3
        x, y = 2 * x + (pair & 1), 2 * y + (pair >> 1)
    return Tile(z, x, y)


def get(who: Caller, tile: Tile, layer: str = "records", *, headers: Data | None = None, **wish: str) -> TestResponse:
    path = f"/api/v1/tiles/{layer}/{tile.z}/{tile.x}/{tile.y}.mvt"
    return who.get(path, query_string=wish, headers=headers or {})


def features(who: Caller, tile: Tile, layer: str = "records", **wish: Any) -> dict[str, list[Data]]:
    answer = get(who, tile, layer, **wish)
    assert answer.status_code == 200, answer.text
    read = mapbox_vector_tile.decode(answer.data, default_options={"y_coord_down": True})
    return {name: found["features"] for name, found in read.items()}


def counted(who: Caller, tile: Tile, **wish: str) -> int:
    """How many records a tile tells of."""
    found = features(who, tile, **wish)
    return sum(one["properties"]["count"] for one in found.get("clusters", [])) + len(found.get("records", []))


def ids(who: Caller, tile: Tile, **wish: str) -> set[str]:
    return {one["properties"]["id"] for one in features(who, tile, **wish).get("records", [])}
