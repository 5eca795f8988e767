"""What goes into the map's views."""

import re
from typing import Any

import shapely
from marshmallow import Schema, ValidationError, fields, validate
from shapely.geometry import Polygon

from app.accounts.schemas import ORGANISATION_ID, In, NameOut, searched
from app.basemap.settings import SYSTEMS
from app.field.filters import instant
from app.geojson import FeatureCollectionOut
from app.maps.choosing import DAY_MINUTES, Wish
from app.maps.patrolled import recorded_on
from app.maps.snapshot.fields import CERTAINTIES, KINDS
from app.organisations import queries as organisations
from geo.positions import position_fault

HOURS = re.compile(r"^(\d\d):([0-5]\d)-(\d\d):([0-5]\d)$")
NONE = "none"
MOST_CORNERS = 500
NOWHERE_PATH = "-"
"""No organisation has this path."""


class Names(fields.String):
    """Some words between commas; `none` is no word at all."""

    def __init__(self, known: tuple[str, ...] | None = None, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.known = known

    def _deserialize(self, value: Any, attr: Any, data: Any, **kwargs: Any) -> Any:
        text = super()._deserialize(value, attr, data, **kwargs)
        names = frozenset() if text == NONE else frozenset(text.split(","))
        if self.known and not names <= set(self.known):
            raise ValidationError(f"must be some of {', '.join(self.known)}")
        return names


class Hours(fields.String):
    """Parts of the day in Asia/Shanghai: `06:30-08:00,18:00-20:00`; one may pass midnight."""

    def _deserialize(self, value: Any, attr: Any, data: Any, **kwargs: Any) -> Any:
        text = super()._deserialize(value, attr, data, **kwargs)
        return tuple(self.span(part) for part in text.split(","))

    def span(self, text: str) -> tuple[int, int]:
        match = HOURS.match(text)
        if match is None:
            raise ValidationError("must look like 06:30-08:00")
        begin, end = (60 * int(match[n]) + int(match[n + 1]) for n in (1, 3))
        if begin >= DAY_MINUTES or end > DAY_MINUTES or begin == end:
            raise ValidationError("must be times of a day")
        return begin, end


class Area(fields.String):
    """A polygon: longitude and latitude of its corners, `120.7,30.7,120.8,30.7,120.8,30.8`."""

    def _deserialize(self, value: Any, attr: Any, data: Any, **kwargs: Any) -> Any:
        text = super()._deserialize(value, attr, data, **kwargs)
        try:
            numbers = [float(number) for number in text.split(",")]
            corners = list(zip(numbers[::2], numbers[1::2], strict=True))
        except ValueError as error:
            raise ValidationError("must be corners, longitude before latitude") from error
        if not 3 <= len(corners) <= MOST_CORNERS or any(map(position_fault, numbers[::2], numbers[1::2])):
            raise ValidationError("must be at least three corners on the map, longitude before latitude")
        parts = shapely.get_parts(shapely.make_valid(Polygon(corners)))  # a hand draws loops, and crosses them
        area = shapely.union_all([part for part in parts if part.area > 0])
        if area.is_empty:
            raise ValidationError("must have an inside")
        return area


class WishQuery(In):
    """Filters. `from` and `to`: days of Asia/Shanghai, both included, or instants."""

    kind = Names(KINDS)
    type = Names()
    action = Names()
    certainty = Names(tuple(filter(None, CERTAINTIES)))
    from_ = fields.String(data_key="from", validate=validate.Length(10, 40))
    to = fields.String(validate=validate.Length(10, 40))
    hours = Hours()
    zone = fields.UUID()
    team = fields.UUID()
    organisation = fields.String(validate=ORGANISATION_ID)
    patrol = fields.UUID()
    area = Area()


class WalksOut(FeatureCollectionOut):
    patrols = fields.Integer()
    without = fields.Integer(
        metadata={"description": "Patrols that left no way: no track, and not two records with a place"}
    )
    more = fields.Boolean(metadata={"description": "There are older ones, not drawn"})


class TileQuery(WishQuery):
    system = fields.String(
        load_default="wgs84",
        validate=validate.OneOf(SYSTEMS),
        metadata={"description": "gcj02: each record where a map in GCJ-02 shows it; the tile is one of such a map"},
    )
    grid = fields.String(
        load_default="coarse",
        validate=validate.OneOf(["coarse", "fine"]),
        metadata={"description": "fine: cells of 16 pixels from afar, too"},
    )


class RecordsQuery(WishQuery):
    cursor = fields.String(validate=validate.Length(1, 60))
    limit = fields.Integer(load_default=100, validate=validate.Range(1, 500))


class TimesQuery(WishQuery):
    """`since` and so many steps of so many minutes."""

    since = fields.AwareDateTime(required=True)
    step = fields.Integer(load_default=60, validate=validate.Range(1, 60 * 24 * 366 * 2))
    steps = fields.Integer(required=True, validate=validate.Range(1, 2000))


class SearchQuery(In):
    q = searched(60, required=True)


class CountsOut(Schema):
    """How many; and by word what each tick of a filter would bring, the filter itself left out."""

    total = fields.Integer(required=True)
    type = fields.Dict(keys=fields.String(), values=fields.Integer())
    action = fields.Dict(keys=fields.String(), values=fields.Integer())
    certainty = fields.Dict(keys=fields.String(), values=fields.Integer())


class TimesOut(Schema):
    counts = fields.List(fields.Integer())


class SpotOut(Schema):
    """Where records are dense. `before`: in the same cells in as much time before; null without a beginning."""

    count = fields.Integer(required=True)
    before = fields.Integer(allow_none=True)
    organisation = fields.Nested(NameOut, allow_none=True)
    place = fields.String(
        allow_none=True, metadata={"description": "What most of its newest records call the place, as it was typed"}
    )
    centre = fields.List(fields.Float())
    area = fields.List(fields.List(fields.Float()), metadata={"description": "Corners around it: the list takes them"})
    hours = fields.List(fields.Integer(), metadata={"description": "How many in each hour of the day, Asia/Shanghai"})


class SpotsOut(Schema):
    spots = fields.List(fields.Nested(SpotOut))


class StampOut(Schema):
    """Another one when any record is another one."""

    stamp = fields.String()


def wish(given: dict[str, Any]) -> Wish:
    """Raises Invalid for days that cannot be read."""
    node = organisations.find(given["organisation"]) if "organisation" in given else None
    return Wish(
        kinds=given.get("kind"),
        marks=given.get("type"),
        actions=given.get("action"),
        certainties=given.get("certainty"),
        since=instant(given["from_"], "from") if "from_" in given else None,
        until=instant(given["to"], "to", end=True) if "to" in given else None,
        hours=given.get("hours"),
        zone=given.get("zone"),
        team=given.get("team"),
        patrol=given.get("patrol"),
        records=recorded_on(given["patrol"]) if "patrol" in given else None,
        area=given.get("area"),
        path=(node.path if node else NOWHERE_PATH) if "organisation" in given else None,
    )
