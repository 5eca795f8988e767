"""Captures for the supervisor's page."""

from typing import Any
from uuid import UUID

from flask import Response
from flask.views import MethodView

from app import access, geojson
from app.field import listing
from app.field.schemas import RecordOut, RecordsQuery
from app.interface import Blueprint
from app.patrols import queries as patrols
from app.photos.views import folder
from app.strays import queries
from app.strays.models import Capture

captures = Blueprint("strays", __name__, url_prefix="/api/v1/captures", description="Strays")


@captures.route("")
class CapturesView(MethodView):
    @captures.arguments(RecordsQuery, location="query")
    @captures.response(200, geojson.FeatureCollectionOut, content_type="application/geo+json")
    def get(self, given: dict[str, Any]) -> Response:
        """Captures in scope, newest first; `type` is the method."""
        return geojson.answer(*queries.captures(access.actor(), given))


@captures.route("/<uuid:record_id>")
class CaptureView(MethodView):
    @captures.response(200, RecordOut)
    def get(self, record_id: UUID) -> dict[str, Any]:
        """One capture with its photos, patrol and history."""
        found = listing.record(Capture, "capture", access.actor(), record_id, folder())
        return {**found, "patrol": patrols.reference(found.pop("patrol_id"), access.actor())}
