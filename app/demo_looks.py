"""Re-checks of the demonstration: evenings that look again at what mornings left open, and some that a supervisor asked for."""

import random
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from app.accounts import actors
from app.accounts.models import Person
from app.accounts.scope import Actor
from app.database import db
from app.incidents.models import Incident
from app.reviews import evening, operations, rechecks
from app.zones.days import day_of, midnight

Data = dict[str, Any]
LOOKED_AT, FOUND = 0.8, 0.15
ASKED: tuple[Data, ...] = (
    {"asked": -3, "due": -1, "of": "unleashed", "text": "再去一次，看牵没牵绳（演示）", "result": "nothing_found"},
    {"asked": -3, "due": -1, "of": "faeces", "text": "早上去看看还清不清（演示）"},
    {"asked": -1, "due": 0, "of": "nuisance", "text": "和物业一起去看看（演示）"},
    {"asked": -1, "due": 2, "of": "no_tag", "text": "看看犬牌挂上没有（演示）"},
)


def looks(
    author: Actor, day: date, start: datetime, end: datetime, chance: random.Random
) -> Iterator[tuple[Data, datetime]]:
    """What an evening saw of the morning's points: data of re-checks, each with its moment."""
    points = [
        point for point in evening.points(author, sorted(author.team_ids), day, None) if "morning" in point["why"]
    ]
    seen = [point for point in points if chance.random() < LOOKED_AT]
    for number, point in enumerate(seen, 1):
        result = "found" if chance.random() < FOUND else "nothing_found"
        yield {"about": str(point["record_id"]), "result": result}, start + (end - start) * number / (len(seen) + 1)


def ask_for_rechecks(supervisor: Person, walker: Person, at: datetime) -> Iterator[tuple[UUID, Data, datetime]]:
    """Of the team of one person, about its records of the days before; yields what it answers, and when."""
    by = actors.of_person(supervisor)
    (team_id,) = actors.of_person(walker).team_ids
    operations.prepare(at)
    for facts in ASKED:
        when = at + timedelta(days=facts["asked"])
        due_on = day_of(at) + timedelta(days=facts["due"])
        for record_id in _newest(team_id, facts["of"], when):
            recheck = rechecks.assign(record_id, team_id, facts["text"], due_on, by=by, at=when)
            if result := facts.get("result"):
                yield recheck.id, {"result": result}, when + timedelta(days=1)


def _newest(team_id: UUID, kind: str, before: datetime) -> list[UUID]:
    """The newest incident of a type of the days before."""
    query = sa.select(Incident.id).where(
        Incident.team_id == team_id,
        Incident.captured_at < midnight(day_of(before)),
        Incident.type == kind,
    )
    return list(db.session.scalars(query.order_by(Incident.captured_at.desc()).limit(1)))
