"""What mornings left open (早巡点), each with the look that somebody took at it again; and what supervisors asked for."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import numpy as np
import orjson
import sqlalchemy as sa

from app.accounts.scope import Actor
from app.database import db, one_of
from app.figures.measures import POINTS, rows
from app.figures.periods import Period
from app.figures.places import Line
from app.figures.rechecks import Asked
from app.maps.choosing import Wish
from app.maps.snapshot.fields import ids_of
from app.maps.snapshot.live import Snapshot
from app.organisations.models import Organisation, Team
from app.reviews.models import DONE, Recheck
from app.reviews.records import MODELS, mark_of, rows_of

Data = dict[str, Any]
NEEDED = ("traits", "minute", "organisation", "high", "low")


def points(
    found: Snapshot, actor: Actor, period: Period, root: Organisation, line: Line, zone: UUID | None
) -> list[Data]:
    """Those of a line, the newest first."""
    ids = _ids(found, actor, period, root, line, zone)
    records, looks, teams = rows_of("incident", ids).values(), _looks(ids), _teams()
    return [
        {
            **_facts(row, teams),
            "type": row["type"],
            "captured_at": row["captured_at"],
            "look": looks.get(row["id"]),
        }
        for row in sorted(records, key=lambda row: (row["captured_at"], str(row["id"])), reverse=True)
    ]


def _looks(ids: Collection[UUID]) -> dict[UUID, Recheck]:
    """The newest done re-check of each."""
    query = sa.select(Recheck).where(Recheck.state == DONE, one_of(Recheck.record_id, ids))
    return {one.record_id: one for one in db.session.scalars(query.order_by(Recheck.ended_at, Recheck.id))}


def _ids(
    found: Snapshot, actor: Actor, period: Period, root: Organisation, line: Line, zone: UUID | None
) -> list[UUID]:
    wish = Wish(path=root.path, team=line.team_id, zone=zone)
    some = rows(found, actor, period.stretch, wish, NEEDED)
    names = [line.holds(str(path), line.team_id) for path in found.words["organisation"].values]
    counted = some.of[POINTS]
    chosen = counted[np.array(names, dtype=bool)[some.columns["organisation"][counted]]]
    return ids_of(some.columns["high"][chosen], some.columns["low"][chosen])


def asked(actor: Actor, period: Period, root: Organisation, line: Line, now: datetime) -> list[Data]:
    """Re-checks that supervisors asked for, by the day they are due, each with its record."""
    some = Asked(actor, root, period, now).of(line)
    about = _records({one.record_id for one in some})
    teams = _teams()
    return [
        {
            **_facts(about[one.record_id], teams),
            **{name: about[one.record_id][name] for name in ("type", "captured_at")},
            "team": teams.get(one.team_id),
            "recheck": one,
        }
        for one in some
        if one.record_id in about
    ]


def _records(ids: Collection[UUID]) -> dict[UUID, Data]:
    found = ((kind, row) for kind in MODELS for row in rows_of(kind, ids).values())
    return {row["id"]: {**row, "type": mark_of(kind, row)} for kind, row in found}


def _teams() -> dict[UUID, Team]:
    teams: Sequence[Team] = db.session.scalars(sa.select(Team)).all()
    return {team.id: team for team in teams}


def _facts(row: Any, teams: dict[UUID, Team]) -> Data:
    return {
        "id": row["id"],
        "place": orjson.loads(row["data"]).get("place"),
        "organisation": {"id": row["organisation_id"], "name": row["organisation_name"]},
        "team": teams.get(row["team_id"]) if row["team_id"] else None,
    }
