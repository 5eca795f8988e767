"""Outlines of counties: demo, coarse, not authoritative (see data/ATTRIBUTION.md)."""

from functools import cache
from pathlib import Path
from typing import Any

import orjson
import shapely

FILE = Path(__file__).parent / "data" / "districts.geojson"


@cache
def outlines() -> list[dict[str, Any]]:
    """GeoJSON features, their id the county's."""
    found: list[dict[str, Any]] = orjson.loads(FILE.read_bytes())["features"]
    return found


@cache
def polygons() -> dict[str, Any]:
    """Polygons by county."""
    return {one["id"]: shapely.from_geojson(orjson.dumps(one["geometry"]).decode()) for one in outlines()}
