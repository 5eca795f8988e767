"""Outlines and records for the supervisor's map."""

import hashlib
from datetime import timedelta
from typing import Any

import orjson
from flask import Response, current_app, request
from flask.views import MethodView

from app import access, geojson
from app.accounts.scope import Actor
from app.errors import NotFound
from app.interface import Blueprint
from app.maps import counting, hot_spots, records, schemas, searching, tiles, walks
from app.maps.choosing import Wish, sieve
from app.maps.marks import family_of
from app.maps.snapshot.drawn import Shifted
from app.maps.snapshot.live import Live, Snapshot
from app.organisations.outlines import outlines
from app.organisations.queries import county_path
from geo.morton import Tile

maps = Blueprint("maps", __name__, url_prefix="/api/v1", description="What the map draws below the records")
MVT = "application/vnd.mapbox-vector-tile"
LAST_ZOOM = 20


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


def live() -> Live:
    found: Live = current_app.config["MAP"]
    return found


def drawn(system: str) -> Snapshot:
    """The records as a map in `system` draws them."""
    found = live().now()
    shifted: Shifted = current_app.config["SHIFTED_MAP"]
    return shifted.of(found) if system == "gcj02" else found


LAYERS = ("records", "heat")


@maps.route("/map/counts")
class CountsView(MethodView):
    @maps.arguments(schemas.WishQuery, location="query")
    @maps.response(200, schemas.CountsOut)
    def get(self, given: dict[str, Any]) -> dict[str, Any]:
        """How many records the filters find, and what each tick would bring."""
        return counting.counts(live().now(), access.actor(), schemas.wish(given))


@maps.route("/map/times")
class TimesView(MethodView):
    @maps.arguments(schemas.TimesQuery, location="query")
    @maps.response(200, schemas.TimesOut)
    def get(self, given: dict[str, Any]) -> dict[str, Any]:
        """How many records of the filters fall into each stretch of time; `from` is left out: `since` stands for it."""
        step = timedelta(minutes=given["step"])
        wish = schemas.wish(given)
        counts = counting.through_time(live().now(), access.actor(), wish, given["since"], step, given["steps"])
        return {"counts": counts}


@maps.route("/map/records")
class RecordsView(MethodView):
    @maps.arguments(schemas.RecordsQuery, location="query")
    @maps.response(200, geojson.FeatureCollectionOut, content_type="application/geo+json")
    def get(self, given: dict[str, Any]) -> Response:
        """The records of the filters, newest first."""
        found, actor = live().now(), access.actor()
        chosen = sieve(found, actor, schemas.wish(given))
        return geojson.answer(*records.page(found, chosen, actor, given.get("cursor"), given["limit"]))


@maps.route("/map/spots")
class SpotsView(MethodView):
    @maps.arguments(schemas.WishQuery, location="query")
    @maps.response(200, schemas.SpotsOut)
    def get(self, given: dict[str, Any]) -> dict[str, Any]:
        """Hot spots of the filters, the fullest first."""
        wish = schemas.wish(given)
        return {"spots": hot_spots.spots(live().now(), access.actor(), wish, access.now())}


@maps.route("/map/search")
class SearchView(MethodView):
    @maps.arguments(schemas.SearchQuery, location="query")
    @maps.response(200, content_type="application/json")
    def get(self, given: dict[str, Any]) -> Response:
        """Streets, zones, and records by their number or by the place in words."""
        answer = searching.search(live().now(), access.actor(), given["q"], access.now())
        return Response(orjson.dumps(answer), mimetype="application/json")


@maps.route("/map/tracks")
class TracksView(MethodView):
    @maps.arguments(schemas.WishQuery, location="query")
    @maps.response(200, schemas.WalksOut, content_type="application/geo+json")
    def get(self, given: dict[str, Any]) -> Response:
        """The ways of the newest patrols of the days, the team, the street: `recorded`, `inferred` from records, `missing`."""
        found = walks.walks(access.actor(), schemas.wish(given))
        document = {"type": "FeatureCollection", **vars(found)}
        return Response(orjson.dumps(document), mimetype="application/geo+json")


@maps.route("/map/stamp")
class StampView(MethodView):
    @maps.response(200, schemas.StampOut)
    def get(self) -> dict[str, str]:
        """Asked every few seconds by a map that is looked at; cheap."""
        found = live().now()
        scope = sieve(found, access.actor(), Wish())
        return {"stamp": _digest(f"{found.epoch} {tiles.stamp(found, scope)}")}


@maps.route("/tiles/<string:layer>/<int:z>/<int:x>/<int:y>.mvt")
class TileView(MethodView):
    @maps.arguments(schemas.TileQuery, location="query")
    @maps.response(200, content_type=MVT)
    @maps.alt_response(304, description="The tile is as it was")
    def get(self, given: dict[str, Any], layer: str, z: int, x: int, y: int) -> Response:
        """A vector tile: layer `records` holds `clusters` (count, shares of the families in twelfths) and `records` (id,
        kind, mark), layer `heat` holds `heat` (count, heat). The filters are those of the lists."""
        tile, actor = Tile(z, x, y), access.actor()
        if layer not in LAYERS or z > LAST_ZOOM or not tile.exists():
            raise NotFound
        found = drawn(given["system"])
        etag = _etag(found, tile, actor)
        response = Response(mimetype=MVT)
        response.set_etag(etag)
        response.cache_control.private = response.cache_control.no_cache = True
        if etag in request.if_none_match:
            response.status_code = 304
        else:
            wish = schemas.wish(given)
            chosen = sieve(found, actor, wish)
            if layer == "heat":
                known = (found.epoch, found.base_seq, actor.scope_digest, wish, z, given["system"])
                full = live().remembered(known, lambda: tiles.heat_full(found, chosen, z))
                response.set_data(tiles.heat_tile(found, chosen, tile, full))
            else:
                fine = given["grid"] == "fine"
                response.set_data(tiles.records_tile(found, chosen, tile, family_of(found), fine=fine))
        return response


def _etag(found: Snapshot, tile: Tile, actor: Actor) -> str:
    """Of what the tile holds, who asks and what for."""
    scope = sieve(found, actor, Wish())
    return _digest(f"{found.epoch} {tiles.stamp(found, scope, tile)} {actor.scope_digest} {request.full_path}")


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:20]
