"""Days of Asia/Shanghai as instants."""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

SHANGHAI = ZoneInfo("Asia/Shanghai")


def midnight(day: date) -> datetime:
    """The first instant of a day."""
    return datetime.combine(day, time.min, SHANGHAI)


def day_of(instant: datetime) -> date:
    return instant.astimezone(SHANGHAI).date()
