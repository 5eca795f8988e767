"""Shapefile, KML, GeoPackage and XLSX by GDAL, each out of a private folder, under names of our own.

GDAL recognises more formats than are wanted here, some of which name other files or addresses (VRT, /vsicurl). It is given a
file only after its first bytes have said that it is what it claims to be, and is asked afterwards which driver took it.
"""

from __future__ import annotations

import re
import sqlite3
import tempfile
from collections.abc import Mapping, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

import numpy as np
import shapely
from shapely.geometry import MultiPolygon, mapping

from geo.errors import GeoError
from geo.sources import (
    FILE_LIMITS,
    ChooseLayer,
    FileLimits,
    Source,
    SourceFeature,
    refuse_long,
    refuse_many,
    source_feature,
)
from geo.systems import declared_system

SHAPEFILE_MAGIC = b"\x00\x00\x27\x0a"
BYTES_PER_VERTEX = 16
DRIVERS = {"shapefile": {"ESRI Shapefile"}, "kml": {"KML", "LIBKML"}, "gpkg": {"GPKG"}}
VIRTUAL = re.compile(
    r"\s*CREATE\s+VIRTUAL\s+TABLE\b.*?\bUSING\s+(\w+)\s*(?:\([^()]*\))?\s*$", re.IGNORECASE | re.DOTALL
)
CODE_PAGES = {0x4D: "gb18030", 0x7A: "gb18030", 0x4F: "cp950", 0x78: "cp950"}
"""The DBF's own mark of its encoding."""
ENCODINGS = {"936": "gb18030", "gbk": "gb18030", "gb2312": "gb18030", "gb18030": "gb18030", "cp936": "gb18030"}


def read_shapefile(files: Mapping[str, bytes], layer: str | None, limits: FileLimits = FILE_LIMITS) -> Source:
    """Out of the files of an archive, by their paths in it."""
    parts = {name.lower(): data for name, data in files.items()}
    names = {name[:-4]: Path(name).stem for name in files if name.lower().endswith(".shp")}
    stem = chosen(names, layer)
    main = parts[f"{stem.lower()}.shp"]
    if not main.startswith(SHAPEFILE_MAGIC):
        raise GeoError("bad_file", "the .shp file is no Shapefile")
    with tempfile.TemporaryDirectory(prefix="quanxun-") as folder:
        for ending in ("shp", "dbf", "shx", "prj"):
            if data := parts.get(f"{stem.lower()}.{ending}"):
                (Path(folder) / f"layer.{ending}").write_bytes(data)
        encoding = encoding_of(parts.get(f"{stem.lower()}.dbf", b""), parts.get(f"{stem.lower()}.cpg", b""))
        source = _read("shapefile", Path(folder) / "layer.shp", None, limits, encoding)
    return Source(source.format, source.features, source.declared, names[stem], sorted(names.values()))


def read_kml(text: str, layer: str | None, limits: FileLimits = FILE_LIMITS) -> Source:
    """KML without a document type: checked by the caller. Folders are layers; all of them when none is named."""
    with tempfile.TemporaryDirectory(prefix="quanxun-") as folder:
        path = Path(folder) / "layer.kml"
        path.write_text(text, encoding="utf-8")
        layers = layers_of(path)
        wanted = [layer] if layer else layers
        if layer and layer not in layers:
            raise ChooseLayer(layers)
        read = [_read("kml", path, one, limits, "UTF-8") for one in wanted]
    features = [feature for source in read for feature in source.features]
    refuse_many(len(features), limits)
    return Source("kml", features, "wgs84", layer or "", layers)


def read_geopackage(data: bytes, layer: str | None, limits: FileLimits = FILE_LIMITS) -> Source:
    with tempfile.TemporaryDirectory(prefix="quanxun-") as folder:
        path = Path(folder) / "layer.gpkg"
        path.write_bytes(data)
        _refuse_programs(path)
        layers = layers_of(path)
        wanted = chosen({name: name for name in layers}, layer)
        source = _read("gpkg", path, wanted, limits, None)
    return Source(source.format, source.features, source.declared, wanted, layers)


def encoding_of(dbf: bytes, cpg: bytes) -> str:
    """Of a Shapefile's words: what the .cpg says, else the DBF's mark, else UTF-8 where the bytes are such, else GB 18030."""
    said = cpg.decode("ascii", "ignore").strip().lower()
    if found := ENCODINGS.get(said) or ("utf-8" if said in ("utf-8", "utf8", "65001") else None):
        return found
    if len(dbf) > 29 and (found := CODE_PAGES.get(dbf[29])):
        return found
    try:
        dbf[32:].decode("utf-8")
    except UnicodeDecodeError:
        return "gb18030"
    return "utf-8"


def chosen(names: Mapping[str, str], layer: str | None) -> str:
    """The key of the layer that is called so; the only one when none is named."""
    if not names:
        raise GeoError("no_polygons", "the file has no layer")
    for key, name in names.items():
        if layer in (key, name):
            return key
    if layer is None and len(names) == 1:
        return next(iter(names))
    raise ChooseLayer(sorted(names.values()))


def layers_of(path: Path) -> list[str]:
    """Raises GeoError bad_file."""
    import pyogrio
    from pyogrio.errors import DataSourceError

    try:
        return [str(name) for name, _ in pyogrio.list_layers(path)]
    except DataSourceError as fault:
        raise GeoError("bad_file", "GDAL cannot read the file") from fault


def _read(kind: str, path: Path, layer: str | None, limits: FileLimits, encoding: str | None) -> Source:
    import pyogrio
    from pyogrio import raw
    from pyogrio.errors import DataLayerError, DataSourceError, FeatureError, FieldError, GeometryError

    options = {"layer": layer} if layer else {}
    try:
        facts = pyogrio.read_info(path, encoding=encoding, **options)
        if facts["driver"] not in DRIVERS[kind]:
            raise GeoError("bad_file", f"GDAL takes the file for {facts['driver']}")
        meta, _, geometries, columns = raw.read(
            path, encoding=encoding, force_2d=True, max_features=limits.features + 1, datetime_as_string=True, **options
        )
    except UnicodeDecodeError as fault:
        raise GeoError("bad_text", "the words of the file are in no encoding we know") from fault
    except (DataSourceError, DataLayerError, FeatureError, FieldError, GeometryError, ValueError) as fault:
        if isinstance(fault, GeoError):
            raise
        raise GeoError("bad_file", "GDAL cannot read the file") from fault
    return Source(
        kind, _features(meta["fields"], geometries, columns, limits), declared_system(meta["crs"]), layer or ""
    )


def cells(path: Path, sheet: str, rows: int) -> Sequence[Sequence[Any]]:
    """The columns of a workbook's sheet as text, of its first rows. Raises GeoError bad_file."""
    from pyogrio import raw
    from pyogrio.errors import DataLayerError, DataSourceError, FeatureError, FieldError

    as_text = {"HEADERS": "DISABLE", "FIELD_TYPES": "STRING"}
    try:
        if _driver(path, sheet) != "XLSX":
            raise GeoError("bad_file", "GDAL takes the file for something else than a workbook")
        _, _, _, columns = raw.read(path, layer=sheet, max_features=rows, **as_text)
    except (DataSourceError, DataLayerError, FeatureError, FieldError, UnicodeDecodeError) as fault:
        raise GeoError("bad_file", "GDAL cannot read the file") from fault
    found: Sequence[Sequence[Any]] = columns
    return found


def _driver(path: Path, layer: str) -> str:
    import pyogrio

    return str(pyogrio.read_info(path, layer=layer)["driver"])


def _features(
    heads: Sequence[str], geometries: Sequence[bytes | None] | None, columns: Sequence[Any], limits: FileLimits
) -> list[SourceFeature]:
    found: list[SourceFeature] = []
    given = [] if geometries is None else geometries
    refuse_many(len(given), limits)
    refuse_long(sum(len(wkb or b"") // BYTES_PER_VERTEX for wkb in given), limits)  # before any is built
    for at, wkb in enumerate(given):
        properties = {str(head): _value(column[at]) for head, column in zip(heads, columns, strict=True)}
        found.append(source_feature(_geometry(wkb), properties))
    return found


def _geometry(wkb: bytes | None) -> Any:
    if wkb is None:
        return None
    geometry = shapely.from_wkb(wkb, on_invalid="ignore")
    if geometry is None:
        return None
    parts = list(shapely.get_parts(geometry))
    if geometry.geom_type == "GeometryCollection" and {part.geom_type for part in parts} == {"Polygon"}:
        geometry = MultiPolygon(parts)  # what KML calls a MultiGeometry
    return _lists(mapping(geometry))


def _lists(value: Any) -> Any:
    """Tuples as the lists that JSON has."""
    if isinstance(value, dict):
        return {key: _lists(part) for key, part in value.items()}
    return [_lists(part) for part in value] if isinstance(value, list | tuple) else value


def _value(value: Any) -> Any:
    return value.item() if isinstance(value, np.generic) else value


def _refuse_programs(path: Path) -> None:
    """A GeoPackage is a database, and views or virtual tables in it are programs of whoever made it."""
    query = "SELECT type, coalesce(sql, '') FROM sqlite_master"
    try:
        with closing(sqlite3.connect(f"file:{path}?mode=ro&immutable=1", uri=True)) as connection:
            rows = connection.execute(query).fetchmany(10_000)
    except sqlite3.Error as fault:
        raise GeoError("bad_file", "the GeoPackage cannot be read") from fault
    for kind, text in rows:
        virtual = VIRTUAL.match(text)
        if kind == "view" or ("virtual" in text.lower() and not (virtual and virtual[1].lower() == "rtree")):
            raise GeoError(
                "bad_file", "the GeoPackage holds views or virtual tables: save the layer as a table of its own"
            )
