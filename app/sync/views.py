"""Push in, changes out."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import orjson
import structlog
from flask import Response, request
from flask.views import MethodView
from sqlalchemy.exc import OperationalError

from app import access, database
from app.changes.items import Result
from app.database import db
from app.errors import (
    Conflict,
    DomainError,
    Invalid,
    Malformed,
    StorageFull,
    TooLarge,
    Unavailable,
    UnsupportedMediaType,
    facts_of,
    language,
)
from app.interface import Blueprint
from app.sync import bodies, judging, operations, queries, refusals, schemas
from app.sync.answers import answer
from app.sync.filing import Push
from app.zones.days import day_of

log = structlog.get_logger()
Storing = Callable[[operations.Judged, Push, operations.Afterwards], list[Result]]

sync = Blueprint("sync", __name__, url_prefix="/api/v1/sync", description="The one door for phones")


@sync.route("/push")
class PushView(MethodView):
    @sync.doc(requestBody={"required": True, "content": {"application/json": {"schema": schemas.PushIn}}})
    @sync.response(200, schemas.PushOut)
    @sync.alt_response(
        409, description="The server was set back since the epoch that the phone knows: nothing is taken"
    )
    @sync.alt_response(413, description="More items than a batch takes: halve it")
    def post(self) -> Response:
        """Take in changes, each judged alone: one refused item stops no other."""
        envelope = read_envelope()
        at = access.now()
        push = Push(
            access.actor(),
            envelope["device_id"],
            datetime.fromisoformat(envelope["sent_at"]),
            at,
            access.settings().field_key,
        )
        judged = operations.judge_all(envelope["items"], push)
        if judged.proofs:
            database.read_only()
            operations.check_signatures(judged, push)
            database.read_write()
        life = access.life()
        if envelope.get("epoch", life.id) != life.id:
            raise Conflict("epoch_changed")
        results = stored(judged, push)
        access.watch().grew(life, len({result.change_id for result in results if result.status == "accepted"}))
        lang = language()
        body = {"server_time": at, "epoch": life.id, "results": [answer(result, lang) for result in results]}
        return Response(orjson.dumps(body), mimetype="application/json")


def read_envelope() -> dict[str, Any]:
    """The decoded body. Raises Malformed, Invalid or TooLarge for the whole of it."""
    if request.mimetype != "application/json":
        raise UnsupportedMediaType(expected="application/json")
    decoded = bodies.read(request.get_data())
    if not isinstance(decoded, dict):
        raise Malformed
    items = decoded.get("items")
    if isinstance(items, list) and len(items) > schemas.MAX_ITEMS:
        raise TooLarge("batch_too_large", limit=schemas.MAX_ITEMS)
    # the items are judged one by one: here they only have to be a list
    wrong = judging.explain(
        schemas.EnvelopeIn, {**decoded, "items": [{}] if items and isinstance(items, list) else items}
    )
    if wrong:
        raise Invalid(fields=wrong)
    return decoded


def stored(judged: operations.Judged, push: Push) -> list[Result]:
    """Store and commit: all at once, and where anything but the database's own state stops that, one by one.

    Raises Unavailable or StorageFull, and then nothing is stored.
    """
    try:
        return committed(operations.store, judged, push)
    except (DomainError, OperationalError) as error:
        raise reason(error) from error
    except Exception as error:
        log.warning("batch_not_storable", items=len(judged.items), **facts_of(error, with_message=False))
        db.session.rollback()
    try:
        return committed(operations.store_singly, judged, push)
    except (DomainError, OperationalError) as error:
        raise reason(error) from error


def committed(store: Storing, judged: operations.Judged, push: Push) -> list[Result]:
    def afterwards(results: list[Result]) -> list[Result]:
        return refusals.keep(results, lambda: bodies.texts(request.get_data()), push)

    results = store(judged, push, afterwards)
    db.session.commit()
    return results


def reason(error: DomainError | OperationalError) -> DomainError:
    """What the phone is told; it keeps everything and comes again."""
    if isinstance(error, DomainError):
        return error
    log.error("database_unavailable", **facts_of(error))
    return StorageFull() if "full" in str(error.orig) else Unavailable()


@sync.route("/changes")
class ChangesView(MethodView):
    @sync.arguments(schemas.ChangesQuery, location="query")
    @sync.response(200, schemas.ChangesOut)
    def get(self, given: dict[str, Any]) -> Response:
        """What changed after a cursor, within the person's scope; an empty cursor begins a bounded snapshot."""
        at, life = access.now(), access.life()
        cursor = queries.read_cursor(given["cursor"], life)
        if cursor and cursor.beyond(life):
            life = access.watch().settle(lost=life)
        page = queries.page(
            access.actor(),
            cursor,
            given["limit"],
            life,
            at=at,
            today=day_of(at),
            days=access.settings().snapshot_days,
        )
        response = Response(page.json(life), mimetype="application/json")
        response.headers["Cache-Control"] = "no-store"
        return response
