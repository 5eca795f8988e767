"""Re-checks (复查) that supervisors asked for."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from app.accounts.scope import Actor, visible
from app.database import db, prefix_range
from app.figures.periods import Period
from app.figures.places import Line, Place
from app.organisations.models import Organisation
from app.reviews.models import CANCELLED, DONE, OPEN, Recheck
from app.zones.days import day_of

Data = dict[str, Any]


class Asked:
    """Re-checks that supervisors asked for, by the day they are due, those called off left out."""

    def __init__(self, actor: Actor, root: Organisation, period: Period, now: datetime) -> None:
        self.root, self.today = root, day_of(now)
        first, behind = period.stretch
        self.all: Sequence[Recheck] = db.session.scalars(
            sa.select(Recheck)
            .where(
                Recheck.due_on >= first,
                Recheck.due_on < behind,
                Recheck.state != CANCELLED,
                Recheck.unasked.is_(False),
                visible(Recheck, actor, "recheck"),
                prefix_range(Recheck.organisation_path, root.path),
            )
            .order_by(Recheck.due_on, Recheck.id)
        ).all()

    def _counts(self, some: Iterable[Recheck]) -> Data:
        states = [(one.state, one.due_on < self.today) for one in some]
        return {
            "asked": len(states),
            "done": sum(state == DONE for state, _ in states),
            "late": states.count((OPEN, True)),
        }

    def totals(self) -> Data:
        return self._counts(self.all)

    @property
    def team_ids(self) -> set[UUID]:
        return {one.team_id for one in self.all}

    def of(self, line: Line) -> list[Recheck]:
        """Those that a line of the board counts."""
        return [one for one in self.all if line.holds(one.organisation_path, one.team_id)]

    def by_path(self, place: Place) -> Data:
        return self._counts(self.of(Line.of_place(place, self.root)))

    def by_team(self, place: Place) -> Data:
        return self._counts(self.of(Line(team_id=UUID(place.id))))
