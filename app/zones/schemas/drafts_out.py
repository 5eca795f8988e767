"""Drafts, as they are read."""

from marshmallow import Schema, fields, validate

from app.accounts.schemas import NameOut
from app.zones.life import OFFERED, STATES
from app.zones.schemas.announcements import AnnouncementOut, MadeOut
from app.zones.schemas.findings import FindingOut


class ConfirmedOut(Schema):
    code = fields.String()
    key = fields.String()
    boundary = fields.String(metadata={"description": "SHA-256 of the boundary that it was said of"})
    by = fields.String()
    at = fields.String()


class DraftSummaryOut(Schema):
    id = fields.UUID()
    zone_id = fields.UUID(allow_none=True)
    name = fields.String()
    level = fields.String()
    organisation = fields.Nested(NameOut)
    seat = fields.Nested(NameOut, allow_none=True)
    state = fields.String(validate=validate.OneOf(STATES))
    revision = fields.Integer()
    drawn = fields.Boolean()
    imported = fields.Boolean()
    checked = fields.Nested(MadeOut, allow_none=True)
    updated = fields.Nested(MadeOut)
    moves = fields.List(fields.String(validate=validate.OneOf(list(OFFERED))))


class DraftsOut(Schema):
    drafts = fields.List(fields.Nested(DraftSummaryOut))


class DraftOut(DraftSummaryOut):
    boundary = fields.Dict(allow_none=True)
    source = fields.Dict(allow_none=True)
    findings = fields.List(fields.Nested(FindingOut), allow_none=True)
    confirmed = fields.List(fields.Nested(ConfirmedOut))
    announcement = fields.Nested(AnnouncementOut)
    version_id = fields.UUID(allow_none=True)
    created = fields.Nested(MadeOut)
