"""Reading, making, correcting and ending places."""

from typing import Any
from uuid import UUID

import orjson
from flask import Response
from flask.views import MethodView

from app import access, geojson
from app.boxes import bbox
from app.database import db
from app.interface import Blueprint
from app.organisations import queries as organisations
from app.places import kinds, operations, queries, schemas
from app.places.models import Place
from app.places.zoning import zones_of
from app.zones.days import day_of

Data = dict[str, Any]
places = Blueprint("places", __name__, url_prefix="/api/v1/places", description="Places inside zones")


@places.route("")
class PlacesView(MethodView):
    @places.arguments(schemas.PlacesQuery, location="query")
    @places.response(200, geojson.FeatureCollectionOut, content_type="application/geo+json")
    def get(self, given: Data) -> Response:
        """Places of the own county that are valid on a day (today), each with the key zone that it lies in then."""
        actor, on, limit = access.actor(), given.pop("on", None) or day_of(access.now()), given["limit"]
        if "bbox" in given:
            given["bbox"] = bbox(given["bbox"])
        found = queries.places(actor, given, on=on, after=given.get("cursor"), limit=limit + 1)
        shown = found[:limit]
        cursor = str(shown[-1].id) if len(found) > limit else None
        return geojson.answer(queries.features(shown, zones_of(shown, actor, on)), cursor)

    @places.arguments(schemas.PlaceIn)
    @places.response(201, schemas.PlaceOut)
    @places.alt_response(409, description="The id is another place's")
    def post(self, given: Data) -> Data:
        """Make a place."""
        made = operations.create(given, by=access.actor(), at=access.now())
        if made.revision == 1:
            operations.publish([made], at=access.now())
        db.session.commit()
        return dumped(made)


@places.route("/kinds")
class KindsView(MethodView):
    @places.arguments(schemas.OnQuery, location="query")
    @places.response(200, schemas.KindsOut)
    def get(self, given: Data) -> Data:
        """The kinds of places, what is written of each, and the law behind them."""
        on = given.get("on") or day_of(access.now())
        return kinds.in_force(access.actor().organisation_path, on).facts


@places.route("/teams")
class TeamsView(MethodView):
    @places.response(200, schemas.ResponsibleTeamsOut)
    def get(self) -> Data:
        """The teams of the own branch that can be made responsible for a spot, and where each belongs."""
        found = organisations.teams(access.actor().organisation_path)
        return {"teams": [team for team in found if team.active]}


@places.route("/<uuid:place_id>")
class PlaceView(MethodView):
    @places.response(200, schemas.PlaceOut)
    def get(self, place_id: UUID) -> Data:
        """One place, also one that has ended, with its history."""
        return dumped(queries.place(access.actor(), place_id))

    @places.arguments(schemas.PlacePatch)
    @places.response(200, schemas.PlaceOut)
    @places.alt_response(409, description="Somebody has changed it since")
    def patch(self, given: Data, place_id: UUID) -> Data:
        """Correct some fields; what stood there before stays in its history."""
        place = to_change(place_id, given)
        if operations.change(place, given, by=access.actor(), at=access.now()):
            operations.publish([place], at=access.now())
        db.session.commit()
        return dumped(place)


@places.route("/<uuid:place_id>/ending")
class EndingView(MethodView):
    @places.arguments(schemas.EndIn)
    @places.response(200, schemas.PlaceOut)
    @places.alt_response(409, description="Somebody has changed it since")
    def post(self, given: Data, place_id: UUID) -> Data:
        """End it on a day; nothing of it is deleted. The day it began: it was written by mistake."""
        place = to_change(place_id, given)
        operations.end(place, given["valid_until"], given["reason"], by=access.actor(), at=access.now())
        operations.publish([place], at=access.now())
        db.session.commit()
        return dumped(place)


def to_change(place_id: UUID, given: Data) -> Place:
    return queries.place_to_change(access.actor(), place_id, given.pop("revision"))


def dumped(place: Place) -> Data:
    zones = zones_of([place], access.actor(), day_of(access.now()))
    feature: Data = orjson.loads(orjson.dumps(queries.features([place], zones)[0]))
    return {**feature, "history": queries.history(place.id)}
