"""Reading captures within a scope."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from app.accounts.scope import Actor
from app.field import listing
from app.strays.models import Capture

Data = dict[str, Any]


def captures(actor: Actor, given: Data) -> tuple[list[Data], str | None]:
    """A page of GeoJSON features; `type` filters by method."""
    more: list[sa.ColumnElement[bool]] = [Capture.method.in_(given["type"].split(","))] if "type" in given else []
    if "action" in given:
        more.append(sa.false())
    return listing.features(Capture, "capture", actor, given, _extra, *more)


def captures_of(actor: Actor, ids: Sequence[UUID]) -> dict[UUID, Data]:
    """Features by id."""
    return listing.features_of(Capture, "capture", actor, ids, _extra)


def _extra(row: Data, data: Data) -> Data:
    names = ("count", "method", "condition")
    return {"type": "stray", **{name: row[name] for name in names}, "traits": data.get("traits")}
