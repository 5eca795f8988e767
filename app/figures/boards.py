"""The board of a day, a week or a month: totals, charts, and a table for each way of dividing the branch."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import numpy as np
from numpy.typing import NDArray

from app.accounts.scope import Actor
from app.figures import patrols, places, plans
from app.figures.measures import MEASURES, Rows, rows
from app.figures.periods import Period
from app.figures.places import Place
from app.maps.choosing import SHANGHAI_MINUTES, TRAITS
from app.maps.marks import FAMILIES, family_of
from app.maps.snapshot.live import Snapshot
from app.organisations.models import Organisation

Data = dict[str, Any]
TREND = ("persuaded", "ordered_to_correct", "case_proposed")


def board(found: Snapshot, actor: Actor, period: Period, root: Organisation, now: datetime) -> Data:
    """`root` lies in the actor's branch."""
    all_shown = rows(found, actor, period.earliest, root.path)
    here, before = all_shown.within(period.stretch), all_shown.within(period.before)
    year = rows(found, actor, period.year_before, root.path)
    walked, rounds = patrols.Walked(actor, root, period), plans.Rounds(actor, root, period, now)
    chart = all_shown.within(period.steps[0]._replace(behind=period.stretch.behind))
    return {
        "from": period.stretch.first,
        "to": period.stretch.behind,
        "organisation": {"id": root.id, "name": root.name},
        "totals": {
            **{name: _compared(name, here, before, year) for name in MEASURES},
            "patrols": walked.totals(),
        },
        "rounds": rounds.totals(),
        "steps": [
            {
                "from": step.first,
                "to": step.behind,
                "families": _families(found, all_shown.within(step)),
                "rounds": of_step,
            }
            for step, of_step in zip(period.steps, rounds.by_step(), strict=True)
        ],
        "hours": _hours(chart),
        "weeks": [
            {"from": week.first, "to": week.behind, **{name: all_shown.within(week).total(name) for name in TREND}}
            for week in period.weeks
        ],
        "places": _table(here, places.below(found, root), "organisation", walked.by_path, rounds.by_path),
        "zones": _table(here, places.zones(found, here), "zone", None, None),
        "teams": _table(
            here, places.teams(found, here, walked.team_ids | rounds.team_ids), "team", walked.by_team, rounds.by_team
        ),
    }


def _compared(name: str, now: Rows, before: Rows, year: Rows) -> Data:
    return {"count": now.total(name), "before": before.total(name), "year_before": year.total(name)}


def _families(found: Snapshot, some: Rows) -> dict[str, int]:
    family = family_of(found)[TRAITS["mark"][some.columns["traits"]]]
    counts = np.bincount(family, minlength=len(FAMILIES))
    return {name: int(count) for name, count in zip(FAMILIES, counts, strict=True)}


def _hours(some: Rows) -> list[int]:
    hour = (some.columns["minute"] // 60 + SHANGHAI_MINUTES // 60) % 24
    return [int(count) for count in np.bincount(hour[some.counted["incidents"][some.columns["traits"]]], minlength=24)]


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
