"""Patrols for the supervisor's page."""

from typing import Any
from uuid import UUID

from flask import Response
from flask.views import MethodView

from app import access, geojson
from app.field import listing
from app.field.schemas import RecordOut, RecordsQuery
from app.interface import Blueprint
from app.patrols import queries
from app.patrols.models import Patrol
from app.photos.views import folder

patrols = Blueprint("patrols", __name__, url_prefix="/api/v1/patrols", description="Patrols")


@patrols.route("")
class PatrolsView(MethodView):
    @patrols.arguments(RecordsQuery, location="query")
    @patrols.response(200, geojson.FeatureCollectionOut, content_type="application/geo+json")
    def get(self, given: dict[str, Any]) -> Response:
        """Patrols in scope, newest first."""
        return geojson.answer(*queries.patrols(access.actor(), given))


@patrols.route("/<uuid:record_id>")
class PatrolView(MethodView):
    @patrols.response(200, RecordOut)
    def get(self, record_id: UUID) -> dict[str, Any]:
        """One patrol with its history."""
        return listing.record(Patrol, "patrol", access.actor(), record_id, folder())
