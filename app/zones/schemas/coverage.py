"""How far the towns have come."""

from marshmallow import Schema, fields, validate

from app.accounts.schemas import In, NameOut


class CoverageQuery(In):
    year = fields.Integer(validate=validate.Range(2019, 2100))


class DocumentOut(Schema):
    id = fields.UUID()
    number = fields.String()
    announced_on = fields.Date()
    effective_on = fields.Date()
    scanned = fields.Boolean()


class WithdrawnOut(Schema):
    zone = fields.Nested(NameOut)
    number = fields.String()
    valid_until = fields.Date()


class SeatOut(Schema):
    id = fields.String()
    name = fields.String()
    zone = fields.Nested(NameOut, allow_none=True)
    announcement = fields.Nested(
        DocumentOut, allow_none=True, metadata={"description": "The first one: its day is what counts."}
    )
    newest = fields.Nested(
        DocumentOut,
        allow_none=True,
        metadata={"description": "The document of its newest boundary, if that is another."},
    )
    withdrawn = fields.Nested(
        WithdrawnOut, allow_none=True, metadata={"description": "The last zone of a seat that has none any more."}
    )


class CountedOut(Schema):
    announced = fields.Integer()
    total = fields.Integer()


class CountyOut(Schema):
    id = fields.String()
    name = fields.String()
    towns_counted = fields.Nested(CountedOut)
    towns = fields.List(fields.Nested(SeatOut))
    streets = fields.List(fields.Nested(SeatOut), metadata={"description": "Listed, not counted"})


class CoverageOut(Schema):
    year = fields.Integer()
    as_of = fields.Date()
    counties = fields.List(fields.Nested(CountyOut))
