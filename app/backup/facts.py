"""Reading what a database holds, over one connection and so of one moment."""

from collections.abc import Iterator

import sqlalchemy as sa

import app.models  # noqa: F401  every table
from app.backup.errors import BackupError
from app.backup.manifest import Facts
from app.changes.models import Change, Epoch
from app.database import db
from app.photos.models import COMPLETE, Photo
from app.zones.models import ZoneFile

Promised = tuple[str, str]
"""Id and SHA-256 of a photo that is complete."""


def facts_of(connection: sa.Connection) -> Facts:
    """Raises BackupError for a database that is not ours or not migrated."""
    there = set(sa.inspect(connection).get_table_names())
    if not {"alembic_version", Epoch.__tablename__} <= there:
        raise BackupError("There is nothing to back up: the database was never migrated (quanxun migrate)")
    return Facts(
        schema_revision=connection.execute(sa.text("SELECT version_num FROM alembic_version")).scalar_one(),
        epoch=connection.execute(sa.select(Epoch.id)).scalar_one(),
        log_end=connection.execute(sa.select(sa.func.max(Change.seq))).scalar() or 0,
        tables={name: rows_in(connection, name) for name in sorted(there & set(db.metadata.tables))},
    )


def rows_in(connection: sa.Connection, table: str) -> int:
    return connection.execute(sa.select(sa.func.count()).select_from(sa.table(table))).scalar_one()


def promised(connection: sa.Connection) -> Iterator[Promised]:
    query = sa.select(Photo.id, Photo.sha256).where(Photo.state == COMPLETE).order_by(Photo.row)
    for row in connection.execute(query):
        yield str(row.id), row.sha256


def promised_zone_files(connection: sa.Connection) -> Iterator[str]:
    """SHA-256 of each; none in a database that an older version left."""
    if sa.inspect(connection).has_table(ZoneFile.__tablename__):
        yield from connection.scalars(sa.select(ZoneFile.sha256).order_by(ZoneFile.sha256))


def lacking(connection: sa.Connection, tables: dict[str, int]) -> list[str]:
    """Tables that do not hold as many rows as they should."""
    there = set(sa.inspect(connection).get_table_names())
    return [name for name, count in tables.items() if name not in there or rows_in(connection, name) != count]
