"""XLSX by GDAL, every cell as text: what a formula came to is taken as it stands, none is ever computed."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from geo import gdal_files
from geo.archives import unpacked
from geo.errors import GeoError
from geo.sources import FileLimits, Source
from geo.tables import TITLES, Row, table

BOOK = "xl/workbook.xml"
CELL = re.compile(rb"<(?:\w+:)?c[\s>]")
SHARED = re.compile(rb"<(?:\w+:)?si[\s>/]")
MOST_CELLS = 1_000_000
MOST_TEXT = 500 * 1024 * 1024
"""A word is written once in the file and once again in memory for each cell that points at it."""


def is_spreadsheet(names: Sequence[str]) -> bool:
    return BOOK in names


def read_spreadsheet(data: bytes, layer: str | None, limits: FileLimits) -> Source:
    """The rows of one sheet; `layer` names it where several have any. Raises GeoError, ChooseLayer."""
    _refuse_bombs(unpacked(data, (".xml",)))
    with tempfile.TemporaryDirectory(prefix="quanxun-") as folder:
        path = Path(folder) / "table.xlsx"
        path.write_bytes(data)
        sheets = gdal_files.layers_of(path)
        if not sheets:
            raise GeoError("no_rows", "no sheet has a row")
        sheet = gdal_files.chosen({name: name for name in sheets}, layer)
        rows = list(_rows(path, sheet, limits))
    return table("xlsx", rows, limits, sheet, sheets)


def _rows(path: Path, sheet: str, limits: FileLimits) -> Iterator[Row]:
    columns = gdal_files.cells(path, sheet, limits.features + TITLES + 2)
    for number, cells in enumerate(zip(*columns, strict=True), start=1):
        yield number, ["" if cell is None else str(cell) for cell in cells]


def _refuse_bombs(parts: Mapping[str, bytes]) -> None:
    if any(b"<!DOCTYPE" in part or b"<!ENTITY" in part for part in parts.values()):
        raise GeoError("bad_file", "the workbook defines entities of its own")
    cells = sum(sum(1 for _ in CELL.finditer(part)) for name, part in parts.items() if "worksheets/" in name)
    longest = max(map(len, SHARED.split(parts.get("xl/sharedStrings.xml", b""))))
    if cells > MOST_CELLS or cells * longest > MOST_TEXT:
        raise GeoError("too_many_cells", "the workbook has more cells than a list of places")
