"""Rounds (巡查) and, where the person started one, their tracks."""

from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, declared_attr, mapped_column

from app.changes.models import FieldRecord
from app.database import Base, UtcDateTime

TYPES = ["morning", "evening", "peak", "daily"]


class Patrol(FieldRecord, Base):
    __tablename__ = "patrol"

    type: Mapped[str] = mapped_column(sa.String(12))
    started_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class Track(FieldRecord, Base):
    """Points of a patrol, in pieces; kept shorter than everything else."""

    __tablename__ = "track"

    patrol_id: Mapped[UUID] = mapped_column(sa.Uuid, index=True)
    points: Mapped[int] = mapped_column(sa.Integer)
    south: Mapped[float | None] = mapped_column(sa.Double)
    """The box around its points, in degrees: what asks for the tracks near a place need not read them. None without points."""
    west: Mapped[float | None] = mapped_column(sa.Double)
    north: Mapped[float | None] = mapped_column(sa.Double)
    east: Mapped[float | None] = mapped_column(sa.Double)

    @declared_attr.directive
    def __table_args__(cls) -> tuple[sa.Index | dict[str, bool], ...]:
        *indexes, options = super().__table_args__
        # All that the question needs stands in the index: the rows lie behind long texts of points.
        box = sa.Index("ix_track_box", "south", "north", "west", "east", "captured_at", "row")
        return (*indexes, box, options)
