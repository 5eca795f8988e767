"""Records as finished features: text that is the same for everybody who may see the record.

What was once made of a row of the snapshot's base stays in memory: a record that changes is no row of the base any more.
"""

import threading
import time
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import Any
from uuid import UUID

import orjson

from app.changes.bodies import corrected
from app.database import chunks, db, is_sqlite
from app.incidents import catalogue
from app.maps.snapshot.live import Snapshot
from app.ogc.walking import NO_ROW
from app.organisations import queries as organisations

Data = dict[str, Any]
MOST_BYTES = 64 * 1024 * 1024
TEAMS_REST_S = 60.0
"""So long the name of a team may be an old one."""
AT_ONCE = 2_000
MOST_PIECES = 50_000
SHARED = (
    "captured_text",
    "clock_offset_ms",
    "organisation_id",
    "organisation_name",
    "zone_name",
    "zone_version",
    "zone_certainty",
    "accuracy_m",
    "organisation_path",
    "data",
)
OWN = {"incident": ("type", "action"), "capture": ("method", "count", "condition")}
IDS = ("id", "team_id", "zone_id")


class Kept:
    """Texts of one process, by kind and row of one base."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.of_what: Any = None
        self.texts: dict[str, dict[int, bytes]] = {}
        self.makers: dict[str, Maker] = {}
        self.size = 0
        self.teams: tuple[float, dict[UUID, str]] | None = None

    def of(
        self,
        kind: str,
        found: Snapshot,
        ids: Sequence[UUID],
        rows: Sequence[int],
        visible: Callable[[Sequence[UUID]], set[UUID]],
    ) -> list[bytes]:
        """The features of some records; those that are no more are left out. What is read from the database now may have
        left the scope since the snapshot: `visible` says what is still in it."""
        known, maker = self.current(kind, found, self.team_names())
        features = list(map(known.get, rows))
        missing = [at for at, text in enumerate(features) if text is None]
        if missing:
            fresh = made(kind, sorted(visible([ids[at] for at in missing])), maker)
            for at in missing:
                features[at] = fresh.get(ids[at])
            self.keep(known, [(rows[at], text) for at in missing if (text := features[at])])
        return [text for text in features if text is not None]

    def current(self, kind: str, found: Snapshot, teams: dict[UUID, str]) -> tuple[dict[int, bytes], "Maker"]:
        """What is kept, of this base and with these names; all of another one is forgotten."""
        of_what = (found.epoch, found.base_seq, teams)
        with self.lock:
            if self.of_what != of_what or self.size > MOST_BYTES:
                self.of_what, self.texts, self.size, self.makers = of_what, {}, 0, {}
            return self.texts.setdefault(kind, {}), self.makers.setdefault(kind, Maker(kind, teams))

    def keep(self, known: dict[int, bytes], fresh: Iterable[tuple[int, bytes]]) -> None:
        with self.lock:
            for row, text in fresh:
                if row != NO_ROW:
                    known[row] = text
                    self.size += len(text) + 100

    def team_names(self) -> dict[UUID, str]:
        """The same object as long as the names are the same."""
        now = time.monotonic()
        if self.teams is None or now - self.teams[0] > TEAMS_REST_S:
            names = organisations.team_names()
            same = self.teams is not None and self.teams[1] == names
            self.teams = (now, self.teams[1] if same and self.teams else names)
        return self.teams[1]


def made(kind: str, ids: Sequence[UUID], maker: "Maker | None" = None) -> dict[UUID, bytes]:
    """Features out of the database, by id."""
    maker = maker or Maker(kind, organisations.team_names())
    found: dict[UUID, bytes] = {}
    for some in chunks(ids, AT_ONCE):
        known = {record_id.hex: record_id for record_id in some}
        for row in _rows(kind, some):
            code = row[0].replace("-", "")
            found[known[code]] = maker.feature(code, *row[1:])
    return found


def _rows(kind: str, ids: Sequence[UUID]) -> Sequence[Any]:
    """By the driver itself: for a thousand rows, what turns values into objects would take longer than the database."""
    names = ", ".join((*SHARED, *OWN[kind]))
    given: Any
    if is_sqlite():
        keys, which = ", ".join(IDS), "id IN (SELECT value FROM json_each(?))"
        given = orjson.dumps([record_id.hex for record_id in ids]).decode()
    else:
        keys, which = ", ".join(f"{name}::text" for name in IDS), "id = ANY(%s::uuid[])"
        given = [record_id.hex for record_id in ids]
    statement = f"SELECT {keys}, {names} FROM {kind} WHERE {which} AND NOT deleted"  # noqa: S608  our names
    return db.session.connection().exec_driver_sql(statement, (given,)).all()


class Maker:
    """Puts features together out of pieces of finished text: what many records share is written once."""

    def __init__(self, kind: str, teams: dict[UUID, str]) -> None:
        self.kind, self.teams = kind, teams
        self.pieces: dict[Any, bytes] = {}

    def feature(self, code: str, team: str | None, zone: str | None, *values: Any) -> bytes:
        """`code`: the id without hyphens."""
        by_phone, offset_ms, organisation, name, zone_name, version, certainty, accuracy, path, text, *own = values
        captured = corrected(by_phone, offset_ms)
        data = orjson.loads(text)
        position = data.get("position")
        mine = {"captured_at": captured, "place": data.get("place"), "accuracy_m": accuracy}
        return b'{"type":"Feature","id":"%b","geometry":%b,"properties":{%b%b%b%b%b}' % (
            hyphenated(code).encode(),
            b'{"type":"Point","coordinates":[%r,%r]}' % (position["lon"], position["lat"]) if position else b"null",
            self.piece(self.of_type if self.kind == "incident" else self.of_capture, path[:8], captured[:10], *own),
            self.piece(self.of_organisation, organisation, name),
            self.piece(self.of_team, team),
            self.piece(self.of_zone, zone, zone_name, version, certainty),
            orjson.dumps(mine)[1:],
        )

    def piece(self, write: Callable[..., Data], *facts: Any) -> bytes:
        """Members of an object, with a comma behind them."""
        key = (write.__name__, facts)
        found = self.pieces.get(key)
        if found is None:
            if len(self.pieces) > MOST_PIECES:
                self.pieces.clear()
            found = self.pieces[key] = orjson.dumps(write(*facts))[1:-1] + b","
        return found

    def of_type(self, path: str, day: str, code: str, action: str) -> Data:
        """With its Chinese name on the day that its phone wrote: whoever reads another language has the code."""
        known = catalogue.of_city(path.split("/", 2)[1], date.fromisoformat(day)).kinds.get(code)
        name = known["name"]["zh-CN"] if known else None
        return {"kind": self.kind, "type": code, "type_name": name, "action": action}

    def of_capture(self, _path: str, _day: str, *own: Any) -> Data:
        return {"kind": self.kind, **dict(zip(OWN[self.kind], own, strict=True))}

    @staticmethod
    def of_organisation(organisation: str, name: str) -> Data:
        return {"organisation_id": organisation, "organisation": name}

    def of_team(self, team: str | None) -> Data:
        team_id = UUID(team) if team else None
        return {"team_id": team_id, "team": self.teams.get(team_id) if team_id else None}

    @staticmethod
    def of_zone(zone: str | None, name: str | None, version: int | None, certainty: str | None) -> Data:
        zone_id = UUID(zone) if zone else None
        return {"zone_id": zone_id, "zone": name, "zone_version": version, "zone_certainty": certainty}


def hyphenated(code: str) -> str:
    return f"{code[:8]}-{code[8:12]}-{code[12:16]}-{code[16:20]}-{code[20:]}"
