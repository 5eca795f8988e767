"""Files of offices: looked at in each reading, made into drafts when somebody has chosen, never accepted unseen."""

from __future__ import annotations

import hashlib
import json
from typing import Any

import numpy as np
import pytest
import shapely

from app.organisations import outlines
from geo.systems import FROM_WGS84, TO_WGS84
from tests.conftest import Clock
from tests.geo.files import geojson, geopackage, in_metres, kml, shapefile, written, zipped
from tests.geo.shapes import crooked, shared
from tests.geo.test_polygon_files import BILLION, bomb
from tests.zones.drafting import BOW_TIE, DRAFTS, Desk, codes, ok, refused

TOWN = crooked(np.random.default_rng(2), 120.865, 30.705, 0.008, 14)
AMAP = "boundaries/jiaxing_nankai_GCJ02_amap_cnmaps.geojson"
INVALID = "boundaries/jiaxing_GCJ02_echarts_invalid.geojson"


def drawn_in(system: str, polygon: Any = TOWN) -> Any:
    return shapely.transform(polygon, FROM_WGS84[system])


def shape(geometry: Any) -> Any:
    return shapely.from_geojson(json.dumps(geometry))


def near(geometry: Any, polygon: Any = TOWN) -> bool:
    return bool(shapely.hausdorff_distance(shape(geometry), polygon) < 1e-7)


FORMATS = {
    "geojson": (lambda: geojson(TOWN), "wgs84"),
    "shapefile": (lambda: shapefile(polygons=[in_metres(TOWN)], crs="EPSG:4549", encoding="GBK"), "epsg:4549"),
    "kml": (lambda: kml(polygons=[TOWN]), "wgs84"),
    "kmz": (lambda: zipped({"doc.kml": kml(polygons=[drawn_in("bd09")])}), "bd09"),
    "gpkg": (lambda: geopackage(polygons=[drawn_in("gcj02")]), "gcj02"),
}


@pytest.mark.parametrize("name", FORMATS)
def test_each_format_becomes_a_draft_where_it_is(desk: Desk, name: str) -> None:
    make, system = FORMATS[name]
    data = make()
    seen = desk.preview(data, system)
    assert (seen["format"], seen["system"], len(seen["features"])) == (name.replace("kmz", "kml"), system, 1)
    assert near(seen["features"][0]["readings"][system]["geometry"])
    assert ok(desk.caller.get(DRAFTS))["drafts"] == []  # nothing is kept of a look
    (draft,) = desk.imported(data, system, {"number": 1, "name": "新丰镇集镇"}, filename="区界.zip")
    assert near(draft["boundary"])
    assert (draft["imported"], draft["source"]["system"]) == (True, system)
    assert draft["source"]["file"] == {
        "name": "区界.zip",
        "sha256": hashlib.sha256(data).hexdigest(),
        "size": len(data),
    }
    answer = desk.caller.get(f"{DRAFTS}/{draft['id']}/source", buffered=True)
    assert answer.data == data


def test_the_look_shows_every_reading_of_the_same_degrees(desk: Desk) -> None:
    seen = desk.preview(geojson(drawn_in("gcj02")), "wgs84")
    assert seen["readings"] == ["wgs84", "gcj02", "bd09"]
    shown = seen["features"][0]["readings"]
    assert near(shown["gcj02"]["geometry"])
    assert not near(shown["wgs84"]["geometry"])
    assert seen["declared"] is None
    assert shown["gcj02"]["area_m2"] == pytest.approx(shown["wgs84"]["area_m2"], rel=0.01)


def test_a_district_of_amap_said_to_be_wgs84_is_told_with_its_metres(desk: Desk) -> None:
    """Fault 33."""
    features = json.loads(shared(AMAP).read_text("utf-8"))["features"]
    nanhu = next(one for one in features if one["properties"]["code"] == "330402")
    data = json.dumps({"type": "FeatureCollection", "features": [nanhu]}).encode()
    verdict = desk.preview(data, "wgs84")["verdict"]
    assert (verdict["verdict"], verdict["reading"]) == ("shifted", "gcj02")
    assert verdict["shift_m"] == pytest.approx(486, abs=5)
    assert desk.preview(data, "gcj02")["verdict"]["verdict"] == "fits"
    (draft,) = desk.imported(data, "wgs84")
    draft = desk.check(draft)
    assert codes(draft)["system_shifted"] == "confirm"
    words = next(one for one in draft["findings"] if one["code"] == "system_shifted")
    assert "48" in words["title"]
    assert "GCJ-02" in words["detail"]
    (right,) = desk.imported(data, "gcj02")
    assert codes(desk.check(right))["system_fits"] == "note"


def test_the_self_intersecting_districts_get_their_place_and_a_repair(desk: Desk) -> None:
    """Fault 29."""
    data = shared(INVALID).read_bytes()
    seen = desk.preview(data, "gcj02")
    assert len(seen["features"]) == 7
    for feature in seen["features"]:
        (finding,) = feature["readings"]["gcj02"]["findings"]
        assert (finding["severity"], finding["place"] is None, finding["repair"] is None) == ("refuse", False, False)
    nanhu = next(one for one in seen["features"] if one["name"] == "南湖区")
    (draft,) = desk.imported(data, "gcj02", {"number": nanhu["number"]})
    draft = desk.check(draft)
    assert draft["state"] == "draft"
    (finding,) = draft["findings"]
    mended = desk.check(ok(desk.post(draft, "repair", code=finding["code"])))
    assert not [one for one in mended["findings"] if one["severity"] == "refuse"]
    assert [one["code"] for one in mended["source"]["repairs"]] == [finding["code"]]


@pytest.mark.parametrize("system", ["wgs84", "gcj02", "bd09"])
def test_a_town_sized_zone_is_never_accepted_without_a_look(desk: Desk, system: str) -> None:
    """Fault 33: whatever it is in, nothing is there to match."""
    data = geojson(drawn_in(system))
    assert desk.preview(data, "wgs84")["verdict"]["verdict"] == "cannot_tell"
    (draft,) = desk.imported(data, "wgs84", {"number": 1, "name": "镇"})
    draft = desk.check(draft)
    assert (draft["state"], codes(draft)) == ("draft", {"looked_at_map": "confirm"})
    refused(desk.post(desk.fill(draft, 1), "announcement"), 409, "zone_draft_draft")
    assert desk.confirm(desk.get(draft), "looked_at_map")["state"] == "checked"


def neighbours() -> tuple[Any, Any]:
    """On both sides of a crooked line."""
    random = np.random.default_rng(6)
    line = [(120.87 + random.uniform(-0.001, 0.001), 30.70 + at * 0.002) for at in range(12)]
    east = shapely.Polygon([*line, (120.89, 30.722), (120.89, 30.70)])
    return east, shapely.Polygon([*line, (120.85, 30.722), (120.85, 30.70)])


def test_a_neighbour_in_force_tells_a_shifted_town(desk: Desk) -> None:
    east, west = neighbours()
    desk.announced(json.loads(shapely.to_geojson(east)), name="东块")
    verdict = desk.preview(geojson(drawn_in("gcj02", west)), "wgs84")["verdict"]
    assert (verdict["verdict"], verdict["reading"]) == ("shifted", "gcj02")
    assert desk.preview(geojson(west), "wgs84")["verdict"]["verdict"] == "fits"


def test_several_features_become_drafts_of_their_own(desk: Desk) -> None:
    first = desk.announced()
    data = geojson(TOWN, shapely.box(120.9, 30.7, 120.91, 30.71), seat="330402103")
    chosen = [{"number": 2, "seat_id": "330402103"}, {"number": 1, "zone_id": first["zone_id"]}]
    one, two = desk.imported(data, "wgs84", *chosen)
    assert (one["name"], one["seat"]["name"], one["source"]["feature"]) == ("区2", "新丰镇", 2)
    assert (two["name"], two["zone_id"]) == ("新丰镇集镇", first["zone_id"])


def test_a_file_with_several_layers_asks_for_one(desk: Desk) -> None:
    both = zipped(dict(written("shp", layer="一")) | dict(written("shp", layer="二")))
    told = refused(desk.upload("/preview", both, "wgs84"), 422, "zone_file_choose_layer")
    assert told["fields"] == {"layer": {"choose": ["一", "二"]}}
    assert desk.preview(both, "wgs84", layer="二")["layer"] == "二"


REFUSED = {
    "zone_file_empty": b"",
    "zone_file_unknown_format": b"%PDF-1.7",
    "zone_file_bad_archive": zipped({"../x.shp": b"x"}),
    "zone_file_bad_file": BILLION,
    "zone_file_no_polygons": b'{"type":"FeatureCollection","features":[]}',
    "zone_file_too_many_features": geojson(*[TOWN] * 201),
    "zone_file_shapefile_alone": b"\x00\x00\x27\x0a" + b"\0" * 200,
}


@pytest.mark.one_engine
@pytest.mark.parametrize("code", REFUSED)
def test_what_cannot_be_read_is_refused_with_what_to_do(desk: Desk, code: str) -> None:
    refused(desk.upload("/preview", REFUSED[code], "wgs84"), 422, code)
    refused(desk.upload("", REFUSED[code], "wgs84", features='[{"number":1}]'), 422, code)


@pytest.mark.one_engine
def test_bombs_and_giants_are_refused(desk: Desk) -> None:
    refused(desk.upload("/preview", bomb(), "wgs84"), 422, "zone_file_archive_too_large")
    giant = {"data": b"x" * 21 * 1024 * 1024, "content_type": "multipart/form-data; boundary=x"}
    refused(desk.caller.request("POST", "/api/v1/zones/imports/preview", **giant), 413, "too_large")


@pytest.mark.one_engine
def test_the_system_is_always_asked_for(desk: Desk) -> None:
    data = geojson(TOWN)
    for system in ("", "epsg:4326", "guess"):
        refused(desk.upload("/preview", data, system), 422, "invalid")
    assert desk.caller.post("/api/v1/zones/imports/preview", {}).status_code == 422
    systems = ok(desk.caller.get("/api/v1/zones/systems"))["systems"]
    assert len(systems) == 69
    (one,) = [each for each in systems if each["code"] == "epsg:4549"]
    assert (one["width"], one["meridian"], one["prefixed"]) == (3, 120.0, False)
    assert "120°" in one["title"]


def likely(caller: Any) -> list[str]:
    return [one["code"] for one in ok(caller.get("/api/v1/zones/systems"))["systems"] if one["likely"]]


def test_what_offices_here_use_is_told_by_where_the_county_lies(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """南湖 lies at 120.6° to 121°: zone 40 of three degrees (middle 120°), zone 21 of six (123°)."""
    degrees = ["wgs84", "cgcs2000", "gcj02", "bd09"]
    assert likely(desk.caller) == [*degrees, "epsg:4499", "epsg:4510", "epsg:4528", "epsg:4549"]
    far_west = {"330402": shapely.box(86.6, 43, 86.9, 44)}
    monkeypatch.setattr(outlines, "polygons", lambda: far_west)
    assert likely(desk.caller) == [*degrees, "epsg:4493", "epsg:4504", "epsg:4517", "epsg:4538"]
    monkeypatch.setattr(outlines, "polygons", dict)
    assert likely(desk.caller) == degrees


@pytest.mark.one_engine
def test_a_shift_is_said_before_what_it_explains(desk: Desk) -> None:
    east, west = neighbours()
    desk.announced(json.loads(shapely.to_geojson(east)), name="东块")
    (draft,) = desk.imported(geojson(drawn_in("gcj02", west)), "wgs84", {"number": 1, "name": "西块"})
    assert [one["code"] for one in desk.check(draft)["findings"]] == ["system_shifted", "overlap"]


@pytest.mark.one_engine
@pytest.mark.parametrize(
    "features",
    [
        "",
        "null",
        "[]",
        "{",
        '[{"number":0}]',
        '[{"number":2}]',
        '[{"number":1,"state":"announced"}]',
        '[{"number":1e400}]',
    ],
)
def test_the_choice_is_read_strictly(desk: Desk, features: str) -> None:
    assert desk.upload("", geojson(TOWN), "wgs84", features=features).status_code in (400, 422)
    assert ok(desk.caller.get(DRAFTS))["drafts"] == []


@pytest.mark.one_engine
def test_a_feature_that_is_no_area_is_shown_and_not_taken(desk: Desk) -> None:
    data = geojson({"type": "LineString", "coordinates": [[120.86, 30.7], [120.87, 30.7]]}, TOWN)
    seen = desk.preview(data, "wgs84")
    line, town = seen["features"]
    assert (line["readings"]["wgs84"]["geometry"], line["readings"]["wgs84"]["findings"][0]["code"]) == (
        None,
        "not_a_polygon",
    )
    assert town["readings"]["wgs84"]["findings"] == []
    refused(desk.upload("", data, "wgs84", features='[{"number":1}]'), 422, "zone_file_feature")


@pytest.mark.one_engine
def test_metres_said_to_be_degrees_and_the_reverse(desk: Desk) -> None:
    seen = desk.preview(geojson(in_metres(TOWN)), "wgs84")
    assert seen["features"][0]["readings"]["wgs84"]["findings"][0]["code"] == "projected_metres"
    seen = desk.preview(geojson(TOWN), "epsg:4549")
    assert seen["readings"] == ["epsg:4549"]
    assert {one["code"] for one in seen["features"][0]["readings"]["epsg:4549"]["findings"]} & {
        "too_small",
        "outside_china",
    }


def turned(polygon: Any) -> Any:
    return shapely.transform(polygon, lambda xy: xy[:, ::-1])


@pytest.mark.parametrize("system", ["wgs84", "gcj02", "bd09", "epsg:4549"])
def test_exchanged_axes_are_told_put_right_and_never_taken_as_they_are(desk: Desk, system: str) -> None:
    """Fault 30. A survey's x points north, and so it stands first in many a file."""
    written_ = in_metres(TOWN) if system.startswith("epsg") else drawn_in(system)
    data = geojson(turned(written_))
    seen = desk.preview(data, system)
    assert (seen["exchange"], seen["exchanged"]) == (True, False)
    (feature,) = seen["features"]
    assert not feature["readings"][system]["possible"] or "outside_china" in {
        one["code"] for one in feature["readings"][system]["findings"]
    }
    again = desk.preview(data, system, exchanged="true")
    assert (again["exchange"], again["exchanged"]) == (False, True)
    assert near(again["features"][0]["readings"][system]["geometry"])
    (draft,) = desk.imported(data, system, {"number": 1, "name": "镇"}, exchanged="true")
    assert near(draft["boundary"])
    assert draft["source"]["exchanged"] is True
    assert desk.preview(geojson(written_), system)["exchange"] is False


@pytest.mark.one_engine
@pytest.mark.parametrize("nonsense", [turned(TOWN), in_metres(TOWN), shapely.box(480, 30, 480.1, 30.1)])
def test_what_lies_nowhere_is_not_taken(desk: Desk, nonsense: Any) -> None:
    """Fault 30."""
    (feature,) = desk.preview(geojson(nonsense), "wgs84")["features"]
    assert feature["readings"]["wgs84"]["possible"] is False
    told = refused(
        desk.upload("", geojson(nonsense), "wgs84", features='[{"number":1}]'), 422, "zone_file_out_of_bounds"
    )
    assert "对调经纬度" in told["detail"]
    assert ok(desk.caller.get(DRAFTS))["drafts"] == []


@pytest.mark.parametrize("system", ["wgs84", "gcj02", "bd09"])
def test_a_draft_that_came_with_exchanged_axes_is_mended(desk: Desk, app: Any, system: str) -> None:
    """Such drafts were taken once: the shift of the file's system belongs to the right place."""
    (draft,) = desk.imported(geojson(drawn_in(system)), system, {"number": 1, "name": "镇"})
    wrong = shapely.to_geojson(shapely.transform(turned(drawn_in(system)), TO_WGS84[system]))
    draft = desk.check(desk.patch(draft, boundary=json.loads(wrong)))
    (finding,) = draft["findings"]
    assert (finding["code"], finding["severity"]) == ("swapped_axes", "refuse")
    assert near(ok(desk.post(draft, "repair", code="swapped_axes"))["boundary"])


def test_of_a_grid_only_the_axes_are_exchanged(desk: Desk) -> None:
    (draft,) = desk.imported(geojson(in_metres(TOWN)), "epsg:4549", {"number": 1, "name": "镇"})
    draft = desk.check(desk.patch(draft, boundary=json.loads(shapely.to_geojson(turned(TOWN)))))
    assert [one["code"] for one in draft["findings"]] == ["swapped_axes"]
    assert near(ok(desk.post(draft, "repair", code="swapped_axes"))["boundary"])


def test_a_repair_that_was_seen_in_the_look_is_taken_with_the_import(desk: Desk) -> None:
    data = json.dumps(BOW_TIE).encode()
    (finding,) = desk.preview(data, "wgs84")["features"][0]["readings"]["wgs84"]["findings"]
    (draft,) = desk.imported(data, "wgs84", {"number": 1, "name": "镇", "repair": True})
    assert shape(draft["boundary"]).equals(shape(finding["repair"]))
    (repair,) = draft["source"]["repairs"]
    assert (repair["code"], repair["by"]) == ("self_intersection", desk.caller.session.person["name"])
    (as_it_came,) = desk.imported(data, "wgs84", {"number": 1, "name": "镇"})
    assert not shape(as_it_came["boundary"]).is_valid
    asked = '[{"number":1,"name":"镇","repair":true}]'
    refused(desk.upload("", geojson(TOWN), "wgs84", features=asked), 422, "zone_no_repair")


def test_only_who_may_draft_may_import(desk: Desk, as_person: Any, clock: Clock) -> None:
    for username in ("officer1", "admin1"):
        answer = Desk(as_person(username), clock).upload("/preview", geojson(TOWN), "wgs84")
        assert answer.status_code == 403
