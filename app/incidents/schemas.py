"""What a phone sends of incidents and persuasions, and what their lists take."""

from typing import Any

from marshmallow import RAISE, Schema, ValidationError, fields, validate, validates

from app.accounts.schemas import In
from app.field.schemas import BelongsIn, PositionIn, choice, count, number, words
from app.incidents.models import ACTIONS, RESPONSES, TOPICS

CHECK_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


class DogIn(In):
    breed = words(60, allow_none=True)
    colour = words(40, allow_none=True)
    size = choice(["small", "medium", "large"], allow_none=True)
    tag = words(40, allow_none=True)
    chip = fields.String(validate=validate.Regexp(r"^[0-9]{15}$"), allow_none=True)
    count = count(1, 50, allow_none=True)
    leash_m = number(0, 50, allow_none=True)


class KeeperIn(In):
    """Personal data: only what the officer chose to write down."""

    name = words(60, allow_none=True)
    phone = fields.String(validate=validate.Regexp(r"^[0-9+ -]{0,20}$"), allow_none=True)
    id_number = fields.String(validate=validate.Regexp(r"^([0-9]{17}[0-9X])?$"), allow_none=True)

    @validates("id_number")
    def checksum(self, value: str | None, **_: Any) -> None:
        """Source: GB 11643."""
        if (
            value
            and "10X98765432"[sum(int(d) * w for d, w in zip(value, CHECK_WEIGHTS, strict=False)) % 11] != value[17]
        ):
            raise ValidationError("bad_id_number")


class IncidentIn(BelongsIn):
    type = fields.String(required=True, validate=validate.Regexp(r"^[a-z_]{1,24}$"))
    position = fields.Nested(PositionIn, required=True)
    place = words(200, allow_none=True)
    place_id = fields.UUID(
        allow_none=True, metadata={"description": "The forbidden place (`/places`) that it was seen in"}
    )
    action = choice(ACTIONS, required=True)
    dog = fields.Nested(DogIn, allow_none=True)
    keeper = fields.Nested(KeeperIn, allow_none=True)


class PersuasionIn(BelongsIn):
    topic = choice(TOPICS, required=True)
    people_at_least = count(1, 1000, required=True)
    response = choice(RESPONSES, allow_none=True)
    position = fields.Nested(PositionIn, allow_none=True)
    place = words(200, allow_none=True)


class KeeperOut(Schema):
    name = fields.String(allow_none=True)
    phone = fields.String(allow_none=True)
    id_number = fields.String(allow_none=True)


class CatalogueQuery(Schema):
    class Meta:
        unknown = RAISE

    on = fields.Date()


class CatalogueOut(Schema):
    name = fields.String()
    name_en = fields.String()
    valid_from = fields.String(allow_none=True)
    valid_until = fields.String(allow_none=True)
    source = fields.String()
    verified = fields.Boolean()
    penalties_enabled = fields.Boolean()
    types = fields.List(fields.Dict())
