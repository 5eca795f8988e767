"""JSON that can be kept: what Python's reader lets pass and nothing else can store is named and refused."""

import json
from typing import Any

from app.errors import Malformed

MAX_DEPTH = 24


def read(body: bytes) -> Any:
    """The decoded body. Raises Malformed with the reason."""
    try:
        decoded = decode(body)
    except (ValueError, RecursionError) as error:
        raise Malformed from error
    if code := fault(decoded):
        raise Malformed(code)
    return decoded


def decode(body: bytes) -> Any:
    """With the standard library, which reads NaN, lone surrogates and repeated keys and lets `fault` name them."""
    return json.loads(body, object_pairs_hook=_pairs, parse_constant=_Constant)


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
        return None if storable(value) else "bad_text"
    parts: Any = ()
    if isinstance(value, dict):
        parts = (*value.keys(), *value.values())
    elif isinstance(value, list):
        parts = value
    return next((code for part in parts if (code := fault(part, depth + 1))), None)


def storable(text: str) -> bool:
    """Neither NUL, which PostgreSQL keeps nowhere, nor half of a surrogate pair, which UTF-8 cannot say."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return "\0" not in text
