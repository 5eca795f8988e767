"""The client's files, the interface's pages, health, and the headers of every answer."""

from collections.abc import Sequence
from pathlib import Path

import flask_swagger_ui
import orjson
import sqlalchemy as sa
from flask import Blueprint, Flask, Response, current_app, render_template_string, request, send_from_directory, url_for
from werkzeug.exceptions import NotFound as NoFile
from werkzeug.routing import PathConverter

from app import access
from app.database import db
from app.errors import NotFound, Unavailable, language
from app.messages import MESSAGES, message

ROOT = Path(__file__).parent.parent
SWAGGER = Path(flask_swagger_ui.__file__).parent / "dist"
DIST = ROOT / "static" / "dist"
CSP = {
    "default-src": "'self'",
    "script-src": "'self' 'wasm-unsafe-eval'",
    "img-src": "'self' blob: data:",
    "media-src": "'self' blob:",
    "worker-src": "'self' blob:",
    "object-src": "'none'",
    "base-uri": "'none'",
    "form-action": "'self'",
    "frame-ancestors": "'none'",
}
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(self), geolocation=(self), microphone=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
FOREVER = "public, max-age=31536000, immutable"

site = Blueprint("site", __name__)


@site.get("/healthz")
def healthz() -> Response:
    """The process answers."""
    return Response('{"status":"ok"}', mimetype="application/json")


@site.get("/readyz")
def readyz() -> Response:
    """The database answers and is migrated."""
    try:
        db.session.execute(sa.text("SELECT 1"))
        epoch = access.life().id
    except sa.exc.SQLAlchemyError as error:
        raise Unavailable("not_ready") from error
    return Response(orjson.dumps({"status": "ready", "epoch": epoch}), mimetype="application/json")


@site.get("/")
@site.get("/<screen:name>", endpoint="asset")
def index(name: str = "index.html") -> Response:
    """A built file, or the app's one page for every address that is a screen of it."""
    try:
        response = send_from_directory(DIST, name)
    except NoFile as error:
        if "." in name.rsplit("/", 1)[-1] or not (DIST / "index.html").exists():
            raise NotFound from error
        response = send_from_directory(DIST, "index.html")
    hashed = request.path.startswith("/assets/")
    response.headers["Cache-Control"] = FOREVER if hashed else "no-cache"
    return response


@site.get("/api/docs")
def docs() -> str:
    """The interface, browsable, with no outside assets."""
    return render_template_string(DOCS_PAGE, asset=lambda name: url_for("site.docs_asset", name=name))


@site.get("/api/docs/<string:name>")
def docs_asset(name: str) -> Response:
    if name == "start.js":
        return Response(DOCS_SCRIPT, mimetype="text/javascript")
    return send_from_directory(SWAGGER, name)


@site.get("/api/problems/<string:code>")
def problem_type(code: str) -> Response:
    """What a problem's `type` address says."""
    if code not in MESSAGES[language()]:
        raise NotFound
    title, detail = message(code, language())
    return Response(orjson.dumps({"code": code, "title": title, "detail": detail}), mimetype="application/json")


DOCS_PAGE = """<!doctype html>
<html lang="zh-CN"><head><meta charset="utf-8"><title>Quanxun API</title>
<link rel="stylesheet" href="{{ asset('swagger-ui.css') }}"></head>
<body><div id="swagger-ui"></div>
<script src="{{ asset('swagger-ui-bundle.js') }}"></script><script src="{{ asset('start.js') }}"></script></body></html>
"""
DOCS_SCRIPT = 'SwaggerUIBundle({url: "/api/openapi.json", dom_id: "#swagger-ui", validatorUrl: null});'


class Screen(PathConverter):
    """Any path that is not the interface's: what is unknown there answers as an interface does."""

    regex = r"(?!api/|ogc/)[^/].*?"


def policy(hosts: Sequence[str]) -> str:
    """What a page may load: all of it from here, and tiles of the base map from `hosts`."""
    tiles = {"connect-src": " ".join(["'self'", *hosts])} if hosts else {}
    return "; ".join(f"{name} {value}" for name, value in {**CSP, **tiles}.items())


def add_headers(response: Response) -> Response:
    response.headers.setdefault("Content-Security-Policy", current_app.config["CSP"])
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    if request.is_secure:
        response.headers.setdefault("Strict-Transport-Security", "max-age=31536000; includeSubDomains")
    if request.path.startswith("/api/"):
        response.headers.setdefault("Cache-Control", "private, no-store")
    return response


def register(app: Flask) -> None:
    app.url_map.converters["screen"] = Screen
    app.config["CSP"] = policy(app.config["SETTINGS"].base_map.hosts)
    app.register_blueprint(site)
    app.after_request(add_headers)
