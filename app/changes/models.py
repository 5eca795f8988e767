"""The change log, what waits for its turn, and the shape that every field record shares."""

from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, declared_attr, mapped_column

from app.database import Base, PathText, PointColumn, RowNumber, UtcDateTime, point_column


class Change(Base):
    """One revision of one record as finished JSON; `seq` is the order in which changes became visible.

    On PostgreSQL a trigger takes an advisory lock before the insert, so that no change commits behind a cursor.
    """

    __tablename__ = "change_log"
    __table_args__ = (
        sa.Index("ix_change_log_record_id_revision", "record_id", "revision"),
        # a record is of one kind, and no revision of it comes twice
        sa.Index(
            "uq_change_log_record_id_revision",
            "record_id",
            "revision",
            unique=True,
            sqlite_where=sa.text("change_id IS NOT NULL"),
            postgresql_where=sa.text("change_id IS NOT NULL"),
        ),
        sa.Index("ix_change_log_kind_seq", "kind", "seq"),
        sa.Index("ix_change_log_appended_at", "appended_at"),
        {"sqlite_autoincrement": True},
    )

    seq: Mapped[int] = mapped_column(RowNumber, primary_key=True, autoincrement=True)
    kind: Mapped[str] = mapped_column(sa.String(16))
    record_id: Mapped[UUID] = mapped_column(sa.Uuid)
    revision: Mapped[int] = mapped_column(sa.Integer)
    deleted: Mapped[bool] = mapped_column(sa.Boolean)
    change_id: Mapped[UUID | None] = mapped_column(sa.Uuid, unique=True)
    organisation_path: Mapped[str] = mapped_column(PathText)
    team_id: Mapped[UUID | None] = mapped_column(sa.Uuid)
    author_id: Mapped[UUID | None] = mapped_column(sa.Uuid)
    changed_by_id: Mapped[UUID | None] = mapped_column(sa.Uuid)
    appended_at: Mapped[datetime] = mapped_column(UtcDateTime)
    body: Mapped[str] = mapped_column(sa.Text)


class HeldChange(Base):
    """A change that waits for a record or for another change; applied when that one arrives."""

    __tablename__ = "held_change"

    change_id: Mapped[UUID] = mapped_column(sa.Uuid, primary_key=True)
    waits_for: Mapped[UUID] = mapped_column(sa.Uuid, index=True)
    record_id: Mapped[UUID] = mapped_column(sa.Uuid, index=True)
    kind: Mapped[str] = mapped_column(sa.String(16))
    author_id: Mapped[UUID] = mapped_column(sa.Uuid, index=True)
    device_id: Mapped[str] = mapped_column(sa.String(64))
    received_at: Mapped[datetime] = mapped_column(UtcDateTime)
    sent_at: Mapped[datetime] = mapped_column(UtcDateTime)
    item: Mapped[bytes] = mapped_column(sa.LargeBinary)
    refused_code: Mapped[str | None] = mapped_column(sa.String(40))
    """Why it was refused when what it waited for had come; its author learns it when the phone sends it again."""


class KeptChange(Base):
    """The side of a conflict that did not become the record's state: nothing is overwritten in silence."""

    __tablename__ = "kept_change"

    change_id: Mapped[UUID] = mapped_column(sa.Uuid, primary_key=True)
    record_id: Mapped[UUID] = mapped_column(sa.Uuid, index=True)
    kind: Mapped[str] = mapped_column(sa.String(16))
    base: Mapped[int] = mapped_column(sa.Integer)
    revision: Mapped[int] = mapped_column(sa.Integer)
    author_id: Mapped[UUID] = mapped_column(sa.Uuid)
    device_id: Mapped[str] = mapped_column(sa.String(64))
    received_at: Mapped[datetime] = mapped_column(UtcDateTime)
    fields: Mapped[str] = mapped_column(sa.Text)


class MergedChange(Base):
    """What its author had sent, where the record became something else: more than that, or, in a conflict, not that.
    A change made after it, before its author saw what others had done, is a change of this and not of the record's state."""

    __tablename__ = "merged_change"

    change_id: Mapped[UUID] = mapped_column(sa.Uuid, primary_key=True)
    sent: Mapped[str] = mapped_column(sa.Text)


class Epoch(Base):
    """The identity of this copy of the data: one row, changed by a restore."""

    __tablename__ = "epoch"

    id: Mapped[str] = mapped_column(sa.String(36), primary_key=True)
    cursor_key: Mapped[str] = mapped_column(sa.String(32), server_default="")
    """Cursors carry a mark made with it: it lies in every backup, so that a cursor from a lost life is known as ours."""
    begun_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class PastEpoch(Base):
    """An epoch that these data were in before."""

    __tablename__ = "past_epoch"

    id: Mapped[str] = mapped_column(sa.String(36), primary_key=True)
    ended_at: Mapped[datetime] = mapped_column(UtcDateTime)


class FieldRecord:
    """What every kind of field record has. `row` keeps the spatial index true to the table; `id` is the phone's name for it."""

    row: Mapped[int] = mapped_column(RowNumber, primary_key=True, autoincrement=True)
    id: Mapped[UUID] = mapped_column(sa.Uuid, unique=True)
    revision: Mapped[int] = mapped_column(sa.Integer)
    deleted: Mapped[bool] = mapped_column(sa.Boolean)
    author_id: Mapped[UUID] = mapped_column(sa.Uuid)
    author_name: Mapped[str] = mapped_column(sa.String(60))
    device_id: Mapped[str] = mapped_column(sa.String(64))
    organisation_id: Mapped[str] = mapped_column(sa.String(12))
    organisation_name: Mapped[str] = mapped_column(sa.String(60))
    organisation_path: Mapped[str] = mapped_column(PathText)
    team_id: Mapped[UUID | None] = mapped_column(sa.Uuid)
    captured_at: Mapped[datetime] = mapped_column(UtcDateTime)
    captured_text: Mapped[str] = mapped_column(sa.String(40))
    clock_offset_ms: Mapped[int] = mapped_column(sa.BigInteger)
    received_at: Mapped[datetime] = mapped_column(UtcDateTime)
    data: Mapped[str] = mapped_column(sa.Text)

    @declared_attr.directive
    def __table_args__(cls) -> tuple[sa.Index | dict[str, bool], ...]:
        name = cls.__tablename__  # type: ignore[attr-defined]
        return (
            sa.Index(f"ix_{name}_path_captured_at", "organisation_path", "captured_at"),
            sa.Index(f"ix_{name}_author_id", "author_id"),
            sa.Index(f"ix_{name}_team_id", "team_id"),
            {"sqlite_autoincrement": True},
        )


class PatrolChild:
    """A record that may belong to a patrol."""

    patrol_id: Mapped[UUID | None] = mapped_column(sa.Uuid, index=True)


class Reviewed:
    """What a review says of a record, beside what the record says itself. Written by reviews alone."""

    merged_into_id: Mapped[UUID | None] = mapped_column(sa.Uuid)
    """It was reported twice: the record that counts. This one stays readable, and is counted nowhere."""
    zone_ruling: Mapped[str | None] = mapped_column(sa.String(8))
    """Inside or outside, said by a person where the position leaves it open."""
    looked_again: Mapped[bool] = mapped_column(sa.Boolean, server_default=sa.false(), default=False)
    """A re-check of it is done."""


class Located:
    """A record with a position and the zone decided for it at the time of capture."""

    position: Mapped[PointColumn | None] = mapped_column(point_column())
    accuracy_m: Mapped[float | None] = mapped_column(sa.Float)
    zone_id: Mapped[UUID | None] = mapped_column(sa.Uuid)
    zone_version_id: Mapped[UUID | None] = mapped_column(sa.Uuid)
    zone_name: Mapped[str | None] = mapped_column(sa.String(80))
    zone_version: Mapped[int | None] = mapped_column(sa.Integer)
    zone_certainty: Mapped[str | None] = mapped_column(sa.String(12))
