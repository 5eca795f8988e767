"""Patrols as features: the way that was walked where a track was recorded, and no place where none was."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import orjson
import shapely
import sqlalchemy as sa

from app.accounts.scope import Actor, visible
from app.database import chunks, db, one_of
from app.errors import NotFound
from app.ogc.pages import Page
from app.ogc.parameters import Asked, Span
from app.organisations import queries as organisations
from app.patrols.models import Patrol, Track
from geo.morton_boxes import Box, shape

Points = list[tuple[float, float]]
FACTS = (
    Patrol.id,
    Patrol.type,
    Patrol.started_at,
    Patrol.ended_at,
    Patrol.organisation_id,
    Patrol.organisation_name,
    Patrol.team_id,
)
MOST_BOUNDS = 100_000
AT_ONCE = 100
"""Tracks read: one may be a megabyte of text."""


class Patrols:
    """Patrols in scope, with those of their tracks that are in scope."""

    def __init__(self) -> None:
        self.bounds: dict[tuple[UUID, int], Box | None] = {}
        """Of pieces of tracks, by id and revision."""

    def page(self, actor: Actor, asked: Asked) -> Page:
        query: Any = sa.select(*FACTS).where(Patrol.deleted.is_(False), visible(Patrol, actor, "patrol"))
        if asked.span is not None:
            query = query.where(*during(asked.span))
        if asked.boxes is not None:
            return self._in_boxes(query, actor, asked, asked.boxes)
        matched = db.session.scalar(sa.select(sa.func.count()).select_from(query.subquery())) or 0
        if asked.cursor is not None:
            query = query.where(Patrol.id > asked.cursor)
        rows = db.session.execute(query.order_by(Patrol.id).limit(asked.limit + 1)).all()
        return finished(matched, rows, actor, asked.limit)

    def item(self, actor: Actor, patrol_id: UUID) -> bytes:
        """Raises NotFound."""
        own = (Patrol.id == patrol_id, Patrol.deleted.is_(False), visible(Patrol, actor, "patrol"))
        row = db.session.execute(sa.select(*FACTS).where(*own)).first()
        if row is None:
            raise NotFound
        return features([row], actor)[0]

    def extent(self, actor: Actor) -> list[float] | None:
        sides = [box for boxes in self._bounds_of_patrols(actor).values() for box in boxes]
        if not sides:
            return None
        west, south, east, north = zip(*sides, strict=True)
        return [min(west), min(south), max(east), max(north)]

    def _in_boxes(self, query: sa.Select[Any], actor: Actor, asked: Asked, boxes: Sequence[Box]) -> Page:
        """Only those whose way touches one of the boxes; the tracks of a month are few enough to be looked through."""
        bounds = self._bounds_of_patrols(actor)
        near = {patrol for patrol, pieces in bounds.items() if any(overlap(joined(pieces), box) for box in boxes)}
        rows = [row for row in db.session.execute(query.order_by(Patrol.id)) if row.id in near]
        unsure = [row.id for row in rows if not any(holds(box, joined(bounds[row.id])) for box in boxes)]
        area = shapely.union_all([shape(box) for box in boxes])
        touching = {
            patrol
            for patrol, way in ways(unsure, actor).items()
            if len(way) > 1 and shapely.LineString(way).intersects(area)
        }
        rows = [row for row in rows if row.id not in set(unsure) or row.id in touching]
        behind = [row for row in rows if asked.cursor is None or row.id.int > asked.cursor.int]
        return finished(len(rows), behind, actor, asked.limit)

    def _bounds_of_patrols(self, actor: Actor) -> dict[UUID, list[Box]]:
        own = (Track.deleted.is_(False), Track.points > 0, visible(Track, actor, "track"))
        columns = (Track.id, Track.revision, Track.patrol_id, Track.points)
        pieces = db.session.execute(sa.select(*columns).where(*own)).all()
        points = Counter[UUID]()
        for row in pieces:
            points[row.patrol_id] += row.points
        self._learn([row.id for row in pieces if (row.id, row.revision) not in self.bounds])
        found: dict[UUID, list[Box]] = {}
        for row in pieces:
            box = self.bounds.get((row.id, row.revision))
            if box and points[row.patrol_id] > 1:
                found.setdefault(row.patrol_id, []).append(box)
        return found

    def _learn(self, ids: list[UUID]) -> None:
        if len(self.bounds) + len(ids) > MOST_BOUNDS:
            self.bounds = {}
        for some in chunks(ids, AT_ONCE):
            for row in db.session.execute(
                sa.select(Track.id, Track.revision, Track.data).where(one_of(Track.id, some))
            ):
                self.bounds[row.id, row.revision] = around(points_of(row.data))


def during(span: Span) -> list[sa.ColumnElement[bool]]:
    """Patrols of which some moment lies in a span; one that was never ended has only its beginning."""
    ways_in = []
    if span.until is not None:
        ways_in.append(Patrol.started_at <= span.until)
    if span.since is not None:
        ways_in.append(sa.func.coalesce(Patrol.ended_at, Patrol.started_at) >= span.since)
    return ways_in


# ---------------------------------------------------------------- ways
def ways(patrol_ids: Iterable[UUID], actor: Actor) -> dict[UUID, Points]:
    """The points of each patrol's tracks, in the order of the time at which their pieces begin."""
    own = (Track.deleted.is_(False), Track.points > 0, visible(Track, actor, "track"))
    pieces: dict[UUID, list[tuple[datetime, Points]]] = {}
    query = sa.select(Track.patrol_id, Track.data).where(*own)
    for some in chunks(patrol_ids, AT_ONCE):
        for row in db.session.execute(query.where(one_of(Track.patrol_id, some))):
            points = orjson.loads(row.data)["points"]
            if points:
                begin = datetime.fromisoformat(points[0]["at"])
                pieces.setdefault(row.patrol_id, []).append((begin, points_of(row.data)))
    return {
        patrol: [point for _, points in sorted(some, key=lambda piece: piece[0]) for point in points]
        for patrol, some in pieces.items()
    }


def points_of(data: str) -> Points:
    return [(point["lon"], point["lat"]) for point in orjson.loads(data).get("points") or ()]


def around(points: Points) -> Box | None:
    if not points:
        return None
    lon, lat = zip(*points, strict=True)
    return min(lon), min(lat), max(lon), max(lat)


def joined(boxes: Sequence[Box]) -> Box:
    west, south, east, north = zip(*boxes, strict=True)
    return min(west), min(south), max(east), max(north)


def overlap(one: Box, other: Box) -> bool:
    return one[0] <= other[2] and other[0] <= one[2] and one[1] <= other[3] and other[1] <= one[3]


def holds(outer: Box, inner: Box) -> bool:
    return outer[0] <= inner[0] and outer[1] <= inner[1] and inner[2] <= outer[2] and inner[3] <= outer[3]


# ---------------------------------------------------------------- features
def finished(matched: int, rows: Sequence[Any], actor: Actor, limit: int) -> Page:
    shown = rows[:limit]
    return Page(matched, features(shown, actor), str(shown[-1].id) if len(rows) > limit else None)


def features(rows: Sequence[Any], actor: Actor) -> list[bytes]:
    walked, teams = ways([row.id for row in rows], actor), organisations.team_names()
    return [feature(row, walked.get(row.id, []), teams) for row in rows]


def feature(row: Any, way: Points, teams: dict[UUID, str]) -> bytes:
    """A single point is no way. Without one the geometry is an empty line, which readers take for none (RFC 7946, 3.1): QGIS
    makes a table of a collection whose first features have no geometry at all, and would never draw the later ones."""
    recorded = len(way) > 1
    return orjson.dumps(
        {
            "type": "Feature",
            "id": row.id,
            "geometry": {"type": "LineString", "coordinates": way if recorded else []},
            "properties": {
                "type": row.type,
                "started_at": row.started_at,
                "ended_at": row.ended_at,
                "track": "recorded" if recorded else "none",
                "points": len(way),
                "organisation_id": row.organisation_id,
                "organisation": row.organisation_name,
                "team_id": row.team_id,
                "team": teams.get(row.team_id),
            },
        }
    )
