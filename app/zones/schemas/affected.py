"""Records that a draft would move."""

from marshmallow import Schema, fields, validate

from app.accounts.schemas import In


class AffectedQuery(In):
    days = fields.Integer(load_default=90, validate=validate.Range(1, 366))
    cursor = fields.Integer(load_default=0, validate=validate.Range(0, 10_000_000))
    limit = fields.Integer(load_default=100, validate=validate.Range(1, 1000))


class RecordAffectedOut(Schema):
    kind = fields.String()
    id = fields.UUID()
    captured_at = fields.AwareDateTime()
    now = fields.Dict()
    then = fields.Dict()


class AffectedOut(Schema):
    days = fields.Integer()
    since = fields.AwareDateTime()
    seen = fields.Integer()
    inside = fields.Integer()
    uncertain = fields.Integer()
    elsewhere = fields.Integer(metadata={"description": "Would lie elsewhere than now"})
    redecided = fields.Integer(
        metadata={"description": "Of these, captured since it took effect: decided anew for real"}
    )
    records = fields.List(fields.Nested(RecordAffectedOut))
    cursor = fields.Integer(allow_none=True)
