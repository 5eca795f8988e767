"""What a phone sends of a patrol."""

from typing import Any

from marshmallow import ValidationError, fields, validate, validates_schema

from app.accounts.schemas import ORGANISATION_ID, In
from app.field.schemas import choice, number, words
from app.patrols.models import TYPES


class PatrolIn(In):
    type = choice(TYPES, required=True)
    team_id = fields.UUID(allow_none=True)
    member_ids = fields.List(fields.UUID(), validate=validate.Length(0, 50), allow_none=True)
    organisation_id = fields.String(validate=ORGANISATION_ID, allow_none=True)
    started_at = fields.AwareDateTime(required=True)
    ended_at = fields.AwareDateTime(allow_none=True)
    note = words(2000, allow_none=True)

    @validates_schema
    def order(self, data: dict[str, Any], **_: Any) -> None:
        if data.get("ended_at") and data["ended_at"] < data["started_at"]:
            raise ValidationError("ends_before_start", "ended_at")


class TrackPointIn(In):
    lon = number(-180, 180, required=True)
    lat = number(-90, 90, required=True)
    accuracy_m = number(0, 100_000, required=True)
    at = fields.AwareDateTime(required=True)


class TrackIn(In):
    patrol_id = fields.UUID(required=True)
    points = fields.List(fields.Nested(TrackPointIn), required=True, validate=validate.Length(1, 2000))
