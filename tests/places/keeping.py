"""Places through the API, as a supervisor keeps them."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from werkzeug.test import TestResponse

from tests.conftest import Clock
from tests.people import Caller
from tests.phones import Data, inside
from tests.zones.drafting import ok

PLACES = "/api/v1/places"
STREET = "330402007"


def here(east: float = 0.0, north: float = 0.0) -> Data:
    """A point inside a zone of the demo, moved by degrees."""
    lon, lat = inside()[1]
    return {"type": "Point", "coordinates": [round(lon + east, 6), round(lat + north, 6)]}


def around(point: Data, half: float = 0.001) -> Data:
    lon, lat = point["coordinates"]
    west, east, south, north = lon - half, lon + half, lat - half, lat + half
    return {
        "type": "Polygon",
        "coordinates": [[[west, south], [east, south], [east, north], [west, north], [west, south]]],
    }


class Keeper:
    def __init__(self, caller: Caller, clock: Clock) -> None:
        self.caller, self.clock = caller, clock

    def day(self, days: int = 0) -> str:
        return ((self.clock.now + timedelta(hours=8)).date() + timedelta(days=days)).isoformat()

    def body(self, **more: Any) -> Data:
        return {
            "kind": "forbidden_place",
            "name": "室内菜市场",
            "organisation_id": STREET,
            "geometry": here(),
        } | more

    def post(self, **more: Any) -> TestResponse:
        return self.caller.post(PLACES, self.body(**more))

    def make(self, **more: Any) -> Data:
        made: Data = ok(self.post(**more), 201)
        return made

    def patch(self, place: Data, **fields: Any) -> TestResponse:
        revision = place["properties"]["revision"]
        return self.caller.patch(f"{PLACES}/{place['id']}", {"revision": revision, **fields})

    def end(self, place: Data, until: str, reason: str = "已关闭") -> TestResponse:
        body = {"revision": place["properties"]["revision"], "valid_until": until, "reason": reason}
        return self.caller.post(f"{PLACES}/{place['id']}/ending", body)

    def get(self, place: Data) -> Data:
        found: Data = ok(self.caller.get(f"{PLACES}/{place['id']}"))
        return found

    def listed(self, **query: Any) -> list[Data]:
        found: list[Data] = ok(self.caller.get(PLACES, query_string=query))["features"]
        return found

    def names(self, **query: Any) -> list[str]:
        return sorted(one["properties"]["name"] for one in self.listed(**query))
