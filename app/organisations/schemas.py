"""What goes in and out of the tree's view."""

from marshmallow import RAISE, Schema, fields, validate

from app.organisations.models import LEVELS


class OrganisationsQuery(Schema):
    class Meta:
        unknown = RAISE

    under = fields.String(validate=validate.Regexp(r"^[0-9A-Z]{2,12}$"))
    level = fields.String(validate=validate.OneOf(LEVELS))
    q = fields.String(validate=[validate.Length(min=1), validate.Length(max=60, error="search_too_long")])
    limit = fields.Integer(load_default=100, validate=validate.Range(1, 2000))


class OrganisationOut(Schema):
    id = fields.String()
    name = fields.String()
    level = fields.String()
    parent_id = fields.String(allow_none=True)
    path = fields.String()


class OrganisationsOut(Schema):
    organisations = fields.List(fields.Nested(OrganisationOut))
