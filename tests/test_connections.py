"""Pooled connections are not asked whether they still live, they are looked at."""

import subprocess
import sys
from collections.abc import Callable

import psycopg
import pytest
from flask import Flask

from tests.databases import Place
from tests.people import Caller
from tests.program import ROOT, environment

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


BOTH = """
import numpy as np
from app import create_app
from app.database import db
import sqlalchemy as sa
with create_app().app_context():
    assert db.session.execute(sa.text("SELECT ST_AsText(ST_Transform(ST_GeomFromText('POINT(120 30)', 4326), 3857))")).scalar()
    from tests.geo.files import shapefile, in_metres, kml, geopackage
    from geo.polygon_files import read_polygons
    from geo.systems import to_wgs84
    assert read_polygons(shapefile(polygons=[in_metres()], crs="EPSG:4549")).declared == "epsg:4549"
    assert read_polygons(kml()).format == "kml" and read_polygons(geopackage()).format == "gpkg"
    assert abs(to_wgs84("epsg:4549", np.array([[5e5, 3.4e6]]))[0, 0] - 120) < 1e-9
    assert db.session.execute(sa.text("SELECT ST_AsText(ST_Transform(ST_GeomFromText('POINT(120 30)', 4326), 3857))")).scalar()
"""


def test_the_database_and_gdal_live_in_one_process(place: Place) -> None:
    """Each brings a PROJ of its own: loaded in the wrong order they end the process."""
    env = environment(place.data_dir, DATABASE_URL=place.url, PYTHONPATH=str(ROOT))
    done = subprocess.run([sys.executable, "-c", BOTH], check=False, cwd=ROOT, env=env, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr[-2000:]
