"""Each kind of file read back by another program than the one that wrote it: rows by the names of the columns."""

import csv
import io
import zipfile
from pathlib import Path
from typing import Any

import orjson
import pyogrio
from pyogrio import raw
from werkzeug.test import TestResponse

from app.exports.columns import COLUMNS, TABLE, headings, of, words
from tests.people import Caller

Data = dict[str, Any]
FORMATS = ("csv", "xlsx", "geojson", "gpkg", "shp")
MIME = {
    "csv": "text/csv",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "geojson": "application/geo+json",
    "gpkg": "application/geopackage+sqlite3",
    "shp": "application/zip",
}


def get(who: Caller, form: str, **query: Any) -> TestResponse:
    return who.get(f"/api/v1/exports/{form}", query_string={"lang": "en", **query}, buffered=True)


def exported(who: Caller, form: str, folder: Path, **query: Any) -> list[Data]:
    answer = get(who, form, **query)
    assert answer.status_code == 200, answer.text
    assert answer.mimetype == MIME[form]
    return read(answer.data, form, folder)


def read(data: bytes, form: str, folder: Path) -> list[Data]:
    """The rows in their order, empty cells as None."""
    rows = READ[form](data, folder)
    return [{name: None if value == "" else value for name, value in row.items()} for row in rows]


def from_csv(data: bytes, _folder: Path) -> list[Data]:
    assert data.startswith(b"\xef\xbb\xbf")
    heads, *rows = csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""))
    return [dict(zip(map(name_of, heads), row, strict=True)) for row in rows]


def from_xlsx(data: bytes, folder: Path) -> list[Data]:
    path = saved(data, folder / "records.xlsx")
    with zipfile.ZipFile(path) as parts:
        assert b"<f>" not in parts.read("xl/worksheets/sheet1.xml")
    (layer,) = pyogrio.list_layers(path)
    rows = by_gdal(path, layer[0], HEADERS="FORCE", FIELD_TYPES="STRING")
    if rows and "Field1" in rows[0]:  # a sheet of one line is all rows and no head to GDAL
        assert [list(row.values()) for row in rows] == [headings(of(TABLE, author=True), "en")]
        return []
    return [{name_of(head): value for head, value in row.items()} for row in rows]


def from_geojson(data: bytes, _folder: Path) -> list[Data]:
    features = orjson.loads(data)["features"]
    return [one["properties"] | position(one["geometry"]) for one in features]


def from_gpkg(data: bytes, folder: Path) -> list[Data]:
    return by_gdal(saved(data, folder / "records.gpkg"), "records")


def from_shp(data: bytes, folder: Path) -> list[Data]:
    with zipfile.ZipFile(io.BytesIO(data)) as parts:
        assert {"records.shp", "records.shx", "records.dbf", "records.prj", "records.cpg"} <= set(parts.namelist())
        assert parts.read("records.cpg").strip() == b"UTF-8"
    path = saved(data, folder / "records.zip")
    longer = {column.short: column.name for column in COLUMNS}
    return [{longer.get(name, name): value for name, value in row.items()} for row in by_gdal(path, "records")]


READ = {"csv": from_csv, "xlsx": from_xlsx, "geojson": from_geojson, "gpkg": from_gpkg, "shp": from_shp}


def by_gdal(path: Path, layer: str, **options: str) -> list[Data]:
    info, _, shapes, columns = raw.read(path, layer=layer, datetime_as_string=True, **options)
    names = info["fields"].tolist()
    rows = [dict(zip(names, values, strict=True)) for values in zip(*columns, strict=True)]
    if shapes is None:
        return rows
    import shapely

    points = [shapely.from_wkb(shape) if shape else None for shape in shapes]
    return [
        row | ({"lon": point.x, "lat": point.y} if point else {"lon": None, "lat": None})
        for row, point in zip(rows, points, strict=True)
    ]


def saved(data: bytes, path: Path) -> Path:
    path.write_bytes(data)
    return path


def position(geometry: Data | None) -> Data:
    lon, lat = geometry["coordinates"] if geometry else (None, None)
    return {"lon": lon, "lat": lat}


def name_of(heading: str) -> str:
    return next(name for name, word in words("en")["columns"].items() if word == heading)
