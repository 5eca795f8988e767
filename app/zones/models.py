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
    scan_sha256: Mapped[str | None] = mapped_column(sa.String(64))
    scan_name: Mapped[str | None] = mapped_column(sa.String(200))


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
    revision: Mapped[int] = mapped_column(sa.Integer, server_default="1", default=1)
    """Counts how often its end was set: by the next version, by its correction, by a withdrawal."""
    withdrawal_id: Mapped[UUID | None] = mapped_column(sa.Uuid)
    """The announcement that withdrew the zone, when no further version followed."""

    zone: Mapped[Zone] = relationship(lazy="joined")
    announcement: Mapped[Announcement] = relationship(lazy="joined")

    @property
    def stands(self) -> bool:
        """Whether it is or was to be in force on any day: a correction empties what it corrects."""
        return self.valid_until is None or self.valid_from < self.valid_until


class ZoneDraft(Base):
    """A boundary on its way to an announcement; what is drawn stays, however unfinished. Its states: `app/zones/life.py`."""

    __tablename__ = "zone_draft"
    __table_args__ = (sa.Index("ix_zone_draft_path_state", "organisation_path", "state"),)

    id: Mapped[UUID] = mapped_column(sa.Uuid, primary_key=True)
    zone_id: Mapped[UUID | None] = mapped_column(sa.Uuid, index=True)
    name: Mapped[str] = mapped_column(sa.String(80))
    level: Mapped[str] = mapped_column(sa.String(12))
    organisation_id: Mapped[str] = mapped_column(sa.String(12))
    organisation_path: Mapped[str] = mapped_column(PathText)
    seat_id: Mapped[str | None] = mapped_column(sa.String(12))
    state: Mapped[str] = mapped_column(sa.String(12))
    revision: Mapped[int] = mapped_column(sa.Integer)
    boundary: Mapped[str | None] = mapped_column(sa.Text)
    source: Mapped[str | None] = mapped_column(sa.Text)
    findings: Mapped[str | None] = mapped_column(sa.Text)
    confirmed: Mapped[str] = mapped_column(sa.Text)
    checked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    checked_by: Mapped[str | None] = mapped_column(sa.String(60))
    number: Mapped[str | None] = mapped_column(sa.String(60))
    announced_on: Mapped[date | None] = mapped_column(sa.Date)
    effective_on: Mapped[date | None] = mapped_column(sa.Date)
    text: Mapped[str | None] = mapped_column(sa.Text)
    scan_sha256: Mapped[str | None] = mapped_column(sa.String(64))
    scan_name: Mapped[str | None] = mapped_column(sa.String(200))
    version_id: Mapped[UUID | None] = mapped_column(sa.Uuid)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    created_by_id: Mapped[UUID] = mapped_column(sa.Uuid)
    created_by: Mapped[str] = mapped_column(sa.String(60))
    updated_at: Mapped[datetime] = mapped_column(UtcDateTime)
    updated_by_id: Mapped[UUID] = mapped_column(sa.Uuid)
    updated_by: Mapped[str] = mapped_column(sa.String(60))


class ZoneFile(Base):
    """A file kept byte for byte: the scan of an announcement, or what a draft was imported from."""

    __tablename__ = "zone_file"

    sha256: Mapped[str] = mapped_column(sa.String(64), primary_key=True)
    mime: Mapped[str] = mapped_column(sa.String(80))
    size: Mapped[int] = mapped_column(sa.Integer)
    stored_at: Mapped[datetime] = mapped_column(UtcDateTime)
    stored_by_id: Mapped[UUID] = mapped_column(sa.Uuid)
