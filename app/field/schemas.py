"""Shapes that all field records share: positions going in, filters of their lists, details going out."""

from typing import Any

from marshmallow import Schema, fields, validate

from app.accounts.schemas import ORGANISATION_ID, In, NameOut
from app.evidence.schemas import EvidenceOut


def words(high: int, **kwargs: Any) -> fields.String:
    """Free text of up to `high` characters, kept as written."""
    return fields.String(validate=validate.Length(0, high), **kwargs)


def number(low: float, high: float, **kwargs: Any) -> fields.Float:
    return fields.Float(validate=validate.Range(low, high), **kwargs)


def count(low: int, high: int, **kwargs: Any) -> fields.Integer:
    return fields.Integer(strict=True, validate=validate.Range(low, high), **kwargs)


def choice(values: list[str], **kwargs: Any) -> fields.String:
    return fields.String(validate=validate.OneOf(values), **kwargs)


class PositionIn(In):
    """WGS-84 degrees, with the radius the phone gave for it and the time of the fix."""

    lon = number(-180, 180, required=True)
    lat = number(-89.99, 89.99, required=True)  # the poles have no place on a conformal map
    accuracy_m = number(0, 100_000, required=True)
    fixed_at = fields.AwareDateTime(required=True)
    provider = fields.String(required=True, validate=validate.Length(1, 32))


class BelongsIn(In):
    """A record of a patrol, or of an organisation that was picked; else it is its author's organisation's."""

    patrol_id = fields.UUID(allow_none=True)
    organisation_id = fields.String(validate=ORGANISATION_ID, allow_none=True)
    recheck_id = fields.UUID(allow_none=True, metadata={"description": "The re-check that this record answers"})
    note = words(2000, allow_none=True)


class WithdrawIn(In):
    reason = fields.String(required=True, validate=validate.Length(1, 200))


class RecordsQuery(In):
    """Filters of a list. `from` and `to`: days of Asia/Shanghai, both included, or instants."""

    bbox = fields.String(validate=validate.Length(7, 120))
    from_ = fields.String(data_key="from", validate=validate.Length(10, 40))
    to = fields.String(validate=validate.Length(10, 40))
    zone = fields.UUID()
    certainty = choice(["inside", "outside", "uncertain"])
    type = fields.String(validate=validate.Length(1, 200))
    action = fields.String(validate=validate.Length(1, 80))
    organisation = fields.String(validate=ORGANISATION_ID)
    patrol = fields.UUID()
    cursor = fields.Integer(validate=validate.Range(0, 2**53))
    limit = fields.Integer(load_default=500, validate=validate.Range(1, 2000))


class PhotoFlagOut(Schema):
    """What a person should look at; never a reason to refuse the photo."""

    code = fields.String(validate=validate.OneOf(["exif_far", "exif_time", "exif_future"]))
    distance_m = fields.Integer()
    minutes = fields.Integer()


class PhotoOut(Schema):
    id = fields.UUID()
    sha256 = fields.String()
    size = fields.Integer()
    mime = fields.String(allow_none=True)
    captured_at = fields.String(metadata={"description": "By the phone's clock"})
    corrected_at = fields.String(metadata={"description": "By the server's, as far as the record knows the difference"})
    state = fields.String()
    flags = fields.List(fields.Nested(PhotoFlagOut))


class PatrolRefOut(Schema):
    id = fields.UUID()
    type = fields.String()
    started_at = fields.String()
    ended_at = fields.String(allow_none=True)
    team = fields.Nested(NameOut, allow_none=True)


class RevisionOut(Schema):
    revision = fields.Integer()
    received_at = fields.AwareDateTime()
    author = fields.Nested(
        NameOut, allow_none=True, metadata={"description": "None: a boundary changed, and the zone was decided anew"}
    )
    deleted = fields.Boolean()
    reason = fields.String(allow_none=True, metadata={"description": "Why it was withdrawn"})
    fields_ = fields.List(fields.String(), data_key="fields")


class KeptOut(Schema):
    change_id = fields.UUID()
    received_at = fields.AwareDateTime()
    author = fields.Nested(NameOut)
    fields_ = fields.Dict(data_key="fields")


class RecordOut(Schema):
    """A record with all that belongs to it."""

    id = fields.UUID()
    kind = fields.String()
    revision = fields.Integer()
    deleted = fields.Boolean()
    data = fields.Dict()
    meta = fields.Dict()
    photos = fields.List(fields.Nested(PhotoOut))
    patrol = fields.Nested(PatrolRefOut, allow_none=True)
    evidence = fields.Nested(EvidenceOut)
    history = fields.List(fields.Nested(RevisionOut))
    history_more = fields.Boolean(metadata={"description": "There are older revisions than those of `history`"})
    kept = fields.List(fields.Nested(KeptOut))
