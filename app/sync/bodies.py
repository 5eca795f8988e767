"""Reading the body of a push: one decode, and for what that cannot read, item by item with the reason."""

import json
import re
from typing import Any

import orjson

from app.errors import Malformed
from app.json_bodies import decode, fault

KEYS = re.compile(rb'"\s*:')


class BadItem:
    """Stands for an item that is JSON of a kind, but cannot be kept; `code` names the reason."""

    def __init__(self, code: str, raw: Any) -> None:
        self.code = code
        self.raw = raw


def read(body: bytes) -> Any:
    """The decoded envelope; items that cannot be kept are replaced by BadItem. Raises Malformed."""
    try:
        decoded = orjson.loads(body)
        again = orjson.dumps(decoded)
    except (orjson.JSONDecodeError, orjson.JSONEncodeError, RecursionError):  # it writes less deeply than it reads
        return read_slowly(body)
    if b"\\u0000" in body:
        return read_slowly(body)
    # orjson takes the last of two equal keys in silence: count the keys that are left
    if len(KEYS.findall(body)) != len(KEYS.findall(again)):
        return read_slowly(body)
    return decoded


def read_slowly(body: bytes) -> Any:
    """Slower, and able to name what is wrong with each item."""
    try:
        decoded = decode(body)
        if isinstance(decoded, dict) and isinstance(decoded.get("items"), list):
            items = decoded.pop("items")
            if fault(decoded):
                raise Malformed(fault(decoded))
            return {**decoded, "items": [BadItem(code, item) if (code := fault(item)) else item for item in items]}
    except (ValueError, RecursionError) as error:
        raise Malformed from error
    raise Malformed(fault(decoded))


def texts(body: bytes) -> list[str]:
    """The items of an envelope that could be read, each as it came, character by character."""
    text, decoder, found = body.decode(), json.JSONDecoder(), list[str]()
    at = after(text, 0)  # the opening brace
    while text[at - 1] != "}":
        name, at = decoder.raw_decode(text, skip(text, at))
        at = after(text, at)  # the colon
        if name != "items":
            _, at = decoder.raw_decode(text, skip(text, at))
            at = after(text, at)  # a comma, or the closing brace
            continue
        found, at = elements(text, at, decoder)
        at = after(text, at)
    return found


def elements(text: str, at: int, decoder: json.JSONDecoder) -> tuple[list[str], int]:
    """The texts of a list's elements, and where the list has ended."""
    at, found = after(text, at), []
    if text[skip(text, at)] == "]":
        return [], after(text, at)
    while text[at - 1] != "]":
        start = skip(text, at)
        _, end = decoder.raw_decode(text, start)
        found.append(text[start:end])
        at = after(text, end)  # a comma, or the closing bracket
    return found, at


def skip(text: str, at: int) -> int:
    while text[at] in " \t\r\n":
        at += 1
    return at


def after(text: str, at: int) -> int:
    """Behind the next sign that is no space."""
    return skip(text, at) + 1
