"""The violation catalogue in force: dated data with its source, chosen by place and day."""

from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

import orjson

Data = dict[str, Any]
DATA = Path(__file__).parent / "data"


@dataclass(frozen=True)
class Catalogue:
    """One file, as it reads on one day."""

    facts: Data
    kinds: dict[str, Data]

    def fault(self, kind: str, action: str) -> str | None:
        """Why an incident of this kind cannot be recorded with this action: an error code."""
        entry = self.kinds.get(kind)
        if entry is None or not entry["enabled"]:
            return "unknown_type"
        return "unverified_rule" if action == "case_proposed" and not self.facts["penalties_enabled"] else None


@cache
def files() -> tuple[Data, ...]:
    return tuple(orjson.loads(path.read_bytes()) for path in sorted(DATA.glob("catalogue_*.json")))


@cache
def families() -> dict[str, str]:
    """The family of every code of any catalogue."""
    return {kind["code"]: kind["family"] for facts in files() for kind in facts["types"]}


def in_force(path: str, on: date) -> Catalogue:
    """The catalogue of the city in an organisation's path, with the legal bases in force on a day."""
    return of_city(path.strip("/").split("/")[0], on)


@lru_cache(maxsize=1_000)
def of_city(city: str, on: date) -> Catalogue:
    """A city with no catalogue of its own gets the first one with its penalties disabled: nothing is invented."""
    ours = [entry for entry in files() if entry["organisation_id"] == city and _holds(entry, on)]
    newest = max(ours, key=lambda entry: entry["valid_from"] or "", default=None)
    facts = newest or {**files()[0], "verified": False, "penalties_enabled": False}
    kinds = [_on(kind, on) for kind in facts["types"] if _holds(kind, on)]
    return Catalogue({**facts, "types": kinds}, {kind["code"]: kind for kind in kinds})


def _on(kind: Data, on: date) -> Data:
    return {**kind, "legal_basis": [basis for basis in kind["legal_basis"] if _holds(basis, on)]}


def _holds(entry: Data, on: date) -> bool:
    """Half-open is for zones; a law holds on both its first and its last day."""
    day = on.isoformat()
    return (entry.get("valid_from") or "") <= day and (entry.get("valid_until") or "9999") >= day
