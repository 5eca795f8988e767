"""Reading what was kept: authors their own, administrators that of their branch."""

from typing import Any
from uuid import UUID

import orjson
import sqlalchemy as sa

from app.accounts import queries as accounts
from app.accounts.scope import Actor, visible
from app.database import db
from app.errors import NotFound
from app.messages import explain_fields, message
from app.quarantine.models import QuarantinedItem
from app.sealing import unseal

Data = dict[str, Any]


def page(by: Actor, given: Data) -> list[QuarantinedItem]:
    """Newest first; `state` is open, settled or all."""
    query = sa.select(QuarantinedItem).where(visible(QuarantinedItem, by, "quarantine"))
    settled = QuarantinedItem.resolved_at.isnot(None)
    if given["state"] != "all":
        query = query.where(settled if given["state"] == "settled" else sa.not_(settled))
    if cursor := given.get("cursor"):
        last = db.session.get(QuarantinedItem, cursor)
        if last is None:
            return []
        query = query.where(
            sa.tuple_(QuarantinedItem.received_at, QuarantinedItem.change_id)
            < sa.tuple_(sa.literal(last.received_at), sa.literal(last.change_id, sa.Uuid))
        )
    order = (QuarantinedItem.received_at.desc(), QuarantinedItem.change_id.desc())
    return list(db.session.scalars(query.order_by(*order).limit(given["limit"])))


def item(by: Actor, change_id: UUID) -> QuarantinedItem:
    """Raises NotFound, also for what is kept under others."""
    query = sa.select(QuarantinedItem).where(
        QuarantinedItem.change_id == change_id, visible(QuarantinedItem, by, "quarantine")
    )
    found = db.session.scalar(query)
    if found is None:
        raise NotFound
    return found


def text_of(item: QuarantinedItem, key: bytes) -> str:
    """The item's JSON as it came."""
    text: str = unseal(key, item.change_id.bytes, item.item)
    return text


def decoded(text: str) -> Data | None:
    """The item as an object; None when it is JSON that nothing can be made of."""
    try:
        found = orjson.loads(text)
    except orjson.JSONDecodeError:
        return None
    return found if isinstance(found, dict) else None


def facts(items: list[QuarantinedItem], language: str) -> list[Data]:
    """What a list shows: who, what kind, when, why; nothing of the content."""
    ids = {one for item in items for one in (item.author_id, item.resolved_by_id) if one}
    names = accounts.names(ids) if ids else {}
    return [_facts(item, names, language) for item in items]


def _facts(item: QuarantinedItem, names: dict[UUID, str], language: str) -> Data:
    title, detail = message(item.code, language)
    plain = ("change_id", "record_id", "kind", "device_id", "source", "note", "code", "received_at", "size")
    settled = ("resolved_at", "resolution", "reason", "filed_as")
    by = item.resolved_by_id
    return {
        **{name: getattr(item, name) for name in (*plain, *settled)},
        "author": {"id": item.author_id, "name": names.get(item.author_id, "")},
        "message": f"{title}：{detail}" if language == "zh-CN" else f"{title}. {detail}",
        "fields_": explain_fields(orjson.loads(item.fields), language),
        "resolved_by": {"id": by, "name": names.get(by, "")} if by else None,
    }
