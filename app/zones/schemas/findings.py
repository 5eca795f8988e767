"""What a check says."""

from marshmallow import Schema, fields, validate


class FindingOut(Schema):
    code = fields.String()
    key = fields.String(
        metadata={"description": "What a confirmation holds for: the code, and the neighbour it is about"}
    )
    severity = fields.String(validate=validate.OneOf(["refuse", "confirm", "note"]))
    title = fields.String()
    detail = fields.String()
    place = fields.List(fields.Float(), allow_none=True, metadata={"description": "lon, lat: where to look"})
    params = fields.Dict()
    repair = fields.Dict(allow_none=True, metadata={"description": "GeoJSON that would pass; taken by /repair"})
    confirmed = fields.Boolean()
