"""What goes in and out of the audit's view."""

from marshmallow import RAISE, Schema, fields, validate


class AuditQuery(Schema):
    class Meta:
        unknown = RAISE

    actor = fields.String(validate=validate.Length(1, 60))
    action = fields.String(validate=validate.Length(1, 40))
    subject = fields.String(validate=validate.Length(1, 64))
    cursor = fields.Integer(validate=validate.Range(0, 2**53))
    limit = fields.Integer(load_default=50, validate=validate.Range(1, 200))


class AuditActorOut(Schema):
    id = fields.UUID(attribute="actor_id")
    name = fields.String(attribute="actor_name")


class AuditEntryOut(Schema):
    seq = fields.Integer()
    at = fields.AwareDateTime()
    actor = fields.Nested(AuditActorOut, allow_none=True)
    action = fields.String()
    subject_kind = fields.String(allow_none=True)
    subject_id = fields.String(allow_none=True)
    outcome = fields.String()
    source = fields.String(allow_none=True)
    detail = fields.Dict()


class AuditOut(Schema):
    entries = fields.List(fields.Nested(AuditEntryOut))
    cursor = fields.Integer(allow_none=True)
