"""Judging pushed items one by one, before anything touches the database.

A validator compiled from the published schema accepts (tens of microseconds an item); the marshmallow schema it
comes from runs only on what that refused, to explain it, so there is one source of truth.
"""

import re
import uuid
from collections.abc import Callable
from datetime import UTC, datetime
from functools import cache
from typing import Any

import fastjsonschema
from apispec import APISpec
from apispec.ext.marshmallow import MarshmallowPlugin
from marshmallow import Schema, ValidationError

from app.accounts.permissions import allowed
from app.accounts.scope import Actor
from app.changes.items import Item, Result
from app.errors import flat
from app.field.schemas import WithdrawIn
from app.json_bodies import storable
from app.sync.schemas import INSTANT, KINDS, ItemIn

Data = dict[str, Any]
Validator = Callable[[Any], Any]

INSTANT_TEXT = re.compile(INSTANT)
UUID_TEXT = re.compile(r"[0-9a-fA-F]{8}-?([0-9a-fA-F]{4}-?){3}[0-9a-fA-F]{12}")
PRIVATE = {"incident": ("keeper",)}
"""Fields that are split from the data before it goes anywhere."""
CLOCK_SLACK_MS = 5_000
"""A difference between phone and server below this is the network's, not the clock's."""
FAR_PAST, FAR_FUTURE = datetime(1970, 1, 1, tzinfo=UTC), datetime(2200, 1, 1, tzinfo=UTC)


def is_uuid(text: str) -> bool:
    return bool(UUID_TEXT.fullmatch(text))


def is_instant(text: str) -> bool:
    if not INSTANT_TEXT.fullmatch(text):
        return False
    try:
        return FAR_PAST <= datetime.fromisoformat(text) < FAR_FUTURE
    except ValueError:
        return False


DRAFT = "http://json-schema.org/draft-04/schema#"
"""The one in which 1.0 is no integer, as for marshmallow: PostgreSQL would not take it for one either."""
FORMATS = {"uuid": is_uuid, "date-time": is_instant}


@cache
def validator(schema: type[Schema]) -> Validator:
    """The compiled twin of a marshmallow schema."""
    spec = APISpec("judging", "1", openapi_version="3.1.0", plugins=[MarshmallowPlugin()])
    spec.components.schema("Root", schema=schema)
    components = spec.to_dict()["components"]
    components["schemas"]["Root"]["properties"].get("data", {}).pop("anyOf", None)  # judged apart, by its kind
    root = {"$schema": DRAFT, "$ref": "#/components/schemas/Root", "components": components}
    compiled: Validator = fastjsonschema.compile(root, formats=FORMATS, use_default=False)
    return compiled


@cache
def explainer(schema: type[Schema]) -> Schema:
    return schema()


def explain(schema: type[Schema], raw: Any) -> Data:
    """What is wrong with `raw`, by field path; empty when nothing is."""
    try:
        explainer(schema).load(raw)
    except ValidationError as error:
        return flat(error.messages)
    return {}


def judge(raw: Any, by: Actor, *, offset_ms: int) -> Item | Result:
    """An item ready for its room, or the refusal of it. `offset_ms` is server minus phone at this push."""
    try:
        validator(ItemIn)(raw)
    except fastjsonschema.JsonSchemaValueException as error:
        return refuse(raw, explain(ItemIn, raw) or by_path(error))
    schema = WithdrawIn if raw["op"] == "delete" else KINDS[raw["kind"]]
    data = raw["data"]
    try:
        validator(schema)(data)
    except fastjsonschema.JsonSchemaValueException as error:
        return refuse(raw, explain(schema, data) or by_path(error))
    if code := disallowed(raw, by):
        return refuse(raw, None, code)
    if raw["op"] == "put" and (found := beyond_shape(raw["kind"], data)):
        return refuse(raw, found)
    return item_of(raw, data, offset_ms)


def by_path(error: fastjsonschema.JsonSchemaValueException) -> Data:
    return {".".join(str(part) for part in error.path[1:]) or "item": error.message}


def beyond_shape(kind: str, data: Data) -> Data:
    """Rules that a JSON schema cannot say; the marshmallow schema decides them."""
    if kind == "patrol" and data.get("ended_at"):
        return explain(KINDS[kind], data)
    if kind == "incident" and (data.get("keeper") or {}).get("id_number"):
        return explain(KINDS[kind], data)
    return {}


def disallowed(raw: Data, by: Actor) -> str | None:
    if raw.get("author_id") and uuid.UUID(raw["author_id"]) != by.id:
        return "not_your_record"
    return None if allowed(by.roles, raw["kind"], "record") else "not_allowed"


def item_of(raw: Data, data: Data, offset_ms: int) -> Item:
    kind = raw["kind"]
    private = {name: data.pop(name) for name in PRIVATE.get(kind, ()) if name in data} if raw["op"] == "put" else {}
    known = (raw.get("evidence") or {}).get("clock_offset_ms")
    offset = offset_ms if known is None else known
    captured = datetime.fromisoformat(raw["captured_at"])
    return Item(
        change_id=uuid.UUID(raw["change_id"]),
        id=uuid.UUID(raw["id"]),
        kind=kind,
        op=raw["op"],
        base=raw["base"],
        after=uuid.UUID(raw["after"]) if raw.get("after") else None,
        base_change=uuid.UUID(raw["base_change"]) if raw.get("base_change") else None,
        captured_text=raw["captured_at"],
        captured_at=captured,
        clock_offset_ms=sane_offset(captured, offset),
        data={name: value for name, value in data.items() if value is not None},
        private=private,
    )


def sane_offset(captured: datetime, offset_ms: int) -> int:
    """The offset to correct the clock by: none within the network's slack, none that leaves the calendar."""
    if abs(offset_ms) < CLOCK_SLACK_MS:
        return 0
    shifted = captured.timestamp() + offset_ms / 1000
    return offset_ms if FAR_PAST.timestamp() <= shifted < FAR_FUTURE.timestamp() else 0


def refuse(raw: Any, fields: Data | None, code: str = "invalid") -> Result:
    """A refusal that names the item as far as it can be named."""
    named = raw if isinstance(raw, dict) else {}
    change_id, record_id = (
        value if isinstance(value := named.get(key), str) and len(value) <= 64 and storable(value) else None
        for key in ("change_id", "id")
    )
    return Result(change_id, record_id, "refused", code=code, fields=fields)
