"""Rounds that were walked: few enough to be counted by the database."""

from collections import Counter
from collections.abc import Sequence
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from app.accounts.scope import Actor, visible
from app.database import db, prefix_range
from app.figures.periods import Period, Stretch
from app.figures.places import Line, Place
from app.organisations.models import Organisation
from app.patrols.models import Patrol

Data = dict[str, Any]
COLUMNS = (Patrol.id, Patrol.organisation_path, Patrol.team_id, Patrol.ended_at)


class Walked:
    """The patrols of a period, and how many there were in the ones before."""

    def __init__(self, actor: Actor, root: Organisation, period: Period) -> None:
        self.actor, self.root, self.period = actor, root, period
        self.rows: Sequence[Any] = db.session.execute(self._within(sa.select(*COLUMNS), period.stretch)).all()
        self.teams = Counter(row.team_id for row in self.rows)

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
            "running": sum(row.ended_at is None for row in self.rows),
            "before": number(self.period.before),
            "year_before": number(self.period.year_before),
        }

    @property
    def team_ids(self) -> set[UUID]:
        return {team for team in self.teams if team}

    def of(self, line: Line) -> list[UUID]:
        """The patrols that a line of the board counts."""
        return [row.id for row in self.rows if line.holds(row.organisation_path, row.team_id)]

    def by_path(self, place: Place) -> int:
        return len(self.of(Line.of_place(place, self.root)))

    def by_team(self, place: Place) -> int:
        return self.teams[UUID(place.id)]
