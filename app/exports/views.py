"""Files of records for other programs."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from urllib.parse import quote

from flask import Response, request, stream_with_context
from flask.views import MethodView

from app import access, database
from app.accounts.permissions import allowed
from app.accounts.scope import Actor
from app.audit import operations as audit
from app.errors import NotFound, language
from app.exports import files, reading, schemas
from app.exports.columns import Cover, words
from app.exports.files import FORMATS, Format
from app.exports.wording import Wording, local
from app.interface import Blueprint
from app.maps import selecting
from app.maps.choosing import Wish, sieve
from app.maps.schemas import wish
from app.maps.selecting import Selection
from app.maps.views import live
from app.organisations import queries as organisations

Data = dict[str, Any]

exports = Blueprint("exports", __name__, url_prefix="/api/v1/exports", description="Records as files")
FILE = {200: {"description": "The file", "content": {found.mime: {} for found in FORMATS.values()}}}
MOMENT = timedelta(microseconds=1)
LONGEST_NOTED = 300
"""Characters of a filter that the audit log keeps."""


@exports.route("/<string:format_name>")
class ExportView(MethodView):
    @exports.arguments(schemas.ExportQuery, location="query")
    @exports.doc(responses=FILE)
    def get(self, given: Data, format_name: str) -> Response:
        """The records of the map's filters as `csv`, `xlsx`, `geojson`, `gpkg` or `shp` (zipped), newest first; audited."""
        return export(format_name, given, request.args.to_dict())

    @exports.arguments(schemas.ExportIn)
    @exports.doc(responses=FILE)
    def post(self, given: Data, format_name: str) -> Response:
        """The same for records that were picked one by one."""
        database.read_only()
        return export(format_name, given, request.get_json())


def export(name: str, given: Data, asked: Data) -> Response:
    made, actor = FORMATS.get(name), access.actor()
    if made is None:
        raise NotFound
    found = live().now()
    chosen = sieve(found, actor, wish(given))
    selection = selecting.newest_first(found, chosen, boxes=schemas.boxes(given), ids=given.get("ids"))
    made.check(len(selection), given["system"])
    if request.method == "HEAD":
        return Response(mimetype=made.mime)
    note(name, len(selection), asked)
    lang = given.get("lang") or language()
    wording = Wording(lang, given["system"], organisations.names(), organisations.team_names())
    cover = Cover(
        lang, wording.places.get(given.get("organisation", actor.organisation_id), ""), days(wish(given), lang)
    )
    return answer(made, stream_with_context(body(made, selection, actor, wording, cover)), cover)


def days(wished: Wish, lang: str) -> str:
    """In words; `until` is the first moment that does not count."""
    first = local(wished.since).date().isoformat() if wished.since else ""
    last = local(wished.until - MOMENT).date().isoformat() if wished.until else ""
    return str(words(lang)["days"]).format(first=first, last=last).strip() if first or last else ""


def note(name: str, count: int, asked: Data) -> None:
    """Before the first byte leaves."""
    filters = ", ".join(
        f"{key}={'…' if key == 'ids' else str(value)[:LONGEST_NOTED]}" for key, value in sorted(asked.items())
    )
    with database.writing():
        detail: Data = {"format": name, "records": count, "filters": filters}
        audit.record("records_exported", by=access.actor(), at=access.now(), **detail)


def body(made: Format, selection: Selection, actor: Actor, wording: Wording, cover: Cover) -> Iterator[bytes]:
    rows = reading.rows(selection, actor, wording)
    columns = made.columns(author=allowed(actor.roles, "person", "list"))
    if made.stream:
        return made.stream(rows, columns, cover)
    write, root = made.write, access.settings().data_dir / "exports"
    assert write
    return files.pieces(files.built(lambda path: write(path, rows, columns, cover), root, made.suffix))


def answer(made: Format, pieces: Iterator[bytes], cover: Cover) -> Response:
    response = Response(pieces, mimetype=made.mime)
    made_at = f"{local(access.now()):%Y-%m-%d %H%M%S}"  # two of a day are two files
    name = quote(f"{cover.place} {cover.title} {made_at}.{made.suffix}".lstrip())
    plain = f"quanxun-{made_at.replace(' ', '-')}.{made.suffix}"
    response.headers["Content-Disposition"] = f"attachment; filename=\"{plain}\"; filename*=UTF-8''{name}"
    return response
