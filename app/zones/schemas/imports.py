"""Files of boundaries, and bodies that are no JSON."""

from typing import Any

from marshmallow import Schema, fields, validate

from app.accounts.schemas import ORGANISATION_ID, In, text
from app.zones.schemas.findings import FindingOut


class ChosenIn(In):
    number = fields.Integer(required=True, strict=True, validate=validate.Range(1, 10_000))
    zone_id = fields.UUID(allow_none=True)
    name = text(1, 80)
    seat_id = fields.String(validate=ORGANISATION_ID, allow_none=True)
    repair = fields.Boolean(metadata={"description": "Take the repair that the look proposed for this feature"})


class ImportIn(In):
    """The fields of the form beside `file`."""

    system = text(1, 20, required=True)
    layer = text(1, 200, allow_none=True)
    organisation_id = fields.String(validate=ORGANISATION_ID, load_default=None)
    exchanged = fields.Boolean(load_default=False)


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
    possible = fields.Boolean(metadata={"description": "False: it lies nowhere, and is not taken"})


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
    exchanged = fields.Boolean()
    exchange = fields.Boolean(
        metadata={"description": "The other order of the axes puts the file into China, this one does not"}
    )
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
    likely = fields.Boolean(metadata={"description": "Used by offices where the own counties lie"})


class SystemsOut(Schema):
    systems = fields.List(fields.Nested(SystemOut))


BINARY: dict[str, Any] = {"type": "string", "format": "binary"}


def form(**properties: Any) -> dict[str, Any]:
    """A multipart form with a file."""
    given = {
        "file": BINARY,
        "system": {"type": "string", "description": "See /zones/systems; never guessed"},
        "layer": {"type": "string", "description": "Where the file has several"},
        "organisation_id": {"type": "string", "description": "The county; the own one by default"},
        "exchanged": {"type": "boolean", "description": "Latitude (northing) stands first in the file"},
        **properties,
    }
    schema = {"type": "object", "properties": given, "required": ["file", "system", *properties]}
    return {"required": True, "content": {"multipart/form-data": {"schema": schema}}}


SCAN = {"required": True, "content": {"application/octet-stream": {"schema": BINARY}}}
