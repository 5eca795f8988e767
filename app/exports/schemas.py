"""What goes into an export: the filters of the map, and what a file is to be like."""

from typing import Any
from uuid import UUID

from marshmallow import ValidationError, fields, validate

from app.boxes import bbox
from app.maps.schemas import WishQuery
from app.messages import LANGUAGES

MOST_IDS = 100_000
SYSTEMS = ("wgs84", "gcj02")


class Ids(fields.String):
    """UUIDs between commas."""

    def _deserialize(self, value: Any, attr: Any, data: Any, **kwargs: Any) -> Any:
        try:
            return [UUID(text) for text in super()._deserialize(value, attr, data, **kwargs).split(",")]
        except ValueError as error:
            raise ValidationError("Not a valid UUID.") from error


class ExportWish(WishQuery):
    """The filters of the map; `bbox` (west,south,east,north) narrows them further."""

    bbox = fields.String(validate=validate.Length(7, 120))
    lang = fields.String(validate=validate.OneOf(LANGUAGES))
    system = fields.String(load_default=SYSTEMS[0], validate=validate.OneOf(SYSTEMS))


class ExportQuery(ExportWish):
    """And `ids` that were picked, as far as an address has room for them."""

    ids = Ids()


class ExportIn(ExportWish):
    """The same as a body, for many ids."""

    ids = fields.List(fields.UUID(), validate=validate.Length(0, MOST_IDS))


def boxes(given: dict[str, Any]) -> list[tuple[float, float, float, float]] | None:
    """Raises Invalid."""
    return [bbox(given["bbox"])] if "bbox" in given else None
