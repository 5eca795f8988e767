"""tipg and pygeoapi over our own PostGIS tables, for the same run (scripts/peers.sh installs them)."""

import contextlib
import os
import random
import subprocess
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from urllib.parse import urlsplit

from tests.bench.driver import Load, request
from tests.bench.peers import PEERS, running
from tests.e2e.server import free_port
from tests.maps.tiles import tile_at

TABLE = "public.incident"
TIPG_TILE = f"/collections/{TABLE}/tiles/WebMercatorQuad/{{z}}/{{x}}/{{y}}"
PAGE = 1_000
PYGEOAPI = """
server:
  bind: {{host: 127.0.0.1, port: {port}}}
  url: http://127.0.0.1:{port}
  mimetype: application/json; charset=UTF-8
  encoding: utf-8
  languages: [en-US]
  limits: {{default_items: 1000, max_items: 10000, on_exceed: throttle}}
  map: {{url: "", attribution: ""}}
logging: {{level: ERROR}}
metadata:
  identification: {{title: bench, description: bench, keywords: [bench], terms_of_service: none, url: "http://localhost"}}
  license: {{name: none, url: "http://localhost"}}
  provider: {{name: bench, url: "http://localhost"}}
  contact: {{name: bench, url: "http://localhost", address: none, email: none}}
resources:
  incidents:
    type: collection
    title: incidents
    description: incidents
    keywords: [bench]
    links: []
    extents: {{spatial: {{bbox: [-180, -90, 180, 90], crs: "http://www.opengis.net/def/crs/OGC/1.3/CRS84"}}}}
    providers:
      - type: feature
        name: PostgreSQL
        data: {{host: {host}, port: {db_port}, dbname: {name}, user: {user}, password: "{password}", search_path: [public]}}
        id_field: row
        table: incident
        geom_field: position
"""


@contextlib.contextmanager
def tipg(url: str, folder: Path) -> Iterator[int]:
    """The port of a tipg on uvicorn with uvloop, two workers as ours has."""
    port = free_port()
    words: list[str | Path] = [PEERS / "gis/bin/uvicorn", "tipg.main:app", "--port", str(port), "--workers", "2", "--loop", "uvloop",
             "--http", "httptools", "--log-level", "error"]  # fmt: skip
    settings = {"DATABASE_URL": url.replace("+psycopg", ""), "TIPG_DB_SCHEMAS": '["public"]'}
    settings |= {"TIPG_MAX_FEATURES_PER_TILE": "10000", "TIPG_MAX_FEATURES_PER_QUERY": "10000"}
    folder.mkdir(parents=True, exist_ok=True)
    with running(words, folder, f"http://127.0.0.1:{port}/collections/{TABLE}", settings):
        yield port


@contextlib.contextmanager
def pygeoapi(url: str, folder: Path) -> Iterator[int]:
    """The port of a pygeoapi on gunicorn with two workers of eight threads, as ours."""
    port, parts = free_port(), urlsplit(url.replace("+psycopg", ""))
    folder.mkdir(parents=True, exist_ok=True)
    config, document = folder / "pygeoapi.yml", folder / "openapi.yml"
    config.write_text(
        PYGEOAPI.format(
            port=port, host=parts.hostname, db_port=parts.port or 5432, name=parts.path.strip("/"),
            user=parts.username, password=parts.password or "",
        )
    )  # fmt: skip
    settings = {"PYGEOAPI_CONFIG": str(config), "PYGEOAPI_OPENAPI": str(document)}
    made: list[str | Path] = [PEERS / "gis/bin/pygeoapi", "openapi", "generate", config, "--output-file", document]
    subprocess.run(made, check=True, env={**os.environ, **settings}, capture_output=True, timeout=120)
    words: list[str | Path] = [PEERS / "gis/bin/gunicorn", "pygeoapi.flask_app:APP", "--bind", f"127.0.0.1:{port}", "--workers", "2",
             "--worker-class", "gthread", "--threads", "8", "--log-level", "error"]  # fmt: skip
    with running(words, folder, f"http://127.0.0.1:{port}/collections/incidents", settings):
        yield port


def tile_loads(port: int, zooms: tuple[int, ...], spots: list[tuple[float, float]]) -> list[Load]:
    chance = random.Random(3)

    def prepare(z: int, most: int) -> list[bytes]:
        some = (tile_at(*chance.choice(spots), z) for _ in range(most))
        return [request("GET", TIPG_TILE.format(z=at.z, x=at.x, y=at.y)) for at in some]

    return [
        Load(f"tile records z{z:02}", "tipg", port, partial(prepare, z), clients, 1, "tiles", 400, 8.0)
        for z in zooms
        for clients in (1, 4)
    ]  # fmt: skip


def page_loads(port: int, side: str, path: str, most: int = 100) -> list[Load]:
    """Pages of a thousand from all over the table."""

    def pages(count: int) -> list[bytes]:
        return [request("GET", path.format(offset=PAGE * (at % most))) for at in range(count)]

    return [Load("features by 1,000", side, port, pages, clients, PAGE, "features", most, 10.0) for clients in (1, 4)]


TIPG_PAGES = f"/collections/{TABLE}/items?limit={PAGE}&offset={{offset}}&f=geojson"
PYGEOAPI_PAGES = f"/collections/incidents/items?limit={PAGE}&offset={{offset}}&f=json"
