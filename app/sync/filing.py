"""Filing judged items: each kind's room in turn, and what must wait is kept."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from app.accounts.scope import Actor
from app.changes import holding
from app.changes.items import Item, Result
from app.changes.outcome import Outcome
from app.incidents import operations as incidents
from app.patrols import operations as patrols
from app.reviews import rechecks
from app.sealing import seal
from app.strays import operations as strays

Data = dict[str, Any]


@dataclass(frozen=True)
class Push:
    """One push as it came in: who, from which phone, when by either clock."""

    by: Actor
    device: str
    sent_at: datetime
    at: datetime
    key: bytes
    logged: tuple[Data, ...] = ()
    """Rows that the change log is owed by what was filed before in this transaction."""

    @property
    def offset_ms(self) -> int:
        """Server minus phone."""
        return round((self.at - self.sent_at).total_seconds() * 1000)

    @property
    def facts(self) -> Data:
        """What every room asks for."""
        return {"by": self.by, "device": self.device, "at": self.at, "logged": self.logged}


ROOMS: dict[str, Callable[[Sequence[Item], Push], Outcome]] = {
    "patrol": lambda items, push: patrols.receive_patrols(items, **push.facts),
    "track": lambda items, push: patrols.receive_tracks(items, **push.facts),
    "incident": lambda items, push: incidents.receive_incidents(items, **push.facts, key=push.key),
    "persuasion": lambda items, push: incidents.receive_persuasions(items, **push.facts),
    "capture": lambda items, push: strays.receive_captures(items, **push.facts),
    "recheck": lambda items, push: rechecks.receive(items, **push.facts),
}


def receive(pairs: list[tuple[Item, Any]], push: Push) -> tuple[list[Result], list[Data]]:
    """Each kind's room in turn, parents first; what must wait is kept."""
    raw_of = {(item.change_id, item.id): (item, raw) for item, raw in pairs}
    results: list[Result] = []
    logged: list[Data] = []
    stored: list[tuple[Item, Data]] = []
    for kind, store in ROOMS.items():
        items = [item for item, _ in pairs if item.kind == kind]
        if not items:
            continue
        outcome = store(items, push)
        results += outcome.results
        logged += outcome.changes
        stored += outcome.stored
    logged += rechecks.settled_by(stored, by=push.by, at=push.at)
    waiting = [
        sealed(*raw_of[result.change_id, result.id], result.waits_for, push)  # type: ignore[index]
        for result in results
        if result.status == "held" and result.waits_for
    ]
    if waiting:
        full = holding.hold(waiting, by=push.by, device=push.device, at=push.at, sent_at=push.sent_at)
        results = [
            replace(result, status="refused", code="too_many_held") if result.change_id in full else result
            for result in results
        ]
    return results, logged


def sealed(item: Item, raw: Any, waits_for: UUID, push: Push) -> holding.Waiting:
    """The item as it came, keeper included and therefore sealed."""
    whole = {**raw, "data": {**item.data, **item.private}, "evidence": {"clock_offset_ms": item.clock_offset_ms}}
    return holding.Waiting(item, seal(push.key, item.change_id.bytes, whole), waits_for)
