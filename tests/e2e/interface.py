"""A person by the interface itself, on a device of their own beside the browser: what the server really holds."""

from datetime import UTC, datetime
from typing import Any

import uuid_utils
from playwright.sync_api import Playwright

from tests.people import PASSWORD

Data = dict[str, Any]


class Person:
    """Signed in without a screen."""

    def __init__(self, browsers: Playwright, url: str, username: str) -> None:
        self.http = browsers.request.new_context(base_url=url)
        self.device = f"tablet-of-{username}"
        given = {"username": username, "password": PASSWORD, "device": {"id": self.device, "name": "tablet"}}
        answer = self.http.post("/api/v1/session", data=given)
        assert answer.ok, answer.text()
        self.csrf: str = answer.json()["csrf_token"]

    def walk(self) -> list[Data]:
        """Every change within the person's scope, read from the beginning."""
        found: list[Data] = []
        cursor, more = "", True
        while more:
            page = self.http.get("/api/v1/sync/changes", params={"cursor": cursor, "limit": 500}).json()
            found += page["changes"]
            cursor, more = page["cursor"], page["more"]
        return found

    def feed(self) -> dict[str, Data]:
        """Everything within the person's scope by id."""
        return {one["id"]: one for one in self.walk()}

    def records_at(self, place: str) -> list[Data]:
        """Records whose place in words begins so, and that are not withdrawn."""
        alive = [one for one in self.feed().values() if not one["deleted"]]
        return [one for one in alive if str(one["data"].get("place", "")).startswith(place)]

    def photos_of(self, record_id: str) -> list[Data]:
        return [
            one["data"]
            for one in self.feed().values()
            if one["kind"] == "photo" and one["data"]["record_id"] == record_id
        ]

    def change(self, record: Data, **fields: Any) -> str:
        """An edit upon the revision read; the answer's status."""
        data = {name: value for name, value in record["data"].items() if name != "meta"} | fields
        item = {
            "change_id": str(uuid_utils.uuid7()),
            "id": record["id"],
            "kind": record["kind"],
            "op": "put",
            "base": record["revision"],
            "captured_at": record["data"]["meta"]["captured_at"],
            "data": data,
        }
        body = {"device_id": self.device, "sent_at": datetime.now(UTC).isoformat(), "items": [item]}
        answer = self.http.post("/api/v1/sync/push", data=body, headers={"X-CSRF-Token": self.csrf})
        status: str = answer.json()["results"][0]["status"]
        return status
