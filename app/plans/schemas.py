"""What goes in and out of the plans' views."""

from datetime import timedelta
from typing import Any

from marshmallow import Schema, ValidationError, fields, validate, validates_schema

from app.accounts.schemas import ORGANISATION_ID, In, NameOut, text
from app.patrols.models import TYPES
from app.places.schemas import PlaceRevisionOut, RevisionIn, sane_day, words

MOST_DAYS = 62
"""A question for rounds reaches over two months at most."""


def clock(name: str, **more: Any) -> fields.String:
    """A time of day of Asia/Shanghai, `18:30`."""
    return fields.String(data_key=name, validate=validate.Regexp(r"^([01][0-9]|2[0-3]):[0-5][0-9]$"), **more)


class DaysQuery(In):
    """`from` and `to`: days of Asia/Shanghai, both included; today without them."""

    first = sane_day(data_key="from")
    last = sane_day(data_key="to")
    organisation = fields.String(validate=ORGANISATION_ID)

    @validates_schema
    def in_order(self, data: dict[str, Any], **_: Any) -> None:
        first, last = data.get("first"), data.get("last")
        if first and last and last < first:
            raise ValidationError("ends_before_start", "to")


class RostersQuery(DaysQuery):
    team = fields.UUID()


class RoundsQuery(RostersQuery):
    """Not more than 62 days."""

    @validates_schema
    def in_reach(self, data: dict[str, Any], **_: Any) -> None:
        first, last = data.get("first"), data.get("last")
        if (first is None) != (last is None):
            raise ValidationError("plan_both_days", "to" if first else "from")
        if first and last and last - first >= timedelta(days=MOST_DAYS):
            raise ValidationError("plan_too_many_days", "to")


class AreasQuery(DaysQuery):
    state = fields.String(
        validate=validate.OneOf(["in_force", "any"]),
        load_default="in_force",
        metadata={"description": "`any`: also those that have ended or are to come"},
    )


class AreaFactsIn(In):
    note = words(500)
    valid_from = sane_day()
    valid_until = sane_day(allow_none=True)
    geometry = fields.Dict(
        allow_none=True, metadata={"description": "GeoJSON Polygon, WGS-84; null: the whole of the organisation"}
    )


class AreaIn(AreaFactsIn):
    id = fields.UUID(metadata={"description": "The client's name for it: sent again, it makes no second area"})
    name = text(1, 80, required=True)
    organisation_id = fields.String(required=True, validate=ORGANISATION_ID)


class AreaPatch(RevisionIn, AreaFactsIn):
    """The fields that change. Another `revision` than the area's: 409, and nothing is written."""

    name = text(1, 80)
    organisation_id = fields.String(validate=ORGANISATION_ID)


class ExceptionIn(In):
    """A day on which a roster is called off, or walked beside its weekdays."""

    day = sane_day(required=True)
    what = fields.String(required=True, validate=validate.OneOf(["off", "extra"]))
    reason = text(0, 200, allow_none=True)


def weekdays(**more: Any) -> Any:
    """ISO numbers, Monday is 1."""
    one = fields.Integer(strict=True, validate=validate.Range(1, 7))
    return fields.List(one, validate=validate.Length(1, 7), **more)


class RosterFactsIn(In):
    valid_from = sane_day()
    valid_until = sane_day(allow_none=True)
    exceptions = fields.List(fields.Nested(ExceptionIn), validate=validate.Length(0, 400))
    tolerance_minutes = fields.Integer(strict=True, validate=validate.Range(0, 240))


class RosterIn(RosterFactsIn):
    """A window whose end is not later than its beginning ends on the day after."""

    id = fields.UUID(metadata={"description": "The client's name for it: sent again, it makes no second roster"})
    team_id = fields.UUID(required=True)
    area_id = fields.UUID(required=True)
    type = fields.String(required=True, validate=validate.OneOf(TYPES))
    weekdays = weekdays(required=True)
    begins = clock("from", required=True)
    ends = clock("to", required=True)


class RosterPatch(RevisionIn, RosterFactsIn):
    """The fields that change, from the roster's first day on. Another `revision` than the roster's: 409, and nothing is
    written."""

    area_id = fields.UUID()
    type = fields.String(validate=validate.OneOf(TYPES))
    weekdays = weekdays()
    begins = clock("from")
    ends = clock("to")


class SuccessionIn(RosterPatch):
    """The fields that change from the midnight of `from_day` on; the days before stay as they were planned."""

    class Meta(In.Meta):
        exclude = ("valid_from",)

    id = fields.UUID(metadata={"description": "The client's name for the roster that follows"})
    from_day = sane_day(required=True)


class CopyIn(In):
    """What is planned in the week that holds `week`, once more."""

    week = sane_day(required=True)
    team_id = fields.UUID()
    to_team_id = fields.UUID()
    valid_from = sane_day(required=True)
    valid_until = sane_day(allow_none=True)

    @validates_schema
    def one_team(self, data: dict[str, Any], **_: Any) -> None:
        if data.get("to_team_id") and not data.get("team_id"):
            raise ValidationError("Missing data for required field.", "team_id")


class UpdatedOut(Schema):
    at = fields.AwareDateTime()
    by = fields.String()


class PlanOut(Schema):
    id = fields.UUID()
    revision = fields.Integer()
    valid_from = fields.String()
    valid_until = fields.String(allow_none=True)
    updated = fields.Nested(UpdatedOut)
    history = fields.List(fields.Nested(PlaceRevisionOut))


class AreaOut(PlanOut):
    name = fields.String()
    organisation_id = fields.String()
    organisation_name = fields.String()
    note = fields.String(allow_none=True)
    geometry = fields.Dict(allow_none=True)


class AreasOut(Schema):
    areas = fields.List(fields.Nested(AreaOut))


class AreaNameOut(Schema):
    id = fields.UUID()
    name = fields.String()
    organisation = fields.Nested(NameOut)


class ExceptionOut(Schema):
    day = fields.String()
    what = fields.String()
    reason = fields.String()


class RosterOut(PlanOut):
    team = fields.Nested(NameOut)
    area = fields.Nested(AreaNameOut)
    type = fields.String()
    weekdays = fields.List(fields.Integer())
    from_ = fields.String(data_key="from", attribute="from")
    to = fields.String()
    tolerance_minutes = fields.Integer()
    exceptions = fields.List(fields.Nested(ExceptionOut))


class RostersOut(Schema):
    rosters = fields.List(fields.Nested(RosterOut))


class CopiedOut(RostersOut):
    already = fields.Integer(metadata={"description": "How many were there already, and were not made again"})


class WalkOut(Schema):
    """`trace`: what it left inside the area: records, else a track, else nothing."""

    id = fields.UUID()
    started_at = fields.AwareDateTime()
    ended_at = fields.AwareDateTime(allow_none=True)
    trace = fields.String(allow_none=True)


class RoundOut(Schema):
    """A roster on a day. Of its patrols only those that one may read are listed; its state counts all of them."""

    roster_id = fields.UUID()
    day = fields.Date()
    from_ = fields.AwareDateTime(data_key="from", attribute="from")
    to = fields.AwareDateTime()
    type = fields.String()
    team = fields.Nested(NameOut)
    area = fields.Nested(AreaNameOut)
    state = fields.String(metadata={"description": "called_off, open, running, done or not_recorded"})
    reason = fields.String(allow_none=True)
    patrols = fields.List(fields.Nested(WalkOut))


class RoundsOut(Schema):
    rounds = fields.List(fields.Nested(RoundOut))


class PlanningTeamsOut(Schema):
    teams = fields.List(fields.Nested(NameOut))
