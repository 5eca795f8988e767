"""The tree of territorial responsibility (属地管理), and teams."""

from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.database import Base, PathText, UtcDateTime

LEVELS = ("city", "county", "street", "community")


class Organisation(Base):
    """One node; `id` is the national code (or an internal one), `path` the ids from the root, each between slashes."""

    __tablename__ = "organisation"

    id: Mapped[str] = mapped_column(sa.String(12), primary_key=True)
    name: Mapped[str] = mapped_column(sa.String(60))
    level: Mapped[str] = mapped_column(sa.String(12))
    parent_id: Mapped[str | None] = mapped_column(sa.ForeignKey("organisation.id"), index=True)
    path: Mapped[str] = mapped_column(PathText, unique=True)


class Team(Base):
    """People who patrol together."""

    __tablename__ = "team"
    __table_args__ = (sa.Index("ix_team_organisation_id_name", "organisation_id", "name", unique=True),)

    id: Mapped[UUID] = mapped_column(sa.Uuid, primary_key=True)
    name: Mapped[str] = mapped_column(sa.String(60))
    organisation_id: Mapped[str] = mapped_column(sa.ForeignKey("organisation.id"))
    active: Mapped[bool] = mapped_column(sa.Boolean, default=True)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)

    organisation: Mapped[Organisation] = relationship(lazy="joined")
