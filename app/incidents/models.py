"""What was seen on a patrol and what was done; persuasion; and, apart from both, who the keeper was."""

from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from app.changes.models import FieldRecord, Located, PatrolChild, Reviewed
from app.database import Base, UtcDateTime

ACTIONS = ["persuaded", "ordered_to_correct", "case_proposed"]
TOPICS = [
    "unleashed",
    "long_leash",
    "faeces",
    "no_tag",
    "unregistered",
    "unvaccinated",
    "nuisance",
    "forbidden_place",
    "other",
]
RESPONSES = ["complied", "refused", "left"]


class Incident(FieldRecord, Located, Reviewed, PatrolChild, Base):
    """事件: one thing seen; 警告 is a formal penalty and therefore none of its actions."""

    __tablename__ = "incident"

    type: Mapped[str] = mapped_column(sa.String(24))
    action: Mapped[str] = mapped_column(sa.String(24))
    has_keeper: Mapped[bool] = mapped_column(sa.Boolean)


class Persuasion(FieldRecord, Located, PatrolChild, Base):
    """劝导: somebody asked a keeper to behave; no penalty follows."""

    __tablename__ = "persuasion"

    topic: Mapped[str] = mapped_column(sa.String(24))
    people_at_least: Mapped[int] = mapped_column(sa.Integer)


class Keeper(Base):
    """养犬人 of an incident, encrypted. Never in the change log, the feed or a log line; deleted by retention."""

    __tablename__ = "keeper"

    incident_id: Mapped[UUID] = mapped_column(sa.Uuid, primary_key=True)
    sealed: Mapped[bytes] = mapped_column(sa.LargeBinary)
    updated_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
