"""What a backup and a restore ask of a database, whichever it is."""

import contextlib
from pathlib import Path
from typing import Protocol

import sqlalchemy as sa

from app.backup.postgres import Postgres
from app.backup.sqlite import Sqlite


class Engine(Protocol):
    name: str
    file: str
    """What the copy is called in a backup."""

    @property
    def version(self) -> str: ...

    def dump(self, path: Path) -> contextlib.AbstractContextManager[sa.Connection]:
        """Copy one moment of the database into `path`; the connection reads the same moment."""

    def empty(self) -> bool:
        """Whether nothing of ours is there."""

    def refuse_in_use(self) -> None:
        """Raises BackupError while somebody else has the database open."""

    def move_aside(self, folder: Path, stamp: str) -> str:
        """Take what is there out of the way, whole; where it is now."""

    def move_back(self, folder: Path, stamp: str) -> None:
        """Undo that."""

    def load(self, path: Path) -> None:
        """Bring a copy into the empty place. Raises BackupError, and then the place is empty still."""

    def remove(self) -> None:
        """Empty the place that was loaded."""

    def connect(self) -> sa.Connection:
        """A connection to what is there now."""


def engine_of(url: str) -> Engine:
    return Sqlite(url) if url.startswith("sqlite") else Postgres(url)
