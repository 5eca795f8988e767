"""Drafts, as they are written."""

from marshmallow import fields, validate

from app.accounts.schemas import ORGANISATION_ID, In, text
from app.zones.life import STATES
from app.zones.schemas.announcements import name_of_file, words


class DraftIn(In):
    """A new zone (`name`, `organisation_id`), or a new version of `zone_id`, which keeps its name and seat.

    Without `boundary` a new version begins with the boundary and the text of the last one; null begins with none.
    """

    zone_id = fields.UUID(allow_none=True)
    name = text(1, 80)
    organisation_id = fields.String(validate=ORGANISATION_ID)
    seat_id = fields.String(validate=ORGANISATION_ID, allow_none=True)
    boundary = fields.Dict(allow_none=True, metadata={"description": "GeoJSON geometry, WGS-84; may be unfinished"})


class RevisionIn(In):
    revision = fields.Integer(required=True, strict=True, validate=validate.Range(1, 2**31 - 1))


class DraftPatch(RevisionIn):
    """The fields that change. Another `revision` than the draft's: 409, and nothing is written."""

    name = text(1, 80)
    seat_id = fields.String(validate=ORGANISATION_ID, allow_none=True)
    boundary = fields.Dict(allow_none=True)
    number = text(0, 60, allow_none=True)
    announced_on = fields.Date(allow_none=True)
    effective_on = fields.Date(allow_none=True)
    text = words(20_000, allow_none=True)


class ConfirmIn(RevisionIn):
    codes = fields.List(text(1, 60), required=True, validate=validate.Length(1, 20))


class RepairIn(RevisionIn):
    code = text(1, 60, required=True)


class AnnounceIn(RevisionIn):
    corrects = fields.UUID(
        allow_none=True, metadata={"description": "A version to come of the same zone that will never be in force"}
    )


class RevisionQuery(In):
    revision = fields.Integer(required=True, validate=validate.Range(1, 2**31 - 1))


class ScanQuery(RevisionQuery):
    name = name_of_file(required=True)


class DraftsQuery(In):
    state = fields.String(validate=validate.OneOf([*STATES, "open"]), load_default="open")
