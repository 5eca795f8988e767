"""A supervisor at the desk, all through the API."""

from collections.abc import Callable
from typing import Any

import pytest
from werkzeug.test import TestResponse

from tests.people import Caller

Data = dict[str, Any]
REVIEWS, RECHECKS = "/api/v1/reviews", "/api/v1/rechecks"


class Desk:
    def __init__(self, caller: Caller) -> None:
        self.caller = caller

    def page(self, tab: str = "flagged", **query: Any) -> Data:
        answer = self.caller.get(REVIEWS, query_string={"tab": tab, **query})
        assert answer.status_code == 200, answer.text
        found: Data = answer.json
        return found

    def items(self, tab: str = "flagged", **query: Any) -> list[Data]:
        found: list[Data] = self.page(tab, **query)["items"]
        return found

    def ids(self, tab: str = "flagged", **query: Any) -> list[str]:
        return [item["record_id"] for item in self.items(tab, **query)]

    def counts(self, **query: Any) -> dict[str, int]:
        answer = self.caller.get(f"{REVIEWS}/counts", query_string=query)
        assert answer.status_code == 200, answer.text
        found: dict[str, int] = answer.json["counts"]
        return found

    def one(self, record_id: str) -> Data:
        answer = self.caller.get(f"{REVIEWS}/{record_id}")
        assert answer.status_code == 200, answer.text
        found: Data = answer.json
        return found

    def reasons(self, record_id: str) -> dict[str, Data]:
        """By code."""
        return {reason.pop("code"): reason for reason in self.one(record_id)["reasons"]}

    def attempt(self, move: str, record_id: str, revision: int | None = None, **more: Any) -> TestResponse:
        given = {"revision": self.one(record_id)["revision"] if revision is None else revision, **more}
        return self.caller.post(f"{REVIEWS}/{record_id}/{move}", given, headers={"Accept-Language": "en"})

    def decide(self, move: str, record_id: str, **more: Any) -> Data:
        answer = self.attempt(move, record_id, **more)
        assert answer.status_code == 200, answer.text
        found: Data = answer.json
        return found

    def code(self, move: str, record_id: str, revision: int | None = None, **more: Any) -> str:
        answer = self.attempt(move, record_id, revision, **more)
        assert answer.status_code >= 400, answer.text
        found: str = answer.json["code"]
        return found

    def assign(self, record_id: str, team_id: str, due_on: str, text: str = "看看还牵不牵") -> Data:
        answer = self.caller.post(
            RECHECKS, {"record_id": record_id, "team_id": team_id, "text": text, "due_on": due_on}
        )
        assert answer.status_code == 201, answer.text
        found: Data = answer.json
        return found


@pytest.fixture
def desk(as_person: Callable[[str], Caller]) -> Desk:
    return Desk(as_person("supervisor1"))
