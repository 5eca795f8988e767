"""Incidents, persuasions and the catalogue; a keeper only one at a time, by role and audited."""

from typing import Any
from uuid import UUID

from flask import Response
from flask.views import MethodView

from app import access, database, geojson
from app.audit import operations as audit
from app.errors import NotFound
from app.field import listing
from app.field.schemas import RecordOut, RecordsQuery
from app.incidents import catalogue, keepers, queries, schemas
from app.incidents.models import Incident, Persuasion
from app.interface import Blueprint
from app.patrols import queries as patrols
from app.photos.views import folder
from app.zones.days import day_of

Data = dict[str, Any]

incidents = Blueprint("incidents", __name__, url_prefix="/api/v1", description="Incidents and persuasion")
GEOJSON = "application/geo+json"


@incidents.route("/incidents")
class IncidentsView(MethodView):
    @incidents.arguments(RecordsQuery, location="query")
    @incidents.response(200, geojson.FeatureCollectionOut, content_type=GEOJSON)
    def get(self, given: Data) -> Response:
        """Incidents in scope, newest first."""
        return geojson.answer(*queries.incidents(access.actor(), given))


@incidents.route("/incidents/<uuid:record_id>")
class IncidentView(MethodView):
    @incidents.response(200, RecordOut)
    def get(self, record_id: UUID) -> Data:
        """One incident with its photos, patrol and history."""
        found = listing.record(Incident, "incident", access.actor(), record_id, folder())
        return {**found, "patrol": patrols.reference(found.pop("patrol_id"), access.actor())}


@incidents.route("/incidents/<uuid:record_id>/keeper")
class KeeperView(MethodView):
    @incidents.response(200, schemas.KeeperOut)
    def get(self, record_id: UUID) -> Data:
        """Who the keeper was; each reading is audited."""
        by = access.actor()
        incident = queries.incident_for(by, record_id, "keeper")
        branch = incident.organisation_path
        found = keepers.read(record_id, access.settings().field_key)
        with database.writing():
            subject = ("incident", record_id)
            outcome = "done" if found else "nothing"
            audit.record("keeper_read", by=by, at=access.now(), subject=subject, branch=branch, outcome=outcome)
        if found is None:
            raise NotFound
        return found


@incidents.route("/persuasions")
class PersuasionsView(MethodView):
    @incidents.arguments(RecordsQuery, location="query")
    @incidents.response(200, geojson.FeatureCollectionOut, content_type=GEOJSON)
    def get(self, given: Data) -> Response:
        """Persuasions in scope, newest first; `type` is the topic."""
        return geojson.answer(*queries.persuasions(access.actor(), given))


@incidents.route("/persuasions/<uuid:record_id>")
class PersuasionView(MethodView):
    @incidents.response(200, RecordOut)
    def get(self, record_id: UUID) -> Data:
        """One persuasion with its patrol and history."""
        found = listing.record(Persuasion, "persuasion", access.actor(), record_id, folder())
        return {**found, "patrol": patrols.reference(found.pop("patrol_id"), access.actor())}


@incidents.route("/catalogue")
class CatalogueView(MethodView):
    @incidents.arguments(schemas.CatalogueQuery, location="query")
    @incidents.response(200, schemas.CatalogueOut)
    def get(self, given: Data) -> Data:
        """The violation catalogue of the own city, as it reads on a day (today)."""
        on = given.get("on") or day_of(access.now())
        return catalogue.in_force(access.actor().organisation_path, on).facts
