"""Rounds (巡查) and, where the person started one, their tracks."""

from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

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
