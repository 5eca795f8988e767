"""A page of features as finished text, whatever they are of."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import orjson


@dataclass(frozen=True)
class Page:
    """`matched`: how many there are on all pages; `last`: the id behind which the next page begins, None on the last."""

    matched: int
    features: Sequence[bytes]
    last: str | None


def body(page: Page, links: list[dict[str, str]], now: str) -> bytes:
    """A FeatureCollection."""
    tail: dict[str, Any] = {
        "numberMatched": page.matched,
        "numberReturned": len(page.features),
        "timeStamp": now,
        "links": links,
    }
    return b"".join(
        (b'{"type":"FeatureCollection","features":[', b",".join(page.features), b"],", orjson.dumps(tail)[1:])
    )
