"""Pooled connections are not asked whether they still live, they are looked at."""

from collections.abc import Callable

import psycopg
import pytest
from flask import Flask

from tests.databases import Place
from tests.people import Caller

END_OTHERS = "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"


def test_connections_that_the_server_ended_fail_nobody(
    app: Flask, place: Place, engine_name: str, as_person: Callable[[str], Caller]
) -> None:
    if engine_name != "postgis":
        pytest.skip("SpatiaLite has no server that could end a connection")
    officer = as_person("officer1")
    assert officer.get("/api/v1/session").status_code == 200
    with psycopg.connect(place.url.replace("+psycopg", ""), autocommit=True) as connection:
        ended = connection.execute(END_OTHERS).fetchall()
    assert ended and all(row[0] for row in ended)
    assert officer.get("/api/v1/session").status_code == 200
