"""Migrations go up on both engines and down on PostGIS, with data in between; an interrupted one can be run again."""

import random
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from typing import Any
from uuid import uuid4

import psycopg
import pytest
import sqlalchemy as sa

from app.database import db
from tests.databases import POSTGIS_URL, Engine, Place, name_of
from tests.program import BIN, ROOT, command, environment, quanxun


def settings(place: Place) -> dict[str, str]:
    return environment(place.data_dir, DATABASE_URL=place.url)


@contextmanager
def connected(place: Place) -> Iterator[sa.Connection]:
    """A plain connection, as any other program would make it."""
    engine = sa.create_engine(place.url)
    try:
        with closing(engine.connect()) as connection:
            yield connection
    finally:
        engine.dispose()


def tables(place: Place) -> set[str]:
    with connected(place) as connection:
        return set(sa.inspect(connection).get_table_names())


def own_tables() -> set[str]:
    import app.models  # noqa: F401

    return set(db.metadata.tables)


def test_up_on_an_empty_database_and_again(blank: Place) -> None:
    env = settings(blank)
    first = quanxun(env, "migrate")
    assert "database up to date" in first
    assert own_tables() <= tables(blank)
    before = contents(blank)
    assert len(before["epoch"]) == 1
    assert len(before["organisation"]) > 1400
    assert quanxun(env, "migrate") == first
    assert contents(blank) == before


def test_models_and_migrations_agree(blank: Place, engine_name: str) -> None:
    """And, as a control: a column that the database lacks is found."""
    if engine_name != "postgis":
        pytest.skip("migrations are generated on PostGIS; SQLite does not tell types and defaults exactly")
    quanxun(settings(blank), "migrate")
    same = check(blank)
    assert same.returncode == 0, same.stdout + same.stderr
    assert "No new upgrade operations detected" in same.stdout + same.stderr
    with connected(blank) as connection:
        connection.execute(sa.text("ALTER TABLE person DROP COLUMN demo"))
        connection.commit()
    other = check(blank)
    assert other.returncode != 0
    assert "demo" in other.stdout + other.stderr


def check(place: Place) -> subprocess.CompletedProcess[str]:
    return command(settings(place), "db", "check")


def contents(place: Place) -> dict[str, list[Any]]:
    with connected(place) as connection:
        found = {}
        for table in db.metadata.sorted_tables:
            rows = connection.execute(sa.text(f"SELECT * FROM {table.name}")).all()
            found[table.name] = sorted(map(repr, rows))
        return found


def test_down_and_up_again_with_data(place: Place, engine_name: str) -> None:
    """The data go with the tables, and nothing of ours is left behind."""
    if engine_name != "postgis":
        pytest.skip("down is for PostGIS")
    env = settings(place)
    before = contents(place)
    assert before["person"]
    quanxun(env, "db", "downgrade", "base")
    assert not own_tables() & tables(place)
    with connected(place) as connection:
        left = connection.execute(sa.text("SELECT proname FROM pg_proc WHERE proname = 'feed_turn'")).all()
    assert left == []
    quanxun(env, "migrate")
    assert own_tables() <= tables(place)
    after = contents(place)
    assert after["organisation"] == before["organisation"]
    assert after["person"] == []


def test_migrating_again_changes_no_data(place: Place) -> None:
    before = contents(place)
    assert before["person"]
    quanxun(settings(place), "migrate")
    assert contents(place) == before


PERSON = """INSERT INTO person (id, username, name, roles, organisation_id, password_hash, must_change_password, active, demo,
created_at) VALUES (:id, :username, 'n', 'officer', '33', 'h', :no, :no, :no, :at)"""


def test_names_that_differ_by_case_only_stop_the_migration_and_say_so(blank: Place) -> None:
    quanxun(settings(blank), "db", "upgrade", "0004-1")
    with connected(blank) as connection:
        connection.execute(
            sa.text("INSERT INTO organisation (id, name, level, path) VALUES ('33', 'n', 'city', '/33/')")
        )
        for username in ("anna", "Anna", "Berta"):
            given = {"id": uuid4().hex, "username": username, "no": False, "at": "2026-11-21 00:00:00.000000"}
            connection.execute(sa.text(PERSON), given)
        connection.commit()
    with pytest.raises(AssertionError, match=r"these do not: (Anna, anna|anna, Anna)\. Give"):
        quanxun(settings(blank), "migrate")
    with connected(blank) as connection:
        connection.execute(sa.text("UPDATE person SET username = 'anna2' WHERE username = 'anna'"))
        connection.commit()
    quanxun(settings(blank), "migrate")


def test_paths_are_compared_byte_by_byte(place: Place, engine_name: str) -> None:
    if engine_name != "postgis":
        pytest.skip("SQLite compares bytes anyway")
    query = "SELECT table_name, collation_name FROM information_schema.columns WHERE column_name IN ('path', 'organisation_path')"
    with connected(place) as connection:
        found = {row.table_name: row.collation_name for row in connection.execute(sa.text(query))}
    ours = {table.name for table in db.metadata.tables.values() if {"path", "organisation_path"} & set(table.c.keys())}
    assert {table: found[table] for table in ours} == dict.fromkeys(ours, "C")


def interrupt(place: Place, after_s: float) -> int:
    """Kill `quanxun migrate` some time after it touched the database; its exit code (0 when it was quicker)."""
    with subprocess.Popen(
        [BIN / "quanxun", "migrate"],
        cwd=ROOT,
        env=settings(place),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    ) as process:
        while process.poll() is None and not touched(place):
            time.sleep(0.01)
        time.sleep(after_s)
        process.send_signal(signal.SIGKILL)
    return process.returncode


def touched(place: Place) -> bool:
    if place.url.startswith("sqlite"):
        file = place.data_dir / "quanxun.db"
        return file.exists() and file.stat().st_size > 0
    with psycopg.connect(POSTGIS_URL.replace("+psycopg", "")) as connection:
        others = "SELECT 1 FROM pg_stat_activity WHERE datname = %s"
        return connection.execute(others, (name_of(place),)).fetchone() is not None


def test_an_interrupted_migration_can_be_run_again(blank: Place) -> None:
    """Killed until one kill came before the end; the moments differ from run to run."""
    deadline = time.monotonic() + 60
    while interrupt(blank, random.uniform(0, 0.4)) == 0:
        assert time.monotonic() < deadline
    quanxun(settings(blank), "migrate")
    assert own_tables() <= tables(blank)


@pytest.mark.long
def test_killed_at_twenty_moments_it_can_be_run_again(engine: Engine, tmp_path: Any) -> None:
    for number in range(20):
        place = engine.blank(tmp_path / f"blank{number}")
        interrupt(place, 0.05 * number)
        quanxun(settings(place), "migrate")
        quanxun(settings(place), "demo")
        engine.remove(place)
