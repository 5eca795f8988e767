"""What goes in and out of the boards."""

from marshmallow import Schema, fields, validate

from app.accounts.schemas import ORGANISATION_ID, In, NameOut
from app.figures.periods import SPANS
from app.places.schemas import sane_day
from app.plans.schemas import RoundOut
from app.reviews.schemas import RecheckOut


class BoardQuery(In):
    """The day, week or month that holds `day` (today), of an organisation of the own branch (all of it)."""

    day = sane_day()
    span = fields.String(load_default="day", validate=validate.OneOf(SPANS))
    organisation = fields.String(validate=ORGANISATION_ID)


class LineQuery(BoardQuery):
    """A number of the board: `place` and `team` are the ids of its lines; without them, the total."""

    place = fields.String(validate=ORGANISATION_ID)
    team = fields.UUID()


class PointsQuery(LineQuery):
    zone = fields.UUID()


class TotalOut(Schema):
    """`before`: a week earlier for a day, else the week or month before; `year_before`: 52 weeks or twelve months. Of a week
    or a month that is not over, as many days as have begun."""

    count = fields.Integer(required=True)
    before = fields.Integer(required=True)
    year_before = fields.Integer(required=True)
    running = fields.Integer()


class PlannedOut(Schema):
    """Planned rounds without those called off; `done` were walked or go on, `open` may still be walked."""

    planned = fields.Integer()
    done = fields.Integer()
    open = fields.Integer()


class AskedOut(Schema):
    """Re-checks that supervisors asked for and that are due in these days, without those called off; `late` are open though
    their day is past."""

    asked = fields.Integer()
    done = fields.Integer()
    late = fields.Integer()


class StretchOut(Schema):
    """`to` is the day behind the last."""

    from_ = fields.Date(data_key="from", attribute="from")
    to = fields.Date()


class StepOut(StretchOut):
    families = fields.Dict(keys=fields.String(), values=fields.Integer())
    rounds = fields.Nested(PlannedOut)


class WeekOut(Schema):
    from_ = fields.Date(data_key="from", attribute="from")
    to = fields.Date()
    persuaded = fields.Integer()
    ordered_to_correct = fields.Integer()
    case_proposed = fields.Integer()


class LineOut(Schema):
    id = fields.String()
    name = fields.String()
    incidents = fields.Integer()
    persuaded = fields.Integer()
    ordered_to_correct = fields.Integer()
    case_proposed = fields.Integer()
    captured = fields.Integer()
    seen = fields.Integer()
    points = fields.Integer(metadata={"description": "What mornings left open"})
    looked_at = fields.Integer(metadata={"description": "How many of these points were looked at again"})
    patrols = fields.Integer(allow_none=True)
    rounds = fields.Nested(PlannedOut, allow_none=True)
    rechecks = fields.Nested(AskedOut, allow_none=True)


class BoardOut(Schema):
    """Counts only: no yuan, no persons. `to` is the day behind the last."""

    from_ = fields.Date(data_key="from", attribute="from")
    to = fields.Date()
    running = fields.Boolean(metadata={"description": "Its last day is not over"})
    compared = fields.List(
        fields.Nested(StretchOut), metadata={"description": "Which days `before` and `year_before` count"}
    )
    organisation = fields.Nested(NameOut)
    totals = fields.Dict(keys=fields.String(), values=fields.Nested(TotalOut))
    rounds = fields.Nested(PlannedOut)
    rechecks = fields.Nested(AskedOut)
    steps = fields.List(fields.Nested(StepOut))
    hours = fields.List(fields.Integer(), metadata={"description": "Incidents of all steps by hour of the day"})
    weeks = fields.List(fields.Nested(WeekOut))
    places = fields.List(fields.Nested(LineOut), metadata={"description": "In the order of their codes"})
    zones = fields.List(fields.Nested(LineOut))
    teams = fields.List(fields.Nested(LineOut))


class WalkedPatrolOut(Schema):
    """`companions`: how many walked with the author. Records without what reviews merged into others."""

    id = fields.UUID()
    type = fields.String()
    started_at = fields.AwareDateTime()
    ended_at = fields.AwareDateTime(allow_none=True)
    team = fields.Nested(NameOut, allow_none=True)
    organisation = fields.Nested(NameOut)
    author = fields.Nested(NameOut)
    companions = fields.Integer()
    track = fields.Boolean(metadata={"description": "A track of it is here; tracks are kept for some time only"})
    incidents = fields.Integer()
    persuasions = fields.Integer()
    captures = fields.Integer()


class ListOut(Schema):
    """`to` is the day behind the last."""

    from_ = fields.Date(data_key="from", attribute="from")
    to = fields.Date()
    organisation = fields.Nested(NameOut)
    place = fields.Nested(NameOut, allow_none=True)


class WalkedPatrolsOut(ListOut):
    patrols = fields.List(fields.Nested(WalkedPatrolOut))


class MorningPointOut(Schema):
    """`look`: the newest re-check of the record, whoever asked for it."""

    id = fields.UUID()
    type = fields.String()
    captured_at = fields.AwareDateTime()
    place = fields.String(allow_none=True)
    organisation = fields.Nested(NameOut)
    team = fields.Nested(NameOut, allow_none=True)
    look = fields.Nested(RecheckOut, allow_none=True)


class MorningPointsOut(ListOut):
    points = fields.List(fields.Nested(MorningPointOut))


class AskedRecheckOut(MorningPointOut):
    """`id` to `captured_at` are the record's, `team` is the one that was asked."""

    class Meta:
        exclude = ("look",)

    recheck = fields.Nested(RecheckOut)


class AskedRechecksOut(ListOut):
    rechecks = fields.List(fields.Nested(AskedRecheckOut))


class PlannedRoundsOut(ListOut):
    rounds = fields.List(fields.Nested(RoundOut))


class WindowOut(Schema):
    """The last days up to today. Patrols that left a record or a track point in the spot, by their type."""

    days = fields.Integer()
    from_ = fields.Date(data_key="from", attribute="from")
    to = fields.Date()
    incidents = fields.Integer()
    mornings = fields.Integer()
    evenings = fields.Integer()
    others = fields.Integer()


class ControlledSpotOut(Schema):
    place_id = fields.UUID()
    area = fields.String(metadata={"description": "Its corners, as the map's `area` takes them"})
    windows = fields.List(fields.Nested(WindowOut))


class ControlledSpotsOut(Schema):
    spots = fields.List(fields.Nested(ControlledSpotOut))
