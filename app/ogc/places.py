"""Places as features: each as it is now, with the days on which it holds."""

import json
from typing import Any
from uuid import UUID

import orjson
import shapely
import sqlalchemy as sa

from app.accounts.scope import Actor
from app.database import db
from app.ogc.pages import Page
from app.ogc.parameters import Asked, Span
from app.places import queries
from app.places.models import Place
from app.zones.days import day_of
from geo.morton_boxes import shape


class Places:
    """All places of the actor's county; `datetime` asks for those that hold then. A county has some hundreds: what a box
    leaves is looked at one by one."""

    def page(self, actor: Actor, asked: Asked) -> Page:
        found = list(db.session.scalars(self._query(actor, asked.span).order_by(Place.id)))
        if asked.boxes is not None:
            boxes = shapely.union_all([shape(box) for box in asked.boxes])
            found = [one for one in found if shapely.intersects(shapely.from_geojson(one.geojson), boxes)]
        rest = [one for one in found if asked.cursor is None or one.id > asked.cursor]
        shown = rest[: asked.limit]
        last = str(shown[-1].id) if len(rest) > asked.limit else None
        return Page(len(found), list(map(feature, shown)), last)

    def item(self, actor: Actor, place_id: UUID) -> bytes:
        """Raises NotFound."""
        return feature(queries.place(actor, place_id))

    def extent(self, actor: Actor) -> list[float] | None:
        sides = (sa.func.min(Place.west), sa.func.min(Place.south), sa.func.max(Place.east), sa.func.max(Place.north))
        found = db.session.execute(sa.select(*sides).where(queries.visible(actor))).one()
        return None if found[0] is None else list(found)

    @staticmethod
    def _query(actor: Actor, span: Span | None) -> Any:
        query = sa.select(Place).where(queries.visible(actor))
        if span is not None and span.until is not None:
            query = query.where(Place.valid_from <= day_of(span.until))
        if span is not None and span.since is not None:
            query = query.where(sa.or_(Place.valid_until.is_(None), Place.valid_until > day_of(span.since)))
        return query


def feature(place: Place) -> bytes:
    facts = queries.facts(place)
    geometry = facts.pop("geometry")
    details = {name: value for name, value in json.loads(place.details).items() if isinstance(value, list)}
    facts |= {name: ",".join(value) for name, value in details.items()}
    return orjson.dumps({"type": "Feature", "id": place.id, "geometry": geometry, "properties": facts})
