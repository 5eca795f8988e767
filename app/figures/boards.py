"""The board of a day, a week or a month: totals, charts, and a table for each way of dividing the branch."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import numpy as np
from numpy.typing import NDArray

from app.accounts.scope import Actor
from app.figures import patrols, places, plans
from app.figures.daily import Sums, daily
from app.figures.measures import MEASURES, Rows, rows
from app.figures.periods import Period
from app.figures.places import Place
from app.maps.snapshot.live import Live
from app.organisations.models import Organisation

Data = dict[str, Any]
TREND = ("persuaded", "ordered_to_correct", "case_proposed")


def board(live: Live, actor: Actor, period: Period, root: Organisation, now: datetime) -> Data:
    """`root` lies in the actor's branch."""
    found = live.now()
    days = daily(live, found, actor, root.path)
    compared = [days.within(stretch) for stretch in (period.stretch, period.before, period.year_before)]
    here = rows(found, actor, period.stretch, root.path)
    walked, rounds = patrols.Walked(actor, root, period), plans.Rounds(actor, root, period, now)
    chart = days.within(period.steps[0]._replace(behind=period.stretch.behind))
    return {
        "from": period.stretch.first,
        "to": period.stretch.behind,
        "organisation": {"id": root.id, "name": root.name},
        "totals": {
            **{name: _compared(name, *compared) for name in MEASURES},
            "patrols": walked.totals(),
        },
        "rounds": rounds.totals(),
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
        "places": _table(here, places.below(found, root), "organisation", walked.by_path, rounds.by_path),
        "zones": _table(here, places.zones(found, here), "zone", None, None),
        "teams": _table(
            here, places.teams(found, here, walked.team_ids | rounds.team_ids), "team", walked.by_team, rounds.by_team
        ),
    }


def _compared(name: str, now: Sums, before: Sums, year: Sums) -> Data:
    return {"count": now.total(name), "before": before.total(name), "year_before": year.total(name)}


def _table(some: Rows, found: Sequence[Place], column: str, walked: Any, rounds: Any) -> list[Data]:
    """A line for each place, in the order of `found`; what is of none of them is left out."""
    size = 1 + max((number for place in found for number in place.numbers), default=0)
    groups: NDArray[np.int64] = np.full(max(size, 2**16), -1, dtype=np.int64)
    for at, place in enumerate(found):
        groups[list(place.numbers)] = at
    of = groups[some.columns[column]]
    counts = {name: some.by(name, of, len(found)) for name in MEASURES}
    return [
        {
            "id": place.id,
            "name": place.name,
            **{name: counts[name][at] for name in MEASURES},
            "patrols": walked(place) if walked else None,
            "rounds": rounds(place) if rounds else None,
        }
        for at, place in enumerate(found)
    ]
