"""The filters of a list of records, read from its query."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

import sqlalchemy as sa

from app.boxes import bbox
from app.database import in_bbox, prefix_range
from app.errors import Invalid
from app.organisations import queries as organisations
from app.zones.days import midnight

Data = dict[str, Any]


def conditions(model: Any, given: Data) -> Iterator[sa.ColumnElement[bool]]:
    """Where clauses over `model`. Raises Invalid for what cannot be read."""
    if "bbox" in given:
        yield in_bbox(model.position, *bbox(given["bbox"]))
    if "from_" in given:
        yield model.captured_at >= instant(given["from_"], "from")
    if "to" in given:
        yield model.captured_at < instant(given["to"], "to", end=True)
    for name, column in (("zone", "zone_id"), ("certainty", "zone_certainty"), ("patrol", "patrol_id")):
        if name in given:
            yield getattr(model, column) == given[name] if hasattr(model, column) else sa.false()
    if "organisation" in given:
        node = organisations.find(given["organisation"])
        yield prefix_range(model.organisation_path, node.path) if node else sa.false()


def instant(text: str, field: str, *, end: bool = False) -> datetime:
    """A day of Asia/Shanghai (its end with `end`), or an instant with its offset."""
    try:
        if len(text) == 10:
            found = midnight(date.fromisoformat(text) + timedelta(days=1 if end else 0))
        else:
            found = datetime.fromisoformat(text)
        found.utctimetuple()  # the first and the last day of all calendars have no instant in UTC
    except (ValueError, OverflowError) as error:
        raise Invalid("bad_date", fields={field: "bad_date"}) from error
    if found.tzinfo is None:
        raise Invalid("bad_date", fields={field: "bad_date"})
    return found
