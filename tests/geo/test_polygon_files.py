"""Reading the files that offices send, and refusing those that somebody made to hurt: fault 30."""

from __future__ import annotations

import io
import json
import sqlite3
import struct
import zipfile
from pathlib import Path
from typing import Any

import orjson
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.errors import GeoError
from geo.polygon_files import read_polygons
from geo.readings import read_as
from geo.sources import ChooseLayer, FileLimits
from tests.geo.files import SQUARE, geojson, geopackage, in_metres, kml, shapefile, written, zipped
from tests.geo.shapes import shared
from tests.work import work_of


def polygon_of(data: bytes, system: str = "wgs84", **more: Any) -> Any:
    (feature,) = read_polygons(data, **more).features
    return shapely.from_geojson(json.dumps(read_as(feature.geometry, system)))


def code_of(data: bytes, **more: Any) -> str:
    with pytest.raises(GeoError) as caught:
        read_polygons(data, **more)
    return caught.value.code


def same(one: Any, other: Any = SQUARE) -> bool:
    return bool(shapely.hausdorff_distance(one, other) < 1e-7)


@pytest.mark.parametrize(
    ("make", "format_"),
    [
        (geojson, "geojson"),
        (lambda: b"\xef\xbb\xbf" + geojson(), "geojson"),
        (shapefile, "shapefile"),
        (kml, "kml"),
        (lambda: zipped({"doc.kml": kml()}), "kml"),
        (lambda: zipped({"区划.geojson": geojson()}), "geojson"),
        (geopackage, "gpkg"),
    ],
)
def test_each_format_is_read(make: Any, format_: str) -> None:
    source = read_polygons(make())
    assert source.format == format_
    (feature,) = source.features
    assert same(shapely.from_geojson(json.dumps(read_as(feature.geometry, "wgs84"))))
    assert feature.name == ("区1" if format_ == "geojson" else "新丰镇集镇")


@pytest.mark.parametrize("with_cpg", [True, False])
def test_a_shapefile_in_gbk_has_its_words(with_cpg: bool) -> None:
    files = dict(written("shp", encoding="GBK"))
    files = {name: data for name, data in files.items() if with_cpg or not name.endswith(".cpg")}
    (feature,) = read_polygons(zipped(files)).features
    assert (feature.name, feature.properties["四至"]) == ("新丰镇集镇", "东至七沈公路")


def test_a_shapefile_without_any_mark_of_its_encoding_has_its_words_too() -> None:
    files = {name: data for name, data in written("shp", encoding="GBK").items() if not name.endswith(".cpg")}
    dbf = bytearray(files["zones.dbf"])
    dbf[29] = 0
    (feature,) = read_polygons(zipped({**files, "zones.dbf": bytes(dbf)})).features
    assert feature.properties["名称"] == "新丰镇集镇"


def test_gauss_krueger_metres_come_out_where_they_are() -> None:
    data = shapefile(polygons=[in_metres()], crs="EPSG:4549")
    assert read_polygons(data).declared == "epsg:4549"
    assert same(polygon_of(data, "epsg:4549"))
    assert same(polygon_of(geojson(in_metres(epsg=4528)), "epsg:4528"))
    with_prefix = polygon_of(geojson(in_metres(epsg=4528)), "epsg:4528")
    assert with_prefix.bounds[0] == pytest.approx(120.75)


def test_what_a_file_declares_is_told_and_not_followed() -> None:
    assert read_polygons(geojson(crs="urn:ogc:def:crs:EPSG::4490")).declared == "cgcs2000"
    assert read_polygons(geojson()).declared is None
    assert read_polygons(kml()).declared == "wgs84"
    assert read_polygons(shapefile(crs="EPSG:4490")).declared == "cgcs2000"
    nameless = {name: data for name, data in written("shp").items() if not name.endswith(".prj")}
    assert read_polygons(zipped(nameless)).declared is None


def test_several_layers_are_asked_about() -> None:
    both = dict(written("shp", layer="一")) | dict(written("shp", layer="二", names=["乙"]))
    with pytest.raises(ChooseLayer) as caught:
        read_polygons(zipped(both))
    assert caught.value.layers == ["一", "二"]
    source = read_polygons(zipped(both), "二")
    assert (source.layer, source.layers, source.features[0].name) == ("二", ["一", "二"], "乙")
    with pytest.raises(ChooseLayer):
        read_polygons(zipped(both), "三")


def test_an_archive_in_gbk_names_its_layers() -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, data in written("shp", layer="layer").items():
            entry = zipfile.ZipInfo("xxxx" + name[5:])
            archive.writestr(entry, data)
    data = packed.getvalue().replace(b"xxxx.", "区界".encode("gbk") + b".")
    assert read_polygons(data).layer == "区界"


def test_both_jiaxing_files_are_read_as_they_are() -> None:
    for name, count in (("jiaxing_nankai_GCJ02_amap_cnmaps", 9), ("jiaxing_GCJ02_echarts_invalid", 7)):
        source = read_polygons(shared(f"boundaries/{name}.geojson").read_bytes())
        assert len(source.features) == count
        assert source.declared is None
        assert "南湖区" in {feature.name for feature in source.features}


# ---------------------------------------------------------------- limits
def test_limits_hold_before_any_geometry_is_built() -> None:
    few = FileLimits(bytes=10_000_000, features=2, vertices=20)
    assert code_of(geojson(*[SQUARE] * 3), limits=few) == "too_many_features"
    assert code_of(shapefile(polygons=[SQUARE] * 3), limits=few) == "too_many_features"
    round_ = shapely.Point(120.7, 30.7).buffer(0.1, quad_segs=100)
    for data in (geojson(round_), shapefile(polygons=[round_]), kml(polygons=[round_]), geopackage(polygons=[round_])):
        assert code_of(data, limits=few) == "too_many_vertices"
    assert code_of(geojson(), limits=FileLimits(bytes=100)) == "file_too_large"
    assert code_of(b'{"type":"FeatureCollection","features":[]}') == "no_polygons"


def test_two_hundred_thousand_vertices_are_refused_with_little_work() -> None:
    """No more than some readings of the same bytes: nothing is built of them."""
    ring = [[120 + 1e-6 * at, 30.5] for at in range(200_001)]
    data = geojson({"type": "Polygon", "coordinates": [ring]})
    codes: list[str] = []
    assert work_of(lambda: codes.append(code_of(data))) < 10 * work_of(lambda: orjson.loads(data))
    assert codes == ["too_many_vertices"]


# ---------------------------------------------------------------- hostile
def bomb() -> bytes:
    return zipped({"a.shp": b"\0" * 130 * 1024 * 1024})


def lying_bomb() -> bytes:
    """It says of itself that it unpacks to nine bytes."""
    data = bytearray(bomb())
    size = struct.pack("<I", 130 * 1024 * 1024)
    for at in range(len(data) - 4):
        if data[at : at + 4] == size:
            data[at : at + 4] = struct.pack("<I", 9)
    return bytes(data)


BILLION = (
    b'<?xml version="1.0"?><!DOCTYPE k [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]><kml><name>&b;</name></kml>'
)
OUTSIDE = b'<?xml version="1.0"?><!DOCTYPE k [<!ENTITY a SYSTEM "file:///etc/passwd">]><kml><name>&a;</name></kml>'
VRT = b'<OGRVRTDataSource><OGRVRTLayer name="x"><SrcDataSource>/etc/passwd</SrcDataSource></OGRVRTLayer></OGRVRTDataSource>'


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "unknown_format"),
        (b"%PDF-1.7", "unknown_format"),
        (b"PK\x03\x04 but no archive", "bad_archive"),
        (zipped({"readme.txt": b"x"}), "unknown_format"),
        (zipped({"../../evil.shp": b"x"}), "bad_archive"),
        (zipped({"/etc/evil.shp": b"x"}), "bad_archive"),
        (zipped({"..\\evil.shp": b"x"}), "bad_archive"),
        (zipped({"c:evil.shp": b"x"}), "bad_archive"),
        (zipped({f"{at}.shp": b"" for at in range(501)}), "archive_too_large"),
        (zipped({"doc.kml": zipped({"doc.kml": b"x"})}), "bad_archive"),
        (zipped({"a.shp": VRT, "a.dbf": b"", "a.shx": b""}), "bad_file"),
        (zipped({"doc.kml": VRT}), "unknown_format"),
        (zipped({"a.gpkg": VRT}), "unknown_format"),
        (BILLION, "bad_file"),
        (OUTSIDE, "bad_file"),
        (BILLION.decode().replace("?>", "?><!-- x -->").encode("utf-16"), "bad_file"),
        (VRT, "unknown_format"),
        (b"<kml><unclosed>", "no_polygons"),
        (b"<kml", "unknown_format"),
        (b'{"type": "FeatureCollection", "features": [', "bad_file"),
        (b"[" * 100_000, "unknown_format"),
        (b'{"a":' * 100_000, "bad_file"),
        (b"SQLite format 3\x00" + b"\0" * 200, "bad_file"),
        (b"\x00\x00\x27\x0a" + b"\0" * 200, "shapefile_alone"),
        (zipped({"a.shp": b"\x00\x00\x27\x0a" + b"\xff" * 200}), "bad_file"),
    ],
)
def test_hostile_files_are_refused(data: bytes, code: str) -> None:
    found = code_of(data)
    assert found == code or {found, code} <= {"bad_file", "no_polygons", "unknown_format"}, found


@pytest.mark.parametrize("make", [bomb, lying_bomb])
def test_a_zip_bomb_is_put_down(make: Any) -> None:
    assert len(make()) < 200_000
    assert code_of(make()) in ("archive_too_large", "bad_archive")


@pytest.mark.parametrize(
    "program",
    [
        "CREATE VIEW spy AS SELECT * FROM zones",
        "CREATE VIRTUAL TABLE rtree_spy USING fts4(content)",
        "CREATE VIRTUAL TABLE spy USING fts5(rtree)",
    ],
)
def test_a_geopackage_with_programs_in_it_is_refused(program: str, tmp_path: Path) -> None:
    path = tmp_path / "spy.gpkg"
    path.write_bytes(geopackage())
    with sqlite3.connect(path) as connection:
        connection.execute(program)
    connection.close()
    assert code_of(path.read_bytes()) == "bad_file"


def test_no_address_in_a_file_is_followed(tmp_path: Path) -> None:
    """A KML may link to others: nothing of them is read."""
    link = b"<NetworkLink><Link><href>file:///etc/passwd</href></Link></NetworkLink>"
    data = kml().replace(b"</Folder>", link + b"</Folder>")
    assert len(read_polygons(data).features) == 1


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_a_damaged_file_is_read_or_refused_and_nothing_else(data: Any) -> None:
    whole = data.draw(st.sampled_from(SAMPLES))
    at = data.draw(st.integers(0, len(whole) - 1))
    damaged = whole[:at] + data.draw(st.binary(max_size=8)) + whole[at + data.draw(st.integers(0, 8)) :]
    try:
        source = read_polygons(damaged)
    except GeoError:
        return
    for feature in source.features:
        try:
            read_as(feature.geometry, "epsg:4549")
        except GeoError:
            continue


SAMPLES = [geojson(), shapefile(), kml(), geopackage()[:20_000], zipped({"doc.kml": kml()})]
