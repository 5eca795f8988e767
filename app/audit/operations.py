"""Writing the audit log; it is committed with the act it tells of."""

from datetime import datetime
from typing import Any, Protocol
from uuid import UUID

import orjson

from app.audit.actions import ACTIONS
from app.audit.models import AuditEntry
from app.database import db


class Actor(Protocol):
    @property
    def id(self) -> UUID: ...
    @property
    def name(self) -> str: ...
    @property
    def organisation_path(self) -> str: ...


def record(
    action: str,
    *,
    by: Actor | None,
    at: datetime,
    subject: tuple[str, Any] | None = None,
    outcome: str = "done",
    source: str | None = None,
    branch: str | None = None,
    **detail: Any,
) -> None:
    """Append one entry. `action` is one of ACTIONS; `subject` is (kind, id); `branch` the subject's path when it differs
    from the actor's.

    `detail` never holds personal data of keepers, passwords or tokens.
    """
    if action not in ACTIONS:
        raise ValueError(f"app/audit/actions.py does not list {action}")
    kind, subject_id = subject or (None, None)
    db.session.add(
        AuditEntry(
            at=at,
            actor_id=by.id if by else None,
            actor_name=by.name if by else None,
            organisation_path=branch or (by.organisation_path if by else None),
            action=action,
            subject_kind=kind,
            subject_id=None if subject_id is None else str(subject_id),
            outcome=outcome,
            source=source,
            detail=orjson.dumps(detail, default=str).decode(),
        )
    )
