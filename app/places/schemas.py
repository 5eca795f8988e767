"""What goes in and out of the places' views."""

from datetime import date
from typing import Any

from marshmallow import Schema, ValidationError, fields, validate

from app.accounts.schemas import ORGANISATION_ID, In, NameOut, searched, text
from app.places.kinds import KINDS

NO_NUL = validate.Regexp(r"^[^\x00\ud800-\udfff]*$")
DAY = {"description": "A day of Asia/Shanghai"}
FIRST_YEAR, LAST_YEAR = 2000, 2199


def sane_day(**more: Any) -> fields.Date:
    return fields.Date(metadata=DAY, validate=sane, **more)


def sane(found: date) -> None:
    if not FIRST_YEAR <= found.year <= LAST_YEAR:
        raise ValidationError("bad_date")


def words(high: int, **more: Any) -> fields.String:
    """Several lines of text."""
    return fields.String(validate=[validate.Length(0, high), NO_NUL], allow_none=True, **more)


def count(high: int) -> fields.Integer:
    return fields.Integer(strict=True, validate=validate.Range(0, high), allow_none=True)


class PlacesQuery(In):
    bbox = fields.String(validate=validate.Length(7, 120))
    kind = fields.String(validate=validate.Length(1, 80))
    on = sane_day()
    organisation = fields.String(validate=ORGANISATION_ID)
    q = searched(80)
    state = fields.String(
        validate=validate.OneOf(["in_force", "any"]),
        load_default="in_force",
        metadata={"description": "`any`: also those that have ended or are to come"},
    )
    cursor = fields.UUID()
    limit = fields.Integer(load_default=1000, validate=validate.Range(1, 2000))


class OnQuery(In):
    on = sane_day()


class FactsIn(In):
    """What can be written of a place; each kind has some of it (`GET /places/kinds`)."""

    sub_kind = fields.String(validate=validate.Regexp(r"^[a-z_]{1,24}$"), allow_none=True)
    valid_from = sane_day()
    valid_until = sane_day(allow_none=True)
    address = words(200)
    note = words(2000)
    opening_hours = words(200)
    phone = fields.String(validate=validate.Regexp(r"^[0-9+() \-]{0,30}$"), allow_none=True)
    services = fields.List(text(1, 24), validate=validate.Length(0, 20), allow_none=True)
    capacity = count(10_000)
    reason = words(500)
    mornings_a_week = count(7)
    evenings_a_week = count(7)
    team_id = fields.UUID(allow_none=True)


class PlaceIn(FactsIn):
    id = fields.UUID(metadata={"description": "The client's name for it: sent again, it makes no second place"})
    kind = fields.String(required=True, validate=validate.OneOf(KINDS))
    name = text(1, 80, required=True)
    organisation_id = fields.String(required=True, validate=ORGANISATION_ID)
    geometry = fields.Dict(required=True, metadata={"description": "GeoJSON Point or Polygon, WGS-84"})


class RevisionIn(In):
    revision = fields.Integer(required=True, strict=True, validate=validate.Range(1, 2**31 - 1))


class PlacePatch(RevisionIn, FactsIn):
    """The fields that change; null strikes out. Another `revision` than the place's: 409, and nothing is written."""

    name = text(1, 80)
    organisation_id = fields.String(validate=ORGANISATION_ID)
    geometry = fields.Dict()


class EndIn(RevisionIn):
    valid_until = sane_day(required=True)
    reason = text(1, 200, required=True)


class WrittenOut(Schema):
    at = fields.AwareDateTime()
    by = fields.String()


class PlaceRevisionOut(WrittenOut):
    revision = fields.Integer()
    reason = fields.String(allow_none=True)
    changed = fields.Dict(metadata={"description": "Field → [old, new]"})


class PlaceOut(Schema):
    """A GeoJSON feature with its history."""

    type = fields.String()
    id = fields.UUID()
    geometry = fields.Dict()
    properties = fields.Dict(metadata={"description": "As in the list"})
    history = fields.List(fields.Nested(PlaceRevisionOut))


class TeamPlaceOut(NameOut):
    path = fields.String()


class ResponsibleTeamOut(NameOut):
    organisation = fields.Nested(TeamPlaceOut)


class ResponsibleTeamsOut(Schema):
    teams = fields.List(fields.Nested(ResponsibleTeamOut))


class KindsOut(Schema):
    name = fields.String()
    name_en = fields.String()
    organisation_id = fields.String()
    valid_from = fields.String(allow_none=True)
    valid_until = fields.String(allow_none=True)
    source = fields.String()
    validity = fields.String()
    verified = fields.Boolean()
    kinds = fields.List(fields.Dict())
    services = fields.List(fields.Dict())
