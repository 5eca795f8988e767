"""Files of polygons as offices send them: GeoJSON, zipped Shapefile, KML, KMZ, GeoPackage.

Told apart by their bytes, whatever they are called. All come out in their own coordinates: which system these are in is a
question for a person (`geo/systems.py`), helped by `geo/which_system.py`.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections.abc import Mapping
from typing import Any

import orjson

from geo import gdal_files
from geo.archives import unpacked
from geo.errors import GeoError
from geo.geojson import geometries_of
from geo.sources import FILE_LIMITS, FileLimits, Source, SourceFeature, refuse_long, refuse_many, source_feature
from geo.systems import declared_system

ZIP = b"PK\x03\x04"
SQLITE = b"SQLite format 3\x00"
GEOPACKAGES = (b"GPKG", b"GP10", b"GP11", b"GP12", b"GP13", b"GP14")
DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")
DOCTYPE = re.compile(r"<!\s*(DOCTYPE|ENTITY|ELEMENT|ATTLIST)", re.IGNORECASE)
XML_ENCODING = re.compile(rb"^\s*<\?xml[^>]*encoding=[\"']([A-Za-z0-9._-]+)[\"']")
PARTS = (".shp", ".dbf", ".shx", ".prj", ".cpg", ".kml", ".geojson", ".json", ".gpkg")


def read_polygons(data: bytes, layer: str | None = None, limits: FileLimits = FILE_LIMITS) -> Source:
    """The features of a file. `layer` names one where there are several.

    Raises GeoError: file_too_large, unknown_format, bad_file, bad_text, bad_archive, archive_too_large, choose_layer (a
    ChooseLayer), too_many_features, too_many_vertices, no_polygons.
    """
    if len(data) > limits.bytes:
        raise GeoError("file_too_large", f"{len(data)} bytes, at most {limits.bytes}")
    source = _read(data, layer, limits)
    if not source.features:
        raise GeoError("no_polygons", "the file holds no feature")
    refuse_many(len(source.features), limits)
    refuse_long(sum(_vertices(feature) for feature in source.features), limits)
    return source


def _read(data: bytes, layer: str | None, limits: FileLimits) -> Source:
    if data.startswith(ZIP):
        return _from_archive(unpacked(data, PARTS), layer, limits)
    if data.startswith(SQLITE):
        if data[68:72] not in GEOPACKAGES:
            raise GeoError("bad_file", "a SQLite database, but no GeoPackage")
        return gdal_files.read_geopackage(data, layer, limits)
    start = data[:200].lstrip(b"\xef\xbb\xbf \t\r\n")
    if start.startswith(b"<") or data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return gdal_files.read_kml(kml_text(data), layer, limits)
    if start.startswith(b"{"):
        return read_geojson(data, limits)
    if data.startswith(gdal_files.SHAPEFILE_MAGIC):
        raise GeoError("shapefile_alone", "a .shp file alone: put .shp, .dbf, .shx and .prj into one .zip")
    raise GeoError("unknown_format", "neither GeoJSON, zipped Shapefile, KML, KMZ nor GeoPackage")


def _from_archive(files: Mapping[str, bytes], layer: str | None, limits: FileLimits) -> Source:
    shapes = [name for name in files if name.lower().endswith(".shp")]
    if shapes:
        return gdal_files.read_shapefile(files, layer, limits)
    others = [name for name in files if name.lower().endswith((".kml", ".geojson", ".json", ".gpkg"))]
    main = [name for name in others if name.lower() == "doc.kml"] or sorted(others)
    if not main:
        raise GeoError("unknown_format", "the archive holds neither a Shapefile nor a KML")
    data = files[main[0]]
    if data.startswith(ZIP):
        raise GeoError("bad_archive", "an archive inside the archive")
    return _read(data, layer, limits)


def read_geojson(data: bytes, limits: FileLimits = FILE_LIMITS) -> Source:
    """Any of its forms; geometries are taken as they came and judged later."""
    try:
        document = orjson.loads(text_of(data))
    except orjson.JSONDecodeError as fault:
        raise GeoError("bad_file", "the file is no JSON") from fault
    found: list[SourceFeature] = []
    for geometry, properties in geometries_of(document):
        refuse_many(len(found) + 1, limits)
        found.append(source_feature(geometry, properties))
    crs = document.get("crs") if isinstance(document, Mapping) else None
    return Source("geojson", found, declared_system(_crs_name(crs)))


def kml_text(data: bytes) -> str:
    """KML as text without a document type. Raises GeoError."""
    text = DECLARATION.sub("", text_of(data))
    if DOCTYPE.search(text):
        raise GeoError("bad_file", "the KML defines entities of its own")
    parser: Any = ET.XMLPullParser(["start"])
    try:
        parser.feed(text[:100_000])
        root = next((element.tag for _, element in parser.read_events()), "")
    except ET.ParseError as fault:
        raise GeoError("bad_file", "the file is no XML") from fault
    if root.rpartition("}")[2] != "kml":
        raise GeoError("unknown_format", f"XML, but no KML: {root[:60]}")
    return text


def text_of(data: bytes) -> str:
    """In the encoding that it names or shows, else UTF-8, else GB 18030. Raises GeoError bad_text."""
    declared = XML_ENCODING.match(data[:200].removeprefix(b"\xef\xbb\xbf"))
    encodings = ["utf-8-sig", "gb18030"]
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings = ["utf-16"]
    elif declared and declared[1].lower() in (b"gbk", b"gb2312", b"gb18030"):
        encodings = ["gb18030"]
    for encoding in encodings:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise GeoError("bad_text", "the words of the file are in no encoding we know")


def _crs_name(crs: Any) -> str | None:
    if isinstance(crs, Mapping):
        said = crs.get("properties")
        crs = said.get("name") if isinstance(said, Mapping) else None
    return crs[:200] if isinstance(crs, str) else None


def _vertices(feature: SourceFeature) -> int:
    """Positions of a geometry, counted without recursion into what is no list."""
    geometry = feature.geometry if isinstance(feature.geometry, Mapping) else {}
    level, count = [geometry.get("coordinates")], 0
    while level:
        lists = [item for item in level if isinstance(item, list)]
        count += sum(1 for item in lists if item and not isinstance(item[0], list))
        level = [part for item in lists if item and isinstance(item[0], list) for part in item]
    return count
