"""Files of places: looked at first, then made into places. A file is sent both times: nothing is kept of a look."""

from typing import Any

from flask.views import MethodView
from marshmallow import Schema

from app import access, database, json_bodies
from app.database import db
from app.errors import language
from app.places import import_schemas as schemas
from app.places import operations
from app.places.imports import files, importing
from app.places.imports.files import Upload
from app.places.imports.rows import Wish
from app.places.views.places import places
from app.zones.views import bodies
from geo.sources import Source

Data = dict[str, Any]
JSON_FIELDS = ("columns", "sorts", "rows")


@places.route("/imports/preview")
class ImportPreviewView(MethodView):
    @places.doc(requestBody=schemas.form())
    @places.response(200, schemas.PlaceImportPreviewOut)
    @places.alt_response(413, description="More than 20 MB")
    @places.alt_response(
        422, description="The file cannot be read, or there are several sheets: `fields.layer.choose` lists them"
    )
    def post(self) -> Data:
        """Look at a file: every row as the place that it would be, and what is to be said of it."""
        database.read_only()
        upload, source, wished, _ = read(schemas.PlaceImportIn())
        return importing.preview(source, upload, wished, language(), by=access.actor())


@places.route("/imports")
class ImportView(MethodView):
    @places.doc(requestBody=schemas.form(rows=schemas.ROWS))
    @places.response(201, schemas.PlaceImportOut)
    @places.alt_response(413, description="More than 20 MB")
    @places.alt_response(422, description="A chosen row cannot be a place: none was made")
    def post(self) -> Data:
        """Make places of the chosen rows, all or none. The same rows of the same file again make no second place."""
        upload, source, wished, rows = read(schemas.PlaceImportIn(), schemas.ChosenRowsIn())
        by, at = access.actor(), access.now()
        made = importing.create(source, upload, wished, rows, language(), by=by, at=at)
        operations.publish([place for _, _, place in made if place], at=at)
        db.session.commit()
        told = [{"number": number, "id": place_id, "made": place is not None} for number, place_id, place in made]
        new = sum(place is not None for _, _, place in made)
        return {"made": new, "there_already": len(told) - new, "rows": told}


def read(form: Schema, chosen: Schema | None = None) -> tuple[Upload, Source, Wish, list[Data]]:
    """The file, how it is to be read, and the chosen rows. Raises Invalid, Malformed, TooLarge."""
    data, name, said = bodies.uploaded()
    fields: Data = {**said, **{one: json_bodies.read(said[one].encode()) for one in JSON_FIELDS if one in said}}
    rows = bodies.loaded(chosen, {"rows": fields.pop("rows", None)})["rows"] if chosen else []
    given = bodies.loaded(form, fields)
    upload = Upload(data, name, given["system"], given["kind"], given.get("layer"))
    source = files.read(upload)
    return upload, source, importing.wish(source, upload, given, by=access.actor(), at=access.now()), rows
