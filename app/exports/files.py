"""The kinds of files: what each is called, holds and takes."""

import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import IO

from app.errors import Invalid
from app.exports import columns, layers, tables
from app.exports.columns import MAP, TABLE, Column, Cover, Row

Chunks = Iterable[list[Row]]
Stream = Callable[[Chunks, list[Column], Cover], Iterator[bytes]]
Writer = Callable[[Path, Chunks, list[Column], Cover], None]


@dataclass(frozen=True)
class Format:
    """Either `stream` makes it piece by piece, or `write` makes a file of it."""

    suffix: str
    mime: str
    form: str
    most: int | None = None
    stream: Stream | None = None
    write: Writer | None = None

    def columns(self, *, author: bool) -> list[Column]:
        return columns.of(self.form, author=author)

    def check(self, count: int, system: str) -> None:
        """Raises Invalid for what this format cannot hold."""
        if self.most is not None and count > self.most:
            raise Invalid("export_too_large", most=self.most, count=count)
        if self.form == MAP and system != "wgs84":
            raise Invalid("export_wgs84_only", fields={"system": "export_wgs84_only"})


FORMATS = {
    "csv": Format("csv", "text/csv", TABLE, stream=tables.csv_pieces),
    "xlsx": Format(
        "xlsx",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        TABLE,
        most=tables.MOST_XLSX,
        write=tables.write_xlsx,
    ),
    "geojson": Format(
        "geojson", "application/geo+json", MAP, stream=lambda chunks, names, _: layers.geojson_pieces(chunks, names)
    ),
    "gpkg": Format(
        "gpkg",
        "application/geopackage+sqlite3",
        MAP,
        write=lambda path, chunks, names, _: layers.write_gpkg(path, chunks, names),
    ),
    "shp": Format(
        "zip",
        "application/zip",
        MAP,
        most=layers.MOST_SHP,
        write=lambda path, chunks, names, _: layers.write_shp(path, chunks, names),
    ),
}


def built(write: Callable[[Path], None], root: Path, suffix: str) -> IO[bytes]:
    """The file that `write` makes, open and already without a name: it is gone when it is closed, whatever happens."""
    root.mkdir(parents=True, exist_ok=True, mode=0o700)
    folder = Path(tempfile.mkdtemp(dir=root))
    try:
        path = folder / f"records.{suffix}"
        write(path)
        return path.open("rb")
    finally:
        shutil.rmtree(folder)


def pieces(file: IO[bytes], size: int = 256 * 1024) -> Iterator[bytes]:
    with file:
        yield from iter(partial(file.read, size), b"")
