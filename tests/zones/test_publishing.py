"""Zones are published from files by the command line, versioned in days, and refused when they make no sense."""

import json
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import shapely

from tests.databases import Place
from tests.geo.files import in_metres, shapefile
from tests.people import Caller
from tests.phones import FAR, PhoneOf
from tests.program import command, environment, quanxun

AsPerson = Callable[[str], Caller]
Run = Callable[..., subprocess.CompletedProcess[str]]
SQUARE = [[120.5, 30.5], [120.52, 30.5], [120.52, 30.52], [120.5, 30.52], [120.5, 30.5]]
OPTIONS = ["--organisation", "330402", "--number", "试〔2026〕1号", "--announced-on", "2026-10-01"]


def feature(ring: Any = SQUARE, name: str | None = "试验区", **properties: Any) -> dict[str, Any]:
    named = properties | ({"name": name} if name else {})
    return {"type": "Feature", "properties": named, "geometry": {"type": "Polygon", "coordinates": [ring]}}


@pytest.fixture
def publish(place: Place, tmp_path: Path) -> Run:
    """`publish(features, *options)`: write them to a file and import it."""

    def run(features: Any, *options: str) -> subprocess.CompletedProcess[str]:
        file = tmp_path / "given.geojson"
        document = (
            features if isinstance(features, str) else json.dumps({"type": "FeatureCollection", "features": features})
        )
        file.write_text(document, encoding="utf-8")
        env = environment(place.data_dir, DATABASE_URL=place.url)
        return command(env, "zones", "import", file, *options)

    return run


def zones_on(caller: Caller, day: str) -> dict[str, dict[str, Any]]:
    features = caller.get("/api/v1/zones", query_string={"on": day}).json["features"]
    return {one["properties"]["name"]: one for one in features}


def test_a_published_zone_is_served_decided_and_in_the_feed(publish: Run, phone: PhoneOf) -> None:
    officer, outsider = phone("officer1"), phone("outsider1")
    assert officer.record("incident", officer.incident(position=officer.fix(120.51, 30.51)))
    cursor = officer.page()["cursor"]
    done = publish([feature()], *OPTIONS, "--effective-on", "2026-10-10", "--text", "四至范围")
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines() == [
        "1 boundaries published",
        "1 of 1 records captured since 2026-10-10 lie in another zone now",
    ]
    assert "试验区" not in zones_on(officer.caller, "2026-10-09")
    one = zones_on(officer.caller, "2026-10-10")["试验区"]
    properties = one["properties"]
    assert (properties["level"], properties["version"], properties["valid_until"]) == ("key", 1, None)
    assert properties["organisation"] == {"id": "330402", "name": "南湖区"}
    assert properties["announcement"] == {
        "number": "试〔2026〕1号",
        "announced_on": "2026-10-01",
        "effective_on": "2026-10-10",
        "text": "四至范围",
    }
    (change,) = [each for each in officer.page(cursor)["changes"] if each["kind"] == "zone"]
    assert (change["kind"], change["id"], change["data"]["zone_id"]) == ("zone", one["id"], properties["id"])
    assert change["data"]["geometry"] == one["geometry"]
    item = officer.record("incident", officer.incident(position=officer.fix(120.51, 30.51)))
    assert officer.meta(item["id"])["zone"] == {
        "id": properties["id"],
        "name": "试验区",
        "level": "key",
        "version": 1,
        "version_id": one["id"],
    }
    assert "试验区" not in zones_on(outsider.caller, "2026-10-10")


def test_a_new_version_ends_the_one_before_on_its_day(publish: Run, phone: PhoneOf) -> None:
    officer = phone("officer1")
    assert publish([feature()], *OPTIONS, "--effective-on", "2026-10-10").returncode == 0
    cursor = officer.page()["cursor"]
    wider = [[120.5, 30.5], [120.54, 30.5], [120.54, 30.52], [120.5, 30.52], [120.5, 30.5]]
    assert publish([feature(wider)], *OPTIONS, "--effective-on", "2026-11-01").returncode == 0
    versions = [zones_on(officer.caller, day)["试验区"]["properties"] for day in ("2026-10-31", "2026-11-01")]
    assert [one["version"] for one in versions] == [1, 2]
    assert [one["valid_until"] for one in versions] == ["2026-11-01", None]
    assert versions[0]["id"] == versions[1]["id"]
    changes = officer.page(cursor)["changes"]
    assert [(change["data"]["version"], change["revision"]) for change in changes] == [(1, 2), (2, 1)]
    for text, version in (("2026-10-31T23:59:59+08:00", None), ("2026-11-01T00:00:00+08:00", 2)):
        item = officer.record("incident", officer.incident(position=officer.fix(120.53, 30.51)), captured_at=text)
        zone = officer.meta(item["id"])["zone"]
        assert (zone and zone["version"]) == version


REFUSED = {
    "bow-tie": (
        [feature([SQUARE[0], SQUARE[2], SQUARE[1], SQUARE[3], SQUARE[0]])],
        ["--effective-on", "2026-10-10"],
        "at 120.51",
    ),
    "swapped axes": ([feature([[y, x] for x, y in SQUARE])], ["--effective-on", "2026-10-10"], ""),
    "the whole world": (
        [feature([[-180, -90], [180, -90], [180, 90], [-180, 90], [-180, -90]])],
        ["--effective-on", "2026-10-10"],
        "",
    ),
    "no name": ([feature(name=None)], ["--effective-on", "2026-10-10"], "it has no name"),
    "no day": ([feature()], [], "--effective-on"),
    "no such county": (
        [feature(organisation_id="999999")],
        ["--effective-on", "2026-10-10"],
        "there is no organisation 999999",
    ),
    "no JSON": ("{", ["--effective-on", "2026-10-10"], ""),
}


@pytest.mark.one_engine
def test_a_boundary_that_makes_no_sense_is_refused_with_its_place(publish: Run, as_person: AsPerson) -> None:
    before = zones_on(as_person("admin1"), "2026-10-10")
    for name, (features, options, words) in REFUSED.items():
        done = publish(features, *OPTIONS, *options)
        assert done.returncode != 0, name
        assert "Traceback" not in done.stderr, (name, done.stderr)
        assert words in done.stderr, (name, done.stderr)
    assert zones_on(as_person("admin1"), "2026-10-10") == before


def test_a_version_before_the_last_is_refused_and_nothing_of_the_file_is_kept(publish: Run, phone: PhoneOf) -> None:
    officer = phone("officer1")
    assert publish([feature()], *OPTIONS, "--effective-on", "2026-10-10").returncode == 0
    done = publish([feature(name="另一区"), feature()], *OPTIONS, "--effective-on", "2026-10-10")
    assert done.returncode != 0
    assert "2026-10-10" in done.stderr
    assert "另一区" not in zones_on(officer.caller, "2026-10-10")
    item = officer.record("incident", officer.incident(position=officer.fix(*FAR)))
    assert officer.meta(item["id"])["zone_certainty"] == "outside"


def test_a_shapefile_in_metres_and_gbk_is_published_where_it_is(place: Place, phone: PhoneOf, tmp_path: Path) -> None:
    file = tmp_path / "区界.zip"
    square = shapely.box(120.5, 30.5, 120.52, 30.52)
    file.write_bytes(shapefile(polygons=[in_metres(square)], crs="EPSG:4549", names=["集镇"], encoding="GBK"))
    more = [*OPTIONS, "--effective-on", "2026-10-10", "--system", "epsg:4549"]
    done = quanxun(environment(place.data_dir, DATABASE_URL=place.url), "zones", "import", str(file), *more)
    assert "1 boundaries published" in done
    found = zones_on(phone("officer1").caller, "2026-10-10")["集镇"]["geometry"]
    assert shapely.hausdorff_distance(shapely.from_geojson(json.dumps(found)), square) < 1e-7
