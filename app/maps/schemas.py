"""What goes into the map's views."""

import re
from typing import Any

from marshmallow import ValidationError, fields, validate

from app.accounts.schemas import ORGANISATION_ID, In
from app.field.filters import instant
from app.maps.choosing import DAY_MINUTES, Wish
from app.maps.snapshot.fields import CERTAINTIES, KINDS
from app.organisations import queries as organisations

HOURS = re.compile(r"^(\d\d):(\d\d)-(\d\d):(\d\d)$")
NONE = "none"
NOWHERE_PATH = "-"
"""No organisation has this path."""


class Names(fields.String):
    """Some words between commas; `none` is no word at all."""

    def __init__(self, known: tuple[str, ...] | None = None, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.known = known

    def _deserialize(self, value: Any, attr: Any, data: Any, **kwargs: Any) -> Any:
        text = super()._deserialize(value, attr, data, **kwargs)
        names = frozenset() if text == NONE else frozenset(text.split(","))
        if self.known and not names <= set(self.known):
            raise ValidationError(f"must be some of {', '.join(self.known)}")
        return names


class Hours(fields.String):
    """Parts of the day in Asia/Shanghai: `06:30-08:00,18:00-20:00`; one may pass midnight."""

    def _deserialize(self, value: Any, attr: Any, data: Any, **kwargs: Any) -> Any:
        text = super()._deserialize(value, attr, data, **kwargs)
        return tuple(self.span(part) for part in text.split(","))

    def span(self, text: str) -> tuple[int, int]:
        match = HOURS.match(text)
        if match is None:
            raise ValidationError("must look like 06:30-08:00")
        begin, end = (60 * int(match[n]) + int(match[n + 1]) for n in (1, 3))
        if begin >= DAY_MINUTES or end > DAY_MINUTES or begin == end:
            raise ValidationError("must be times of a day")
        return begin, end


class WishQuery(In):
    """Filters. `from` and `to`: days of Asia/Shanghai, both included, or instants."""

    kind = Names(KINDS)
    type = Names()
    action = Names()
    certainty = Names(tuple(filter(None, CERTAINTIES)))
    from_ = fields.String(data_key="from", validate=validate.Length(10, 40))
    to = fields.String(validate=validate.Length(10, 40))
    hours = Hours()
    zone = fields.UUID()
    team = fields.UUID()
    organisation = fields.String(validate=ORGANISATION_ID)


def wish(given: dict[str, Any]) -> Wish:
    """Raises Invalid for days that cannot be read."""
    node = organisations.find(given["organisation"]) if "organisation" in given else None
    return Wish(
        kinds=given.get("kind"),
        marks=given.get("type"),
        actions=given.get("action"),
        certainties=given.get("certainty"),
        since=instant(given["from_"], "from") if "from_" in given else None,
        until=instant(given["to"], "to", end=True) if "to" in given else None,
        hours=given.get("hours"),
        zone=given.get("zone"),
        team=given.get("team"),
        path=(node.path if node else NOWHERE_PATH) if "organisation" in given else None,
    )
