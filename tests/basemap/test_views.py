"""The base map of the own county, and its file in ranges."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask

from app.basemap.settings import MAGIC, BaseMap
from tests.people import Caller

AsPerson = Callable[[str], Caller]
BODY = MAGIC + bytes(range(256)) * 40


@pytest.fixture
def county_file(app: Flask, tmp_path: Path) -> Path:
    path = tmp_path / "330402.pmtiles"
    path.write_bytes(BODY)
    chosen = BaseMap("pmtiles", file=str(tmp_path / "{county}.pmtiles"), attribution="© OpenStreetMap")
    app.config["SETTINGS"] = replace(app.config["SETTINGS"], base_map=chosen)
    return path


@pytest.mark.one_engine
def test_no_base_map(as_person: AsPerson) -> None:
    assert as_person("volunteer1").get("/api/v1/base-map").json == {
        "kind": "none",
        "system": "wgs84",
        "layers": [],
        "file": None,
        "attribution": "",
        "approval": "",
        "last_zoom": 0,
    }
    assert as_person("officer1").get("/api/v1/base-map/file").status_code == 404


@pytest.mark.one_engine
def test_the_file_of_the_own_county(county_file: Path, as_person: AsPerson) -> None:
    said = as_person("officer1").get("/api/v1/base-map").json
    assert (said["kind"], said["file"]["size"]) == ("pmtiles", len(BODY))
    assert as_person("outsider1").get("/api/v1/base-map").json["kind"] == "none"
    assert as_person("outsider1").get("/api/v1/base-map/file").status_code == 404


@pytest.mark.one_engine
def test_ranges(county_file: Path, as_person: AsPerson) -> None:
    officer = as_person("officer1")
    with officer.get("/api/v1/base-map/file", headers={"Range": "bytes=7-262"}) as answer:
        assert (answer.status_code, answer.data) == (206, BODY[7:263])
        assert answer.headers["Content-Range"] == f"bytes 7-262/{len(BODY)}"
    assert officer.get("/api/v1/base-map/file", headers={"Range": f"bytes={len(BODY)}-"}).status_code == 416
    with officer.get("/api/v1/base-map/file") as answer:
        assert answer.data == BODY


@pytest.mark.one_engine
def test_another_file_has_another_version(county_file: Path, as_person: AsPerson) -> None:
    officer = as_person("officer1")
    before = officer.get("/api/v1/base-map").json["file"]["version"]
    county_file.write_bytes(BODY + b"more")
    after = officer.get("/api/v1/base-map").json["file"]["version"]
    assert after != before
    with officer.get("/api/v1/base-map/file") as answer:
        assert answer.headers["ETag"] == f'"{after}"'
