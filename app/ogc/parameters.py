"""What a request for features asks for. What cannot be read is answered with 400, as the standard wants it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from app import boxes
from app.errors import Invalid, Malformed
from app.field import filters
from geo.morton_boxes import Box

LIMIT, MOST = 1_000, 10_000
CRS84 = ("http://www.opengis.net/def/crs/OGC/1.3/CRS84", "[OGC:CRS84]")
NAMES = frozenset({"limit", "bbox", "bbox-crs", "datetime", "cursor", "f"})
OPEN = ("", "..")


@dataclass(frozen=True)
class Span:
    """From an instant until another, both included; None is open."""

    since: datetime | None
    until: datetime | None


@dataclass(frozen=True)
class Asked:
    limit: int = LIMIT
    boxes: list[Box] | None = None
    span: Span | None = None
    cursor: UUID | None = None


def read(given: Mapping[str, str]) -> Asked:
    """Raises Malformed."""
    if unknown := sorted(given.keys() - NAMES):
        raise Malformed("invalid", fields=dict.fromkeys(unknown, "Unknown field."))
    if given.get("f", "json") not in ("json", "geojson"):
        raise Malformed("invalid", fields={"f": "Must be one of: json, geojson."})
    if given.get("bbox-crs", CRS84[0]) not in CRS84:
        raise Malformed("invalid", fields={"bbox-crs": f"Must be one of: {CRS84[0]}."})
    return Asked(
        limit=_limit(given.get("limit", str(LIMIT))),
        boxes=_boxes(given["bbox"]) if "bbox" in given else None,
        span=_span(given["datetime"]) if "datetime" in given else None,
        cursor=_cursor(given["cursor"]) if "cursor" in given else None,
    )


def _limit(text: str) -> int:
    """More than MOST is as much as MOST, says the standard."""
    if not (text.isascii() and text.isdecimal()) or len(text) > 18 or int(text) == 0:
        raise Malformed("invalid", fields={"limit": "bad_limit"})
    return min(int(text), MOST)


def _boxes(text: str) -> list[Box]:
    """Four numbers, or six with heights, which nothing here has; a box across the date line is two."""
    numbers = text.split(",")
    if len(numbers) == 6:
        numbers = [numbers[at] for at in (0, 1, 3, 4)]
    try:
        west, south, east, north = map(float, numbers)
    except ValueError as error:
        raise _bad("bbox") from error
    halves = [(west, east)] if not west > east else [(west, 180.0), (-180.0, east)]
    try:
        return [boxes.bbox(f"{begin},{south},{end},{north}") for begin, end in halves]
    except Invalid as error:
        raise _bad("bbox") from error


def _span(text: str) -> Span:
    """An instant, or two with a slash between them, of which one may be open. A day is one of Asia/Shanghai."""
    begin, slash, end = text.partition("/")
    if not slash:
        return Span(_instant(text), _instant(text, end=True))
    if begin in OPEN and end in OPEN:
        raise _bad("datetime")
    span = Span(None if begin in OPEN else _instant(begin), None if end in OPEN else _instant(end, end=True))
    if span.since and span.until and span.since > span.until:
        raise _bad("datetime")
    return span


def _instant(text: str, *, end: bool = False) -> datetime:
    try:
        found = filters.instant(text, "datetime", end=end)
    except Invalid as error:
        raise _bad("datetime") from error
    return found - timedelta(microseconds=1) if end and len(text) == 10 else found


def _cursor(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError as error:
        raise Malformed("bad_cursor", fields={"cursor": "bad_cursor"}) from error


def _bad(name: str) -> Malformed:
    code = {"bbox": "bad_bbox", "datetime": "bad_date"}[name]
    return Malformed(code, fields={name: code})


def kept(given: Mapping[str, str]) -> dict[str, Any]:
    """The parameters that the link to the next page repeats."""
    return {name: value for name, value in given.items() if name != "cursor"}
