"""Places as features: each as it is now, with the days on which it holds.

Two collections, for a layer of QGIS draws one kind of geometry: every place as a point, and the areas of those that have one.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import orjson
import shapely
import sqlalchemy as sa

from app.accounts.scope import Actor
from app.database import db
from app.errors import NotFound
from app.ogc.pages import Page
from app.ogc.parameters import Asked, Span
from app.places import queries
from app.places.models import Place
from app.zones.days import day_of
from geo.morton_boxes import shape

Shown = tuple[Place, Any]
"""A place, and what is drawn of it."""


@dataclass(frozen=True)
class Places:
    """All places of the actor's county; `datetime` asks for those that hold then. A county has some hundreds: what a box
    leaves is looked at one by one. `areas`: only those with an area, as it is; else all of them, as points."""

    areas: bool = False

    def page(self, actor: Actor, asked: Asked) -> Page:
        found = list(self._shown(db.session.scalars(self._query(actor, asked.span).order_by(Place.id))))
        if asked.boxes is not None:
            boxes = shapely.union_all([shape(box) for box in asked.boxes])
            found = [one for one in found if shapely.intersects(one[1], boxes)]
        rest = [one for one in found if asked.cursor is None or one[0].id > asked.cursor]
        shown = rest[: asked.limit]
        last = str(shown[-1][0].id) if len(rest) > asked.limit else None
        return Page(len(found), [feature(*one) for one in shown], last)

    def item(self, actor: Actor, place_id: UUID) -> bytes:
        """Raises NotFound."""
        for one in self._shown([queries.place(actor, place_id)]):
            return feature(*one)
        raise NotFound

    def extent(self, actor: Actor) -> list[float] | None:
        drawn = [geometry for _, geometry in self._shown(db.session.scalars(self._query(actor, None)))]
        return shapely.total_bounds(drawn).tolist() if drawn else None

    def _shown(self, places: Any) -> Iterator[Shown]:
        for place in places:
            geometry = shapely.from_geojson(place.geojson)
            if not self.areas:
                yield place, geometry if geometry.geom_type == "Point" else shapely.point_on_surface(geometry)
            elif geometry.geom_type != "Point":
                yield place, shapely.multipolygons([shapely.get_parts(geometry)])[0]

    @staticmethod
    def _query(actor: Actor, span: Span | None) -> Any:
        query = sa.select(Place).where(queries.visible(actor))
        if span is not None and span.until is not None:
            query = query.where(Place.valid_from <= day_of(span.until))
        if span is not None and span.since is not None:
            query = query.where(sa.or_(Place.valid_until.is_(None), Place.valid_until > day_of(span.since)))
        return query


def feature(place: Place, geometry: Any) -> bytes:
    facts = {name: value for name, value in queries.facts(place).items() if name != "geometry"}
    details = {name: value for name, value in orjson.loads(place.details).items() if isinstance(value, list)}
    facts |= {name: ",".join(value) for name, value in details.items()}
    drawn = orjson.Fragment(shapely.to_geojson(geometry))
    return orjson.dumps({"type": "Feature", "id": place.id, "geometry": drawn, "properties": facts})
