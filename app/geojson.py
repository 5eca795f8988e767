"""GeoJSON answers: finished text, streamed to nobody's memory twice."""

from typing import Any

import orjson
from flask import Response
from marshmallow import Schema, fields, validate


class FeatureOut(Schema):
    type = fields.Constant("Feature")
    id = fields.String()
    geometry = fields.Dict(allow_none=True)
    properties = fields.Dict()


class FeatureCollectionOut(Schema):
    """application/geo+json (RFC 7946), with a cursor when there is more."""

    type = fields.String(validate=validate.Equal("FeatureCollection"))
    features = fields.List(fields.Nested(FeatureOut))
    cursor = fields.String()


def answer(features: list[dict[str, Any]], cursor: str | None = None) -> Response:
    document: dict[str, Any] = {"type": "FeatureCollection", "features": features}
    if cursor:
        document["cursor"] = cursor
    return Response(orjson.dumps(document), mimetype="application/geo+json")
