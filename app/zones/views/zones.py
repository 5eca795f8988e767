"""Key zones as they are in force, and their history."""

from typing import Any
from uuid import UUID

import orjson
import shapely
from flask import Response
from flask.views import MethodView

from app import access, geojson
from app.database import db
from app.interface import Blueprint
from app.organisations import queries as organisations
from app.organisations.queries import county_path
from app.zones import coverage, draft_queries, files, overview, queries, schemas
from app.zones.days import day_of
from app.zones.models import Announcement, ZoneVersion
from geo.projection import area_m2

Data = dict[str, Any]
zones = Blueprint("zones", __name__, url_prefix="/api/v1/zones", description="Key management zones")


@zones.route("")
class ZonesView(MethodView):
    @zones.arguments(schemas.ZonesQuery, location="query")
    @zones.response(200, geojson.FeatureCollectionOut, content_type="application/geo+json")
    def get(self, given: Data) -> Response:
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


@zones.route("/states")
class StatesView(MethodView):
    @zones.arguments(schemas.ZonesQuery, location="query")
    @zones.response(200, schemas.ZoneStatesOut)
    def get(self, given: Data) -> Data:
        """All zones of the own branch as they stand on a day, with open drafts; then drafts of new zones."""
        on = given.get("on") or day_of(access.now())
        return {"on": on, "zones": overview.rows(access.actor(), on)}


@zones.route("/<uuid:zone_id>/versions")
class VersionsView(MethodView):
    @zones.response(200, schemas.VersionsOut)
    def get(self, zone_id: UUID) -> Data:
        """The versions of a zone, oldest first, with the announcements that made and ended them."""
        zone, today = draft_queries.zone(access.actor().reach, zone_id), day_of(access.now())
        names = organisations.by_ids([zone.organisation_id, *([zone.seat_id] if zone.seat_id else [])])
        facts = {
            "id": zone.id,
            "name": zone.name,
            "level": zone.level,
            "organisation": names[zone.organisation_id],
            "seat": names.get(zone.seat_id or ""),
        }
        return {"zone": facts, "versions": [version_facts(one, today) for one in draft_queries.versions(zone.id)]}


def version_facts(version: ZoneVersion, today: Any) -> Data:
    names = ("id", "version", "valid_from", "valid_until", "published_at")
    ended = db.session.get(Announcement, version.withdrawal_id) if version.withdrawal_id else None
    return {
        **{name: getattr(version, name) for name in names},
        "state": overview.state_on(version, today),
        "announcement": announcement_facts(version.announcement),
        "withdrawal": announcement_facts(ended) if ended else None,
        "area_m2": round(area_m2(shapely.from_geojson(version.geojson))),
        "geometry": orjson.loads(version.geojson),
    }


def announcement_facts(one: Announcement) -> Data:
    names = ("id", "number", "announced_on", "effective_on", "text")
    return {**{name: getattr(one, name) for name in names}, "scan": files.facts(one.scan_sha256, one.scan_name)}


@zones.route("/coverage")
class CoverageView(MethodView):
    @zones.arguments(schemas.CoverageQuery, location="query")
    @zones.response(200, schemas.CoverageOut)
    def get(self, given: Data) -> Data:
        """扩面: the town seats of each county, and whether a zone of theirs is announced by the end of a year (this one)."""
        today = day_of(access.now())
        path = access.actor().organisation_path
        return coverage.board(county_path(path), given.get("year") or today.year, today)
