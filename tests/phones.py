"""A phone in a test: it names records and changes, pushes them and follows the feed, all through the API."""

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import cache
from typing import Any

import orjson
import pytest
import shapely
import uuid_utils
from werkzeug.test import TestResponse

from tests.conftest import Clock
from tests.people import Caller
from tests.program import ROOT

Data = dict[str, Any]
PUSH, CHANGES = "/api/v1/sync/push", "/api/v1/sync/changes"
FAR = (120.0, 30.0)
"""A place in no zone of the demo."""


def new_id() -> str:
    return str(uuid_utils.uuid7())


@cache
def demo_zones() -> list[Data]:
    features: list[Data] = orjson.loads((ROOT / "app/zones/data/demo_zones.geojson").read_bytes())["features"]
    return features


def boundary(feature: Data) -> shapely.Geometry:
    return shapely.from_geojson(orjson.dumps(feature["geometry"]).decode())


@cache
def inside() -> tuple[Data, tuple[float, float]]:
    """A zone of 南湖区 with a single version, and a point far from its border."""
    feature = next(f for f in demo_zones() if f["properties"]["organisation_id"] == "330402")
    point = boundary(feature).representative_point()
    return feature, (point.x, point.y)


class Phone:
    """One person's phone."""

    def __init__(self, caller: Caller, clock: Clock) -> None:
        self.caller, self.clock = caller, clock
        self.cursor = ""

    @property
    def id(self) -> str:
        return self.caller.id

    def now(self, **shift: float) -> str:
        return (self.clock.now + timedelta(**shift)).isoformat(timespec="seconds")

    def fix(self, lon: float | None = None, lat: float | None = None, accuracy_m: float = 5) -> Data:
        place = inside()[1]
        return {
            "lon": place[0] if lon is None else lon,
            "lat": place[1] if lat is None else lat,
            "accuracy_m": accuracy_m,
            "fixed_at": self.now(),
            "provider": "gps",
        }

    # ------------------------------------------------------------ what it records
    def patrol(self, **more: Any) -> Data:
        return {"type": "morning", "started_at": self.now(hours=-1)} | more

    def track(self, patrol_id: str, count: int = 2) -> Data:
        point = {"lon": 120.75, "lat": 30.75, "accuracy_m": 5, "at": self.now()}
        return {"patrol_id": patrol_id, "points": [point] * count}

    def incident(self, **more: Any) -> Data:
        return {"type": "unleashed", "position": self.fix(), "action": "persuaded"} | more

    def persuasion(self, **more: Any) -> Data:
        return {"topic": "unleashed", "people_at_least": 1} | more

    def capture(self, **more: Any) -> Data:
        return {"position": self.fix(), "count": 1, "method": "net"} | more

    def item(self, kind: str, data: Data | None = None, record_id: str | None = None, **more: Any) -> Data:
        """One change: new by default; `data` None takes the smallest record of the kind."""
        return {
            "change_id": new_id(),
            "id": record_id or new_id(),
            "kind": kind,
            "op": "put",
            "base": 0,
            "captured_at": self.now(),
            "data": getattr(self, kind)() if data is None else data,
        } | more

    def withdrawal(self, of: Data, base: int, **more: Any) -> Data:
        return self.item(of["kind"], {"reason": "重复"}, of["id"], op="delete", base=base, **more)

    # ------------------------------------------------------------ sending
    def send(self, *items: Any, **more: Any) -> TestResponse:
        body = {"device_id": self.caller.device_id, "sent_at": self.now(), "items": list(items)} | more
        return self.caller.post(PUSH, body, headers={"Accept-Language": "en"})

    def push(self, *items: Any, **more: Any) -> list[Data]:
        answer = self.send(*items, **more)
        assert answer.status_code == 200, answer.text
        results: list[Data] = answer.json["results"]
        assert [(r["change_id"], r["id"]) for r in results] == [(i["change_id"], i["id"]) for i in items]
        return results

    def statuses(self, *items: Any, **more: Any) -> list[str]:
        return [result["status"] for result in self.push(*items, **more)]

    def record(self, kind: str, data: Data | None = None, **more: Any) -> Data:
        """Push one new record that is accepted; the item."""
        item = self.item(kind, data, **more)
        assert self.statuses(item) == ["accepted"], self.push(item)
        return item

    def code(self, item: Data, **more: Any) -> str:
        """The reason for which the one item is refused."""
        (result,) = self.push(item, **more)
        assert result["status"] == "refused", result
        code: str = result["error"]["code"]
        return code

    # ------------------------------------------------------------ following
    def page(self, cursor: str = "", limit: int = 1000) -> Data:
        answer = self.caller.get(CHANGES, query_string={"cursor": cursor, "limit": limit})
        assert answer.status_code == 200, answer.text
        page: Data = answer.json
        return page

    def pull(self, limit: int = 1000) -> list[Data]:
        """Everything new since the last pull, zones left out."""
        found: list[Data] = []
        while True:
            page = self.page(self.cursor, limit)
            self.cursor = page["cursor"]
            found += [change for change in page["changes"] if change["kind"] != "zone"]
            if not page["more"]:
                return found

    def state(self) -> dict[str, Data]:
        """The replica that a new phone would have: newest body by record id, without what was deleted."""
        replica: dict[str, Data] = {}
        cursor = ""
        while True:
            page = self.page(cursor)
            replica |= {change["id"]: change for change in page["changes"] if change["kind"] != "zone"}
            cursor = page["cursor"]
            if not page["more"]:
                return {key: change for key, change in replica.items() if not change["deleted"]}

    def data(self, record_id: str) -> Data:
        """The pushed fields of a record, as the feed has them now."""
        found = dict(self.state()[record_id]["data"])
        found.pop("meta")
        return found

    def meta(self, record_id: str) -> Data:
        meta: Data = self.state()[record_id]["data"]["meta"]
        return meta


PhoneOf = Callable[[str], Phone]


@pytest.fixture
def phone(as_person: Callable[[str], Caller], clock: Clock) -> PhoneOf:
    """`phone("officer1")`: the phone that this person signed in on."""
    return lambda username: Phone(as_person(username), clock)


def instant(text: str) -> datetime:
    return datetime.fromisoformat(text)
