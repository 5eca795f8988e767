"""Reading the body of a push: one decode, and for what that cannot read, item by item with the reason."""

import json
import re
from typing import Any

import orjson

from app.errors import Malformed

KEYS = re.compile(rb'"\s*:')
MAX_DEPTH = 24


class BadItem:
    """Stands for an item that is JSON of a kind, but cannot be kept; `code` names the reason."""

    def __init__(self, code: str, raw: Any) -> None:
        self.code = code
        self.raw = raw


def read(body: bytes) -> Any:
    """The decoded envelope; items that cannot be kept are replaced by BadItem. Raises Malformed."""
    try:
        decoded = orjson.loads(body)
    except (orjson.JSONDecodeError, RecursionError):
        return read_slowly(body)
    if b"\\u0000" in body:
        return read_slowly(body)
    # orjson takes the last of two equal keys in silence: count the keys that are left
    if len(KEYS.findall(body)) != len(KEYS.findall(orjson.dumps(decoded))):
        return read_slowly(body)
    return decoded


def read_slowly(body: bytes) -> Any:
    """With the standard library, which reads NaN, lone surrogates and repeated keys and lets us name them."""
    try:
        decoded = json.loads(body, object_pairs_hook=_pairs, parse_constant=_Constant)
        if isinstance(decoded, dict) and isinstance(decoded.get("items"), list):
            items = decoded.pop("items")
            if fault(decoded):
                raise Malformed(fault(decoded))
            return {**decoded, "items": [BadItem(code, item) if (code := fault(item)) else item for item in items]}
    except (ValueError, RecursionError) as error:
        raise Malformed from error
    raise Malformed(fault(decoded))


class _Constant(float):
    """NaN or an infinity, marked so that it is found again."""

    def __new__(cls, _name: str) -> "_Constant":
        return super().__new__(cls, 0.0)


class _Twice(dict[str, Any]):
    """An object in which a key stood twice."""


def _pairs(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    return found if len(found) == len(pairs) else _Twice(found)


def fault(value: Any, depth: int = 0) -> str | None:
    """Why a decoded value cannot be kept: an error code."""
    if depth > MAX_DEPTH:
        return "malformed"
    if isinstance(value, _Twice):
        return "duplicate_keys"
    if isinstance(value, _Constant) or (isinstance(value, float) and value in (float("inf"), float("-inf"))):
        return "not_finite"
    if isinstance(value, str):
        return None if encodable(value) and "\0" not in value else "bad_text"
    parts: Any = ()
    if isinstance(value, dict):
        parts = (*value.keys(), *value.values())
    elif isinstance(value, list):
        parts = value
    return next((code for part in parts if (code := fault(part, depth + 1))), None)


def encodable(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True
