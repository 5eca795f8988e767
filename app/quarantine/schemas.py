"""What goes in and out of the quarantine."""

from marshmallow import Schema, fields, validate

from app.accounts.schemas import In, NameOut, text

STATES = ["open", "settled", "all"]


class QuarantineQuery(In):
    state = fields.String(load_default="open", validate=validate.OneOf(STATES))
    cursor = fields.UUID()
    limit = fields.Integer(load_default=50, validate=validate.Range(1, 200))


class QuarantinedOut(Schema):
    change_id = fields.UUID()
    record_id = fields.UUID(allow_none=True)
    kind = fields.String(allow_none=True)
    author = fields.Nested(NameOut)
    device_id = fields.String()
    source = fields.String()
    note = fields.String(allow_none=True)
    code = fields.String()
    message = fields.String()
    fields_ = fields.Dict(data_key="fields")
    received_at = fields.AwareDateTime()
    size = fields.Integer()
    resolved_at = fields.AwareDateTime(allow_none=True)
    resolution = fields.String(allow_none=True)
    resolved_by = fields.Nested(NameOut, allow_none=True)
    reason = fields.String(allow_none=True)
    filed_as = fields.UUID(allow_none=True)


class QuarantineOut(Schema):
    items = fields.List(fields.Nested(QuarantinedOut))
    cursor = fields.UUID(allow_none=True)


class QuarantinedItemOut(QuarantinedOut):
    item = fields.Dict(allow_none=True, metadata={"description": "The item as it came, when it can be read"})
    text = fields.String(metadata={"description": "The item as it came, character by character"})


class DismissalIn(In):
    reason = text(2, 200, required=True)


class WaitingQuery(In):
    limit = fields.Integer(load_default=200, validate=validate.Range(1, 500))


class WaitingPartOut(Schema):
    record_id = fields.UUID()
    author = fields.Nested(NameOut)
    received_at = fields.AwareDateTime()
    orphan = fields.Boolean(metadata={"description": "It has waited for more than seven days"})


class HeldOut(WaitingPartOut):
    change_id = fields.UUID()
    kind = fields.String()
    captured_at = fields.String(allow_none=True)
    waits_for = fields.UUID()
    waits_for_patrol = fields.Boolean(metadata={"description": "Else it waits for its author's earlier change"})
    parent_refused = fields.Boolean(metadata={"description": "What it waits for lies in quarantine"})
    refused = fields.String(allow_none=True, metadata={"description": "Why it was refused when that had come"})
    data = fields.Dict()


class LonelyPhotoOut(WaitingPartOut):
    id = fields.UUID()
    captured_at = fields.String()
    state = fields.String()
    parent_refused = fields.Boolean()


class MissingPhotoOut(WaitingPartOut):
    photo_id = fields.UUID()
    kind = fields.String()


class WaitingOut(Schema):
    held = fields.List(fields.Nested(HeldOut))
    photos = fields.List(fields.Nested(LonelyPhotoOut))
    missing_photos = fields.List(fields.Nested(MissingPhotoOut))
