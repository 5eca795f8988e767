"""A week's pattern once more: for other weeks, or for another team."""

from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from app.accounts.scope import Actor
from app.database import db
from app.plans import queries, rosters, rounds
from app.plans.models import Roster

Data = dict[str, Any]
FAR = date.max


def copy_week(given: Data, *, tolerance_minutes: int, by: Actor, at: datetime) -> tuple[list[Roster], int]:
    """What the rosters of the own branch plan in the week that holds `given["week"]`, as new rosters from `valid_from` on;
    with `to_team_id` as that team's. Returns what was made, and how many were there already. Raises Invalid."""
    wanted = patterns(given, by)
    missing = [one for one in wanted if not runs_already(one)]
    made = [rosters.create(one, tolerance_minutes=tolerance_minutes, by=by, at=at) for one in missing]
    return made, len(wanted) - len(made)


def patterns(given: Data, by: Actor) -> list[Data]:
    """Each roster with the weekdays on which it was walked in that week: without what was called off, with what was extra."""
    monday = given["week"] - timedelta(days=given["week"].weekday())
    behind = monday + timedelta(days=7)
    chosen = {"team": given["team_id"]} if given.get("team_id") else {}
    days: dict[UUID, list[int]] = {}
    found = {roster.id: roster for roster in queries.rosters(by, chosen, monday, behind)}
    for one in rounds.planned(found.values(), monday, behind):
        if not one.called_off:
            days.setdefault(one.roster.id, []).append(one.day.isoweekday())
    return [_pattern(found[roster_id], weekdays, given) for roster_id, weekdays in days.items()]


def _pattern(roster: Roster, weekdays: list[int], given: Data) -> Data:
    return {
        "team_id": given.get("to_team_id") or roster.team_id,
        "area_id": roster.area_id,
        "type": roster.type,
        "weekdays": weekdays,
        "begins": roster.begins,
        "ends": roster.ends,
        "tolerance_minutes": roster.tolerance_minutes,
        "valid_from": given["valid_from"],
        "valid_until": given.get("valid_until"),
    }


def runs_already(wanted: Data) -> bool:
    """Whether a roster plans some of the same rounds: a copy made twice doubles nothing."""
    same = (getattr(Roster, name) == wanted[name] for name in ("team_id", "area_id", "type", "begins", "ends"))
    behind = wanted["valid_until"] or FAR
    query = sa.select(Roster.weekdays).where(*same, queries.touching(Roster, wanted["valid_from"], behind))
    return any(set(weekdays) & set(map(str, wanted["weekdays"])) for weekdays in db.session.scalars(query))
