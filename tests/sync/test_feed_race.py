"""Eight writers at once, some of whom dawdle before their commit: a phone that follows the feed misses nothing."""

import random
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from app.database import db
from tests.conftest import Clock
from tests.people import Caller
from tests.phones import Phone, PhoneOf

WRITERS, PUSHES = 8, 10
AUTHORS = ("officer1", "officer2", "auxiliary1", "volunteer1")


@contextmanager
def dawdling(app: Flask) -> Iterator[None]:
    """Real commits, each up to 30 ms late: the rows are written and not yet visible meanwhile."""

    def dawdle(_session: object) -> None:
        if threading.current_thread() is not threading.main_thread():
            time.sleep(random.random() * 0.03)

    with app.app_context():
        sa.event.listen(db.session, "before_commit", dawdle)
        try:
            yield
        finally:
            sa.event.remove(db.session, "before_commit", dawdle)


def race(app: Flask, phone: PhoneOf) -> tuple[list[str], list[str]]:
    """What was acknowledged to the writers, and what a follower saw, in order."""
    acknowledged: list[str] = []
    faults: list[BaseException] = []
    begin = threading.Barrier(WRITERS)

    def write(number: int) -> None:
        try:
            author = phone(AUTHORS[number % len(AUTHORS)])
            begin.wait()
            for _ in range(PUSHES):
                items = [author.item("persuasion") for _ in range(random.randint(1, 4))]
                assert author.statuses(*items) == ["accepted"] * len(items)
                acknowledged.extend(item["id"] for item in items)
        except BaseException as error:
            faults.append(error)
            raise

    follower = phone("supervisor1")
    follower.pull()
    writers = [threading.Thread(target=write, args=(number,)) for number in range(WRITERS)]
    seen: list[str] = []
    with dawdling(app):
        for writer in writers:
            writer.start()
        while any(writer.is_alive() for writer in writers):
            seen += [change["id"] for change in follower.pull(limit=5)]
        for writer in writers:
            writer.join()
    seen += [change["id"] for change in follower.pull()]
    assert not faults
    return acknowledged, seen


def test_a_follower_misses_nothing_and_sees_nothing_twice(app: Flask, phone: PhoneOf) -> None:
    acknowledged, seen = race(app, phone)
    assert len(acknowledged) >= WRITERS * PUSHES
    assert sorted(seen) == sorted(acknowledged)


def take_the_turn_away(app: Flask) -> None:
    """In this database only: the lock that the trigger and the code ask for becomes an empty function."""
    empty = "CREATE FUNCTION public.pg_advisory_xact_lock(bigint) RETURNS void LANGUAGE sql AS 'SELECT'"
    with app.app_context():
        name = db.engine.url.database
        db.session.execute(sa.text(empty))
        db.session.execute(sa.text(f"ALTER DATABASE {name} SET search_path = public, pg_catalog"))
        db.session.commit()
        db.session.remove()
        db.engine.dispose()


@contextmanager
def one_writes_slowly(app: Flask, phone: PhoneOf) -> Iterator[tuple[Phone, Callable[[], None]]]:
    """One who has taken a place in the log and not committed yet, and what lets them go on."""
    slow = phone("officer1")
    holding, release = threading.Event(), threading.Event()

    def hold(_session: object) -> None:
        if threading.current_thread() is thread:
            holding.set()
            assert release.wait(10)

    thread = threading.Thread(target=lambda: slow.record("persuasion"))

    def go_on() -> None:
        release.set()
        thread.join()

    with app.app_context():
        sa.event.listen(db.session, "before_commit", hold)
        try:
            thread.start()
            assert holding.wait(10)
            yield slow, go_on
        finally:
            go_on()
            sa.event.remove(db.session, "before_commit", hold)


def authors(changes: list[dict[str, Any]]) -> list[str]:
    return [change["data"]["meta"]["author"]["id"] for change in changes]


def test_a_writer_waits_for_the_one_who_has_the_turn(
    app: Flask, phone: PhoneOf, engine_name: str, as_person: Callable[[str], Caller], clock: Clock
) -> None:
    """Two transactions by hand: the one that took its place in the log first also becomes visible first."""
    if engine_name != "postgis":
        pytest.skip("on SQLite the second writer does not even begin")
    second, follower = Phone(as_person("officer2"), clock), phone("supervisor1")
    follower.pull()
    quick = threading.Thread(target=lambda: second.record("persuasion"))
    with one_writes_slowly(app, phone) as (first, go_on):
        quick.start()
        quick.join(0.3)
        assert quick.is_alive()
        assert follower.pull() == []
        go_on()
        quick.join()
    assert authors(follower.pull()) == [first.id, second.id]


def test_without_the_turn_a_follower_misses_the_slow_one(
    app: Flask, phone: PhoneOf, engine_name: str, as_person: Callable[[str], Caller], clock: Clock
) -> None:
    """The guard of the guard: the same two on PostgreSQL with a turn that nobody waits for."""
    if engine_name != "postgis":
        pytest.skip("SQLite has one writer at a time: there is no turn to take away")
    take_the_turn_away(app)
    second, follower = Phone(as_person("officer2"), clock), phone("supervisor1")
    follower.pull()
    with one_writes_slowly(app, phone) as (_first, go_on):
        second.record("persuasion")
        assert authors(follower.pull()) == [second.id]
        go_on()
    assert follower.pull() == [], "nothing is missed without the turn: measure again whether it is needed"
