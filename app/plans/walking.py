"""Which patrols were walked for which planned rounds. A patrol counts for one round at most."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from app.accounts.scope import Actor, visible
from app.database import db, one_of
from app.patrols.models import Patrol
from app.plans.rounds import ONE_DAY, Round
from app.plans.traces import Traces, traces_in
from app.zones.days import day_of

Data = dict[str, Any]
UNCLOSED = timedelta(hours=12)
"""So long after its window a patrol that nobody ended is no longer taken for one that goes on."""


@dataclass
class Walked:
    """A planned round and the patrols of its team that count for it."""

    round: Round
    patrols: list[Any] = field(default_factory=list)

    def state(self, now: datetime) -> str:
        """called_off, open (nothing yet, its window is not over), running, done, not_recorded."""
        if self.round.called_off:
            return "called_off"
        if not self.patrols:
            return "open" if now < self.round.until else "not_recorded"
        running = all(patrol.ended_at is None for patrol in self.patrols) and now < self.round.until + UNCLOSED
        return "running" if running else "done"


def walked(rounds: Sequence[Round]) -> list[Walked]:
    """In the order of the rounds, whoever may read the patrols: whether a round was walked is no secret of its team's."""
    found = [Walked(one) for one in rounds]
    by_day: dict[tuple[UUID, str, date], list[Walked]] = defaultdict(list)
    for one in found:
        if not one.round.called_off:
            by_day[one.round.roster.team_id, one.round.roster.type, one.round.day].append(one)
    patrols = _patrols([one for one in rounds if not one.called_off])
    choices = [(patrol, _candidates(patrol, by_day)) for patrol in patrols]
    doubtful = [patrol.id for patrol, candidates in choices if len(candidates) > 1]
    areas = {one.round.roster.area for _, several in choices if len(several) > 1 for one in several}
    traces = traces_in(doubtful, areas)
    for patrol, candidates in choices:
        if candidates:
            min(candidates, key=lambda one: _distance(one, patrol, traces)).patrols.append(patrol)
    return found


def _candidates(patrol: Any, by_day: dict[tuple[UUID, str, date], list[Walked]]) -> list[Walked]:
    began = day_of(patrol.started_at)
    days = (began - 2 * ONE_DAY, began - ONE_DAY, began, began + ONE_DAY)
    near = (one for day in days for one in by_day.get((patrol.team_id, patrol.type, day), ()))
    return [one for one in near if one.round.takes(patrol.started_at)]


def _distance(one: Walked, patrol: Any, traces: Traces) -> tuple[Any, ...]:
    """Least for the round that a patrol was most likely walked for."""
    area = one.round.roster.area
    return (
        (patrol.id, area.id) not in traces,
        not patrol.organisation_path.startswith(area.organisation_path),
        bool(one.patrols),
        abs(patrol.started_at - one.round.since),
        str(one.round.roster.id),
    )


def _patrols(rounds: Sequence[Round]) -> list[Any]:
    """Of the teams, from before the first window until after the last, in the order in which they began."""
    if not rounds:
        return []
    most = timedelta(minutes=max(one.roster.tolerance_minutes for one in rounds))
    columns = (Patrol.id, Patrol.team_id, Patrol.type, Patrol.started_at, Patrol.ended_at, Patrol.organisation_path)
    query = sa.select(*columns).where(
        Patrol.deleted.is_(False),
        Patrol.started_at >= min(one.since for one in rounds) - most,
        Patrol.started_at < max(one.until for one in rounds) + most,
    )
    teams = {one.roster.team_id for one in rounds}
    rows = list(db.session.execute(query.where(one_of(Patrol.team_id, teams))))
    return sorted(rows, key=lambda row: (row.started_at, str(row.id)))


def told(found: Sequence[Walked], actor: Actor, now: datetime) -> list[Data]:
    """Rounds with their state, and of their patrols those that the actor may read: whether they left a trace inside the area."""
    ids = [patrol.id for one in found for patrol in one.patrols]
    readable = _readable(ids, actor)
    traces = traces_in(sorted(readable), {one.round.roster.area for one in found if one.patrols})
    return [_told(one, now, readable, traces) for one in found]


def _readable(ids: Sequence[UUID], actor: Actor) -> set[UUID]:
    seen = sa.select(Patrol.id).where(visible(Patrol, actor, "patrol"))
    return set(db.session.scalars(seen.where(one_of(Patrol.id, ids))))


def _told(one: Walked, now: datetime, readable: set[UUID], traces: Traces) -> Data:
    roster = one.round.roster
    return {
        "roster_id": roster.id,
        "day": one.round.day,
        "from": one.round.since,
        "to": one.round.until,
        "type": roster.type,
        "team": {"id": roster.team_id, "name": roster.team.name},
        "area": {
            "id": roster.area_id,
            "name": roster.area.name,
            "organisation": {"id": roster.area.organisation_id, "name": roster.area.organisation_name},
        },
        "state": one.state(now),
        "reason": one.round.reason,
        "patrols": [
            {
                "id": patrol.id,
                "started_at": patrol.started_at,
                "ended_at": patrol.ended_at,
                "trace": traces.get((patrol.id, roster.area_id)),
            }
            for patrol in one.patrols
            if patrol.id in readable
        ],
    }
