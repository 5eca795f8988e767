"""Key management zones (重点管理区), the announcements that proclaim them, and their versions in time."""

from datetime import date, datetime
from uuid import UUID

import sqlalchemy as sa
from geoalchemy2 import Geometry, WKBElement
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.database import SRID, Base, PathText, RowNumber, UtcDateTime

LEVELS = ("key",)


class Zone(Base):
    """What stays the same while its boundary changes. The general zone is the complement and has no row."""

    __tablename__ = "zone"

    id: Mapped[UUID] = mapped_column(sa.Uuid, primary_key=True)
    name: Mapped[str] = mapped_column(sa.String(80))
    level: Mapped[str] = mapped_column(sa.String(12))
    organisation_id: Mapped[str] = mapped_column(sa.String(12), index=True)
    organisation_path: Mapped[str] = mapped_column(PathText)
    seat_id: Mapped[str | None] = mapped_column(sa.String(12))


class Announcement(Base):
    """扩面公告: the document by which a county government proclaims a boundary."""

    __tablename__ = "announcement"

    id: Mapped[UUID] = mapped_column(sa.Uuid, primary_key=True)
    organisation_id: Mapped[str] = mapped_column(sa.String(12))
    number: Mapped[str] = mapped_column(sa.String(60))
    announced_on: Mapped[date] = mapped_column(sa.Date)
    effective_on: Mapped[date] = mapped_column(sa.Date)
    text: Mapped[str] = mapped_column(sa.Text)


class ZoneVersion(Base):
    """A boundary in force from the midnight (Asia/Shanghai) of `valid_from` until that of `valid_until`, half-open."""

    __tablename__ = "zone_version"
    __table_args__ = (
        sa.Index("ix_zone_version_zone_id_version", "zone_id", "version", unique=True),
        {"sqlite_autoincrement": True},
    )

    row: Mapped[int] = mapped_column(RowNumber, primary_key=True, autoincrement=True)
    id: Mapped[UUID] = mapped_column(sa.Uuid, unique=True)
    zone_id: Mapped[UUID] = mapped_column(sa.ForeignKey("zone.id"))
    version: Mapped[int] = mapped_column(sa.Integer)
    announcement_id: Mapped[UUID] = mapped_column(sa.ForeignKey("announcement.id"))
    valid_from: Mapped[date] = mapped_column(sa.Date, index=True)
    valid_until: Mapped[date | None] = mapped_column(sa.Date)
    boundary: Mapped[WKBElement] = mapped_column(Geometry("MULTIPOLYGON", srid=SRID, spatial_index=True))
    geojson: Mapped[str] = mapped_column(sa.Text)
    published_at: Mapped[datetime] = mapped_column(UtcDateTime)

    zone: Mapped[Zone] = relationship(lazy="joined")
    announcement: Mapped[Announcement] = relationship(lazy="joined")

    @property
    def revision(self) -> int:
        """A version changes once in its life: when the next one ends it."""
        return 1 if self.valid_until is None else 2
