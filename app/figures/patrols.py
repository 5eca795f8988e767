"""Rounds that were walked: few enough to be counted by the database."""

from collections import Counter
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from app.accounts.scope import Actor, visible
from app.database import db, prefix_range
from app.figures.periods import Period, Stretch
from app.figures.places import Place
from app.organisations.models import Organisation
from app.patrols.models import Patrol

Data = dict[str, Any]


class Walked:
    """The patrols of a period, and how many there were in the ones before."""

    def __init__(self, actor: Actor, root: Organisation, period: Period) -> None:
        self.actor, self.root, self.period = actor, root, period
        columns = (Patrol.organisation_path, Patrol.team_id, Patrol.ended_at)
        self.rows: list[Any] = list(db.session.execute(self._within(sa.select(*columns), period.stretch)))
        self.teams = Counter(team for _, team, _ in self.rows)

    def _within(self, query: Any, stretch: Stretch) -> Any:
        return query.where(
            Patrol.deleted.is_(False),
            visible(Patrol, self.actor, "patrol"),
            prefix_range(Patrol.organisation_path, self.root.path),
            Patrol.started_at >= stretch.since,
            Patrol.started_at < stretch.until,
        )

    def totals(self) -> Data:
        def number(stretch: Stretch) -> int:
            return db.session.scalar(self._within(sa.select(sa.func.count()).select_from(Patrol), stretch)) or 0

        return {
            "count": len(self.rows),
            "running": sum(ended is None for _, _, ended in self.rows),
            "before": number(self.period.before),
            "year_before": number(self.period.year_before),
        }

    @property
    def team_ids(self) -> set[UUID]:
        return {team for team in self.teams if team}

    def by_path(self, place: Place) -> int:
        exact = place.path == self.root.path
        return sum(path == place.path if exact else path.startswith(place.path) for path, _, _ in self.rows)

    def by_team(self, place: Place) -> int:
        return self.teams[UUID(place.id)]
