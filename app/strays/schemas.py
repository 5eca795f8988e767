"""What a phone sends of a capture."""

from marshmallow import fields

from app.accounts.schemas import In
from app.field.schemas import BelongsIn, PositionIn, choice, count, words
from app.strays.models import CONDITIONS, METHODS


class TraitsIn(In):
    size = choice(["small", "medium", "large"], allow_none=True)
    colour = words(40, allow_none=True)
    breed = words(60, allow_none=True)
    collar = fields.Boolean(truthy={True}, falsy={False}, allow_none=True)
    other = words(200, allow_none=True)


class CaptureIn(BelongsIn):
    position = fields.Nested(PositionIn, required=True)
    count = count(1, 100, required=True)
    method = choice(METHODS, required=True)
    traits = fields.Nested(TraitsIn, allow_none=True)
    condition = choice(CONDITIONS, allow_none=True)
    destination = words(200, allow_none=True)
    place = words(200, allow_none=True)
