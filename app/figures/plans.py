"""Planned rounds of a period, and how many of them were walked."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from app.accounts.scope import Actor
from app.figures.periods import Period, Stretch
from app.figures.places import Line, Place
from app.organisations.models import Organisation
from app.plans import queries
from app.plans.rounds import planned
from app.plans.walking import Walked, walked

Data = dict[str, Any]
WALKED = ("done", "running")


class Rounds:
    """The rounds of the steps that a board shows, those called off left out. `root` lies in the actor's branch."""

    def __init__(self, actor: Actor, root: Organisation, period: Period, now: datetime) -> None:
        self.root, self.period, self.now = root, period, now
        first, behind = period.steps[0].first, period.stretch.behind
        may = bool(actor.width("plan"))
        rosters = queries.below(root.path, first, behind) if may else []
        self.all = [one for one in walked(planned(rosters, first, behind)) if not one.round.called_off]
        self.now_shown = self._within(period.stretch)

    def _within(self, stretch: Stretch) -> list[Walked]:
        return [one for one in self.all if stretch.first <= one.round.day < stretch.behind]

    def _counts(self, some: Iterable[Walked]) -> Data:
        states = [one.state(self.now) for one in some]
        return {
            "planned": len(states),
            "done": sum(state in WALKED for state in states),
            "open": states.count("open"),
        }

    def totals(self) -> Data:
        return self._counts(self.now_shown)

    def by_step(self) -> list[Data]:
        return [self._counts(self._within(step)) for step in self.period.steps]

    @property
    def team_ids(self) -> set[UUID]:
        return {one.round.roster.team_id for one in self.now_shown}

    def of(self, line: Line) -> list[Walked]:
        """The rounds of the period that a line of the board counts."""
        return [
            one
            for one in self.now_shown
            if line.holds(one.round.roster.area.organisation_path, one.round.roster.team_id)
        ]

    def by_path(self, place: Place) -> Data:
        return self._counts(self.of(Line.of_place(place, self.root)))

    def by_team(self, place: Place) -> Data:
        return self._counts(self.of(Line(team_id=UUID(place.id))))
