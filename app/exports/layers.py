"""Layers for a map program: GeoJSON as a stream, GeoPackage and Shapefile through GDAL, a chunk at a time.

What was typed stands in them as it was typed: nothing that opens them reads formulas.
"""

import shutil
import struct
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import orjson

from app.exports.columns import Column, Row

LAYER = "records"
MOST_SHP = 500_000
"""Records, so that no .dbf comes near 2 GB."""
SHP_BYTES = 254


# ---------------------------------------------------------------- GeoJSON
def geojson_pieces(chunks: Iterable[list[Row]], columns: list[Column]) -> Iterator[bytes]:
    """A FeatureCollection in pieces, one for each chunk."""
    yield b'{"type":"FeatureCollection","features":['
    joint = b""
    for rows in chunks:
        yield joint + b",\n".join(orjson.dumps(_feature(row, columns)) for row in rows)
        joint = b",\n"
    yield b"]}\n"


def _feature(row: Row, columns: list[Column]) -> dict[str, Any]:
    place = None if row["lon"] is None else {"type": "Point", "coordinates": [row["lon"], row["lat"]]}
    properties = {column.name: row[column.name] for column in columns}
    properties["captured_at"] = _zoned(row)
    return {"type": "Feature", "id": row["number"], "geometry": place, "properties": properties}


# ---------------------------------------------------------------- files of GDAL
def write_gpkg(path: Path, chunks: Iterable[list[Row]], columns: list[Column]) -> None:
    """Times are text with their zone: a time of a GeoPackage would be shown in UTC, and read eight hours wrong."""
    names = [column.name for column in columns]
    for number, rows in enumerate(_or_empty(chunks)):
        for row in rows:
            row["captured_at"] = _zoned(row)
        _append(path, rows, columns, names, number, "GPKG")


def write_shp(path: Path, chunks: Iterable[list[Row]], columns: list[Column]) -> None:
    """A ZIP with a Shapefile; `.cpg` says that its texts are UTF-8, and they are cut at 254 bytes."""
    folder = path.with_suffix("")
    folder.mkdir()
    names = [column.short for column in columns]
    for number, rows in enumerate(_or_empty(chunks)):
        for row in rows:
            row["captured_at"] = _zoned(row)
            row |= {column.name: _short(row[column.name]) for column in columns if column.type is str}
        _append(folder / f"{LAYER}.shp", rows, columns, names, number, "ESRI Shapefile", ENCODING="UTF-8")
    (folder / f"{LAYER}.cpg").write_text("UTF-8", encoding="ascii")
    shutil.make_archive(str(path.with_suffix("")), "zip", folder)


def _zoned(row: Row) -> str:
    return f"{row['captured_at'].isoformat()}+08:00"


def _or_empty(chunks: Iterable[list[Row]]) -> Iterator[list[Row]]:
    """A file without rows has its columns all the same."""
    empty = True
    for rows in chunks:
        empty = False
        yield rows
    if empty:
        yield []


def _short(text: str) -> str:
    return text.encode()[:SHP_BYTES].decode(errors="ignore")


def _append(
    path: Path, rows: list[Row], columns: list[Column], names: list[str], number: int, driver: str, **options: str
) -> None:
    from pyogrio import raw

    raw.write(
        str(path),
        np.array([_point(row) for row in rows], dtype=object),
        [_array(column, rows) for column in columns],
        np.array(names),
        field_mask=[_missing(column, rows) for column in columns],
        layer=LAYER,
        driver=driver,
        geometry_type="Point",
        crs="EPSG:4326",
        append=number > 0,
        **(options if number == 0 else {}),
    )


def _array(column: Column, rows: list[Row]) -> Any:
    values = [row[column.name] for row in rows]
    if column.type is str:
        return np.array(values, dtype=object)
    return np.array(
        [0 if value is None else value for value in values], dtype=np.float64 if column.type is float else np.int32
    )


def _missing(column: Column, rows: list[Row]) -> Any:
    if column.type is str:
        return None
    return np.array([row[column.name] is None for row in rows], dtype=bool)


def _point(row: Row) -> bytes | None:
    return None if row["lon"] is None else struct.pack("<BIdd", 1, 1, row["lon"], row["lat"])
