"""Where patrols are planned (巡片) and when which team walks there (排班). A planned round is derived, never stored."""

from datetime import date, datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.database import Base, PathText, UtcDateTime
from app.organisations.models import Team


class Written:
    """Valid from the midnight (Asia/Shanghai) of `valid_from` until that of `valid_until`, half-open; who wrote it last."""

    id: Mapped[UUID] = mapped_column(sa.Uuid, primary_key=True)
    valid_from: Mapped[date] = mapped_column(sa.Date)
    valid_until: Mapped[date | None] = mapped_column(sa.Date)
    revision: Mapped[int] = mapped_column(sa.Integer)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    created_by_id: Mapped[UUID] = mapped_column(sa.Uuid)
    updated_at: Mapped[datetime] = mapped_column(UtcDateTime)
    updated_by_id: Mapped[UUID] = mapped_column(sa.Uuid)
    updated_by: Mapped[str] = mapped_column(sa.String(60))


class PatrolArea(Written, Base):
    """A street or a community, or a polygon drawn inside one."""

    __tablename__ = "plan_area"

    name: Mapped[str] = mapped_column(sa.String(80))
    organisation_id: Mapped[str] = mapped_column(sa.String(12))
    organisation_name: Mapped[str] = mapped_column(sa.String(60))
    organisation_path: Mapped[str] = mapped_column(PathText, index=True)
    geojson: Mapped[str | None] = mapped_column(sa.Text)
    """A polygon in WGS-84; None for the whole of the organisation."""
    note: Mapped[str | None] = mapped_column(sa.String(500))


class Roster(Written, Base):
    """One team in one area, at one time of some weekdays. Its team never changes: another team is another roster."""

    __tablename__ = "plan_roster"

    team_id: Mapped[UUID] = mapped_column(sa.ForeignKey("team.id"), index=True)
    area_id: Mapped[UUID] = mapped_column(sa.ForeignKey("plan_area.id"), index=True)
    type: Mapped[str] = mapped_column(sa.String(12))
    weekdays: Mapped[str] = mapped_column(sa.String(7))
    """ISO numbers in order: `12345` is Monday to Friday."""
    begins: Mapped[str] = mapped_column(sa.String(5))
    """`18:30`, Asia/Shanghai."""
    ends: Mapped[str] = mapped_column(sa.String(5))
    """Not later than `begins`: on the day after."""
    tolerance_minutes: Mapped[int] = mapped_column(sa.Integer)
    """A patrol that began so long before or after the window is still one of it."""
    exceptions: Mapped[str] = mapped_column(sa.Text)
    """JSON: [{"day", "what": "off" | "extra", "reason"?}], by day."""

    team: Mapped[Team] = relationship(lazy="joined")
    area: Mapped[PatrolArea] = relationship(lazy="joined")


class PlanRevision(Base):
    """An area or a roster as it was written at one time; never changed."""

    __tablename__ = "plan_revision"

    plan_id: Mapped[UUID] = mapped_column(sa.Uuid, primary_key=True)
    revision: Mapped[int] = mapped_column(sa.Integer, primary_key=True)
    facts: Mapped[str] = mapped_column(sa.Text)
    reason: Mapped[str | None] = mapped_column(sa.String(200))
    written_at: Mapped[datetime] = mapped_column(UtcDateTime)
    written_by_id: Mapped[UUID] = mapped_column(sa.Uuid)
    written_by: Mapped[str] = mapped_column(sa.String(60))
