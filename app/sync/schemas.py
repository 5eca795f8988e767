"""The envelope of a push, and what it answers."""

from marshmallow import Schema, fields, validate

from app.accounts.schemas import In
from app.evidence.schemas import SignedPayloadIn
from app.field.schemas import WithdrawIn
from app.incidents.schemas import IncidentIn, PersuasionIn
from app.patrols.schemas import PatrolIn, TrackIn
from app.reviews.schemas import RecheckIn
from app.strays.schemas import CaptureIn

KINDS: dict[str, type[Schema]] = {
    "patrol": PatrolIn,
    "track": TrackIn,
    "incident": IncidentIn,
    "persuasion": PersuasionIn,
    "capture": CaptureIn,
    "recheck": RecheckIn,
}
"""In the order in which they are stored: parents first."""
SHAPES: list[type[Schema]] = [*KINDS.values(), WithdrawIn]
DATA_SHAPES = [f"#/components/schemas/{schema.__name__}" for schema in SHAPES]
MAX_ITEMS = 500
INSTANT = r"^\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d(:\d\d([.,]\d{1,9})?)?([Zz]|[+-]\d\d:?\d\d)$"


class EvidenceIn(In):
    """What the phone knew of its clock (server minus phone, at the last contact), and what it signed. Whatever is wrong
    with what was signed is a verdict of the record, never a reason to refuse it."""

    clock_offset_ms = fields.Integer(strict=True, validate=validate.Range(-(10**13), 10**13), allow_none=True)
    signed = fields.Nested(SignedPayloadIn, allow_none=True)


class ItemIn(In):
    """One change of one record. `data` is one of the kinds' shapes, or {"reason"} with op delete."""

    change_id = fields.UUID(required=True)
    id = fields.UUID(required=True)
    kind = fields.String(required=True, validate=validate.OneOf(list(KINDS)))
    op = fields.String(required=True, validate=validate.OneOf(["put", "delete"]))
    base = fields.Integer(required=True, strict=True, validate=validate.Range(0, 2**31 - 1))
    base_change = fields.UUID(
        allow_none=True,
        metadata={"description": "The change that made `base`, as the feed told: holds when numbers do not"},
    )
    after = fields.UUID(allow_none=True)
    author_id = fields.UUID(allow_none=True)
    captured_at = fields.AwareDateTime(required=True)
    data = fields.Dict(required=True, metadata={"anyOf": [{"$ref": reference} for reference in DATA_SHAPES]})
    evidence = fields.Nested(EvidenceIn, allow_none=True)


class EnvelopeIn(In):
    """A push without a look into its items, which are judged one by one."""

    device_id = fields.String(required=True, validate=validate.Regexp(r"^[A-Za-z0-9._:-]{1,64}$"))
    sent_at = fields.AwareDateTime(required=True)
    epoch = fields.String(validate=validate.Length(1, 64))
    items = fields.List(fields.Raw(), required=True, validate=validate.Length(1, MAX_ITEMS))


class PushIn(EnvelopeIn):
    items = fields.List(fields.Nested(ItemIn), required=True, validate=validate.Length(1, MAX_ITEMS))


class ItemErrorOut(Schema):
    code = fields.String()
    message = fields.String()
    fields_ = fields.Dict(data_key="fields", allow_none=True)


class ItemResultOut(Schema):
    change_id = fields.String(allow_none=True)
    id = fields.String(allow_none=True)
    status = fields.String(validate=validate.OneOf(["accepted", "duplicate", "conflict", "refused", "held"]))
    revision = fields.Integer(allow_none=True)
    error = fields.Nested(ItemErrorOut, allow_none=True)


class PushOut(Schema):
    server_time = fields.AwareDateTime()
    epoch = fields.String()
    results = fields.List(fields.Nested(ItemResultOut))


class ChangesQuery(In):
    cursor = fields.String(validate=validate.Length(0, 200), load_default="")
    limit = fields.Integer(load_default=1000, validate=validate.Range(1, 10_000))


class ChangeOut(Schema):
    kind = fields.String()
    id = fields.String()
    revision = fields.Integer()
    deleted = fields.Boolean()
    data = fields.Dict()


class ChangesOut(Schema):
    changes = fields.List(fields.Nested(ChangeOut))
    cursor = fields.String()
    more = fields.Boolean()
    reset = fields.Boolean()
    epoch = fields.String()
