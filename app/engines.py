"""Opening the database: what each engine's connections need before their first use."""

import contextlib
import fcntl
import importlib
import select
import sqlite3
import threading
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.exc import DisconnectionError

from app import database
from app.errors import Unavailable


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
    (prepare_sqlite if database.is_sqlite(engine) else prepare_postgres)(engine)


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
        if database.is_reading():
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
