"""Boxes in degrees, as queries write them."""

import math

from app.errors import Invalid


def bbox(text: str) -> tuple[float, float, float, float]:
    """`west,south,east,north` in degrees."""
    try:
        west, south, east, north = map(float, text.split(","))
    except ValueError as error:
        raise Invalid("bad_bbox", fields={"bbox": "bad_bbox"}) from error
    sane = all(map(math.isfinite, (west, south, east, north))) and west <= east and south <= north
    if not sane or max(abs(west), abs(east)) > 180 or max(abs(south), abs(north)) > 90:
        raise Invalid("bad_bbox", fields={"bbox": "bad_bbox"})
    return west, south, east, north
