"""Tables and geographic files of places: read by their bytes, refused with what is wrong."""

from __future__ import annotations

import io
import zipfile
from typing import Any

import pytest
import shapely

from geo.errors import GeoError
from geo.headings import recognised
from geo.place_files import PLACE_LIMITS, read_places
from geo.readings import read_place
from geo.sources import ChooseLayer
from tests.geo.files import geopackage, zipped
from tests.geo.tables import HEADS, MARKET, csv_text, drawn, features, xlsx

POINT = shapely.Point(120.7512345, 30.7654321)
BOX = shapely.box(120.75, 30.76, 120.752, 30.762)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_csv(encoding: str, delimiter: str) -> None:
    found = read_places(csv_text(delimiter=delimiter).encode(encoding))
    assert (found.format, found.heads) == ("csv", list(HEADS))
    assert [(one.number, tuple(one.properties.values())) for one in found.features] == [(2, MARKET)]


def test_xlsx_as_text_with_the_rows_that_excel_shows() -> None:
    rows: list[list[Any]] = [
        ["南湖区禁入场所台账"],
        list(HEADS),
        [],
        [1, "市场", "=cmd|' /C calc'!A0", 120.75, 30.5, None],
    ]
    found = read_places(xlsx({"台账": rows, "空表": []}, {(3, 5): ("=HYPERLINK(1)", "绿道")}))
    (one,) = found.features
    assert (found.format, found.layer, one.number) == ("xlsx", "台账", 4)
    assert one.properties == dict(
        zip(HEADS, ["1", "市场", "=cmd|' /C calc'!A0", "120.75", "30.5", "绿道"], strict=True)
    )


def test_of_several_sheets_one_is_chosen() -> None:
    data = xlsx({"禁入": [HEADS, MARKET], "服务点": [HEADS, MARKET, MARKET]})
    with pytest.raises(ChooseLayer) as asked:
        read_places(data)
    assert asked.value.layers == ["服务点", "禁入"]
    assert len(read_places(data, "服务点").features) == 2


@pytest.mark.parametrize("shape", [POINT, BOX])
@pytest.mark.parametrize("ending", ["gpkg", "kml", "shp", "geojson"])
def test_points_and_areas_of_geographic_files(ending: str, shape: Any) -> None:
    names = {"name": ["市场"]}
    data = features((shape, {"name": "市场"})) if ending == "geojson" else drawn(ending, [shape], names)
    (one,) = read_places(data).features
    assert (one.number, one.properties.get("name") or one.properties["Name"]) == (1, "市场")
    read = shapely.geometry.shape(read_place(one.geometry, "wgs84"))
    assert read.geom_type == shape.geom_type
    assert shapely.hausdorff_distance(read, shape) < 1e-7


def shared_word_bomb() -> bytes:
    """A word of a megabyte at which ten thousand cells point."""
    data = xlsx({"a": [["x"] * 10 for _ in range(1_000)]})
    packed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            part = old.read(name)
            new.writestr(name, part.replace(b"<t>x</t>", b"<t>" + b"x" * 2**20 + b"</t>"))
    return packed.getvalue()


def entities() -> bytes:
    return zipped({"xl/workbook.xml": b'<!DOCTYPE x [<!ENTITY a "b">]><workbook/>'})


BAD = {
    "empty": (lambda: b"", "no_rows"),
    "blank lines": (lambda: b"\r\n\r\n,,,\r\n", "no_rows"),
    "only a header": (lambda: ",".join(HEADS).encode(), "no_rows"),
    "only a header in Excel": (lambda: xlsx({"a": [HEADS]}), "no_rows"),
    "an empty workbook": (lambda: xlsx({"a": []}), "no_rows"),
    "50,000 rows": (lambda: csv_text(*[MARKET] * 50_000).encode(), "too_many_features"),
    "50,000 rows in Excel": (lambda: xlsx({"a": [HEADS[:2], *[MARKET[:2]] * 50_000]}), "too_many_features"),
    "a quote inside": ('名称,经度\n"市"场,120.7\n'.encode, "broken_row"),
    "a quote left open": ('名称,经度\n市场,"120.7\n公园,120.8\n'.encode, "broken_row"),
    "a picture": (lambda: b"\x89PNG\r\n\x1a\n\x00\x00", "unknown_format"),
    "a web page": (lambda: b"<html><table></table></html>", "unknown_format"),
    "a list of JSON": (lambda: b'[{"name":"a"}]', "unknown_format"),
    "old Excel": (lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "old_excel"),
    "half an archive": (lambda: xlsx({"a": [HEADS, MARKET]})[:300], "bad_archive"),
    "no encoding": (lambda: b"\xff\xfa\xfb,\x80\n1,2\n", "bad_text"),
    "a number too large for JSON": (lambda: b'{"type":"Point","coordinates":[1e400,1]}', "bad_file"),
    "entities": (entities, "bad_file"),
    "a word of a megabyte in each cell": (shared_word_bomb, "too_many_cells"),
    "too many points": (lambda: features(*[(POINT, {})] * (PLACE_LIMITS.features + 1)), "too_many_features"),
    "too many bytes": (lambda: b"a" * (PLACE_LIMITS.bytes + 1), "file_too_large"),
    "a SQLite file": (lambda: geopackage().replace(b"GPKG", b"none", 1), "bad_file"),
}


@pytest.mark.parametrize("name", BAD)
def test_a_bad_file_is_refused_with_what_is_wrong(name: str) -> None:
    make, code = BAD[name]
    with pytest.raises(GeoError) as fault:
        read_places(make())
    assert fault.value.code == code
    if code == "broken_row":
        assert fault.value.args == ("2",)


def test_headings_are_told_whatever_stands_beside_them() -> None:
    heads = [
        "序号",
        "*场所名称",
        "经度(°E)",
        "Latitude",
        "所属镇（街道）",
        "联 系 电 话",
        "负责人",
        "X坐标",
        "场所类别（必填）",
    ]
    assert recognised(heads) == {
        "name": "*场所名称",
        "lon": "经度(°E)",
        "lat": "Latitude",
        "street": "所属镇（街道）",
        "phone": "联 系 电 话",
        "sort": "场所类别（必填）",
    }
    assert recognised(["单位", "所在地", "经纬度坐标"]) == {
        "name": "单位",
        "address": "所在地",
        "position": "经纬度坐标",
    }
    assert recognised(["a", "b"]) == {}


def test_two_columns_of_one_heading_and_one_without() -> None:
    found = read_places(csv_text(("市场", "1", "2", "3"), heads=("名称", "电话", "电话", "")).encode())
    assert found.features[0].properties == {"名称": "市场", "电话": "1", "电话 (2)": "2", "D": "3"}
