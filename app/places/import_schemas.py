"""Files of places: the form that brings one, and what is told of its rows."""

from typing import Any

from marshmallow import Schema, fields, validate

from app.accounts.schemas import ORGANISATION_ID, In, NameOut, text
from app.places.kinds import KINDS
from app.zones.schemas.imports import BINARY, ImportedFileOut

MOST_ROWS = 2_000
HEAD = validate.Length(0, 80)


class PlaceImportIn(In):
    """The fields of the form beside `file`."""

    system = text(1, 20, required=True)
    kind = fields.String(required=True, validate=validate.OneOf(KINDS))
    layer = text(1, 200, allow_none=True)
    organisation_id = fields.String(validate=ORGANISATION_ID, allow_none=True)
    columns = fields.Dict(
        keys=fields.String(validate=HEAD),
        values=fields.String(validate=HEAD, allow_none=True),
        allow_none=True,
    )
    sorts = fields.Dict(
        keys=fields.String(validate=validate.Length(1, 2_000)),
        values=fields.String(validate=validate.Regexp(r"^[a-z_]{1,24}$"), allow_none=True),
        validate=validate.Length(0, MOST_ROWS),
        allow_none=True,
    )


class ChosenRowIn(In):
    number = fields.Integer(required=True, strict=True, validate=validate.Range(1, 2**31 - 1))
    name = text(1, 80)


class ChosenRowsIn(In):
    rows = fields.List(fields.Nested(ChosenRowIn), required=True, validate=validate.Length(1, MOST_ROWS))


class RowFindingOut(Schema):
    code = fields.String()
    severity = fields.String(validate=validate.OneOf(["refuse", "confirm", "note"]))
    field = fields.String()
    title = fields.String()
    detail = fields.String()


class RowOut(Schema):
    number = fields.Integer(metadata={"description": "As the file's own program shows it"})
    id = fields.UUID(metadata={"description": "What its place will be called"})
    name = fields.String()
    kind = fields.String()
    sub_kind = fields.String(allow_none=True)
    address = fields.String(allow_none=True)
    organisation = fields.Nested(NameOut, allow_none=True)
    organisation_by = fields.String(allow_none=True, validate=validate.OneOf(["name", "address", "outline", "chosen"]))
    geometry = fields.Dict(allow_none=True, metadata={"description": "GeoJSON Point or Polygon, WGS-84"})
    findings = fields.List(fields.Nested(RowFindingOut))
    take = fields.Boolean(metadata={"description": "Nothing speaks against it"})


class SortOut(Schema):
    text = fields.String()
    count = fields.Integer()
    kind = fields.String()
    sub_kind = fields.String(allow_none=True)
    known = fields.Boolean(metadata={"description": "False: neither a kind nor a sort of the kind"})


class PlaceImportPreviewOut(Schema):
    file = fields.Nested(ImportedFileOut)
    format = fields.String()
    layer = fields.String()
    layers = fields.List(fields.String())
    declared = fields.String(allow_none=True, metadata={"description": "What the file says of itself: not believed"})
    system = fields.String()
    kind = fields.String()
    heads = fields.List(fields.String())
    columns = fields.Dict(keys=fields.String(), values=fields.String(), metadata={"description": "Field → heading"})
    sorts = fields.List(fields.Nested(SortOut))
    rows = fields.List(fields.Nested(RowOut))


class ImportedRowOut(Schema):
    number = fields.Integer()
    id = fields.UUID()
    made = fields.Boolean(metadata={"description": "False: it was there already, from the same row"})


class PlaceImportOut(Schema):
    made = fields.Integer()
    there_already = fields.Integer()
    rows = fields.List(fields.Nested(ImportedRowOut))


FORM: dict[str, Any] = {
    "file": BINARY,
    "system": {"type": "string", "description": "See /zones/systems; never guessed"},
    "kind": {"type": "string", "enum": list(KINDS), "description": "Of rows whose own column says no other"},
    "layer": {"type": "string", "description": "The sheet or layer, where the file has several"},
    "organisation_id": {"type": "string", "description": "Street or community of rows that name none"},
    "columns": {"type": "string", "description": 'JSON: {"name":"场所名称","lon":null,…}; the headings by default'},
    "sorts": {"type": "string", "description": 'JSON: {"菜场":"indoor_market",…}: what words of the kinds mean'},
}
ROWS = {"type": "string", "description": 'JSON: [{"number":2,"name"?}]'}


def form(**more: Any) -> dict[str, Any]:
    schema = {"type": "object", "properties": {**FORM, **more}, "required": ["file", "system", "kind", *more]}
    return {"required": True, "content": {"multipart/form-data": {"schema": schema}}}
