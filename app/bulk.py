"""Many rows in one go, whatever their number: the statement that each engine takes fastest.

SQLite binds rows natively. PostgreSQL gets the columns that differ as one JSON parameter, and those that are the same
in every row (author, device, place, time of receipt …) once.
"""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from functools import cache
from typing import Any
from uuid import UUID

import orjson
import sqlalchemy as sa
from geoalchemy2 import Geometry

from app.database import Base, UtcDateTime, db, is_sqlite, packed_ewkb_point, packed_spatialite_point

Row = dict[str, Any]
Writer = Callable[[Any], Any]


def insert(model: type[Base], rows: Sequence[Row]) -> None:
    """Insert rows of a model, which all have the same columns."""
    table: Any = model.__table__
    if rows:
        connection = db.session.connection()
        (_sqlite if is_sqlite(connection) else _postgres)(connection, table, rows, "")


def insert_new(table: sa.Table, rows: Sequence[Row]) -> set[UUID]:
    """Insert the rows whose `id` is not there yet; returns those ids. Rows come sorted by id, against deadlocks."""
    if not rows:
        return set()
    connection = db.session.connection()
    if is_sqlite(connection):
        present = _present(connection, table, rows)  # nobody else writes before our commit
        fresh = [row for row in rows if row["id"] not in present]
        if fresh:
            _sqlite(connection, table, fresh, "")
        return {row["id"] for row in fresh}
    result = _postgres(connection, table, rows, " ON CONFLICT (id) DO NOTHING RETURNING id")
    return set(result.scalars())


def _present(connection: sa.Connection, table: sa.Table, rows: Sequence[Row]) -> set[UUID]:
    statement = f"SELECT id FROM {table.name} WHERE id IN (SELECT value FROM json_each(?))"  # noqa: S608  our name
    given = orjson.dumps([row["id"].hex for row in rows]).decode()
    return {UUID(value) for value in connection.exec_driver_sql(statement, (given,)).scalars()}


# ---------------------------------------------------------------- SQLite
def _sqlite(connection: sa.Connection, table: sa.Table, rows: Sequence[Row], _tail: str) -> None:
    names = tuple(rows[0])
    columns = [_column(_sqlite_writer(table.c[name].type), [row[name] for row in rows]) for name in names]
    marks = ", ".join("?" * len(names))
    statement = f"INSERT INTO {table.name} ({', '.join(names)}) VALUES ({marks})"  # noqa: S608  our names
    connection.exec_driver_sql(statement, list(zip(*columns, strict=True)))


def _column(write: Writer | None, values: list[Any]) -> list[Any]:
    """One column's values as the driver takes them; a value that all rows share is written once."""
    if write is None:
        return values
    first = values[0]
    if all(value is first for value in values):
        return [None if first is None else write(first)] * len(values)
    return [None if value is None else write(value) for value in values]


def _sqlite_writer(column_type: Any) -> Writer | None:
    if isinstance(column_type, Geometry):
        return lambda point: packed_spatialite_point(*point)
    if isinstance(column_type, sa.Uuid):
        return lambda value: value.hex
    return _sqlite_instant if isinstance(column_type, UtcDateTime) else None


def _sqlite_instant(value: datetime) -> str:
    """As SQLAlchemy writes it: UTC, microseconds, no zone."""
    text = value.astimezone(UTC).isoformat(" ", "microseconds")
    return text[:26]


# ---------------------------------------------------------------- PostgreSQL
def _postgres(connection: sa.Connection, table: sa.Table, rows: Sequence[Row], tail: str) -> Any:
    first = rows[0]
    # The first column always travels per row: a single row, in which all are the same, would leave the JSON no column.
    same = tuple(name for name in list(first)[1:] if all(row[name] is first[name] for row in rows))
    other = tuple(name for name in first if name not in same)
    writers = [(name, _json_writer(table.c[name].type)) for name in other]
    given = [
        {name: row[name] if write is None or row[name] is None else write(row[name]) for name, write in writers}
        for row in rows
    ]
    statement = _postgres_statement(table, same, other) + tail
    shared = [_postgres_value(table.c[name].type, first[name]) for name in same]
    return connection.exec_driver_sql(statement, (*shared, orjson.dumps(given).decode()))


@cache
def _postgres_statement(table: sa.Table, same: tuple[str, ...], other: tuple[str, ...]) -> str:
    given = ", ".join(f"{name} {_json_type(table.c[name].type)}" for name in other)
    shared = [f"CAST(%s AS {_sql_type(table.c[name].type)})" for name in same]
    picks = [_pick(name, table.c[name].type) for name in other]
    names = ", ".join((*same, *other))
    return (
        f"INSERT INTO {table.name} ({names}) SELECT {', '.join(shared + picks)} "  # noqa: S608  our names
        f"FROM json_to_recordset(%s::json) AS t({given})"
    )


def _sql_type(column_type: Any) -> str:
    if isinstance(column_type, Geometry):
        return "geometry"
    text: str = column_type.compile(dialect=db.engine.dialect)
    return text.split(" COLLATE ", maxsplit=1)[0]  # a cast takes none, and what is written needs none


def _json_type(column_type: Any) -> str:
    return "text" if isinstance(column_type, Geometry | sa.LargeBinary) else _sql_type(column_type)


def _pick(name: str, column_type: Any) -> str:
    if isinstance(column_type, Geometry):
        return f"{name}::geometry"
    return f"decode({name}, 'hex')" if isinstance(column_type, sa.LargeBinary) else name


def _json_writer(column_type: Any) -> Writer | None:
    """None where JSON writes the value as it is (orjson knows UUIDs and instants)."""
    if isinstance(column_type, Geometry):
        return lambda point: packed_ewkb_point(*point)
    return bytes.hex if isinstance(column_type, sa.LargeBinary) else None


def _postgres_value(column_type: Any, value: Any) -> Any:
    return packed_ewkb_point(*value) if isinstance(column_type, Geometry) and value is not None else value
