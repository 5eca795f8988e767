"""Days of Asia/Shanghai as instants."""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

SHANGHAI = ZoneInfo("Asia/Shanghai")


def midnight(day: date) -> datetime:
    """The first instant of a day."""
    return datetime.combine(day, time.min, SHANGHAI)


def day_of(instant: datetime) -> date:
    """The day that holds an instant."""
    try:
        return instant.astimezone(SHANGHAI).date()
    except OverflowError:  # the last hours of all calendars: to ask for what comes until then is to ask for all
        return date.max
