"""What kinds of places there are, and what is written down of each: dated data with its source, chosen by city and day."""

from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

import orjson

Data = dict[str, Any]
DATA = Path(__file__).parent / "data"
KINDS = ("forbidden_place", "service_point", "shelter", "controlled_spot")
UNVERIFIED = {
    "zh-CN": "本市的禁入场所条款尚未核对，暂不能选。",
    "en": "This city's article on forbidden places has not been verified: it cannot be chosen yet.",
}


@dataclass(frozen=True)
class Kinds:
    """One file as it reads for a city."""

    facts: Data

    def fields_of(self, kind: str) -> frozenset[str]:
        """The facts that a kind of place has beside its name and where it lies."""
        return frozenset(next(one["fields"] for one in self.facts["kinds"] if one["code"] == kind))

    def takes(self, kind: str, sub_kind: str) -> bool:
        """Whether the sub-kind is one of the kind, and may be chosen."""
        found = next(one["sub_kinds"] for one in self.facts["kinds"] if one["code"] == kind)
        return any(one["code"] == sub_kind and one["enabled"] for one in found)

    @property
    def services(self) -> frozenset[str]:
        return frozenset(one["code"] for one in self.facts["services"])


@cache
def files() -> tuple[Data, ...]:
    return tuple(orjson.loads(path.read_bytes()) for path in sorted(DATA.glob("kinds_*.json")))


def in_force(path: str, on: date) -> Kinds:
    """Those of the city in an organisation's path."""
    return of_city(path.strip("/").split("/")[0], on)


@lru_cache(maxsize=1_000)
def of_city(city: str, on: date) -> Kinds:
    """A city whose law nobody has read gets the same kinds, with no sub-kind to choose and no article named."""
    ours = [one for one in files() if one["organisation_id"] == city and _holds(one, on)]
    newest = max(ours, key=lambda one: one["valid_from"] or "", default=None)
    return Kinds(newest or _without_law(files()[0]))


def _without_law(facts: Data) -> Data:
    kinds = [
        {**kind, "legal_basis": [], "sub_kinds": list(map(_disabled, kind["sub_kinds"]))} for kind in facts["kinds"]
    ]
    services = [{**one, "legal_basis": []} for one in facts["services"]]
    return {**facts, "verified": False, "kinds": kinds, "services": services}


def _disabled(sub_kind: Data) -> Data:
    return {**sub_kind, "enabled": False, "legal_basis": [], "note": UNVERIFIED}


def _holds(entry: Data, on: date) -> bool:
    day = on.isoformat()
    return (entry.get("valid_from") or "") <= day and (entry.get("valid_until") or "9999") >= day
