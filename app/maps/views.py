"""Outlines for the supervisor's map."""

from functools import cache
from pathlib import Path
from typing import Any

import orjson
from flask import Response
from flask.views import MethodView

from app import access, geojson
from app.interface import Blueprint
from app.organisations.queries import county_path

maps = Blueprint("maps", __name__, url_prefix="/api/v1", description="What the map draws below the records")
DISTRICTS = Path(__file__).parent.parent / "organisations" / "data" / "districts.geojson"


@cache
def outlines() -> list[dict[str, Any]]:
    """District outlines: demo, not authoritative (see ATTRIBUTION.md beside the file)."""
    found: list[dict[str, Any]] = orjson.loads(DISTRICTS.read_bytes())["features"]
    return found


@maps.route("/districts")
class DistrictsView(MethodView):
    @maps.response(200, geojson.FeatureCollectionOut, content_type="application/geo+json")
    def get(self) -> Response:
        """Outlines of the counties in the own branch; of the own county for everybody below."""
        parts = county_path(access.actor().organisation_path).strip("/").split("/")
        whole_city = len(parts) == 1
        city = parts[0][:4]
        chosen = [
            feature
            for feature in outlines()
            if (feature["id"][:4] == city if whole_city else feature["id"] == parts[1])
        ]
        return geojson.answer(chosen)
