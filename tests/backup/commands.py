"""`quanxun backup` and `quanxun restore` as the office runs them, and what can be compared before and after."""

import subprocess
from pathlib import Path
from typing import Any

import sqlalchemy as sa

import app.models  # noqa: F401
from app.database import db
from app.engines import sqlite_module
from tests import program
from tests.databases import Place
from tests.program import environment

Done = subprocess.CompletedProcess[str]
MOVING = {"epoch", "past_epoch", "audit_entry"}
"""Tables that a backup or a restore writes into itself."""


def env_of(place: Place, **more: str) -> dict[str, str]:
    return environment(place.data_dir, DATABASE_URL=place.url, **more)


def command(place: Place, *words: str | Path, **more: str) -> Done:
    return program.command(env_of(place, **more), *words)


def key_of(place: Place) -> str:
    return (place.data_dir / "field.key").read_text().strip()


def backed_up(place: Place, target: Path, *words: str) -> Path:
    done = command(place, "backup", target, *words)
    assert done.returncode == 0, done.stderr
    found = sorted(path for path in target.iterdir() if path.name[0].isdigit())
    return found[-1]


def restored(place: Place, source: Path, *words: str, key: str) -> Done:
    done = command(place, "restore", source, *words, FIELD_KEY=key)
    assert done.returncode == 0, done.stderr
    return done


def refused(place: Place, source: Path, *words: str, key: str) -> str:
    done = command(place, "restore", source, *words, FIELD_KEY=key)
    assert done.returncode != 0, done.stdout
    assert "Traceback" not in done.stderr, done.stderr
    return done.stderr


def contents(place: Place) -> dict[str, list[Any]]:
    """Every row of every table that ought to be the same, geometry as its bytes."""
    options: dict[str, Any] = {"module": sqlite_module()} if place.url.startswith("sqlite") else {}
    engine = sa.create_engine(place.url, poolclass=sa.NullPool, **options)
    with engine.connect() as connection:
        names = set(sa.inspect(connection).get_table_names()) & set(db.metadata.tables) - MOVING
        return {name: sorted(map(repr, connection.execute(sa.text(f"SELECT * FROM {name}")))) for name in sorted(names)}


def originals(place: Place) -> dict[str, bytes]:
    root = place.data_dir / "photos"
    return {
        str(path.relative_to(root)): path.read_bytes() for path in root.rglob("*") if path.suffix in (".orig", ".aside")
    }
