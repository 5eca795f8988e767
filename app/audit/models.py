"""Who did what, when: append-only."""

from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from app.database import Base, PathText, RowNumber, UtcDateTime


class AuditEntry(Base):
    __tablename__ = "audit_entry"
    __table_args__ = ({"sqlite_autoincrement": True},)

    seq: Mapped[int] = mapped_column(RowNumber, primary_key=True, autoincrement=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    actor_id: Mapped[UUID | None] = mapped_column(sa.Uuid, index=True)
    actor_name: Mapped[str | None] = mapped_column(sa.String(60))
    organisation_path: Mapped[str | None] = mapped_column(PathText, index=True)
    action: Mapped[str] = mapped_column(sa.String(40), index=True)
    subject_kind: Mapped[str | None] = mapped_column(sa.String(20))
    subject_id: Mapped[str | None] = mapped_column(sa.String(64), index=True)
    outcome: Mapped[str] = mapped_column(sa.String(20))
    source: Mapped[str | None] = mapped_column(sa.String(64))
    detail: Mapped[str] = mapped_column(sa.Text, default="{}")
