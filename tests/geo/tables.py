"""Tables and files of points as offices keep them, made by the programs that make them."""

from __future__ import annotations

import csv
import io
import json
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import shapely
import xlsxwriter

from tests.geo.files import DRIVERS, zipped

HEADS = ("序号", "场所名称", "详细地址", "经度", "纬度", "类别")
MARKET = ("1", "建国路农贸市场", "建国路12号", "120.7512345", "30.7654321", "室内农贸市场")
Rows = Sequence[Sequence[Any]]


def csv_text(*rows: Sequence[Any], heads: Sequence[str] = HEADS, delimiter: str = ",") -> str:
    written = io.StringIO()
    csv.writer(written, delimiter=delimiter).writerows([heads, *(rows or (MARKET,))])
    return written.getvalue()


def xlsx(sheets: Mapping[str, Rows], formulas: Mapping[tuple[int, int], tuple[str, str]] | None = None) -> bytes:
    """Cells of text stay text; `formulas` go to the first sheet, by row and column: what is computed, and what it came to."""
    packed = io.BytesIO()
    with xlsxwriter.Workbook(packed) as book:
        for number, (name, rows) in enumerate(sheets.items()):
            sheet = book.add_worksheet(name)
            for at, row in enumerate(rows):
                for column, value in enumerate(row):
                    if isinstance(value, str):
                        sheet.write_string(at, column, value)
                    elif value is not None:
                        sheet.write_number(at, column, value)
            for (at, column), (formula, value) in (formulas or {}).items() if number == 0 else ():
                sheet.write_formula(at, column, formula, None, value)
    return packed.getvalue()


def drawn(ending: str, shapes: Sequence[Any], columns: Mapping[str, Sequence[Any]], **more: Any) -> bytes:
    """By GDAL: gpkg, kml, or a Shapefile in a .zip."""
    from pyogrio import raw

    options = {"geometry_type": shapes[0].geom_type, "crs": "EPSG:4326"} | more
    with tempfile.TemporaryDirectory() as folder:
        raw.write(
            Path(folder) / f"places.{ending}",
            shapely.to_wkb(np.array(shapes, dtype=object)),
            [np.array(values, dtype=object) for values in columns.values()],
            fields=list(columns),
            driver=DRIVERS[ending],
            layer="places",
            **options,
        )
        files = {path.name: path.read_bytes() for path in sorted(Path(folder).iterdir())}
    return zipped(files) if ending == "shp" else files[f"places.{ending}"]


def features(*found: tuple[Any, dict[str, Any]]) -> bytes:
    """GeoJSON; a geometry may be a shape, or whatever a test wants to stand there."""
    told = [
        {
            "type": "Feature",
            "properties": properties,
            "geometry": one if isinstance(one, dict) or one is None else json.loads(shapely.to_geojson(one)),
        }
        for one, properties in found
    ]
    return json.dumps({"type": "FeatureCollection", "features": told}, ensure_ascii=False).encode()
