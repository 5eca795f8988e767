"""Key zones for the map."""

from typing import Any

import orjson
from flask import Response
from flask.views import MethodView

from app import access, geojson
from app.interface import Blueprint
from app.organisations import queries as organisations
from app.zones import queries, schemas
from app.zones.days import day_of

zones = Blueprint("zones", __name__, url_prefix="/api/v1/zones", description="Key management zones")


@zones.route("")
class ZonesView(MethodView):
    @zones.arguments(schemas.ZonesQuery, location="query")
    @zones.response(200, geojson.FeatureCollectionOut, content_type="application/geo+json")
    def get(self, given: dict[str, Any]) -> Response:
        """The zones in force on a day (today), in the own county."""
        versions = queries.versions_on(access.actor(), given.get("on") or day_of(access.now()))
        names = organisations.by_ids(version.zone.organisation_id for version in versions)
        features = []
        for version in versions:
            facts = queries.facts(version)
            facts["id"] = facts.pop("zone_id")
            facts["organisation"] = {
                "id": version.zone.organisation_id,
                "name": names[version.zone.organisation_id].name,
            }
            facts.pop("organisation_id")
            geometry: orjson.Fragment = facts.pop("geometry")
            features.append({"type": "Feature", "id": version.id, "geometry": geometry, "properties": facts})
        return geojson.answer(features)
