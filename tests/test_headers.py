"""Headers and cookies of every answer, whatever it is."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from tests.people import COOKIE, PASSWORD, Caller

AsPerson = Callable[[str], Caller]
ANSWERS = [
    ("GET", "/healthz", 200),
    ("GET", "/readyz", 200),
    ("GET", "/api/openapi.json", 200),
    ("GET", "/api/docs", 200),
    ("GET", "/api/docs/start.js", 200),
    ("GET", "/api/docs/swagger-ui.css", 200),
    ("GET", "/api/problems/invalid", 200),
    ("GET", "/api/problems/none", 404),
    ("GET", "/api/v1/zones", 200),
    ("GET", "/api/v1/incidents", 200),
    ("GET", "/api/v1/incidents/x", 404),
    ("GET", "/api/v1/sync/changes", 200),
    ("POST", "/api/v1/sync/push", 415),
    ("DELETE", "/api/v1/zones", 405),
    ("GET", "/api/v1/nothing", 404),
    ("GET", "/nothing.js", 404),
    ("GET", "/%00", 400),
    ("TRACE", "/api/v1/zones", 405),
]


def policy(answer: TestResponse) -> dict[str, str]:
    parts = (part.strip().partition(" ") for part in answer.headers["Content-Security-Policy"].split(";"))
    return {name: value for name, _, value in parts}


@pytest.mark.one_engine
def test_every_answer_carries_the_headers(app: Flask, as_person: AsPerson) -> None:
    client = app.test_client()
    for caller in (as_person("officer1"), None):
        for method, path, status in ANSWERS:
            ask = caller.request if caller else lambda method, path, **more: client.open(path, method=method, **more)
            answer = ask(method, path, buffered=True)
            assert answer.status_code == status if caller else answer.status_code in (status, 401), (path, answer.text)
            csp = policy(answer)
            assert csp["default-src"] == "'self'"
            assert csp["frame-ancestors"] == csp["object-src"] == csp["base-uri"] == "'none'"
            assert csp.get("script-src", "'self' 'wasm-unsafe-eval'") == "'self' 'wasm-unsafe-eval'"
            assert "unsafe" not in csp["default-src"]
            assert answer.headers["X-Content-Type-Options"] == "nosniff"
            assert answer.headers["X-Frame-Options"] == "DENY"
            assert answer.headers["Referrer-Policy"] == "same-origin"
            assert "Access-Control-Allow-Origin" not in answer.headers
            if path.startswith("/api/v1/"):
                assert "no-store" in answer.headers["Cache-Control"], path
            if answer.status_code >= 400:
                assert answer.mimetype == "application/problem+json", path
                assert answer.json["status"] == answer.status_code
                assert answer.json["title"] and answer.json["detail"]


@pytest.mark.one_engine
def test_https_is_remembered_when_it_is_used(app: Flask) -> None:
    client = app.test_client()
    assert "Strict-Transport-Security" not in client.get("/healthz").headers
    secure = client.get("/healthz", base_url="https://quanxun.test")
    assert "max-age=31536000" in secure.headers["Strict-Transport-Security"]


def cookie_of(answer: TestResponse) -> dict[str, Any]:
    name_value, *attributes = (part.strip() for part in answer.headers["Set-Cookie"].split(";"))
    assert name_value.startswith(f"{COOKIE}=")
    return {part.partition("=")[0].lower(): part.partition("=")[2] or True for part in attributes}


def open_session(app: Flask) -> TestResponse:
    return app.test_client().post("/api/v1/session", json={"username": "officer1", "password": PASSWORD})


@pytest.mark.one_engine
def test_the_session_cookie_is_out_of_reach_of_scripts_and_other_sites(app: Flask, as_person: AsPerson) -> None:
    for answer in (open_session(app), as_person("officer1").get("/api/v1/session")):
        cookie = cookie_of(answer)
        assert cookie["httponly"] is True
        assert cookie["samesite"] == "Strict"
        assert cookie["path"] == "/"
        assert int(cookie["max-age"]) == 60 * 86400
        assert "domain" not in cookie
        assert "secure" not in cookie  # development speaks plain HTTP on localhost


@pytest.mark.one_engine
def test_in_production_the_cookie_travels_by_https_only(place: Any) -> None:
    from dataclasses import replace

    from app import create_app
    from app.config import from_environment
    from tests.conftest import release
    from tests.program import environment

    settings = from_environment(environment(place.data_dir, DATABASE_URL=place.url))
    app = create_app(replace(settings, app_env="production", secret_key="s" * 40))
    try:
        assert cookie_of(open_session(app))["secure"] is True
    finally:
        release(app)


@pytest.mark.one_engine
def test_the_documentation_loads_own_assets_only(app: Flask) -> None:
    import re

    client = app.test_client()
    page = client.get("/api/docs")
    assets = re.findall(r'(?:src|href)="([^"]+)"', page.text)
    assert len(assets) == 3
    assert "<script>" not in page.text
    assert "style=" not in page.text
    for address in assets:
        assert address.startswith("/api/docs/")
        asset = client.get(address, buffered=True)
        assert asset.status_code == 200
        assert asset.mimetype in ("text/css", "text/javascript")
    assert "/api/openapi.json" in client.get("/api/docs/start.js").text
    for name in ("index.html/../../../app.py", "..%2f..%2fapp.py", "nothing.js"):
        assert client.get(f"/api/docs/{name}").status_code == 404
