"""The life of drafts as a machine: whatever is clicked, in whatever order, versions never overlap and nothing is lost."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise
from typing import Any

from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.zones.life import MOVES, STATES
from tests.zones.drafting import DRAFTS, Desk, square

ACTS = (
    "check",
    "confirm",
    "draw",
    "fill",
    "reopening",
    "discarding",
    "restoring",
    "announce",
    "correct",
    "withdraw",
    "next",
)
NEEDS = {"reopening": "reopen", "discarding": "discard", "restoring": "restore"}


def test_the_table_leads_nowhere_unknown() -> None:
    for table in MOVES.values():
        assert set(table) | set(table.values()) <= set(STATES)
    assert not any("announced" in table for table in MOVES.values())  # what is announced stays so
    for state in ("draft", "checked", "discarded"):
        assert any(state in table for table in MOVES.values())


STEPS = st.lists(st.tuples(st.sampled_from(ACTS), st.integers(-6, 6), st.integers(1, 4)), min_size=4, max_size=25)


class Story:
    """One zone, drafts one after the other; what the server says is compared with what the table allows."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.zone_id: str | None = None
        self.draft = self.begin()

    def begin(self) -> Any:
        return self.desk.begin(**({"zone_id": self.zone_id} if self.zone_id else {"name": "区"}))

    def take(self, act: str, days: int, size: int) -> None:
        before = self.draft["state"]
        drawn = square(120.86, 30.70, size / 400)
        if act == "next":
            self.draft = self.begin()
        elif act == "withdraw":
            self.withdraw(days)
        elif act in ("announce", "correct"):
            self.announce(act == "correct", before)
        elif act == "fill" and before in MOVES["fill"]:
            self.draft = self.desk.fill(self.draft, days, announced=min(days, 0))
        elif act == "draw" and before in MOVES["draw"]:
            self.draft = self.desk.patch(self.draft, boundary=drawn)
            assert self.draft["boundary"] == drawn
        elif act == "check" and before in MOVES["pass"]:
            self.draft = self.desk.check(self.draft)
        elif act == "confirm" and (asked := self.asked()) and before in MOVES["pass"]:
            self.draft = self.desk.confirm(self.draft, *asked)
        elif act in NEEDS:
            answer = self.desk.post(self.draft, act)
            assert (answer.status_code == 200) == (before in MOVES[NEEDS[act]]), answer.text
        self.draft = self.desk.get(self.draft)

    def asked(self) -> set[str]:
        return {one["code"] for one in self.draft["findings"] or [] if one["severity"] == "confirm"}

    def announce(self, correct: bool, before: str) -> None:
        versions = self.versions()
        fields = {"corrects": versions[-1]["id"]} if correct and versions else {}
        answer = self.desk.post(self.draft, "announcement", **fields)
        assert answer.status_code in (201, 409, 422), answer.text
        if answer.status_code == 201:
            assert before == "checked"
            self.zone_id = answer.json["zone_id"]

    def withdraw(self, days: int) -> None:
        if self.zone_id:
            on = {"announced_on": self.desk.day(min(days, 0)), "effective_on": self.desk.day(days)}
            answer = self.desk.caller.post(
                f"/api/v1/zones/{self.zone_id}/withdrawal", {"number": "x", "text": "x", **on}
            )
            assert answer.status_code in (201, 409, 422), answer.text

    def versions(self) -> list[Any]:
        return self.desk.versions(self.zone_id) if self.zone_id else []

    def holds(self) -> None:
        versions = self.versions()
        assert [one["version"] for one in versions] == list(range(1, len(versions) + 1))
        spans = [span for one in versions if (span := days_of(one))]
        for earlier, later in pairwise(spans):
            assert earlier[1] <= later[0]


def days_of(version: Any) -> tuple[date, date] | None:
    """First day and the day after the last; None for one that is never in force."""
    first = date.fromisoformat(version["valid_from"])
    end = date.fromisoformat(version["valid_until"]) if version["valid_until"] else first + timedelta(days=100_000)
    assert first <= end
    return (first, end) if first < end else None


@settings(max_examples=25, deadline=None, database=None, suppress_health_check=list(HealthCheck))
@given(steps=STEPS)
def test_whatever_is_done_versions_never_overlap(app: Flask, desk: Desk, steps: Any) -> None:
    story = Story(desk)
    for act, days, size in steps:
        story.take(act, days, size)
        story.holds()
    assert desk.caller.get(f"{DRAFTS}/{story.draft['id']}").status_code == 200
    if story.draft["state"] in ("draft", "checked"):
        story.take("discarding", 0, 1)
