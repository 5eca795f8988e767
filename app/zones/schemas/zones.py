"""Zones and their versions."""

from marshmallow import RAISE, Schema, fields, validate

from app.accounts.schemas import NameOut
from app.zones.schemas.announcements import AnnouncementOut


class ZonesQuery(Schema):
    class Meta:
        unknown = RAISE

    on = fields.Date()


class DraftRefOut(Schema):
    id = fields.UUID()
    state = fields.String()
    revision = fields.Integer()
    drawn = fields.Boolean()


class NextOut(Schema):
    version_id = fields.UUID()
    version = fields.Integer()
    valid_from = fields.Date()


class ZoneStateOut(Schema):
    zone_id = fields.UUID(allow_none=True)
    name = fields.String()
    organisation = fields.Nested(NameOut)
    seat = fields.Nested(NameOut, allow_none=True)
    state = fields.String(validate=validate.OneOf(["in_force", "announced", "withdrawn", "draft", "checked"]))
    version_id = fields.UUID(allow_none=True)
    version = fields.Integer(allow_none=True)
    valid_from = fields.Date(allow_none=True)
    valid_until = fields.Date(allow_none=True)
    announcement = fields.Nested(AnnouncementOut, allow_none=True)
    next = fields.Nested(NextOut, allow_none=True)
    drafts = fields.List(fields.Nested(DraftRefOut))


class ZoneStatesOut(Schema):
    on = fields.Date()
    zones = fields.List(fields.Nested(ZoneStateOut))


class ZoneOut(Schema):
    id = fields.UUID()
    name = fields.String()
    level = fields.String()
    organisation = fields.Nested(NameOut)
    seat = fields.Nested(NameOut, allow_none=True)


class VersionOut(Schema):
    id = fields.UUID()
    version = fields.Integer()
    state = fields.String(validate=validate.OneOf(["in_force", "announced", "ended", "replaced"]))
    valid_from = fields.Date()
    valid_until = fields.Date(allow_none=True)
    published_at = fields.AwareDateTime()
    announcement = fields.Nested(AnnouncementOut)
    withdrawal = fields.Nested(AnnouncementOut, allow_none=True)
    area_m2 = fields.Integer()
    geometry = fields.Dict()


class VersionsOut(Schema):
    zone = fields.Nested(ZoneOut)
    versions = fields.List(fields.Nested(VersionOut))


class RedecidedOut(Schema):
    seen = fields.Integer()
    moved = fields.Integer()


class AnnouncedOut(Schema):
    zone_id = fields.UUID()
    version_id = fields.UUID()
    version = fields.Integer()
    valid_from = fields.Date()
    valid_until = fields.Date(allow_none=True)
    redecided = fields.Nested(
        RedecidedOut,
        allow_none=True,
        metadata={"description": "Records decided anew, when it took effect before today"},
    )
