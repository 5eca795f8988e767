"""PostgreSQL: by its own pg_dump and pg_restore, of the server's own major version."""

import contextlib
import os
import re
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from psycopg.conninfo import make_conninfo

from app.backup.errors import BackupError

FOLDERS = ("/usr/lib/postgresql/{}/bin", "/usr/pgsql-{}/bin", "/opt/homebrew/opt/postgresql@{}/bin")
OURS = """
    SELECT c.relkind, format('%I', c.relname) FROM pg_class c
    WHERE c.relnamespace = CAST(:schema AS regnamespace) AND c.relkind IN ('r', 'p', 'v', 'm')
      AND NOT EXISTS (SELECT 1 FROM pg_depend d WHERE d.objid = c.oid AND d.deptype = 'e')
    UNION ALL
    SELECT 'f', format('%I(%s)', p.proname, pg_get_function_identity_arguments(p.oid)) FROM pg_proc p
    WHERE p.pronamespace = CAST(:schema AS regnamespace)
      AND NOT EXISTS (SELECT 1 FROM pg_depend d WHERE d.objid = p.oid AND d.deptype = 'e')
"""
"""Tables and functions in a schema that belong to no extension."""
ENDING_S = 3
"""So long the connections of a program that has just ended may be seen."""
WORDS = {"r": "TABLE", "p": "TABLE", "v": "VIEW", "m": "MATERIALIZED VIEW", "f": "FUNCTION"}


class Postgres:
    name, file = "postgresql", "database.pgdump"

    def __init__(self, url: str) -> None:
        self.url = sa.make_url(url)
        self.engine = sa.create_engine(url, poolclass=sa.NullPool, hide_parameters=True)

    @property
    def version(self) -> str:
        with self.connect() as connection:
            return str(connection.execute(sa.text("SHOW server_version")).scalar_one())

    @property
    def schema(self) -> str:
        with self.connect() as connection:
            return str(connection.execute(sa.text("SELECT current_schema()")).scalar_one())

    @contextlib.contextmanager
    def dump(self, path: Path) -> Iterator[sa.Connection]:
        with self.connect() as connection:
            connection.execution_options(isolation_level="REPEATABLE READ")  # sets this one, does not copy it
            snapshot = connection.execute(sa.text("SELECT pg_export_snapshot()")).scalar_one()
            how = ["--format=custom", "--no-owner", "--no-acl", f"--schema={self.schema}", f"--snapshot={snapshot}"]
            self.run("pg_dump", *how, f"--file={path}")
            yield connection

    def empty(self) -> bool:
        return not self.ours(self.schema)

    def refuse_in_use(self) -> None:
        query = (
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() "
            "AND pid <> pg_backend_pid() AND backend_type = 'client backend'"
        )
        patient_until = time.monotonic() + ENDING_S
        with self.connect() as connection:
            while (others := connection.execute(sa.text(query)).scalar_one()) and time.monotonic() < patient_until:
                time.sleep(0.1)
                connection.rollback()  # within a transaction PostgreSQL tells the same again
        if others:
            raise BackupError(f"The database is in use by {others} other connections: stop the server first")

    def move_aside(self, folder: Path, stamp: str) -> str:
        aside = f"before_restore_{stamp.lower()}"
        with self.engine.begin() as connection:
            connection.execute(sa.text(f"CREATE SCHEMA {aside}"))
        self._move(self.schema, aside)
        return f"schema {aside} (rid of it: DROP SCHEMA {aside} CASCADE)"

    def move_back(self, folder: Path, stamp: str) -> None:
        aside, schema = f"before_restore_{stamp.lower()}", self.schema
        self._move(aside, schema)
        with self.engine.begin() as connection:
            connection.execute(sa.text(f"DROP SCHEMA {aside}"))

    def _move(self, source: str, target: str) -> None:
        """All or nothing; indexes, sequences and triggers go with their tables."""
        named = self.ours(source)
        with self.engine.begin() as connection:
            for kind, name in named:
                connection.execute(sa.text(f'ALTER {WORDS[kind]} "{source}".{name} SET SCHEMA "{target}"'))

    def remove(self) -> None:
        schema = self.schema
        named = self.ours(schema)
        with self.engine.begin() as connection:
            for kind, name in named:
                connection.execute(sa.text(f'DROP {WORDS[kind]} IF EXISTS "{schema}".{name} CASCADE'))

    def ours(self, schema: str) -> list[tuple[str, str]]:
        with self.connect() as connection:
            return [(row[0], row[1]) for row in connection.execute(sa.text(OURS), {"schema": schema})]

    def load(self, path: Path) -> None:
        with self.engine.begin() as connection:
            connection.execute(sa.text("CREATE EXTENSION IF NOT EXISTS postgis"))
        listed = self.run("pg_restore", "--list", str(path), connected=False).splitlines()
        how = ["--single-transaction", "--exit-on-error", "--no-owner", "--no-acl"]
        with tempfile.NamedTemporaryFile("w", encoding="utf-8") as chosen:
            chosen.write("\n".join(line for line in listed if " SCHEMA " not in line))
            chosen.flush()
            self.run("pg_restore", *how, f"--use-list={chosen.name}", str(path))

    def connect(self) -> sa.Connection:
        try:
            return self.engine.connect()
        except sa.exc.OperationalError as error:
            raise BackupError(f"PostgreSQL does not answer: {error.orig}") from error

    # ---------------------------------------------------------------- its programs
    def run(self, name: str, *words: str, connected: bool = True) -> str:
        """One of its programs; the password goes by the environment, where no list of processes shows it."""
        url = self.url
        parts: dict[str, Any] = {
            "host": url.host,
            "port": url.port,
            "user": url.username,
            "dbname": url.database,
            **url.query,
        }
        conninfo = make_conninfo(**{key: value for key, value in parts.items() if value is not None})
        env = os.environ | ({"PGPASSWORD": url.password} if url.password else {})
        command = [self.program(name), *words, *([f"--dbname={conninfo}"] if connected else [])]
        done = subprocess.run(command, check=False, env=env, capture_output=True, text=True)  # noqa: S603  no shell
        if done.returncode:
            raise BackupError(f"{name} failed: {done.stderr.strip()[-1000:]}")
        return done.stdout

    def program(self, name: str) -> str:
        """Raises BackupError unless there is one of the server's major version."""
        major = self.version.split(".")[0]
        folders = [folder.format(major) for folder in FOLDERS]
        found = shutil.which(name, path=os.pathsep.join(folders)) or shutil.which(name)
        if found is None:
            raise BackupError(f"{name} is missing: install the package postgresql-client-{major}")
        said = subprocess.run([found, "--version"], check=False, capture_output=True, text=True).stdout  # noqa: S603  no shell
        other = re.search(r"(\d+)", said)
        if other is None or other[1] != major:
            raise BackupError(f"{said.strip()} is of another version than the server ({major}): "
                              f"install the package postgresql-client-{major}")  # fmt: skip
        return found
