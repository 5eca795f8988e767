"""Quarantine: what was refused, for its author and for the administrators of the branch."""

from typing import Any
from uuid import UUID

import orjson
from flask import Response
from flask.views import MethodView

from app import access, database
from app.audit import operations as audit
from app.database import db
from app.errors import language
from app.interface import Blueprint
from app.quarantine import operations, queries, schemas, waiting
from app.quarantine.models import QuarantinedItem

Data = dict[str, Any]

quarantine = Blueprint("quarantine", __name__, url_prefix="/api/v1/quarantine", description="What was refused")

incomplete = Blueprint("incomplete", __name__, url_prefix="/api/v1/waiting", description="What has come only in part")


@incomplete.route("")
class WaitingView(MethodView):
    @incomplete.arguments(schemas.WaitingQuery, location="query")
    @incomplete.response(200, schemas.WaitingOut)
    def get(self, given: Data) -> Data:
        """Changes that wait for another, photos without record, records without their photos; oldest first."""
        by, at, limit, key = access.actor(), access.now(), given["limit"], access.settings().field_key
        return {
            "held": waiting.held(by, at=at, key=key, limit=limit, language=language()),
            "photos": waiting.photos(by, at=at, limit=limit),
            "missing_photos": waiting.missing_photos(by, at=at, limit=limit),
        }


@quarantine.route("")
class ItemsView(MethodView):
    @quarantine.arguments(schemas.QuarantineQuery, location="query")
    @quarantine.response(200, schemas.QuarantineOut)
    def get(self, given: Data) -> Data:
        """What is kept: one's own, or that of the branch; without content."""
        found = queries.page(access.actor(), given)
        last = found[-1].change_id if len(found) == given["limit"] else None
        return {"items": queries.facts(found, language()), "cursor": last}


@quarantine.route("/<uuid:change_id>")
class ItemView(MethodView):
    @quarantine.response(200, schemas.QuarantinedItemOut)
    def get(self, change_id: UUID) -> Data:
        """One item with its content; audited, unless it is one's own."""
        item = queries.item(access.actor(), change_id)
        text, facts = queries.text_of(item, access.settings().field_key), queries.facts([item], language())[0]
        note_reading(item)
        return {**facts, "item": queries.decoded(text), "text": text}


@quarantine.route("/<uuid:change_id>/export")
class ExportView(MethodView):
    @quarantine.response(200, schemas.QuarantinedItemOut)
    def get(self, change_id: UUID) -> Response:
        """The same as a file; audited, unless it is one's own."""
        item = queries.item(access.actor(), change_id)
        text, facts = queries.text_of(item, access.settings().field_key), queries.facts([item], language())[0]
        note_reading(item)
        body = schemas.QuarantinedItemOut().dump({**facts, "item": queries.decoded(text), "text": text})
        answer = Response(orjson.dumps(body, option=orjson.OPT_INDENT_2), mimetype="application/json")
        answer.headers["Content-Disposition"] = f'attachment; filename="quarantine-{change_id}.json"'
        return answer


def note_reading(item: QuarantinedItem) -> None:
    by, branch, subject = access.actor(), item.organisation_path, ("change", item.change_id)
    if item.author_id == by.id:
        return
    with database.writing():
        audit.record("quarantine_read", by=by, at=access.now(), subject=subject, branch=branch)


@quarantine.route("/<uuid:change_id>/dismissal")
class DismissalView(MethodView):
    @quarantine.arguments(schemas.DismissalIn)
    @quarantine.response(200, schemas.QuarantinedOut)
    @quarantine.alt_response(409, description="Settled already")
    def post(self, given: Data, change_id: UUID) -> Data:
        """Settle it without filing, and say why; it is deleted when its time is over."""
        by, item = access.actor(), queries.item(access.actor(), change_id)
        operations.refuse_settled(item)
        operations.settle(item, "dismissed", by=by, at=access.now(), reason=given["reason"])
        db.session.commit()
        return queries.facts([item], language())[0]
