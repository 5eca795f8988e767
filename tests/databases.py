"""Databases for tests: SpatiaLite always, PostGIS when TEST_POSTGIS_URL names a server; each test gets its own."""

import os
import shutil
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Protocol

import psycopg
from psycopg import sql

POSTGIS_URL = os.environ.get("TEST_POSTGIS_URL", "")
ENGINES = ["spatialite", "postgis"] if POSTGIS_URL else ["spatialite"]


@dataclass(frozen=True)
class Place:
    """Where one test's data lie."""

    data_dir: Path
    url: str


class Engine(Protocol):
    def blank(self, folder: Path) -> Place:
        """A place with an empty database."""

    def copy(self, template: Place, folder: Path) -> Place:
        """A place that begins as `template` is now."""

    def remove(self, place: Place) -> None:
        """Give the database back."""


class SpatiaLite:
    def blank(self, folder: Path) -> Place:
        folder.mkdir()
        return Place(folder, f"sqlite:///{folder / 'quanxun.db'}")

    def copy(self, template: Place, folder: Path) -> Place:
        shutil.copytree(template.data_dir, folder)
        return Place(folder, f"sqlite:///{folder / 'quanxun.db'}")

    def remove(self, place: Place) -> None:
        shutil.rmtree(place.data_dir)


class PostGIS:
    """Databases in the server that TEST_POSTGIS_URL names; a copy takes less than a tenth of a second."""

    def __init__(self) -> None:
        self.numbers = count()

    def blank(self, folder: Path) -> Place:
        folder.mkdir()
        return Place(folder, self._create("template1"))

    def copy(self, template: Place, folder: Path) -> Place:
        shutil.copytree(template.data_dir, folder)
        return Place(folder, self._create(name_of(template)))

    def remove(self, place: Place) -> None:
        self._run(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name_of(place))))
        shutil.rmtree(place.data_dir)

    def _create(self, template: str) -> str:
        name = f"quanxun_{os.getpid()}_{next(self.numbers)}"
        self._run(sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(sql.Identifier(name), sql.Identifier(template)))
        return POSTGIS_URL.rpartition("/")[0] + "/" + name

    @staticmethod
    def _run(statement: sql.Composed) -> None:
        with psycopg.connect(POSTGIS_URL.replace("+psycopg", ""), autocommit=True) as connection:
            connection.execute(statement)


def name_of(place: Place) -> str:
    return place.url.rpartition("/")[2]


def engine_called(name: str) -> Engine:
    return PostGIS() if name == "postgis" else SpatiaLite()
