"""The base map that the office has chosen, and its file."""

import hashlib
from pathlib import Path
from typing import Any

from flask import Response, current_app, send_file
from flask.views import MethodView
from marshmallow import Schema, fields, validate

from app import access
from app.basemap.settings import KINDS, SYSTEMS, BaseMap
from app.errors import NotFound
from app.interface import Blueprint
from app.organisations.queries import county_path

base_map = Blueprint("base_map", __name__, url_prefix="/api/v1", description="The map below what the map shows")
PMTILES = "application/vnd.pmtiles"


class BaseFileOut(Schema):
    size = fields.Integer(metadata={"description": "Octets"})
    version = fields.String(metadata={"description": "Another one when the file is another one"})


class BaseMapOut(Schema):
    kind = fields.String(validate=validate.OneOf(KINDS))
    system = fields.String(validate=validate.OneOf(SYSTEMS), metadata={"description": "In which it is drawn"})
    layers = fields.List(
        fields.List(fields.String()), metadata={"description": "Addresses of tiles, the lowest layer first"}
    )
    file = fields.Nested(BaseFileOut, allow_none=True, metadata={"description": "A PMTiles file at /base-map/file"})
    attribution = fields.String()
    approval = fields.String(metadata={"description": "审图号, or nothing"})
    last_zoom = fields.Integer()


@base_map.route("/base-map")
class BaseMapView(MethodView):
    @base_map.response(200, BaseMapOut)
    def get(self) -> dict[str, Any]:
        """What lies below the map of the own county; kind `none` where the map does without."""
        chosen, path = _chosen(), _file()
        if chosen.kind == "pmtiles" and path is None:
            return {**vars(BaseMap()), "file": None}
        file = {"size": path.stat().st_size, "version": _version(path)} if path else None
        return {**vars(chosen), "file": file}


@base_map.route("/base-map/file")
class BaseMapFileView(MethodView):
    @base_map.response(200, content_type=PMTILES, schema={"type": "string", "format": "binary"})
    @base_map.alt_response(206, description="The octets that were asked for by `Range`")
    @base_map.alt_response(416, description="The file ends before")
    def get(self) -> Response:
        """The PMTiles file of the own county, whole or in ranges."""
        path = _file()
        if path is None:
            raise NotFound
        answer = send_file(path, mimetype=PMTILES, conditional=True, etag=_version(path))
        answer.cache_control.private = True
        return answer


def _chosen() -> BaseMap:
    found: BaseMap = current_app.config["SETTINGS"].base_map
    return found


def _file() -> Path | None:
    return _chosen().file_of(county_path(access.actor().organisation_path).strip("/").split("/")[-1])


def _version(path: Path) -> str:
    facts = path.stat()
    return hashlib.sha256(f"{facts.st_size} {facts.st_mtime_ns}".encode()).hexdigest()[:16]
