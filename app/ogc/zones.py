"""Versions of key zones as features: each with the days on which it is in force."""

from datetime import date
from typing import Any
from uuid import UUID

import orjson
import sqlalchemy as sa

from app.accounts.scope import Actor
from app.database import SRID, db, is_sqlite, prefix_range
from app.errors import NotFound
from app.ogc.pages import Page
from app.ogc.parameters import Asked, Span
from app.zones.days import day_of
from app.zones.models import Announcement, Zone, ZoneVersion
from geo.morton_boxes import Box, shape

FACTS = (
    ZoneVersion.id,
    ZoneVersion.geojson,
    ZoneVersion.zone_id,
    Zone.name,
    Zone.level,
    ZoneVersion.version,
    ZoneVersion.valid_from,
    ZoneVersion.valid_until,
    Zone.organisation_id,
    Announcement.number,
    Announcement.announced_on,
    Announcement.effective_on,
)


class Zones:
    """All versions that are, were or will be in force in the actor's county; `datetime` asks for those in force then."""

    def page(self, actor: Actor, asked: Asked) -> Page:
        query = self._query(actor, *FACTS)
        if asked.boxes is not None:
            query = query.where(sa.or_(*map(in_box, asked.boxes)))
        if asked.span is not None:
            query = query.where(*in_force(asked.span))
        matched = db.session.scalar(sa.select(sa.func.count()).select_from(query.subquery())) or 0
        if asked.cursor is not None:
            query = query.where(ZoneVersion.id > asked.cursor)
        rows = db.session.execute(query.order_by(ZoneVersion.id).limit(asked.limit + 1)).all()
        shown = rows[: asked.limit]
        return Page(matched, list(map(feature, shown)), str(shown[-1].id) if len(rows) > asked.limit else None)

    def item(self, actor: Actor, version_id: UUID) -> bytes:
        """Raises NotFound."""
        row = db.session.execute(self._query(actor, *FACTS).where(ZoneVersion.id == version_id)).first()
        if row is None:
            raise NotFound
        return feature(row)

    def extent(self, actor: Actor) -> list[float] | None:
        column = sa.type_coerce(ZoneVersion.boundary, sa.String)
        low, high = ("MbrMin", "MbrMax") if is_sqlite() else ("ST_XMin", "ST_XMax")
        x, y = (low + "X", low + "Y") if is_sqlite() else ("ST_XMin", "ST_YMin")
        right, top = (high + "X", high + "Y") if is_sqlite() else ("ST_XMax", "ST_YMax")
        sides = [
            sa.func.min(getattr(sa.func, x)(column)),
            sa.func.min(getattr(sa.func, y)(column)),
            sa.func.max(getattr(sa.func, right)(column)),
            sa.func.max(getattr(sa.func, top)(column)),
        ]
        found = db.session.execute(self._query(actor, *sides)).one()
        return None if found[0] is None else list(found)

    @staticmethod
    def _query(actor: Actor, *columns: Any) -> sa.Select[Any]:
        joined = sa.select(*columns).select_from(ZoneVersion).join(Zone, Zone.id == ZoneVersion.zone_id)
        announced = joined.join(Announcement, Announcement.id == ZoneVersion.announcement_id)
        stands = sa.or_(ZoneVersion.valid_until.is_(None), ZoneVersion.valid_from < ZoneVersion.valid_until)
        return announced.where(prefix_range(Zone.organisation_path, actor.reach), stands)


def in_box(box: Box) -> sa.ColumnElement[bool]:
    column = sa.type_coerce(ZoneVersion.boundary, sa.String)
    touches = sa.func.ST_Intersects(column, sa.func.ST_GeomFromText(shape(box).wkt, SRID))
    return touches == (1 if is_sqlite() else sa.true())


def in_force(span: Span) -> list[sa.ColumnElement[bool]]:
    """At some moment of a span."""
    ways = []
    if span.until is not None:
        ways.append(ZoneVersion.valid_from <= day_of(span.until))
    if span.since is not None:
        ways.append(sa.or_(ZoneVersion.valid_until.is_(None), ZoneVersion.valid_until > day_of(span.since)))
    return ways


def feature(row: Any) -> bytes:
    names = ("zone_id", "name", "level", "version", "valid_from", "valid_until", "organisation_id")
    properties = {name: getattr(row, name) for name in names}
    days: dict[str, date] = {name: getattr(row, name) for name in ("announced_on", "effective_on")}
    return orjson.dumps(
        {
            "type": "Feature",
            "id": row.id,
            "geometry": orjson.Fragment(row.geojson),
            "properties": {**properties, "announcement": row.number, **days},
        }
    )
