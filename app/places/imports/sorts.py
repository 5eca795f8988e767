"""What a column of kinds says: another kind of place, or the sort within the kind."""

import re
from collections.abc import Mapping
from typing import Any, NamedTuple

from app.places.imports.homes import plain
from app.places.kinds import Kinds

BETWEEN = re.compile(r"[、,，/;；和及]")


class Sort(NamedTuple):
    """`known` is False where neither is meant."""

    kind: str
    sub_kind: str | None = None
    known: bool = True


def sort_of(text: str, kind: str, kinds: Kinds, said: Mapping[str, str | None]) -> Sort:
    """Of a place of `kind`. What somebody says a word to mean counts before what it looks like."""
    words = plain(text)
    if not words:
        return Sort(kind)
    if text in said:
        return Sort(kind, said[text])
    for one in kinds.facts["kinds"]:
        if words in (one["code"], *map(plain, one["name"].values())):
            return Sort(one["code"])
    subs = next(one["sub_kinds"] for one in kinds.facts["kinds"] if one["code"] == kind)
    for same in (_is, _is_part, _within):
        found = [sub["code"] for sub in subs if sub["enabled"] and same(words, sub)]
        if len(found) == 1:
            return Sort(kind, found[0])
    return Sort(kind, None, known=False)


def _is(words: str, sub: dict[str, Any]) -> bool:
    return words in (sub["code"], *map(plain, sub["name"].values()))


def _is_part(words: str, sub: dict[str, Any]) -> bool:
    return words in map(plain, BETWEEN.split(sub["name"]["zh-CN"]))


def _within(words: str, sub: dict[str, Any]) -> bool:
    return len(words) > 1 and words in plain(sub["name"]["zh-CN"])
