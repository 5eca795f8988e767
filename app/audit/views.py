"""The audit log, for administrators."""

from typing import Any

import orjson
from flask.views import MethodView

from app import access
from app.audit import queries, schemas
from app.audit.models import AuditEntry
from app.interface import Blueprint

audit = Blueprint("audit", __name__, url_prefix="/api/v1/audit", description="Who did what, when")


def facts(entry: AuditEntry) -> dict[str, Any]:
    names = ("seq", "at", "action", "subject_kind", "subject_id", "outcome", "source")
    shown = {name: getattr(entry, name) for name in names}
    return {**shown, "actor": entry if entry.actor_id else None, "detail": orjson.loads(entry.detail)}


@audit.route("")
class AuditView(MethodView):
    @audit.arguments(schemas.AuditQuery, location="query")
    @audit.response(200, schemas.AuditOut)
    def get(self, given: dict[str, Any]) -> dict[str, Any]:
        """Entries of the own branch, newest first."""
        before = given.pop("cursor", None)
        entries = queries.entries(access.actor().organisation_path, before=before, **given)
        cursor = entries[-1].seq if len(entries) == given["limit"] else None
        return {"entries": [facts(entry) for entry in entries], "cursor": cursor}
