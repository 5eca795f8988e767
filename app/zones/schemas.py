"""What goes in and out of the zones' view."""

from marshmallow import RAISE, Schema, fields


class ZonesQuery(Schema):
    class Meta:
        unknown = RAISE

    on = fields.Date()
