"""The database handle, and the one place that knows what differs between SpatiaLite and PostGIS."""

import contextlib
import contextvars
import fcntl
import importlib
import select
import sqlite3
import struct
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from flask_sqlalchemy import SQLAlchemy
from geoalchemy2 import Geometry
from sqlalchemy import event
from sqlalchemy.exc import DisconnectionError
from sqlalchemy.orm import DeclarativeBase
from sqlalchemy.types import TypeDecorator

from app.errors import Unavailable

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


def read_only() -> None:
    """From here on, transactions of this request only read."""
    _reading.set(True)


def read_write() -> None:
    """From here on, transactions may write. Ends the one that is open, so that no stale snapshot is written upon."""
    db.session.rollback()
    _reading.set(False)


def end_reading() -> None:
    """End a transaction that only read with a commit: after a ROLLBACK psycopg prepares all its statements anew."""
    if _reading.get() and db.session.is_active:
        db.session.commit()


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
    """Rows that are read before the transaction of a request: PostgreSQL is asked once, with no BEGIN and ROLLBACK."""
    if is_sqlite():
        rows = run(statement, **values).all()
        db.session.rollback()
        return rows
    with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        return connection.execute(statement, values).all()


def is_sqlite(bind: Any = None) -> bool:
    return bool((bind or db.engine).dialect.name == "sqlite")


class WriteTurn:
    """One SQLite writer at a time, in this process and among processes.

    SQLite's own busy handler sleeps and lets writers starve; a queue of our own took the p95 of a batch from 158 to 62 ms.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.lock = threading.Lock()

    def take(self) -> None:
        self.lock.acquire()
        try:
            self.file = self.path.open("ab")
            fcntl.flock(self.file, fcntl.LOCK_EX)
        except BaseException:
            self.lock.release()
            raise

    def give_back(self) -> None:
        self.file.close()  # and with it goes the lock
        self.lock.release()


def sqlite_module() -> Any:
    """A sqlite3 module that can load extensions: pysqlite3 where its wheel exists, else the standard one."""
    with contextlib.suppress(ImportError):
        import pysqlite3

        return pysqlite3
    if not hasattr(sqlite3.Connection, "enable_load_extension"):
        raise SystemExit(
            "This Python's sqlite3 cannot load extensions and there is no pysqlite3 for this machine. "
            "Use Debian's python3, or set DATABASE_URL to PostgreSQL with PostGIS."
        )
    return sqlite3


def engine_options(url: str) -> dict[str, Any]:
    """What `create_engine` is given; the values of a statement stay out of its error messages."""
    if url.startswith("sqlite"):
        return {
            "hide_parameters": True,
            "module": sqlite_module(),
            "pool_size": 8,
            "connect_args": {"timeout": 30, "check_same_thread": False},
        }
    return {"hide_parameters": True, "pool_size": 8, "max_overflow": 8}


def prepare_engine(engine: sa.Engine) -> None:
    """Set up connections of `engine`; call once, before the first use."""
    (prepare_sqlite if is_sqlite(engine) else prepare_postgres)(engine)


def prepare_postgres(engine: sa.Engine) -> None:
    @event.listens_for(engine, "checkout")
    def checkout(connection: Any, _record: Any, _proxy: Any) -> None:
        """A server that ends a connection says so; a look at the line costs no round trip, as asking would."""
        if select.select([connection.fileno()], [], [], 0)[0]:
            raise DisconnectionError  # the pool opens another one


def load_gdal_first() -> None:
    """SQLite makes what SpatiaLite is linked to (PROJ, GEOS) visible to all that is loaded later; wheels that bring their
    own PROJ then call into the wrong one, and the process dies. Loaded before it they keep to their own."""
    for wheel in ("pyogrio", "pyproj"):
        importlib.import_module(wheel)


def prepare_sqlite(engine: sa.Engine) -> None:
    load_gdal_first()
    file = Path(engine.url.database or "")
    turn = WriteTurn(Path(f"{file}.turn"))

    @event.listens_for(engine, "connect")
    def connect(connection: Any, record: Any) -> None:
        connection.isolation_level = None  # we say BEGIN ourselves
        load_spatialite(connection)
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "cache_size=-16384"):
            connection.execute(f"PRAGMA {pragma}")
        if not connection.execute("SELECT count(*) FROM sqlite_master WHERE name = 'spatial_ref_sys'").fetchone()[0]:
            connection.execute("SELECT InitSpatialMetaData(1)").fetchall()  # its own transaction: not inside ours
        record.info["file"] = identity(file)

    @event.listens_for(engine, "checkout")
    def checkout(_connection: Any, record: Any, _proxy: Any) -> None:
        if record.info["file"] != identity(file):
            raise sa.exc.DisconnectionError("another file was put in the place of the database")

    @event.listens_for(engine, "begin")
    def begin(connection: sa.Connection) -> None:
        if _reading.get():
            # a forgotten `writing()` fails at once, instead of now and then as "database is locked"
            connection.connection.execute("PRAGMA query_only=ON")
            connection.exec_driver_sql("BEGIN")
            return
        if not connection.connection.info.get("turn"):  # a connection's second transaction has it still
            turn.take()
            connection.connection.info["turn"] = True
        connection.connection.execute("PRAGMA query_only=OFF")
        connection.exec_driver_sql("BEGIN IMMEDIATE")

    @event.listens_for(engine, "checkin")
    def checkin(_connection: Any, record: Any) -> None:
        if record.info.pop("turn", False):  # only now is the commit through
            turn.give_back()


def identity(file: Path) -> tuple[int, int]:
    """Of the file, whatever its name. Raises Unavailable while it is away: what is written into no file is lost."""
    try:
        found = file.stat()
    except FileNotFoundError as error:
        raise Unavailable from error
    return found.st_dev, found.st_ino


def load_spatialite(connection: Any) -> None:
    connection.enable_load_extension(True)
    try:
        connection.execute("SELECT load_extension('mod_spatialite')")
    except Exception as error:
        raise SystemExit("SpatiaLite is missing: sudo apt-get install libsqlite3-mod-spatialite") from error
    finally:
        connection.enable_load_extension(False)


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


def locked(statement: sa.Select[Any]) -> sa.Select[Any]:
    """Hold the selected rows until the commit (SQLite has one writer and needs no row locks)."""
    return statement if is_sqlite() else statement.with_for_update()


def chunks(values: Iterable[Any], size: int = 500) -> Iterator[list[Any]]:
    batch: list[Any] = []
    for value in values:
        batch.append(value)
        if len(batch) == size:
            yield batch
            batch = []
    if batch:
        yield batch
