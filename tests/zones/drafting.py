"""A supervisor at the desk: drafts of zones through the API."""

from __future__ import annotations

import io
import json
from datetime import date, timedelta
from typing import Any

from shapely.geometry import box, mapping
from werkzeug.test import TestResponse

from tests.conftest import Clock
from tests.people import Caller

Data = dict[str, Any]
DRAFTS = "/api/v1/zones/drafts"
PLACE = (120.86, 30.70)
"""In 南湖区, far from the demo's zones and from its outline."""


def square(lon: float = PLACE[0], lat: float = PLACE[1], size: float = 0.01) -> Data:
    found: Data = json.loads(json.dumps(mapping(box(lon, lat, lon + size, lat + size))))
    return found


BOW_TIE: Data = {
    "type": "Polygon",
    "coordinates": [[[120.86, 30.70], [120.87, 30.71], [120.87, 30.70], [120.86, 30.71], [120.86, 30.70]]],
}


class Desk:
    def __init__(self, caller: Caller, clock: Clock) -> None:
        self.caller, self.clock = caller, clock

    def day(self, days: int = 0) -> str:
        return (self.today() + timedelta(days=days)).isoformat()

    def today(self) -> date:
        return (self.clock.now + timedelta(hours=8)).date()

    def begin(self, boundary: Any = None, **more: Any) -> Data:
        body = {"boundary": square() if boundary is None else boundary, **more}
        if "zone_id" not in body:
            body = {"name": "新丰镇集镇", "organisation_id": "330402"} | body
        return ok(self.caller.post(DRAFTS, body), 201)

    def get(self, draft: Data) -> Data:
        return ok(self.caller.get(f"{DRAFTS}/{draft['id']}"))

    def patch(self, draft: Data, **fields: Any) -> Data:
        return ok(self.caller.patch(f"{DRAFTS}/{draft['id']}", {"revision": draft["revision"], **fields}))

    def post(self, draft: Data, what: str, **fields: Any) -> TestResponse:
        return self.caller.post(f"{DRAFTS}/{draft['id']}/{what}", {"revision": draft["revision"], **fields})

    def check(self, draft: Data) -> Data:
        return ok(self.post(draft, "check"))

    def confirm(self, draft: Data, *codes: str) -> Data:
        return ok(self.post(draft, "confirmation", codes=list(codes)))

    def fill(self, draft: Data, effective: int, announced: int = 0, number: str = "南政发〔2026〕18号") -> Data:
        days = {"announced_on": self.day(announced), "effective_on": self.day(effective)}
        return self.patch(draft, number=number, text="东至七沈公路，围合区域。", **days)

    def checked(self, boundary: Any = None, **more: Any) -> Data:
        """A draft that is checked, with all that asks confirmed."""
        draft = self.check(self.begin(boundary, **more))
        codes = {one["code"] for one in draft["findings"] if one["severity"] == "confirm"}
        draft = self.confirm(draft, *codes) if codes else draft
        assert draft["state"] == "checked", draft["findings"]
        return draft

    def announced(self, boundary: Any = None, effective: int = 0, announced: int = 0, **more: Any) -> Data:
        """Announced in one go: {"zone_id","version_id",…}."""
        corrects = more.pop("corrects", None)
        number = more.pop("number", "南政发〔2026〕18号")
        draft = self.fill(self.checked(boundary, **more), effective, announced, number)
        return ok(self.post(draft, "announcement", corrects=corrects), 201)

    def versions(self, zone_id: str) -> list[Data]:
        found: list[Data] = ok(self.caller.get(f"/api/v1/zones/{zone_id}/versions"))["versions"]
        return found

    def upload(self, path: str, data: bytes, system: str, **fields: Any) -> TestResponse:
        form = {"file": (io.BytesIO(data), fields.pop("filename", "区界.geojson")), "system": system, **fields}
        return self.caller.request(
            "POST", f"/api/v1/zones/imports{path}", data=form, content_type="multipart/form-data"
        )

    def preview(self, data: bytes, system: str, **fields: Any) -> Data:
        return ok(self.upload("/preview", data, system, **fields))

    def imported(self, data: bytes, system: str, *features: Data, **fields: Any) -> list[Data]:
        chosen = json.dumps(features or [{"number": 1}])
        made = ok(self.upload("", data, system, features=chosen, **fields), 201)["drafts"]
        return [self.get(one) for one in made]


def ok(answer: TestResponse, status: int = 200) -> Any:
    assert answer.status_code == status, answer.text
    return answer.json


def refused(answer: TestResponse, status: int, code: str) -> Data:
    assert (answer.status_code, answer.json["code"]) == (status, code), answer.text
    found: Data = answer.json
    return found


def codes(draft: Data) -> dict[str, str]:
    return {one["code"]: one["severity"] for one in draft["findings"]}
