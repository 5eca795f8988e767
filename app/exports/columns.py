"""The columns of a ledger (台账): what they hold, and what they are called in each kind of file."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import orjson

Row = dict[str, Any]
TABLE, MAP = "table", "map"
"""A file that is read as a table, and one that is drawn as a map."""


@dataclass(frozen=True)
class Column:
    """`short` is its name in a Shapefile, where a name has at most 10 bytes; `only` names the kind of file that has it."""

    name: str
    short: str
    type: type
    width: int
    only: str | None = None


@dataclass(frozen=True)
class Cover:
    """What a file says of itself: its language, of which place and of which days (empty: of all) it is."""

    language: str
    place: str = ""
    days: str = ""

    @property
    def title(self) -> str:
        return str(words(self.language)["title"])


COLUMNS = (
    Column("no", "no", int, 6, TABLE),
    Column("record_no", "record_no", str, 12),
    Column("kind", "kind", str, 8),
    Column("type", "type", str, 20),
    Column("action", "action", str, 12),
    Column("count", "count", int, 9),
    Column("captured_at", "captured", str, 20),
    Column("county", "county", str, 12),
    Column("street", "street", str, 14),
    Column("community", "community", str, 14),
    Column("place", "place", str, 30),
    Column("zone", "zone", str, 28),
    Column("zone_version", "zone_ver", int, 9),
    Column("certainty", "certainty", str, 14),
    Column("ruling", "ruling", str, 10),
    Column("lon", "lon", float, 12, TABLE),
    Column("lat", "lat", float, 12, TABLE),
    Column("system", "system", str, 9, TABLE),
    Column("accuracy", "accuracy_m", float, 9),
    Column("team", "team", str, 14),
    Column("author", "author", str, 10),
    Column("photos", "photos", int, 8),
    Column("evidence", "evidence", str, 12),
    Column("patrol", "patrol", str, 24),
    Column("note", "note", str, 40),
    Column("number", "number", str, 38),
    Column("kind_code", "kind_code", str, 12, MAP),
    Column("type_code", "type_code", str, 12, MAP),
    Column("action_code", "act_code", str, 12, MAP),
)


def of(form: str, *, author: bool) -> list[Column]:
    """The columns of a kind of file, with or without the name of who recorded."""
    return [column for column in COLUMNS if column.only in (None, form) and (author or column.name != "author")]


@cache
def words(language: str) -> dict[str, Any]:
    """Headings, and words for codes, in a language."""
    found: dict[str, Any] = orjson.loads((Path(__file__).parent / "data" / "words.json").read_bytes())
    chosen: dict[str, Any] = found[language]
    return chosen


def headings(columns: list[Column], language: str) -> list[str]:
    names = words(language)["columns"]
    return [names[column.name] for column in columns]
