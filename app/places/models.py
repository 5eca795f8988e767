"""Places inside zones (场所): where dogs may not go, where keepers are served, where strays are taken, where trouble returns."""

from datetime import date, datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from app.database import Base, PathText, UtcDateTime


class Place(Base):
    """A place as it is now; valid from the midnight (Asia/Shanghai) of `valid_from` until that of `valid_until`, half-open.

    A county has some hundreds: the box of each in plain columns finds them, and no spatial index is needed.
    """

    __tablename__ = "place"
    __table_args__ = (sa.Index("ix_place_path_kind", "organisation_path", "kind"),)

    id: Mapped[UUID] = mapped_column(sa.Uuid, primary_key=True)
    kind: Mapped[str] = mapped_column(sa.String(24))
    sub_kind: Mapped[str | None] = mapped_column(sa.String(24))
    name: Mapped[str] = mapped_column(sa.String(80))
    organisation_id: Mapped[str] = mapped_column(sa.String(12))
    organisation_name: Mapped[str] = mapped_column(sa.String(60))
    organisation_path: Mapped[str] = mapped_column(PathText)
    valid_from: Mapped[date] = mapped_column(sa.Date)
    valid_until: Mapped[date | None] = mapped_column(sa.Date)
    geojson: Mapped[str] = mapped_column(sa.Text)
    west: Mapped[float] = mapped_column(sa.Float)
    south: Mapped[float] = mapped_column(sa.Float)
    east: Mapped[float] = mapped_column(sa.Float)
    north: Mapped[float] = mapped_column(sa.Float)
    details: Mapped[str] = mapped_column(sa.Text)
    """JSON: address, opening hours and whatever else its kind has (`kinds.py`)."""
    revision: Mapped[int] = mapped_column(sa.Integer)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    created_by_id: Mapped[UUID] = mapped_column(sa.Uuid)
    updated_at: Mapped[datetime] = mapped_column(UtcDateTime)
    updated_by_id: Mapped[UUID] = mapped_column(sa.Uuid)
    updated_by: Mapped[str] = mapped_column(sa.String(60))


class PlaceRevision(Base):
    """A place as it was written at one time; never changed."""

    __tablename__ = "place_revision"

    place_id: Mapped[UUID] = mapped_column(sa.ForeignKey("place.id"), primary_key=True)
    revision: Mapped[int] = mapped_column(sa.Integer, primary_key=True)
    facts: Mapped[str] = mapped_column(sa.Text)
    reason: Mapped[str | None] = mapped_column(sa.String(200))
    written_at: Mapped[datetime] = mapped_column(UtcDateTime)
    written_by_id: Mapped[UUID] = mapped_column(sa.Uuid)
    written_by: Mapped[str] = mapped_column(sa.String(60))
