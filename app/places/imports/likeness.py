"""Which rows are probably places that are there already, or one place twice."""

from collections import defaultdict
from collections.abc import Iterable
from operator import itemgetter
from typing import Any

import shapely
from shapely.ops import nearest_points

from app.places.imports.homes import plain
from geo.positions import LonLat, distance_m

SAME_M = 50.0


class Known:
    """Places by name; `row` is the number of one that stands in the file itself, else None."""

    def __init__(self, places: Iterable[tuple[str, Any, int | None]] = ()) -> None:
        self.by_name: dict[str, list[tuple[Any, int | None]]] = defaultdict(list)
        for name, shape, row in places:
            self.add(name, shape, row)

    def add(self, name: str, shape: Any, row: int | None) -> None:
        self.by_name[plain(name)].append((shape, row))

    def like(self, name: str, shape: Any) -> tuple[float, int | None] | None:
        """Metres to the nearest one of the same name within 50 m, and its row."""
        near = [(away_m(shape, other), row) for other, row in self.by_name.get(plain(name), [])]
        return min((one for one in near if one[0] <= SAME_M), key=itemgetter(0), default=None)


def away_m(one: Any, other: Any) -> float:
    if shapely.intersects(one, other):
        return 0.0
    a, b = nearest_points(one, other)
    return distance_m(LonLat(a.x, a.y), LonLat(b.x, b.y))
