"""SQLite: copied by its online backup, page by page and of one moment, while the server writes on."""

import contextlib
import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from app.backup.errors import BackupError
from app.engines import sqlite_module

COMPANIONS = ("", "-wal", "-shm", "-journal")


class Sqlite:
    name, file = "sqlite", "database.sqlite"

    def __init__(self, url: str) -> None:
        self.path = Path(sa.make_url(url).database or "")

    @property
    def version(self) -> str:
        return str(sqlite_module().sqlite_version)

    @contextlib.contextmanager
    def dump(self, path: Path) -> Iterator[sa.Connection]:
        if not self.path.exists():
            raise BackupError(f"There is nothing to back up: {self.path} does not exist")
        with opened(self.path) as live, opened(path) as copy:
            live.backup(copy)  # in one step: one moment, and no writer waits
            copy.execute("PRAGMA journal_mode=DELETE")
        refuse_broken(path)
        with connected(path) as connection:
            yield connection

    def empty(self) -> bool:
        return not self.path.exists() or self.path.stat().st_size == 0

    def refuse_in_use(self) -> None:
        """Leaving the write-ahead log needs the file alone; what the log holds is in the file then."""
        if self.empty():
            return
        error: Any = sqlite_module().OperationalError
        broken: Any = sqlite_module().DatabaseError
        try:
            with opened(self.path) as live:
                live.execute("PRAGMA journal_mode=DELETE").fetchall()
        except error as busy:
            raise BackupError(f"{self.path} is in use: stop the server first") from busy
        except broken:
            return  # no database any more; it is moved aside as it is

    def move_aside(self, folder: Path, stamp: str) -> str:
        self._move(self.path.parent, folder)
        return str(folder)

    def move_back(self, folder: Path, stamp: str) -> None:
        self._move(folder, self.path.parent)

    def _move(self, source: Path, target: Path) -> None:
        for ending in COMPANIONS:
            name = f"{self.path.name}{ending}"
            with contextlib.suppress(FileNotFoundError):
                (source / name).rename(target / name)

    def load(self, path: Path) -> None:
        draft = self.path.with_name(f"{self.path.name}.restoring")
        self.path.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, draft)
        refuse_broken(draft)
        with draft.open("rb") as file:
            os.fsync(file.fileno())
        draft.replace(self.path)

    def remove(self) -> None:
        for ending in COMPANIONS:
            self.path.with_name(f"{self.path.name}{ending}").unlink(missing_ok=True)

    def connect(self) -> sa.Connection:
        return sa.create_engine(f"sqlite:///{self.path}", module=sqlite_module(), poolclass=sa.NullPool).connect()


@contextlib.contextmanager
def opened(path: Path) -> Iterator[Any]:
    connection = sqlite_module().connect(path, timeout=2, isolation_level=None)
    try:
        yield connection
    finally:
        connection.close()


@contextlib.contextmanager
def connected(path: Path) -> Iterator[sa.Connection]:
    engine = sa.create_engine(f"sqlite:///{path}", module=sqlite_module(), poolclass=sa.NullPool)
    with engine.connect() as connection:
        yield connection


def refuse_broken(path: Path) -> None:
    """Raises BackupError unless every page of the copy is sound."""
    with opened(path) as copy:
        found = copy.execute("PRAGMA quick_check(1)").fetchone()[0]
    if found != "ok":
        raise BackupError(f"{path}: the database is damaged ({found})")
