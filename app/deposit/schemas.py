"""What goes in and out of deposits and of filing what was kept."""

from marshmallow import Schema, fields, validate

from app.accounts.schemas import In
from app.sync.schemas import DATA_SHAPES


class FilingIn(In):
    data = fields.Dict(required=True, metadata={"anyOf": [{"$ref": reference} for reference in DATA_SHAPES]})


class FilingOut(Schema):
    change_id = fields.UUID()
    id = fields.UUID()
    status = fields.String(validate=validate.OneOf(["accepted", "conflict", "held"]))
    revision = fields.Integer(allow_none=True)
