"""Photos: an original kept untouched, and where its record belongs."""

from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from app.database import Base, PathText, RowNumber, UtcDateTime

RECEIVING, COMPLETE, MISMATCH = "receiving", "complete", "mismatch"


class Photo(Base):
    """One photo of a record. Its scope is that of the record, or of its author until the record has come."""

    __tablename__ = "photo"
    __table_args__ = ({"sqlite_autoincrement": True},)

    row: Mapped[int] = mapped_column(RowNumber, primary_key=True, autoincrement=True)
    id: Mapped[UUID] = mapped_column(sa.Uuid, unique=True)
    record_id: Mapped[UUID] = mapped_column(sa.Uuid, index=True)
    record_kind: Mapped[str | None] = mapped_column(sa.String(16))
    revision: Mapped[int] = mapped_column(sa.Integer)
    filename: Mapped[str] = mapped_column(sa.String(200))
    sha256: Mapped[str] = mapped_column(sa.String(64), index=True)
    size: Mapped[int] = mapped_column(sa.BigInteger)
    received: Mapped[int] = mapped_column(sa.BigInteger)
    mime: Mapped[str | None] = mapped_column(sa.String(40))
    state: Mapped[str] = mapped_column(sa.String(12))
    captured_at: Mapped[datetime] = mapped_column(UtcDateTime)
    captured_text: Mapped[str] = mapped_column(sa.String(40))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    completed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    author_id: Mapped[UUID] = mapped_column(sa.Uuid, index=True)
    author_name: Mapped[str] = mapped_column(sa.String(60))
    device_id: Mapped[str | None] = mapped_column(sa.String(64))
    organisation_id: Mapped[str] = mapped_column(sa.String(12))
    organisation_name: Mapped[str] = mapped_column(sa.String(60))
    organisation_path: Mapped[str] = mapped_column(PathText)
    team_id: Mapped[UUID | None] = mapped_column(sa.Uuid)
    exif_lon: Mapped[float | None] = mapped_column(sa.Float)
    exif_lat: Mapped[float | None] = mapped_column(sa.Float)
    exif_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
