"""Fixtures of all tests. A test that takes `app` (or anything that needs it) runs once on each engine.

`@pytest.mark.one_engine` is for a test that has nothing to do with the database: SpatiaLite only.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from io import StringIO
from pathlib import Path

import pytest
import structlog
from argon2 import PasswordHasher
from flask import Flask

from tests.databases import ENGINES, Engine, Place, engine_called
from tests.people import CAST, Caller, Session, sign_in
from tests.program import environment, quanxun


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "one_engine: has nothing to do with the database, SpatiaLite is enough")


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "engine_name" in metafunc.fixturenames:
        one = metafunc.definition.get_closest_marker("one_engine")
        metafunc.parametrize("engine_name", ENGINES[:1] if one else ENGINES, scope="session")


@pytest.fixture(scope="session", autouse=True)
def quick_passwords() -> Iterator[None]:
    """Hashed with small numbers in this process: the product's own take a fifth of a CPU second each, on purpose."""
    from app.accounts import passwords

    hasher = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(passwords, "_hasher", hasher)
        patch.setattr(passwords, "_NOBODY", hasher.hash("nobody's"))
        yield


@dataclass(frozen=True)
class Template:
    """The cast and the zones of the demo, but no records, everybody signed in; each test begins with a copy."""

    place: Place
    sessions: dict[str, Session]


@pytest.fixture(scope="session")
def engine(engine_name: str) -> Engine:
    return engine_called(engine_name)


@pytest.fixture(scope="session")
def template(engine: Engine, tmp_path_factory: pytest.TempPathFactory, quick_passwords: None) -> Iterator[Template]:
    place = engine.blank(tmp_path_factory.mktemp("template") / "var")
    quanxun(environment(place.data_dir, DATABASE_URL=place.url), "migrate")
    app = assembled(place)
    load_cast(app)
    sessions = {username: sign_in(app, username) for username in CAST}
    release(app)
    yield Template(place, sessions)
    engine.remove(place)


@pytest.fixture
def blank(engine: Engine, tmp_path: Path) -> Iterator[Place]:
    """An empty database, for what migrates it itself."""
    place = engine.blank(tmp_path / "blank")
    yield place
    engine.remove(place)


@pytest.fixture
def place(engine: Engine, template: Template, tmp_path: Path) -> Iterator[Place]:
    """A database with the cast and the zones, this test's own."""
    place = engine.copy(template.place, tmp_path / "var")
    yield place
    engine.remove(place)


WEDNESDAY = 2


class Clock:
    """The program's clock in a test: it stands still until it is moved. A working afternoon of these days, at whatever hour
    and on whatever day of the week the tests run."""

    def __init__(self) -> None:
        real = datetime.now(UTC)
        afternoon = real.replace(hour=7, minute=30, second=0) - timedelta(days=(real.weekday() - WEDNESDAY) % 7)
        self.now = afternoon if afternoon <= real else afternoon - timedelta(days=7)

    def __call__(self) -> datetime:
        return self.now

    def advance(self, **by: float) -> datetime:
        """`clock.advance(days=3)`"""
        self.now += timedelta(**by)
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def app(place: Place, clock: Clock) -> Iterator[Flask]:
    """The program, assembled as always, with its own database and a clock that the test moves."""
    app = assembled(place)
    app.config["CLOCK"] = clock
    yield app
    release(app)


@pytest.fixture
def logged(app: Flask) -> StringIO:
    """What the program has logged, as it is written."""
    written = StringIO()
    structlog.configure(logger_factory=structlog.PrintLoggerFactory(written))
    return written


@pytest.fixture
def as_person(app: Flask, template: Template) -> Callable[[str], Caller]:
    """`as_person("officer1").get("/api/v1/zones")`: signed in, with the CSRF token, from a phone of their own."""
    return lambda username: Caller(app, template.sessions[username])


def assembled(place: Place) -> Flask:
    # Here, not above: the tests of geo/ do without the program.
    from app import create_app
    from app.config import from_environment
    from tests import url_builders

    url_builders.remember()
    return create_app(from_environment(environment(place.data_dir, DATABASE_URL=place.url)))


def load_cast(app: Flask) -> None:
    from app import demo
    from app.database import db
    from app.zones import cli as zones

    at = datetime.now(UTC)
    with app.app_context():
        zones.publish_file(demo.ZONES, {}, at=at)
        demo.create_people(at)
        db.session.commit()


def release(app: Flask) -> None:
    """Close every connection, so that the database can be copied or dropped; and write no file into a folder that goes."""
    from app.database import db

    if soon := app.config["WATCH"].soon:
        soon.cancel()
    with app.app_context():
        db.session.remove()
        db.engine.dispose()
