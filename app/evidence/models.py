"""What phones signed, and what became clear of it."""

from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from app.database import Base, UtcDateTime


class Evidence(Base):
    """What came with one change of one author, whatever became of the change. `fault` is what is wrong with it by itself;
    the verdict also looks at its place in the chain of its key. `seq` is set only where the signature is good: others have
    no place in a chain."""

    __tablename__ = "evidence"
    __table_args__ = (
        sa.Index("ix_evidence_key_id_digest", "key_id", "digest"),
        sa.Index("ix_evidence_key_id_previous", "key_id", "previous"),
        sa.Index(
            "ix_evidence_provisional",
            "received_at",
            sqlite_where=sa.text("provisional = 1"),
            postgresql_where=sa.text("provisional"),
        ),
    )

    change_id: Mapped[UUID] = mapped_column(sa.Uuid, primary_key=True)
    author_id: Mapped[UUID] = mapped_column(sa.Uuid, primary_key=True)
    record_id: Mapped[UUID] = mapped_column(sa.Uuid, index=True)
    kind: Mapped[str] = mapped_column(sa.String(16))
    device_id: Mapped[str] = mapped_column(sa.String(64))
    received_at: Mapped[datetime] = mapped_column(UtcDateTime)
    key_id: Mapped[str | None] = mapped_column(sa.String(43))
    payload: Mapped[str | None] = mapped_column(sa.Text, deferred=True)
    signature: Mapped[bytes | None] = mapped_column(sa.LargeBinary(64), deferred=True)
    digest: Mapped[str | None] = mapped_column(sa.String(64))
    previous: Mapped[str | None] = mapped_column(sa.String(64))
    seq: Mapped[int | None] = mapped_column(sa.BigInteger)
    saved_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    clock_offset_ms: Mapped[int | None] = mapped_column(sa.BigInteger)
    fault: Mapped[str | None] = mapped_column(sa.String(24))
    as_sent: Mapped[bool] = mapped_column(sa.Boolean, default=False)
    """The log has the change as it was signed: nothing of others was merged in, so the two can be compared at any time."""
    verdict: Mapped[str] = mapped_column(sa.String(16))
    reason: Mapped[str] = mapped_column(sa.String(24))
    provisional: Mapped[bool] = mapped_column(sa.Boolean)


class EvidencePhoto(Base):
    """A photo that a payload names, with the hash signed for it."""

    __tablename__ = "evidence_photo"

    change_id: Mapped[UUID] = mapped_column(sa.Uuid, primary_key=True)
    author_id: Mapped[UUID] = mapped_column(sa.Uuid, primary_key=True)
    photo_id: Mapped[UUID] = mapped_column(sa.Uuid, primary_key=True, index=True)
    sha256: Mapped[str] = mapped_column(sa.String(64))


class VoidedPayload(Base):
    """A payload whose change never left its phone, as a later payload of the same key names it."""

    __tablename__ = "voided_payload"
    __table_args__ = (sa.Index("ix_voided_payload_key_id_previous", "key_id", "previous"),)

    key_id: Mapped[str] = mapped_column(sa.String(43), primary_key=True)
    digest: Mapped[str] = mapped_column(sa.String(64), primary_key=True)
    previous: Mapped[str | None] = mapped_column(sa.String(64))
