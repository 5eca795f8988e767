"""Deciding again where records lie, after a boundary was published that was in force already when they were captured.

A record has the zone that was in force at its capture. A phone that was offline changes nothing about that, but a boundary that
is entered late does: the records since then are decided anew, and the log and the audit say so. Nobody's change of a record
becomes another one for it: its revision stays.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import orjson
import sqlalchemy as sa

from app.audit import operations as audit
from app.changes import operations as changes
from app.changes.known import table_columns
from app.changes.models import Located
from app.changes.retelling import retold
from app.database import db, locked
from app.organisations.queries import county_path
from app.zones import queries
from app.zones.days import midnight

Data = dict[str, Any]
AT_ONCE = 1000


@dataclass
class Report:
    """How many records were looked at, and how many of them lie elsewhere now: in another zone, or with another certainty.
    Those that only bear the number of a newer version are none of them."""

    seen: int = 0
    moved: int = 0


def reevaluate(since: date, *, by: Any, at: datetime) -> Report:
    """Decide the zone of all records captured since a day anew. Commits as it goes; to be run again is harmless."""
    report = Report()
    models: list[Any] = Located.__subclasses__()
    for model in models:
        for rows in _captured(model, midnight(since)):
            moved = _decided_otherwise(rows)
            report.seen += len(rows)
            report.moved += sum(_elsewhere(row, zone) for row, zone in moved)
            _write(model, moved)
            _tell(moved, since, by=by, at=at)
            changes.append(retold(model.__table__.name, [row | zone for row, zone in moved], at))
            db.session.commit()
    return report


def _captured(model: Any, since: datetime) -> Iterator[list[Data]]:
    """Rows in the order of their receipt, held until the commit."""
    table, after = model.__table__, 0
    wanted = sa.and_(table.c.captured_at >= since, table.c.zone_certainty.isnot(None), table.c.deleted.is_(False))
    while True:
        query = sa.select(*table_columns(table)).where(wanted, table.c.row > after).order_by(table.c.row).limit(AT_ONCE)
        rows = [dict(row) for row in db.session.execute(locked(query)).mappings()]
        if rows:
            after = rows[-1]["row"]
            yield rows
        if len(rows) < AT_ONCE:
            return


Moved = list[tuple[Data, Data]]
"""A record's row as it was, and its zone columns as they are decided now."""


def _decided_otherwise(rows: Sequence[Data]) -> Moved:
    positions = [orjson.loads(row["data"])["position"] for row in rows]
    decided = queries.zones().decide(positions, [row["captured_at"] for row in rows])
    return [
        (row, zone) for row, zone in zip(rows, decided, strict=True) if any(row[name] != zone[name] for name in zone)
    ]


def _elsewhere(row: Data, zone: Data) -> bool:
    return any(row[name] != zone[name] for name in ("zone_id", "zone_certainty"))


def _write(model: Any, moved: Moved) -> None:
    if not moved:
        return
    table = model.__table__
    names = list(moved[0][1])
    update = sa.update(table).where(table.c.id == sa.bindparam("of"))
    given = [{"of": row["id"], **{f"new_{name}": zone[name] for name in names}} for row, zone in moved]
    db.session.connection().execute(update.values({name: sa.bindparam(f"new_{name}") for name in names}), given)


def _tell(moved: Moved, since: date, *, by: Any, at: datetime) -> None:
    """An entry for each county."""
    counties: dict[str, Counter[str]] = {}
    for row, zone in moved:
        words = f"{_word(row)} → {_word(zone)}"
        counties.setdefault(county_path(row["organisation_path"]), Counter())[words] += 1
    for county, counted in sorted(counties.items()):
        audit.record("zones_reevaluated", by=by, at=at, branch=county, since=since.isoformat(), records=dict(counted))


def _word(row: Data) -> str:
    certainty = str(row["zone_certainty"])
    return f"{certainty} {row['zone_name']} {row['zone_version']}" if row["zone_name"] else certainty
