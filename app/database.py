"""The database handle, and the one place that knows what differs between SpatiaLite and PostGIS."""

import contextlib
import contextvars
import struct
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, datetime
from typing import Any

import orjson
import sqlalchemy as sa
from flask_sqlalchemy import SQLAlchemy
from geoalchemy2 import Geometry
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import DeclarativeBase
from sqlalchemy.types import TypeDecorator

SRID = 4326
NAMING = {
    "ix": "ix_%(column_0_label)s",
    "uq": "uq_%(table_name)s_%(column_0_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class Base(DeclarativeBase):
    metadata = sa.MetaData(naming_convention=NAMING)


db = SQLAlchemy(model_class=Base)


# ---------------------------------------------------------------- columns
class UtcDateTime(TypeDecorator[datetime]):
    """An instant: aware in Python, UTC in the database (SQLite keeps no zone)."""

    impl = sa.DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: sa.Dialect) -> datetime | None:
        if value is None:
            return None
        value = value.astimezone(UTC)
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(self, value: datetime | None, dialect: sa.Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class PointColumn(Geometry):
    """A WGS-84 point bound from (lon, lat) as the engine's own bytes: no SQL function and no parse a row."""

    cache_ok = True

    def bind_expression(self, bindvalue: Any) -> Any:
        return bindvalue

    def bind_processor(self, dialect: sa.Dialect) -> Any:
        pack = packed_spatialite_point if dialect.name == "sqlite" else packed_ewkb_point
        return lambda point: None if point is None else pack(*point)


def packed_spatialite_point(lon: float, lat: float) -> bytes:
    """SpatiaLite's own blob. Source: SpatiaLite, "BLOB-Geometry format"."""
    return struct.pack("<BBiddddBIddB", 0, 1, SRID, lon, lat, lon, lat, 0x7C, 1, lon, lat, 0xFE)


def packed_ewkb_point(lon: float, lat: float) -> str:
    return struct.pack("<BIIdd", 1, 0x20000001, SRID, lon, lat).hex()


def point_column() -> PointColumn:
    return PointColumn("POINT", srid=SRID, spatial_index=True)


PathText = sa.String(64).with_variant(sa.String(64, collation="C"), "postgresql")
"""The path of an organisation, compared byte by byte: else a locale orders "/" and "0" as it likes."""

RowNumber = sa.BigInteger().with_variant(sa.Integer, "sqlite")
"""An integer primary key that SQLite makes its rowid, so that VACUUM cannot renumber what the spatial index points at."""


# ---------------------------------------------------------------- reading and writing
_reading: contextvars.ContextVar[bool] = contextvars.ContextVar("reading", default=False)


def is_reading() -> bool:
    return _reading.get()


def read_only() -> None:
    """From here on, transactions of this request only read."""
    _reading.set(True)


def read_write() -> None:
    """From here on, transactions may write. Ends the one that is open, so that no stale snapshot is written upon."""
    db.session.rollback()
    _reading.set(False)


def end_reading() -> None:
    """End a transaction that only read with a commit: after a ROLLBACK psycopg prepares all its statements anew."""
    session = db.session() if _reading.get() else None
    if session and session.in_transaction() and session.is_active:
        session.commit()


def reset() -> None:
    """Back to the start: outside a request, transactions may write."""
    _reading.set(False)


@contextlib.contextmanager
def writing() -> Iterator[None]:
    """A writing part inside a request that otherwise reads (an audited download); commits at its end."""
    before = _reading.get()
    read_write()
    try:
        yield
        db.session.commit()
    finally:
        db.session.rollback()
        _reading.set(before)


def run(statement: sa.Executable, **values: Any) -> sa.CursorResult[Any]:
    """Execute a statement kept ready as a constant, for rows and not for objects: what every request does passes here,
    at half the cost of the session's own way."""
    return db.session.connection().execute(statement, values)


Find = Callable[..., Iterable[Any]]
"""`run` inside a request's transaction, or `look_up` before it."""


def look_up(statement: sa.Executable, **values: Any) -> Sequence[Any]:
    """Rows that are read before the transaction of a request: PostgreSQL is asked once, with no BEGIN and ROLLBACK. SQLite
    is asked past the session, which would take longer than the answer, and without its turn to write."""
    if is_sqlite():
        before = _reading.set(True)
        try:
            with db.engine.connect() as connection:
                return connection.execute(statement, values).all()
        finally:
            _reading.reset(before)
    with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        return connection.execute(statement, values).all()


def is_sqlite(bind: Any = None) -> bool:
    return bool((bind or db.engine).dialect.name == "sqlite")


# ---------------------------------------------------------------- questions of place
def prefix_range(column: Any, path: str) -> sa.ColumnElement[bool]:
    """`column` starts with `path`, as a range an index can serve ('0' is the character after '/')."""
    return sa.and_(column >= path, column < path[:-1] + "0")


def in_bbox(column: Any, west: float, south: float, east: float, north: float) -> sa.ColumnElement[bool]:
    """Points of `column` (a mapped point) inside the box in degrees, by the spatial index of either engine."""
    if not is_sqlite():
        return column.op("&&")(sa.func.ST_MakeEnvelope(west, south, east, north, SRID))  # type: ignore[no-any-return]
    table = column.class_.__table__
    index = sa.table(f"idx_{table.name}_{column.key}", *map(sa.column, ("pkid", "xmin", "xmax", "ymin", "ymax")))
    inside = sa.select(index.c.pkid).where(
        index.c.xmax >= west, index.c.xmin <= east, index.c.ymax >= south, index.c.ymin <= north
    )
    return table.c.row.in_(inside)  # type: ignore[no-any-return]


def json_word(column: Any, name: str) -> Any:
    """A member of the JSON text in `column`, as text."""
    document = sa.type_coerce(column, sa.JSON) if is_sqlite() else sa.cast(column, sa.JSON)
    return document[name].as_string()


def id_text(column: Any) -> Any:
    """A UUID as the database writes it, where an object for each would take longer than all the rest."""
    return sa.type_coerce(column, sa.String) if is_sqlite() else sa.cast(column, sa.String)


def locked(statement: sa.Select[Any]) -> sa.Select[Any]:
    """Hold the selected rows until the commit (SQLite has one writer and needs no row locks)."""
    return statement if is_sqlite() else statement.with_for_update()


def one_of(column: Any, values: Iterable[Any]) -> sa.ColumnElement[bool]:
    """`column` is one of some ids, texts or numbers, as many as there are: all of them travel as one value. A mark for each
    would cost the driver more than the rows cost the database. PostgreSQL keeps the plan of such a statement: one made while
    the table was empty reads all of it until the table is analyzed, a minute after the first load (500 ids, 100,000 rows:
    180 ms instead of 5)."""
    if not is_sqlite():
        return column == sa.any_(sa.literal(list(values), ARRAY(_bare(column.type))))  # type: ignore[no-any-return]
    ids = isinstance(column.type, sa.Uuid)
    given = orjson.dumps([value and value.hex for value in values] if ids else list(values)).decode()
    each = sa.func.json_each(given).table_valued("value")
    return column.in_(sa.select(each.c.value))  # type: ignore[no-any-return]


def _bare(column_type: Any) -> Any:
    """An array of texts has no collation of its own: it is compared by the column's."""
    return sa.Text() if isinstance(column_type, sa.String) else column_type


def chunks(values: Iterable[Any], size: int = 500) -> Iterator[list[Any]]:
    batch: list[Any] = []
    for value in values:
        batch.append(value)
        if len(batch) == size:
            yield batch
            batch = []
    if batch:
        yield batch
