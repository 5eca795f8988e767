"""Writing rosters: made, corrected, changed from a day on, ended."""

from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

import orjson
import sqlalchemy as sa

from app.accounts.scope import Actor
from app.database import db, prefix_range
from app.errors import Conflict, Invalid
from app.organisations.models import Organisation, Team
from app.plans import revisions, telling
from app.plans.models import PatrolArea, Roster
from app.zones.days import day_of

Data = dict[str, Any]
PLAIN = ("type", "begins", "ends", "valid_from", "valid_until", "tolerance_minutes")


def create(given: Data, *, tolerance_minutes: int, by: Actor, at: datetime) -> Roster:
    """A new roster; the same `id` from the same person again is the roster that was made of it. Raises Invalid, Conflict.
    `revisions.publish` what was made, then commit."""
    if given.get("id") and (found := db.session.get(Roster, given["id"])):
        if found.created_by_id != by.id:
            raise Conflict("plan_id_taken")
        return found
    made = Roster(
        id=given.get("id") or uuid4(),
        team=team(given["team_id"], by),
        valid_from=day_of(at),
        tolerance_minutes=tolerance_minutes,
        exceptions="[]",
        revision=0,
        created_at=at,
        created_by_id=by.id,
    )
    _write(made, given, by)
    revisions.begun(made, by=by, at=at)
    return made


def change(roster: Roster, given: Data, *, by: Actor, at: datetime) -> bool:
    """Write the fields that are given, as if they had been so from the beginning; whether anything is different now.
    Raises Invalid."""
    before = telling.facts(roster)
    _write(roster, given, by)
    return revisions.rewritten(roster, before, by=by, at=at)


def succeed(roster: Roster, first: date, given: Data, *, by: Actor, at: datetime) -> list[Roster]:
    """From the midnight of `first` on another roster with the given fields stands for it; the days before stay as they were
    planned. Raises Invalid."""
    if first <= roster.valid_from or (roster.valid_until is not None and first >= roster.valid_until):
        raise Invalid("plan_from_outside", fields={"from_day": "plan_from_outside"})
    kept = telling.roster_facts(roster)
    later = [one for one in kept["exceptions"] if one["day"] >= first.isoformat()]
    inherited = {
        **{name: getattr(roster, name) for name in (*PLAIN, "team_id", "area_id")},
        "weekdays": kept["weekdays"],
        "exceptions": [{**one, "day": date.fromisoformat(one["day"])} for one in later],
        "valid_from": first,
    }
    tolerance = roster.tolerance_minutes
    made = create({**inherited, **given, "valid_from": first}, tolerance_minutes=tolerance, by=by, at=at)
    revisions.ended(roster, first, f"→ {made.id}", by=by, at=at)
    return [roster, made]


def team(team_id: UUID, by: Actor) -> Team:
    """One of the own branch. Raises Invalid."""
    query = sa.select(Team).join(Team.organisation)
    found = db.session.scalar(query.where(Team.id == team_id, prefix_range(Organisation.path, by.organisation_path)))
    if found is None:
        raise Invalid("plan_unknown_team", fields={"team_id": "plan_unknown_team"})
    return found


def _write(roster: Roster, given: Data, by: Actor) -> None:
    if given.get("area_id"):
        roster.area = _area(given["area_id"], by)
    for name in PLAIN:
        if name in given:
            setattr(roster, name, given[name])
    if "weekdays" in given:
        roster.weekdays = "".join(str(day) for day in sorted(set(given["weekdays"])))
    if "exceptions" in given:
        roster.exceptions = _text_of(given["exceptions"])
    if roster.begins == roster.ends:
        raise Invalid("plan_empty_window", fields={"to": "plan_empty_window"})
    revisions.refuse_backwards(roster.valid_from, roster.valid_until)


def _area(area_id: UUID, by: Actor) -> PatrolArea:
    own = prefix_range(PatrolArea.organisation_path, by.organisation_path)
    found = db.session.scalar(sa.select(PatrolArea).where(PatrolArea.id == area_id, own))
    if found is None:
        raise Invalid("plan_unknown_area", fields={"area_id": "plan_unknown_area"})
    return found


def _text_of(exceptions: list[Data]) -> str:
    """By day, one a day: the last one counts."""
    by_day = {one["day"]: {name: value for name, value in one.items() if value} for one in exceptions}
    return orjson.dumps([by_day[day] for day in sorted(by_day)]).decode()
