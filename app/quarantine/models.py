"""What the server could not take in, kept as it came until somebody has settled it."""

from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from app.database import Base, PathText, UtcDateTime


class QuarantinedItem(Base):
    """One refused or deposited change, sealed: only what a list may show stands beside it."""

    __tablename__ = "quarantined_item"
    __table_args__ = (
        sa.Index("ix_quarantined_item_author_id_resolved_at", "author_id", "resolved_at"),
        sa.Index("ix_quarantined_item_path_received_at", "organisation_path", "received_at"),
    )

    change_id: Mapped[UUID] = mapped_column(sa.Uuid, primary_key=True)
    record_id: Mapped[UUID | None] = mapped_column(sa.Uuid, index=True)
    kind: Mapped[str | None] = mapped_column(sa.String(16))
    author_id: Mapped[UUID] = mapped_column(sa.Uuid)
    organisation_path: Mapped[str] = mapped_column(PathText)
    device_id: Mapped[str] = mapped_column(sa.String(64))
    source: Mapped[str] = mapped_column(sa.String(12))
    """`push`, `held` (refused at its release), `deposit` or `rescue`."""
    note: Mapped[str | None] = mapped_column(sa.String(40))
    """Why a deposit was not filed at once: `person_disabled`, `device_revoked`, `person_moved`."""
    code: Mapped[str] = mapped_column(sa.String(40))
    fields: Mapped[str] = mapped_column(sa.Text)
    received_at: Mapped[datetime] = mapped_column(UtcDateTime)
    size: Mapped[int] = mapped_column(sa.Integer)
    item: Mapped[bytes] = mapped_column(sa.LargeBinary)
    """The item's JSON, character by character, sealed with the field key."""
    resolved_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    resolution: Mapped[str | None] = mapped_column(sa.String(12))
    """`superseded`, `filed` or `dismissed`."""
    resolved_by_id: Mapped[UUID | None] = mapped_column(sa.Uuid)
    reason: Mapped[str | None] = mapped_column(sa.String(200))
    filed_as: Mapped[UUID | None] = mapped_column(sa.Uuid)
    """The change that carries the mended item."""
