"""Taking in captures."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from app.accounts.scope import Actor
from app.changes.items import Item, Kind
from app.changes.outcome import Outcome
from app.changes.receiving import receive
from app.patrols.placement import place_items
from app.strays.models import Capture
from app.zones import located

Data = dict[str, Any]


def capture_columns(data: Data) -> Data:
    return {
        "count": data["count"],
        "method": data["method"],
        "condition": data.get("condition"),
        **located.child_columns(data),
    }


CAPTURE = Kind("capture", Capture, capture_columns, relocate=located.relocate)


def receive_captures(
    items: Sequence[Item], *, by: Actor, device: str, at: datetime, logged: Sequence[Data] = ()
) -> Outcome:
    """Store pushed captures with their zones."""
    placed, results = place_items(items, by)
    located.decide(placed)
    outcome = receive(CAPTURE, placed, by=by, device=device, at=at, logged=logged)
    outcome.results += results
    return outcome
