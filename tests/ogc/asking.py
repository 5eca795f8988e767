"""Asking for collections as a program does: by links."""

from typing import Any
from urllib.parse import urlsplit

from tests.people import Caller

Data = dict[str, Any]
COLLECTIONS = ("zones", "places", "place-areas", "incidents", "captures", "patrols")


def get(who: Caller, path: str, status: int = 200, **query: Any) -> Data:
    more = {"query_string": {name.replace("_", "-"): value for name, value in query.items()}} if query else {}
    answer = who.get(path, **more)
    assert answer.status_code == status, answer.text
    found: Data = answer.json if answer.is_json else {}
    return found


def page(who: Caller, collection: str, **query: Any) -> Data:
    return get(who, f"/ogc/collections/{collection}/items", **query)


def followed(document: Data, rel: str) -> str | None:
    """The address that a link leads to, without its host."""
    for link in document["links"]:
        if link["rel"] == rel:
            parts = urlsplit(link["href"])
            return f"{parts.path}?{parts.query}" if parts.query else parts.path
    return None


def walked(who: Caller, collection: str, **query: Any) -> list[Data]:
    """All features, page by page."""
    found: list[Data] = []
    document = page(who, collection, **query)
    while True:
        assert document["numberReturned"] == len(document["features"])
        found += document["features"]
        path = followed(document, "next")
        if path is None:
            return found
        assert document["features"]
        document = get(who, path)


def ids(features: list[Data]) -> set[str]:
    assert len(features) == len({one["id"] for one in features})
    return {one["id"] for one in features}
