"""Reading the audit log, within a branch."""

import sqlalchemy as sa

from app.audit.models import AuditEntry
from app.database import db, prefix_range


def entries(
    branch: str,
    *,
    actor: str | None = None,
    action: str | None = None,
    subject: str | None = None,
    before: int | None = None,
    limit: int = 50,
) -> list[AuditEntry]:
    """Newest first, of the branch with path `branch`; `before` is the last seq of the page before."""
    query = sa.select(AuditEntry).where(prefix_range(AuditEntry.organisation_path, branch))
    if actor:
        query = query.where(AuditEntry.actor_name == actor)
    if action:
        query = query.where(AuditEntry.action == action)
    if subject:
        query = query.where(AuditEntry.subject_id == subject)
    if before is not None:
        query = query.where(AuditEntry.seq < before)
    return list(db.session.scalars(query.order_by(AuditEntry.seq.desc()).limit(limit)))
