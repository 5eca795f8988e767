"""The ways of patrols as the map draws them: recorded, inferred from records, or missing."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import orjson
import sqlalchemy as sa

from app.accounts.scope import Actor, visible
from app.database import db, one_of, prefix_range
from app.incidents.models import Incident, Persuasion
from app.maps.choosing import Wish
from app.organisations.models import Team
from app.patrols.models import Patrol, Track
from app.strays.models import Capture
from geo.walks import Piece, Stop, pieces

Data = dict[str, Any]
MOST = 200
"""So many patrols are drawn, the newest; more would be a carpet."""
RECORDS = ((Incident, "incident"), (Persuasion, "persuasion"), (Capture, "capture"))


@dataclass(frozen=True)
class Walks:
    features: list[Data]
    patrols: int
    without: int
    """Patrols that left no way: no track, and not two records with a place."""
    more: bool


def walks(actor: Actor, wish: Wish) -> Walks:
    """Of the wish count days, team, street and patrol: a way belongs to a patrol and has no kind of incident."""
    rows = db.session.execute(_patrols(actor, wish)).all()
    patrols = rows[:MOST]
    ids = [row.id for row in patrols]
    tracks, records = _tracks(actor, ids), _records(actor, ids)
    features: list[Data] = []
    without = 0
    for patrol in patrols:
        found = pieces(tracks[patrol.id], records[patrol.id])
        features += _features(patrol, found)
        without += not found
    return Walks(features, len(patrols), without, len(rows) > MOST)


def _patrols(actor: Actor, wish: Wish) -> Any:
    query = sa.select(Patrol.id, Patrol.type, Patrol.started_at, Patrol.ended_at, Team.name.label("team"))
    query = query.outerjoin(Team, Team.id == Patrol.team_id)
    query = query.where(Patrol.deleted.is_(False), visible(Patrol, actor, "patrol"))
    if wish.since:
        query = query.where(Patrol.started_at >= wish.since)
    if wish.until:
        query = query.where(Patrol.started_at < wish.until)
    if wish.patrol:
        query = query.where(Patrol.id == wish.patrol)
    if wish.team:
        query = query.where(Patrol.team_id == wish.team)
    if wish.path:
        query = query.where(prefix_range(Patrol.organisation_path, wish.path))
    return query.order_by(Patrol.started_at.desc(), Patrol.id).limit(MOST + 1)


def _tracks(actor: Actor, ids: Sequence[UUID]) -> dict[UUID, list[Stop]]:
    query = sa.select(Track.patrol_id, Track.data).where(
        one_of(Track.patrol_id, ids), Track.deleted.is_(False), visible(Track, actor, "track")
    )
    found: dict[UUID, list[Stop]] = defaultdict(list)
    for patrol_id, text in db.session.execute(query):
        found[patrol_id] += _stops(orjson.loads(text).get("points", []))
    return found


def _stops(points: Sequence[Data]) -> Iterator[Stop]:
    for point in points:
        yield Stop(datetime.fromisoformat(point["at"]).timestamp(), point["lon"], point["lat"], of_track=True)


def _records(actor: Actor, ids: Sequence[UUID]) -> dict[UUID, list[Stop]]:
    found: dict[UUID, list[Stop]] = defaultdict(list)
    for model, kind in RECORDS:
        query = sa.select(model.patrol_id, model.captured_at, model.data).where(
            one_of(model.patrol_id, ids), model.deleted.is_(False), visible(model, actor, kind)
        )
        for patrol_id, at, text in db.session.execute(query):
            place = orjson.loads(text).get("position")
            if place and patrol_id:
                found[patrol_id].append(Stop(at.timestamp(), place["lon"], place["lat"], of_track=False))
    return found


def _features(patrol: Any, found: Sequence[Piece]) -> Iterator[Data]:
    """One for each label, with how much of the way it is."""
    lines: dict[str, list[Any]] = defaultdict(list)
    for piece in found:
        lines[piece.label].append(piece.line)
    facts = {
        "patrol_id": str(patrol.id),
        "type": patrol.type,
        "team": patrol.team,
        "started_at": _text(patrol.started_at),
        "ended_at": _text(patrol.ended_at),
    }
    for label, some in lines.items():
        yield {
            "type": "Feature",
            "id": f"{patrol.id}:{label}",
            "geometry": {"type": "MultiLineString", "coordinates": some},
            "properties": {**facts, "label": label, "labels": sorted(lines)},
        }


def _text(at: datetime | None) -> str | None:
    return at.astimezone(UTC).isoformat() if at else None
