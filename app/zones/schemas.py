"""What goes in and out of the zones' views."""

from typing import Any

from marshmallow import RAISE, Schema, fields, validate

from app.accounts.schemas import ORGANISATION_ID, In, NameOut, text
from app.zones.life import OFFERED, STATES

NO_NUL = validate.Regexp(r"^[^\x00\ud800-\udfff]*$")
DAY = {"description": "A day of Asia/Shanghai"}


class ZonesQuery(Schema):
    class Meta:
        unknown = RAISE

    on = fields.Date()


# ---------------------------------------------------------------- drafts, in
def words(high: int, **more: Any) -> fields.String:
    """Several lines of text."""
    return fields.String(validate=[validate.Length(0, high), NO_NUL], **more)


def name_of_file(**more: Any) -> fields.String:
    return text(1, 200, **more)


class AnnouncementIn(In):
    number = text(1, 60, required=True)
    announced_on = fields.Date(required=True, metadata=DAY)
    effective_on = fields.Date(required=True, metadata=DAY)
    text = fields.String(required=True, validate=[validate.Length(1, 20_000), NO_NUL])


class DraftIn(In):
    """A new zone (`name`, `organisation_id`), or a new version of `zone_id`, which keeps its name and seat."""

    zone_id = fields.UUID(allow_none=True)
    name = text(1, 80)
    organisation_id = fields.String(validate=ORGANISATION_ID)
    seat_id = fields.String(validate=ORGANISATION_ID, allow_none=True)
    boundary = fields.Dict(allow_none=True, metadata={"description": "GeoJSON geometry, WGS-84; may be unfinished"})


class RevisionIn(In):
    revision = fields.Integer(required=True, strict=True, validate=validate.Range(1, 2**31 - 1))


class DraftPatch(RevisionIn):
    """The fields that change. Another `revision` than the draft's: 409, and nothing is written."""

    name = text(1, 80)
    seat_id = fields.String(validate=ORGANISATION_ID, allow_none=True)
    boundary = fields.Dict(allow_none=True)
    number = text(0, 60, allow_none=True)
    announced_on = fields.Date(allow_none=True)
    effective_on = fields.Date(allow_none=True)
    text = words(20_000, allow_none=True)


class ConfirmIn(RevisionIn):
    codes = fields.List(text(1, 60), required=True, validate=validate.Length(1, 20))


class RepairIn(RevisionIn):
    code = text(1, 60, required=True)


class AnnounceIn(RevisionIn):
    corrects = fields.UUID(
        allow_none=True, metadata={"description": "A version to come of the same zone that will never be in force"}
    )


class RevisionQuery(In):
    revision = fields.Integer(required=True, validate=validate.Range(1, 2**31 - 1))


class ScanQuery(RevisionQuery):
    name = name_of_file(required=True)


class DraftsQuery(In):
    state = fields.String(validate=validate.OneOf([*STATES, "open"]), load_default="open")


class AffectedQuery(In):
    days = fields.Integer(load_default=90, validate=validate.Range(1, 366))
    cursor = fields.Integer(load_default=0, validate=validate.Range(0, 10_000_000))
    limit = fields.Integer(load_default=100, validate=validate.Range(1, 1000))


class CoverageQuery(In):
    year = fields.Integer(validate=validate.Range(2019, 2100))


# ---------------------------------------------------------------- drafts, out
class MadeOut(Schema):
    at = fields.AwareDateTime()
    by = fields.String()


class FileOut(Schema):
    sha256 = fields.String()
    name = fields.String(allow_none=True)
    mime = fields.String()
    size = fields.Integer()


class FindingOut(Schema):
    code = fields.String()
    key = fields.String(
        metadata={"description": "What a confirmation holds for: the code, and the neighbour it is about"}
    )
    severity = fields.String(validate=validate.OneOf(["refuse", "confirm", "note"]))
    title = fields.String()
    detail = fields.String()
    place = fields.List(fields.Float(), allow_none=True, metadata={"description": "lon, lat: where to look"})
    params = fields.Dict()
    repair = fields.Dict(allow_none=True, metadata={"description": "GeoJSON that would pass; taken by /repair"})
    confirmed = fields.Boolean()


class ConfirmedOut(Schema):
    code = fields.String()
    key = fields.String()
    boundary = fields.String(metadata={"description": "SHA-256 of the boundary that it was said of"})
    by = fields.String()
    at = fields.String()


class AnnouncementOut(Schema):
    id = fields.UUID()
    number = fields.String(allow_none=True)
    announced_on = fields.Date(allow_none=True)
    effective_on = fields.Date(allow_none=True)
    text = fields.String(allow_none=True)
    scan = fields.Nested(FileOut, allow_none=True)


class DraftSummaryOut(Schema):
    id = fields.UUID()
    zone_id = fields.UUID(allow_none=True)
    name = fields.String()
    level = fields.String()
    organisation = fields.Nested(NameOut)
    seat = fields.Nested(NameOut, allow_none=True)
    state = fields.String(validate=validate.OneOf(STATES))
    revision = fields.Integer()
    drawn = fields.Boolean()
    imported = fields.Boolean()
    checked = fields.Nested(MadeOut, allow_none=True)
    updated = fields.Nested(MadeOut)
    moves = fields.List(fields.String(validate=validate.OneOf(list(OFFERED))))


class DraftsOut(Schema):
    drafts = fields.List(fields.Nested(DraftSummaryOut))


class DraftOut(DraftSummaryOut):
    boundary = fields.Dict(allow_none=True)
    source = fields.Dict(allow_none=True)
    findings = fields.List(fields.Nested(FindingOut), allow_none=True)
    confirmed = fields.List(fields.Nested(ConfirmedOut))
    announcement = fields.Nested(AnnouncementOut)
    version_id = fields.UUID(allow_none=True)
    created = fields.Nested(MadeOut)


class RecordAffectedOut(Schema):
    kind = fields.String()
    id = fields.UUID()
    captured_at = fields.AwareDateTime()
    now = fields.Dict()
    then = fields.Dict()


class AffectedOut(Schema):
    days = fields.Integer()
    since = fields.AwareDateTime()
    seen = fields.Integer()
    inside = fields.Integer()
    uncertain = fields.Integer()
    elsewhere = fields.Integer(metadata={"description": "Would lie elsewhere than now"})
    redecided = fields.Integer(
        metadata={"description": "Of these, captured since it took effect: decided anew for real"}
    )
    records = fields.List(fields.Nested(RecordAffectedOut))
    cursor = fields.Integer(allow_none=True)


# ---------------------------------------------------------------- imports
class ChosenIn(In):
    number = fields.Integer(required=True, strict=True, validate=validate.Range(1, 10_000))
    zone_id = fields.UUID(allow_none=True)
    name = text(1, 80)
    seat_id = fields.String(validate=ORGANISATION_ID, allow_none=True)


class ImportIn(In):
    """The fields of the form beside `file`."""

    system = text(1, 20, required=True)
    layer = text(1, 200, allow_none=True)
    organisation_id = fields.String(validate=ORGANISATION_ID, load_default=None)


class ChosenFeaturesIn(In):
    features = fields.List(fields.Nested(ChosenIn), required=True, validate=validate.Length(1, 200))


class FitOut(Schema):
    reading = fields.String()
    matched = fields.Integer()
    asked = fields.Integer()
    median_m = fields.Integer()


class VerdictOut(Schema):
    verdict = fields.String(validate=validate.OneOf(["fits", "shifted", "cannot_tell"]))
    reading = fields.String(allow_none=True)
    median_m = fields.Integer(allow_none=True)
    shift_m = fields.Integer(allow_none=True)
    fits = fields.List(fields.Nested(FitOut))


class ImportedFileOut(Schema):
    name = fields.String()
    sha256 = fields.String()
    size = fields.Integer()


class ReadingOut(Schema):
    geometry = fields.Dict(allow_none=True)
    findings = fields.List(fields.Nested(FindingOut))
    area_m2 = fields.Integer(allow_none=True)


class ImportedFeatureOut(Schema):
    number = fields.Integer()
    name = fields.String()
    properties = fields.Dict()
    readings = fields.Dict(keys=fields.String(), values=fields.Nested(ReadingOut))


class ImportPreviewOut(Schema):
    file = fields.Nested(ImportedFileOut)
    format = fields.String()
    layer = fields.String()
    layers = fields.List(fields.String())
    declared = fields.String(allow_none=True, metadata={"description": "What the file says of itself: not believed"})
    system = fields.String()
    verdict = fields.Nested(VerdictOut)
    readings = fields.List(fields.String())
    features = fields.List(fields.Nested(ImportedFeatureOut))


class SystemOut(Schema):
    code = fields.String()
    title = fields.String()
    unit = fields.String(validate=validate.OneOf(["degree", "metre"]))
    width = fields.Integer(allow_none=True)
    zone = fields.Integer(allow_none=True)
    meridian = fields.Float(allow_none=True)
    prefixed = fields.Boolean(allow_none=True)


class SystemsOut(Schema):
    systems = fields.List(fields.Nested(SystemOut))


# ---------------------------------------------------------------- zones
class DraftRefOut(Schema):
    id = fields.UUID()
    state = fields.String()
    revision = fields.Integer()
    drawn = fields.Boolean()


class NextOut(Schema):
    version_id = fields.UUID()
    version = fields.Integer()
    valid_from = fields.Date()


class ZoneStateOut(Schema):
    zone_id = fields.UUID(allow_none=True)
    name = fields.String()
    organisation = fields.Nested(NameOut)
    seat = fields.Nested(NameOut, allow_none=True)
    state = fields.String(validate=validate.OneOf(["in_force", "announced", "withdrawn", "draft", "checked"]))
    version_id = fields.UUID(allow_none=True)
    version = fields.Integer(allow_none=True)
    valid_from = fields.Date(allow_none=True)
    valid_until = fields.Date(allow_none=True)
    announcement = fields.Nested(AnnouncementOut, allow_none=True)
    next = fields.Nested(NextOut, allow_none=True)
    drafts = fields.List(fields.Nested(DraftRefOut))


class ZoneStatesOut(Schema):
    on = fields.Date()
    zones = fields.List(fields.Nested(ZoneStateOut))


class ZoneOut(Schema):
    id = fields.UUID()
    name = fields.String()
    level = fields.String()
    organisation = fields.Nested(NameOut)
    seat = fields.Nested(NameOut, allow_none=True)


class VersionOut(Schema):
    id = fields.UUID()
    version = fields.Integer()
    state = fields.String(validate=validate.OneOf(["in_force", "announced", "ended", "replaced"]))
    valid_from = fields.Date()
    valid_until = fields.Date(allow_none=True)
    published_at = fields.AwareDateTime()
    announcement = fields.Nested(AnnouncementOut)
    withdrawal = fields.Nested(AnnouncementOut, allow_none=True)
    area_m2 = fields.Integer()
    geometry = fields.Dict()


class VersionsOut(Schema):
    zone = fields.Nested(ZoneOut)
    versions = fields.List(fields.Nested(VersionOut))


class RedecidedOut(Schema):
    seen = fields.Integer()
    moved = fields.Integer()


class AnnouncedOut(Schema):
    zone_id = fields.UUID()
    version_id = fields.UUID()
    version = fields.Integer()
    valid_from = fields.Date()
    valid_until = fields.Date(allow_none=True)
    redecided = fields.Nested(
        RedecidedOut,
        allow_none=True,
        metadata={"description": "Records decided anew, when it took effect before today"},
    )


# ---------------------------------------------------------------- coverage
class DocumentOut(Schema):
    id = fields.UUID()
    number = fields.String()
    announced_on = fields.Date()
    effective_on = fields.Date()
    scanned = fields.Boolean()


class SeatOut(Schema):
    id = fields.String()
    name = fields.String()
    zone = fields.Nested(NameOut, allow_none=True)
    announcement = fields.Nested(DocumentOut, allow_none=True)


class CountedOut(Schema):
    announced = fields.Integer()
    total = fields.Integer()


class CountyOut(Schema):
    id = fields.String()
    name = fields.String()
    towns_counted = fields.Nested(CountedOut)
    towns = fields.List(fields.Nested(SeatOut))
    streets = fields.List(fields.Nested(SeatOut), metadata={"description": "Listed, not counted"})


class CoverageOut(Schema):
    year = fields.Integer()
    as_of = fields.Date()
    counties = fields.List(fields.Nested(CountyOut))


# ---------------------------------------------------------------- bodies that are no JSON
BINARY: dict[str, Any] = {"type": "string", "format": "binary"}


def form(**properties: Any) -> dict[str, Any]:
    """A multipart form with a file."""
    given = {
        "file": BINARY,
        "system": {"type": "string", "description": "See /zones/systems; never guessed"},
        "layer": {"type": "string", "description": "Where the file has several"},
        "organisation_id": {"type": "string", "description": "The county; the own one by default"},
        **properties,
    }
    schema = {"type": "object", "properties": given, "required": ["file", "system", *properties]}
    return {"required": True, "content": {"multipart/form-data": {"schema": schema}}}


SCAN = {"required": True, "content": {"application/octet-stream": {"schema": BINARY}}}
