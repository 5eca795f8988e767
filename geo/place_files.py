"""Files of places as offices keep them: tables (CSV, XLSX) and the geographic formats of `polygon_files`, points or areas.

Told apart by their bytes, whatever they are called. The rows of a table have no shape yet: which columns say where they lie
is asked of a person (`geo.headings` proposes), as is the coordinate system.
"""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace

from geo.errors import GeoError
from geo.polygon_files import DECLARATION, ZIP, read_polygons, text_of
from geo.sources import FileLimits, Source
from geo.spreadsheets import is_spreadsheet, read_spreadsheet
from geo.tables import csv_rows, table

PLACE_LIMITS = FileLimits(features=2_000)
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
UTF_16 = (b"\xff\xfe", b"\xfe\xff")
GEOGRAPHIC = (b"SQLite format 3\x00", b"\x00\x00\x27\x0a")
CONTROL = frozenset(range(9)) | frozenset(range(14, 32))


def read_places(data: bytes, layer: str | None = None, limits: FileLimits = PLACE_LIMITS) -> Source:
    """The features or rows of a file, each with the number that its program shows beside it.

    Raises GeoError as `read_polygons`, and old_excel, broken_row (its message is the row's number), no_rows.
    """
    if len(data) > limits.bytes:
        raise GeoError("file_too_large", f"{len(data)} bytes, at most {limits.bytes}")
    if data.startswith(OLE):
        raise GeoError("old_excel", "an .xls file, or a workbook with a password")
    if data.startswith(ZIP) and is_spreadsheet(_names(data)):
        return read_spreadsheet(data, layer, limits)
    if data.startswith((ZIP, *GEOGRAPHIC)) or _is_document(data):
        return _numbered(read_polygons(data, layer, limits))
    if not data.startswith(UTF_16) and CONTROL.intersection(data[:4_096]):
        raise GeoError("unknown_format", "neither a table nor a geographic file")
    return table("csv", csv_rows(text_of(data)), limits)


def _is_document(data: bytes) -> bool:
    """JSON or XML."""
    if data.startswith(UTF_16):
        return DECLARATION.sub("", data[:400].decode("utf-16", "ignore")).lstrip().startswith("<")
    return data[:200].lstrip(b"\xef\xbb\xbf \t\r\n").startswith((b"<", b"{", b"["))


def _numbered(source: Source) -> Source:
    features = [replace(one, number=number) for number, one in enumerate(source.features, start=1)]
    heads = dict.fromkeys(head for one in features for head in one.properties)
    return replace(source, features=features, heads=list(heads))


def _names(data: bytes) -> list[str]:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return archive.namelist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as fault:
        raise GeoError("bad_archive", "the archive cannot be read") from fault
