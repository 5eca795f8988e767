"""What became of pushed items, and how a new one is written."""

from dataclasses import dataclass, field
from datetime import datetime

import orjson

from app.changes.bodies import change_row
from app.changes.items import Author, Data, Item, Kind, Result


@dataclass(slots=True)
class Outcome:
    """What became of items that somebody sent from some phone at some time: results, and the rows the log is owed."""

    by: Author
    device: str
    at: datetime
    results: list[Result] = field(default_factory=list)
    changes: list[Data] = field(default_factory=list)
    stored: list[tuple[Item, Data]] = field(default_factory=list)

    def accept(self, kind: Kind, item: Item, row: Data) -> None:
        self.results.append(Result(item.change_id, item.id, "accepted", row["revision"]))
        self.changes.append(change_row(kind.name, row, item.change_id, self.by.id, self.at))
        self.stored.append((item, row))


def new_row(kind: Kind, item: Item, outcome: Outcome) -> Data:
    place = item.place
    assert place is not None
    return {
        "id": item.id,
        "revision": 1,
        "deleted": False,
        "author_id": outcome.by.id,
        "author_name": outcome.by.name,
        "device_id": outcome.device,
        "organisation_id": place.organisation_id,
        "organisation_name": place.organisation_name,
        "organisation_path": place.organisation_path,
        "team_id": place.team_id,
        "captured_at": item.corrected_at,
        "captured_text": item.captured_text,
        "clock_offset_ms": item.clock_offset_ms,
        "received_at": outcome.at,
        "data": orjson.dumps(item.data).decode(),
        **kind.columns(item.data),
        **item.columns,
    }
