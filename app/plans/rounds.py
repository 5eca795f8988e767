"""Planned rounds: what rosters come to on each day. Pure: nothing of it is stored."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

import orjson

from app.plans.models import Roster
from app.zones.days import SHANGHAI

ONE_DAY = timedelta(days=1)
PLANNED, CALLED_OFF = "planned", "called_off"


@dataclass(frozen=True)
class Round:
    """A roster on a day; its window may end on the day after."""

    roster: Roster
    day: date
    called_off: bool
    reason: str | None = None

    @property
    def since(self) -> datetime:
        return _at(self.day, self.roster.begins)

    @property
    def until(self) -> datetime:
        day = self.day if self.roster.ends > self.roster.begins else self.day + ONE_DAY
        return _at(day, self.roster.ends)

    def takes(self, started_at: datetime) -> bool:
        """Whether a patrol that began then may be one of it."""
        tolerance = timedelta(minutes=self.roster.tolerance_minutes)
        return self.since - tolerance <= started_at < self.until + tolerance


def planned(rosters: Iterable[Roster], first: date, behind: date) -> list[Round]:
    """The rounds of the days from `first` to before `behind`, those called off among them, by day and time."""
    found = [one for roster in rosters for one in _of(roster, first, behind)]
    return sorted(found, key=lambda one: (one.since, one.until, str(one.roster.id)))


def _of(roster: Roster, first: date, behind: date) -> Iterator[Round]:
    ends = [behind, *(day for day in (roster.valid_until, roster.area.valid_until) if day)]
    day, last = max(first, roster.valid_from, roster.area.valid_from), min(ends)
    exceptions: dict[str, Any] = {one["day"]: one for one in orjson.loads(roster.exceptions)}
    while day < last:
        exception = exceptions.get(day.isoformat(), {})
        usual = str(day.isoweekday()) in roster.weekdays
        if usual or exception.get("what") == "extra":
            yield Round(roster, day, exception.get("what") == "off", exception.get("reason"))
        day += ONE_DAY


def _at(day: date, clock: str) -> datetime:
    return datetime.combine(day, time.fromisoformat(clock), SHANGHAI)
