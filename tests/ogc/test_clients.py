"""Programs that others wrote read the collections from a real server with an application password: GDAL's driver as it comes
with pyogrio, GDAL's own command, and OWSLib. What they count is what the lists hold."""

import base64
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import pyogrio
import pytest

from tests.conftest import Template
from tests.databases import Engine
from tests.e2e.server import serving
from tests.ogc.asking import COLLECTIONS
from tests.ogc.over_http import Line
from tests.people import Session
from tests.places.keeping import around, here

Data = dict[str, Any]
RECORDS = 2_345
"""More than two pages of GDAL's, and not a round number of them."""


@dataclass(frozen=True)
class Service:
    url: str
    username: str
    password: str
    counts: dict[str, int]

    @property
    def userpwd(self) -> str:
        return f"{self.username}:{self.password}"


@pytest.fixture(scope="module")
def service(engine: Engine, template: Template, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    place = engine.copy(template.place, tmp_path_factory.mktemp("service") / "var")
    with serving(place.data_dir, DATABASE_URL=place.url) as server:
        officer = Line(server.url, template.sessions["officer1"])
        supervisor = Line(server.url, template.sessions["supervisor1"])
        fill(officer, template.sessions["officer1"])
        password = supervisor.post("/api/v1/application-passwords", {"name": "test"})["password"]
        counts = {"incidents": RECORDS - 5 * 40, "captures": 40, "patrols": 160}
        assert {name: len(supervisor.listed(f"/api/v1/{name}")) for name in counts} == counts
        counts["places"], counts["place-areas"] = len(keep_places(supervisor)), 1
        counts["zones"] = len(supervisor.get("/api/v1/zones")["features"])
        yield Service(server.url, "supervisor1", password, counts)
    engine.remove(place)


def keep_places(supervisor: Line) -> list[Data]:
    """A point and an area."""
    facts: Data = {"kind": "forbidden_place", "organisation_id": "330402007"}
    shapes = {"点": here(), "片": around(here())}
    return [supervisor.post("/api/v1/places", {**facts, "name": name, "geometry": one}) for name, one in shapes.items()]


def fill(officer: Line, session: Session) -> None:
    """Records round a corner; every fourth patrol with a way."""
    items: list[Data] = []
    for number in range(RECORDS):
        lon, lat = 120.75 + number % 100 / 5000, 30.75 + number // 100 / 5000
        items += officer.items(number, lon, lat, datetime.now(UTC))
    for begin in range(0, len(items), 100):
        officer.push(items[begin : begin + 100], session.device_id)


def test_pyogrio_reads_them(service: Service) -> None:
    pyogrio.set_gdal_config_options({"GDAL_HTTP_USERPWD": service.userpwd})
    try:
        source = f"OAPIF:{service.url}/ogc"
        assert {str(name) for name, _ in pyogrio.list_layers(source)} == set(COLLECTIONS)
        found: dict[str, int] = {}
        for name in COLLECTIONS:
            info, _, shapes, columns = pyogrio.raw.read(source, layer=name)
            found[name] = len(shapes)
            assert "4326" in info["crs"] or "CRS84" in info["crs"]
            ids = columns[info["fields"].tolist().index("id")]
            assert len(set(ids)) == len(ids)
        assert found == known(service, found)
        box = pyogrio.raw.read(source, layer="incidents", bbox=(120.7499, 30.7499, 120.7541, 30.7541))[2]
        assert 0 < len(box) < 1000
    finally:
        pyogrio.set_gdal_config_options({"GDAL_HTTP_USERPWD": None})


def known(service: Service, found: dict[str, int]) -> dict[str, int]:
    """The lists hold the zones of today, the collection all versions."""
    assert found["zones"] >= service.counts["zones"]
    return {**service.counts, "zones": found["zones"]}


def test_pyogrio_is_refused_without_a_password(service: Service) -> None:
    with pytest.raises(pyogrio.errors.DataSourceError):
        pyogrio.list_layers(f"OAPIF:{service.url}/ogc")


@pytest.mark.skipif(not shutil.which("ogrinfo"), reason="apt-get install gdal-bin")
def test_ogrinfo_counts_the_same(service: Service) -> None:
    env = {**os.environ, "GDAL_HTTP_USERPWD": service.userpwd}
    found = {}
    for name in COLLECTIONS:
        done = subprocess.run(
            ["ogrinfo", "-ro", "-al", "-so", f"OAPIF:{service.url}/ogc", name],
            env=env, capture_output=True, text=True, check=True, timeout=120,
        )  # fmt: skip
        counted = re.search(r"^Feature Count: (\d+)$", done.stdout, re.MULTILINE)
        assert counted, done.stdout + done.stderr
        found[name] = int(counted[1])
    assert found == known(service, found)
    everything = subprocess.run(
        ["ogrinfo", "-ro", "-al", "-q", f"OAPIF:{service.url}/ogc", "incidents"],
        env=env, capture_output=True, text=True, check=True, timeout=120,
    ).stdout  # fmt: skip
    assert everything.count("OGRFeature(incidents)") == service.counts["incidents"]


READ_WITH_OWSLIB = """
import sys
from owslib.ogcapi.features import Features
from owslib.util import Authentication
url, username, password = sys.argv[1:]
service = Features(url, auth=Authentication(username, password))
assert "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/core" in service.conformance()["conformsTo"]
assert service.api()["openapi"].startswith("3.0")
for name in service.feature_collections():
    first = service.collection_items(name, limit=1000)
    ids = [one["id"] for one in first["features"]]
    page = first
    while any(link["rel"] == "next" for link in page["links"]):
        cursor = next(link["href"] for link in page["links"] if link["rel"] == "next").rpartition("cursor=")[2]
        page = service.collection_items(name, limit=1000, cursor=cursor)
        ids += [one["id"] for one in page["features"]]
    assert len(set(ids)) == len(ids) == first["numberMatched"]
    assert service.collection_item(name, ids[0])["id"] == ids[0]
    print(name, len(ids))
"""


def test_owslib_reads_them(service: Service) -> None:
    """In a process of its own: it leaves connections to the collector of garbage."""
    pytest.importorskip("owslib", reason="pip install owslib")
    words = [sys.executable, "-c", READ_WITH_OWSLIB, f"{service.url}/ogc/", service.username, service.password]
    done = subprocess.run(words, capture_output=True, text=True, check=False, timeout=120)
    assert done.returncode == 0, done.stderr
    found = {name: int(count) for name, count in (line.split() for line in done.stdout.splitlines())}
    assert found == known(service, found)


def test_a_password_is_not_asked_for_in_vain(service: Service) -> None:
    """What QGIS sends with its first request already."""
    token = base64.b64encode(service.userpwd.encode()).decode()
    line = Line(service.url, None, {"Authorization": f"Basic {token}"})
    assert line.get("/ogc/collections/incidents/items?limit=1")["numberMatched"] == service.counts["incidents"]
