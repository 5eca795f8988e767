"""OGC API - Features: zones and records for QGIS, GDAL and whatever else reads the standard."""

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

import orjson
from flask import Response, current_app, request
from flask.views import MethodView

from app import access
from app.errors import Malformed, NotFound
from app.interface import Blueprint
from app.maps.views import live
from app.ogc import documents, parameters
from app.ogc.documents import GEOJSON, JSON, OPENAPI
from app.ogc.pages import body
from app.ogc.patrols import Patrols
from app.ogc.places import Places
from app.ogc.records import Records
from app.ogc.texts import Kept
from app.ogc.zones import Zones

Data = dict[str, Any]
Collection = Records | Patrols | Places | Zones
PARAMETERS = {"parameters": documents.parameters()}

ogc = Blueprint("ogc", __name__, url_prefix="/ogc", description="OGC API - Features, also with an application password")


@ogc.after_request
def ask_for_password(response: Response) -> Response:
    if response.status_code == 401:
        response.headers["WWW-Authenticate"] = 'Basic realm="Quanxun", charset="UTF-8"'
    response.headers.setdefault("Cache-Control", "private, no-store")
    return response


def collections() -> dict[str, Collection]:
    """Of this process: they keep what is dear to make."""
    found: dict[str, Collection] | None = current_app.extensions.get("ogc")
    if found is None:
        kept = Kept()
        found = current_app.extensions["ogc"] = {
            "zones": Zones(),
            "places": Places(),
            "place-areas": Places(areas=True),
            "incidents": Records("incident", live(), kept),
            "captures": Records("capture", live(), kept),
            "patrols": Patrols(),
        }
    return found


def named(name: str) -> Collection:
    """Raises NotFound."""
    try:
        return collections()[name]
    except KeyError:
        raise NotFound from None


def root() -> str:
    return request.url_root.rstrip("/") + "/ogc"


def answer(document: Data, kind: str = JSON) -> Response:
    return Response(orjson.dumps(document), content_type=kind)


def plain() -> None:
    """Nothing but the format can be asked of these. Raises Malformed."""
    if unknown := sorted(request.args.keys() - {"f"}):
        raise Malformed("invalid", fields=dict.fromkeys(unknown, "Unknown field."))


@ogc.route("/")
class LandingView(MethodView):
    @ogc.response(200, content_type=JSON)
    def get(self) -> Response:
        """Where everything is."""
        plain()
        return answer(documents.landing(root()))


@ogc.route("/conformance")
class ConformanceView(MethodView):
    @ogc.response(200, content_type=JSON)
    def get(self) -> Response:
        """The conformance classes."""
        plain()
        return answer({"conformsTo": documents.CONFORMS})


@ogc.route("/api")
class ApiView(MethodView):
    @ogc.response(200, content_type=OPENAPI)
    def get(self) -> Response:
        """The same in OpenAPI 3.0."""
        plain()
        return answer(documents.openapi(root()), OPENAPI)


@ogc.route("/collections")
class CollectionsView(MethodView):
    @ogc.response(200, content_type=JSON)
    def get(self) -> Response:
        """Zones, places and their areas, incidents, captures and patrols."""
        plain()
        found = [documents.collection(root(), name, one.extent(access.actor())) for name, one in collections().items()]
        return answer({"collections": found, "links": [documents.link(f"{root()}/collections", "self", JSON)]})


@ogc.route("/collections/<string:collection_id>")
class CollectionView(MethodView):
    @ogc.response(200, content_type=JSON)
    def get(self, collection_id: str) -> Response:
        """One of them."""
        plain()
        extent = named(collection_id).extent(access.actor())
        return answer(documents.collection(root(), collection_id, extent))


@ogc.route("/collections/<string:collection_id>/items")
class ItemsView(MethodView):
    @ogc.doc(**PARAMETERS)
    @ogc.response(200, content_type=GEOJSON)
    def get(self, collection_id: str) -> Response:
        """Features by id, a page at a time; the link `next` leads on, whatever comes or goes meanwhile."""
        given = request.args.to_dict()
        page = named(collection_id).page(access.actor(), parameters.read(given))
        here = f"{root()}/collections/{collection_id}/items"
        links = [documents.link(request.url, "self", GEOJSON)]
        links.append(documents.link(f"{root()}/collections/{collection_id}", "collection", JSON))
        if page.last:
            query = urlencode({**parameters.kept(given), "cursor": page.last})
            links.append(documents.link(f"{here}?{query}", "next", GEOJSON))
        now = access.now().strftime("%Y-%m-%dT%H:%M:%SZ")
        return Response(body(page, links, now), content_type=GEOJSON)


@ogc.route("/collections/<string:collection_id>/items/<string:feature_id>")
class ItemView(MethodView):
    @ogc.response(200, content_type=GEOJSON)
    def get(self, collection_id: str, feature_id: str) -> Response:
        """One feature."""
        plain()
        try:
            feature = named(collection_id).item(access.actor(), UUID(feature_id))
        except ValueError as error:
            raise NotFound from error
        here = f"{root()}/collections/{collection_id}"
        links = [
            documents.link(f"{here}/items/{feature_id}", "self", GEOJSON),
            documents.link(here, "collection", JSON),
        ]
        return Response(feature[:-1] + b',"links":' + orjson.dumps(links) + b"}", content_type=GEOJSON)
