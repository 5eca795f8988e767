"""What a number of the board counts: the patrols, and the planned rounds."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import orjson
import sqlalchemy as sa

from app.accounts import queries as accounts
from app.accounts.scope import Actor, visible
from app.database import db, one_of
from app.figures.patrols import Walked
from app.figures.periods import Period
from app.figures.places import Line
from app.figures.plans import Rounds
from app.incidents.models import Incident, Persuasion
from app.organisations.models import Organisation, Team
from app.patrols.models import Patrol, Track
from app.plans.walking import told
from app.strays.models import Capture

Data = dict[str, Any]
RECORDS = (
    ("incidents", Incident, "incident"),
    ("persuasions", Persuasion, "persuasion"),
    ("captures", Capture, "capture"),
)


def rounds(actor: Actor, period: Period, root: Organisation, line: Line, now: datetime) -> list[Data]:
    """By day and time."""
    return told(Rounds(actor, root, period, now).of(line), actor, now)


def patrols(actor: Actor, period: Period, root: Organisation, line: Line) -> list[Data]:
    """The newest first."""
    ids = Walked(actor, root, period).of(line)
    query = sa.select(Patrol)
    rows = list(db.session.scalars(query.where(one_of(Patrol.id, ids))))
    names = accounts.names({row.author_id for row in rows})
    teams: dict[UUID, Team] = {team.id: team for team in db.session.scalars(sa.select(Team))}
    tracked = _counts(Track, "track", ids, actor)
    counts = {name: _counts(model, kind, ids, actor) for name, model, kind in RECORDS}
    return [
        {
            **{name: getattr(row, name) for name in ("id", "type", "started_at", "ended_at")},
            "team": teams.get(row.team_id) if row.team_id else None,
            "organisation": {"id": row.organisation_id, "name": row.organisation_name},
            "author": {"id": row.author_id, "name": names.get(row.author_id, "")},
            "companions": _companions(row),
            "track": tracked[row.id] > 0,
            **{name: counts[name][row.id] for name in counts},
        }
        for row in sorted(rows, key=lambda row: (row.started_at, str(row.id)), reverse=True)
    ]


def _companions(row: Patrol) -> int:
    members = orjson.loads(row.data).get("member_ids") or []
    return len({*members} - {str(row.author_id)})


def _counts(model: Any, kind: str, ids: Sequence[UUID], actor: Actor) -> Counter[UUID]:
    """How many of them a person may see of each patrol; a record that was merged into another counts no more."""
    query = sa.select(model.patrol_id, sa.func.count()).where(model.deleted.is_(False), visible(model, actor, kind))
    if hasattr(model, "merged_into_id"):
        query = query.where(model.merged_into_id.is_(None))
    query = query.group_by(model.patrol_id)
    rows = db.session.execute(query.where(one_of(model.patrol_id, ids)))
    return Counter(dict(map(tuple, rows)))
