"""What describes the interface to other programs. Source: OGC API - Features - Part 1: Core, 17-069r4."""

from typing import Any

from app.ogc.parameters import CRS84, LIMIT, MOST

Data = dict[str, Any]
JSON, GEOJSON = "application/json", "application/geo+json"
OPENAPI = "application/vnd.oai.openapi+json;version=3.0"
CONFORMS = [f"http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/{name}" for name in ("core", "oas30", "geojson")]
TITLES = {
    "zones": ("重点管理区 Key zones", "Published versions of key management zones, each with the days it is in force"),
    "places": ("场所 Places", "Forbidden places, service points, shelters and spots under regular control"),
    "place-areas": ("场所范围 Areas of places", "Those places that are areas, with their outlines"),
    "incidents": ("事件 Incidents", "What was seen on patrol and what was done"),
    "captures": ("流浪犬 Captures", "Strays that were caught or seen"),
    "patrols": ("巡查 Patrols", "Rounds, with the way that was walked where it was recorded"),
}


def link(href: str, rel: str, kind: str, title: str = "") -> dict[str, str]:
    found = {"href": href, "rel": rel, "type": kind}
    return found | ({"title": title} if title else {})


def landing(root: str) -> Data:
    return {
        "title": "Quanxun 犬巡",
        "description": "Zones and records of city dog management",
        "links": [
            link(f"{root}/", "self", JSON, "This document"),
            link(f"{root}/api", "service-desc", OPENAPI, "The interface"),
            link(f"{root}/conformance", "conformance", JSON, "What it conforms to"),
            link(f"{root}/collections", "data", JSON, "The collections"),
        ],
    }


def collection(root: str, name: str, extent: list[float] | None) -> Data:
    title, words = TITLES[name]
    here = f"{root}/collections/{name}"
    found: Data = {
        "id": name,
        "title": title,
        "description": words,
        "itemType": "feature",
        "crs": [CRS84[0]],
        "links": [link(here, "self", JSON), link(f"{here}/items", "items", GEOJSON, title)],
    }
    if extent:
        found["extent"] = {"spatial": {"bbox": [extent], "crs": CRS84[0]}}
    return found


def openapi(root: str) -> Data:
    """OpenAPI 3.0: what /api/openapi.json says in 3.1, for programs that know only this."""
    paths = {
        "/": "Landing page",
        "/conformance": "Conformance classes",
        "/api": "This document",
        "/collections": "The collections",
        **{f"/collections/{name}": title for name, (title, _) in TITLES.items()},
    }
    items = {f"/collections/{name}/items": _items(title) for name, (title, _) in TITLES.items()}
    single = {f"/collections/{name}/items/{{featureId}}": _item(title) for name, (title, _) in TITLES.items()}
    return {
        "openapi": "3.0.3",
        "info": {"title": "Quanxun 犬巡: OGC API - Features", "version": "1"},
        "servers": [{"url": root}],
        "security": [{"application": []}],
        "paths": {**{path: {"get": _get(title, JSON)} for path, title in paths.items()}, **items, **single},
        "components": {"securitySchemes": {"application": {"type": "http", "scheme": "basic"}}},
    }


def _get(title: str, kind: str, parameters: list[Data] | None = None) -> Data:
    problem = {"description": "A problem", "content": {"application/problem+json": {"schema": {"type": "object"}}}}
    good = {"description": title, "content": {kind: {"schema": {"type": "object"}}}}
    found: Data = {"summary": title, "responses": {"200": good, "default": problem}}
    return found | ({"parameters": parameters} if parameters else {})


def _items(title: str) -> Data:
    return {"get": _get(title, GEOJSON, parameters())}


def _item(title: str) -> Data:
    named = {"name": "featureId", "in": "path", "required": True, "schema": {"type": "string"}}
    return {"get": _get(title, GEOJSON, [named])}


def parameters() -> list[Data]:
    """Of the items of a collection."""
    number = {"type": "number"}
    box = {"type": "array", "oneOf": [{"minItems": n, "maxItems": n} for n in (4, 6)], "items": number}
    limit = {"type": "integer", "minimum": 1, "maximum": MOST, "default": LIMIT}
    words = {"type": "string"}
    return [
        _query("limit", limit, "So many features at most; more than the maximum is as much as the maximum"),
        _query("bbox", box, "West, south, east, north", explode=False),
        _query("bbox-crs", {"type": "string", "enum": [CRS84[0]]}, "Of the box"),
        _query("datetime", words, "An instant, or two with a slash between; one of them may be `..`", explode=False),
        _query("cursor", words, "Out of the link to the next page"),
        _query("f", {"type": "string", "enum": ["json", "geojson"]}, "There is only GeoJSON"),
    ]


def _query(name: str, schema: Data, words: str, *, explode: bool | None = None) -> Data:
    found: Data = {"name": name, "in": "query", "required": False, "schema": schema, "description": words}
    return found if explode is None else found | {"style": "form", "explode": explode}
