"""A person's line to a server that really runs."""

import urllib.request
from datetime import datetime, timedelta
from typing import Any

import orjson

from tests.people import COOKIE, Session
from tests.phones import new_id

Data = dict[str, Any]


class Line:
    def __init__(self, url: str, session: Session | None, headers: dict[str, str] | None = None) -> None:
        self.url, self.headers = url, {"Content-Type": "application/json", **(headers or {})}
        if session:
            self.headers |= {"Cookie": f"{COOKIE}={session.token}", "X-CSRF-Token": session.csrf_token}

    def get(self, path: str) -> Data:
        return self._ask(urllib.request.Request(self.url + path, headers=self.headers))

    def post(self, path: str, body: Data) -> Data:
        return self._ask(urllib.request.Request(self.url + path, orjson.dumps(body), self.headers))

    @staticmethod
    def _ask(request: urllib.request.Request) -> Data:
        with urllib.request.urlopen(request, timeout=60) as answer:
            found: Data = orjson.loads(answer.read())
            return found

    def listed(self, path: str) -> list[Data]:
        """All features of a list."""
        found: list[Data] = []
        cursor = ""
        while True:
            page = self.get(f"{path}?limit=2000{cursor}")
            found += page["features"]
            if "cursor" not in page:
                return found
            cursor = f"&cursor={page['cursor']}"

    # ------------------------------------------------------------ what a phone sends
    def push(self, items: list[Data], device_id: str) -> None:
        sent_at = items[-1]["captured_at"]
        answer = self.post("/api/v1/sync/push", {"device_id": device_id, "sent_at": sent_at, "items": items})
        assert {result["status"] for result in answer["results"]} == {"accepted"}

    def items(self, number: int, lon: float, lat: float, at: datetime) -> list[Data]:
        """Of a hundred: two captures, eight patrols (two of them with a track), else incidents."""
        now, first = at.isoformat(timespec="seconds"), (at - timedelta(hours=1)).isoformat(timespec="seconds")
        fix = {"lon": lon, "lat": lat, "accuracy_m": 5, "fixed_at": now, "provider": "gps"}
        incident = {"type": "unleashed", "position": fix, "action": "persuaded"}
        common = {"op": "put", "base": 0, "captured_at": now}
        if number >= 2000 or number % 10:
            return [{"change_id": new_id(), "id": new_id(), "kind": "incident", "data": incident, **common}]
        if number % 50 == 0:
            data: Data = {"position": fix, "count": 1, "method": "net"}
            return [{"change_id": new_id(), "id": new_id(), "kind": "capture", "data": data, **common}]
        patrol_id = new_id()
        patrol = {"type": "morning", "started_at": first}
        made = [{"change_id": new_id(), "id": patrol_id, "kind": "patrol", "data": patrol, **common}]
        if number % 40 == 0:
            points = [{"lon": lon + n / 1000, "lat": lat, "accuracy_m": 5, "at": now} for n in range(20)]
            track = {"patrol_id": patrol_id, "points": points}
            made.append({"change_id": new_id(), "id": new_id(), "kind": "track", "data": track, **common})
        return made
