"""Days, weeks and months of Asia/Shanghai, the same a step and a year before, and the steps that a chart shows."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import NamedTuple

from app.zones.days import midnight

SPANS = ("day", "week", "month")
SHOWN = {"day": 7, "week": 8, "month": 12}
"""Steps of the chart, the asked one last."""
TREND_WEEKS = 12


class Stretch(NamedTuple):
    """Half-open, in days."""

    first: date
    behind: date

    @property
    def since(self) -> datetime:
        return midnight(self.first)

    @property
    def until(self) -> datetime:
        return midnight(self.behind)


@dataclass(frozen=True)
class Period:
    """The day, the week from Monday on, or the month that holds a day. `today` lets what is not over yet be compared with
    as many days of the time before."""

    day: date
    span: str
    today: date = date.max

    @property
    def stretch(self) -> Stretch:
        return self._holding(self.day)

    @property
    def before(self) -> Stretch:
        """As much time just before; of a day the same weekday of the week before."""
        if self.span == "day":
            return self._holding(self.day - timedelta(days=7))
        return self._so_far(self._holding(self.stretch.first - timedelta(days=1)))

    @property
    def year_before(self) -> Stretch:
        """The same month a year ago; for days and weeks 52 weeks ago, so that weekdays match."""
        if self.span == "month":
            return self._so_far(self._holding(_months(self.stretch.first, -12)))
        return self._so_far(self._holding(self.day - timedelta(weeks=52)))

    @property
    def running(self) -> bool:
        return self.stretch.first <= self.today < self.stretch.behind

    def _so_far(self, other: Stretch) -> Stretch:
        """As many days of another stretch as have begun of this one."""
        if not self.running:
            return other
        days = self.today - self.stretch.first + timedelta(days=1)
        return other._replace(behind=min(other.first + days, other.behind))

    @property
    def compared(self) -> tuple[Stretch, Stretch, Stretch]:
        return self.stretch, self.before, self.year_before

    @property
    def steps(self) -> list[Stretch]:
        found = [self.stretch]
        while len(found) < SHOWN[self.span]:
            found.append(self._holding(found[-1].first - timedelta(days=1)))
        return found[::-1]

    @property
    def weeks(self) -> list[Stretch]:
        """Weeks of seven days up to the last day asked for, or to today: a week that is not over looks like a fall."""
        end = min(self.stretch.behind, self.today + timedelta(days=1)) if self.running else self.stretch.behind
        return [
            Stretch(end - timedelta(weeks=back), end - timedelta(weeks=back - 1)) for back in range(TREND_WEEKS, 0, -1)
        ]

    def _holding(self, day: date) -> Stretch:
        if self.span == "day":
            return Stretch(day, day + timedelta(days=1))
        if self.span == "week":
            monday = day - timedelta(days=day.weekday())
            return Stretch(monday, monday + timedelta(days=7))
        first = day.replace(day=1)
        return Stretch(first, _months(first, 1))


def _months(first: date, more: int) -> date:
    number = first.year * 12 + first.month - 1 + more
    return date(number // 12, number % 12 + 1, 1)
