"""What goes in and out of reviews and re-checks."""

from marshmallow import Schema, fields, validate

from app.accounts.schemas import ORGANISATION_ID, In, NameOut, searched
from app.evidence.schemas import VerdictOut
from app.field.schemas import PhotoOut, choice, number, words
from app.places.schemas import sane_day
from app.reviews.models import RECHECK_STATES, STATES, TABS
from app.reviews.reasons import CODES

RESULTS = ["nothing_found", "found"]
RULINGS = ["inside", "outside"]
KINDS = ["incident", "capture"]
MOST_AT_ONCE = 200


class RecheckIn(In):
    """What a phone says of a re-check: nothing found any more, or found again, then perhaps in a record of its own. Photos
    name the re-check as their record. Nobody needs to have asked for it: then `about` names the record that was looked at."""

    result = choice(RESULTS, required=True)
    note = words(2000, allow_none=True)
    record_id = fields.UUID(allow_none=True)
    about = fields.UUID(allow_none=True)


class FiltersIn(In):
    """`from` and `to`: days of Asia/Shanghai, both included, or instants of capture. `type` may name several."""

    organisation = fields.String(validate=ORGANISATION_ID)
    from_ = fields.String(data_key="from", validate=validate.Length(10, 40))
    to = fields.String(validate=validate.Length(10, 40))
    kind = choice(KINDS)
    type = fields.String(validate=validate.Length(1, 200))
    reason = choice(list(CODES))
    q = searched(60, low=0)


class ReviewsQuery(FiltersIn):
    tab = choice(list(TABS), load_default="flagged")
    cursor = fields.String(validate=validate.Length(1, 60))
    limit = fields.Integer(load_default=50, validate=validate.Range(1, 200))


class TabCountsOut(Schema):
    counts = fields.Dict(keys=fields.String(), values=fields.Integer())
    most = fields.Integer(metadata={"description": "A count that reaches it says: so many at least"})
    behind = fields.Boolean(metadata={"description": "Older records are still being taken up into the list"})


class ReasonOut(Schema):
    """A code with its figures."""

    code = choice(list(CODES))
    round = fields.Integer()
    accuracy_m = fields.Integer()
    border_m = fields.Integer()
    minutes = fields.Integer()
    verdict = fields.String()
    distance_m = fields.Integer()
    photos = fields.Integer()
    of = fields.UUID()
    seconds = fields.Integer()
    photo = fields.Boolean()


class WorstVerdictOut(VerdictOut):
    """Of the changes of a record, as it was when the list last looked."""


class DecidedOut(Schema):
    at = fields.AwareDateTime()
    by = fields.Nested(NameOut)


class ReviewOut(Schema):
    record_id = fields.UUID()
    kind = choice(KINDS)
    revision = fields.Integer()
    record_revision = fields.Integer()
    state = choice(list(STATES))
    round = fields.Integer()
    captured_at = fields.AwareDateTime()
    received_at = fields.AwareDateTime()
    team_id = fields.UUID(allow_none=True)
    organisation_path = fields.String()
    author_id = fields.UUID()
    looks_like_id = fields.UUID(allow_none=True)
    duplicate_of_id = fields.UUID(allow_none=True)
    zone_ruling = choice(RULINGS, allow_none=True)
    updated_at = fields.AwareDateTime()
    reasons = fields.List(fields.Nested(ReasonOut))
    evidence = fields.Nested(WorstVerdictOut)
    decided = fields.Nested(DecidedOut, allow_none=True)
    record = fields.Dict(allow_none=True, metadata={"description": "The feature that lists and map show"})


class ReviewsOut(Schema):
    items = fields.List(fields.Nested(ReviewOut))
    cursor = fields.String(allow_none=True)
    behind = fields.Boolean()


class NearOut(Schema):
    distance_m = fields.Integer(allow_none=True)
    seconds = fields.Integer()
    same_photo = fields.Boolean()
    alike = fields.Integer(
        allow_none=True, metadata={"description": "Bits, of 64, in which the two most similar photos differ"}
    )
    item = fields.Nested(ReviewOut)


class DecisionOut(Schema):
    record_id = fields.UUID()
    other_id = fields.UUID(allow_none=True)
    decision = fields.String()
    record_revision = fields.Integer()
    round = fields.Integer()
    codes = fields.List(fields.String())
    text = fields.String(allow_none=True)
    at = fields.AwareDateTime()
    by = fields.Nested(NameOut)


class RecheckOut(Schema):
    id = fields.UUID()
    revision = fields.Integer()
    record_id = fields.UUID()
    record_kind = fields.String()
    mark = fields.String(allow_none=True, metadata={"description": "The type of the incident; `stray` for a capture"})
    team_id = fields.UUID()
    state = choice(list(RECHECK_STATES))
    lon = fields.Float(allow_none=True)
    lat = fields.Float(allow_none=True)
    place = fields.String(allow_none=True)
    text = fields.String()
    due_on = fields.Date()
    made_at = fields.AwareDateTime()
    made_by = fields.String()
    result = fields.String(allow_none=True)
    done_record_id = fields.UUID(allow_none=True)
    note = fields.String(allow_none=True)
    ended_at = fields.AwareDateTime(allow_none=True)
    ended_by = fields.String(allow_none=True)
    unasked = fields.Boolean(metadata={"description": "The team looked again by itself"})


class PhotoBesideOut(PhotoOut):
    """A photo with the record to open for it: of a re-check's, the record that was to be looked at again."""

    of = choice(["original", "recheck", "alike"])
    record_id = fields.UUID()


class BesideOut(Schema):
    own = choice(["original", "recheck"], metadata={"description": "What the record's own photos are"})
    photos = fields.List(fields.Nested(PhotoBesideOut))


class WholeOut(ReviewOut):
    near = fields.List(fields.Nested(NearOut))
    duplicates = fields.List(fields.UUID())
    decisions = fields.List(fields.Nested(DecisionOut))
    rechecks = fields.List(fields.Nested(RecheckOut))


class ItemRevisionIn(In):
    revision = fields.Integer(required=True, strict=True, validate=validate.Range(1, 2**31 - 1))


class ReturnIn(ItemRevisionIn):
    codes = fields.List(
        fields.String(validate=validate.Length(1, 40)), load_default=list, validate=validate.Length(0, 10)
    )
    text = words(500, allow_none=True, load_default=None)


class MergeIn(ItemRevisionIn):
    into = fields.UUID(required=True)


class ZoneIn(ItemRevisionIn):
    ruling = choice(RULINGS, required=True)
    reason = fields.String(required=True, validate=[validate.Length(2, 500), validate.Regexp(r"(?s).*\S.*\S")])


class OneOfManyIn(ItemRevisionIn):
    record_id = fields.UUID(required=True)


class AcceptancesIn(In):
    items = fields.List(fields.Nested(OneOfManyIn), required=True, validate=validate.Length(1, MOST_AT_ONCE))


class AcceptanceOut(Schema):
    record_id = fields.UUID()
    accepted = fields.Boolean()
    code = fields.String(allow_none=True)
    detail = fields.String(allow_none=True)


class AcceptancesOut(Schema):
    results = fields.List(fields.Nested(AcceptanceOut))


class ReturnReasonOut(Schema):
    code = fields.String()
    name = fields.Dict(keys=fields.String(), values=fields.String())


class ReturnReasonsOut(Schema):
    reasons = fields.List(fields.Nested(ReturnReasonOut))


class RechecksQuery(In):
    state = choice([*RECHECK_STATES, "overdue"], load_default="open")
    team_id = fields.UUID()
    organisation = fields.String(validate=ORGANISATION_ID)
    cursor = fields.UUID()
    limit = fields.Integer(load_default=100, validate=validate.Range(1, 500))


class RechecksOut(Schema):
    rechecks = fields.List(fields.Nested(RecheckOut))
    cursor = fields.UUID(allow_none=True)


class AssignIn(In):
    record_id = fields.UUID(required=True)
    team_id = fields.UUID(required=True)
    text = fields.String(required=True, validate=[validate.Length(1, 500), validate.Regexp(r"(?s).*\S")])
    due_on = fields.Date(required=True)


class CancelIn(ItemRevisionIn):
    reason = fields.String(required=True, validate=[validate.Length(1, 200), validate.Regexp(r"(?s).*\S")])


class EveningQuery(In):
    """`day`: whose morning, today by default. Without a start the walk begins at the westernmost point."""

    team_id = fields.UUID()
    day = sane_day()
    lon = number(-180, 180)
    lat = number(-89.99, 89.99)


class PointOut(Schema):
    why = fields.List(choice(["morning", "recheck", "returned"]))
    record_kind = fields.String()
    record_id = fields.UUID()
    lon = fields.Float(allow_none=True)
    lat = fields.Float(allow_none=True)
    place = fields.String(allow_none=True)
    type = fields.String()
    action = fields.String(allow_none=True)
    captured_at = fields.AwareDateTime()
    recheck_id = fields.UUID()
    text = fields.String()
    due_on = fields.Date()
    leg_m = fields.Integer(metadata={"description": "Metres from the point before"})


class EveningOut(Schema):
    points = fields.List(fields.Nested(PointOut))
