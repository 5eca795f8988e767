"""The board of a day, a week or a month: totals, charts, and a table for each way of dividing the branch."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

from app.accounts.scope import Actor
from app.figures import patrols, places, plans, rechecks
from app.figures.daily import daily
from app.figures.measures import LOOKED_AT, MEASURES, POINTS, Rows, rows
from app.figures.periods import Period
from app.figures.places import Place
from app.maps.choosing import Wish
from app.maps.snapshot.live import Live
from app.organisations.models import Organisation

Data = dict[str, Any]
COUNTED = (*MEASURES, POINTS, LOOKED_AT)
TREND = ("persuaded", "ordered_to_correct", "case_proposed")


def board(live: Live, actor: Actor, period: Period, root: Organisation, now: datetime) -> Data:
    """`root` lies in the actor's branch."""
    found = live.now()
    days = daily(live, found, actor, root.path)
    compared = [days.within(stretch) for stretch in period.compared]
    here = rows(found, actor, period.stretch, Wish(path=root.path))
    walked, rounds = patrols.Walked(actor, root, period), plans.Rounds(actor, root, period, now)
    asked = rechecks.Asked(actor, root, period, now)
    tables = Tables(here, walked, rounds, asked)
    chart = days.within(period.steps[0]._replace(behind=period.stretch.behind))
    return {
        "from": period.stretch.first,
        "to": period.stretch.behind,
        "running": period.running,
        "compared": [{"from": stretch.first, "to": stretch.behind} for stretch in period.compared[1:]],
        "organisation": {"id": root.id, "name": root.name},
        "totals": {
            **{name: _compared(*(some.total(name) for some in compared)) for name in COUNTED},
            "patrols": walked.totals(),
        },
        "rounds": rounds.totals(),
        "rechecks": asked.totals(),
        "steps": [
            {
                "from": step.first,
                "to": step.behind,
                "families": days.within(step).families,
                "rounds": of_step,
            }
            for step, of_step in zip(period.steps, rounds.by_step(), strict=True)
        ],
        "hours": chart.hours,
        "weeks": [
            {"from": week.first, "to": week.behind, **{name: some.total(name) for name in TREND}}
            for week, some in ((week, days.within(week)) for week in period.weeks)
        ],
        "places": tables.of(places.below(found, root), "organisation", "by_path"),
        "zones": tables.of(places.zones(found, here), "zone"),
        "teams": tables.of(places.teams(found, here, tables.team_ids), "team", "by_team"),
    }


def _compared(now: int, before: int, year: int) -> Data:
    return {"count": now, "before": before, "year_before": year}


@dataclass(frozen=True)
class Tables:
    """`counted` are the records of the period."""

    counted: Rows
    walked: patrols.Walked
    rounds: plans.Rounds
    asked: rechecks.Asked

    @property
    def team_ids(self) -> set[UUID]:
        return self.walked.team_ids | self.rounds.team_ids | self.asked.team_ids

    def of(self, found: Sequence[Place], column: str, way: str | None = None) -> list[Data]:
        """A line for each place, in the order of `found`; what is of none of them is left out. `way` is how patrols and
        what was planned or asked for are told apart; None: not at all."""
        of = _groups(found)[self.counted.columns[column]]
        counts = {name: self.counted.by(name, of, len(found)) for name in COUNTED}
        apart = {"patrols": self.walked, "rounds": self.rounds, "rechecks": self.asked}
        return [
            {
                "id": place.id,
                "name": place.name,
                **{name: some[at] for name, some in counts.items()},
                **{name: getattr(some, way)(place) if way else None for name, some in apart.items()},
            }
            for at, place in enumerate(found)
        ]


def _groups(found: Sequence[Place]) -> NDArray[np.int64]:
    """For each number of a column the place that it is of, -1 for none."""
    size = 1 + max((number for place in found for number in place.numbers), default=0)
    groups: NDArray[np.int64] = np.full(max(size, 2**16), -1, dtype=np.int64)
    for at, place in enumerate(found):
        groups[list(place.numbers)] = at
    return groups
