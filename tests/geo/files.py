"""Small files of polygons in the formats that offices send, made by GDAL and by hand."""

from __future__ import annotations

import io
import json
import tempfile
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import shapely

SQUARE = shapely.box(120.75, 30.70, 120.77, 30.72)
HEADS = ("名称", "四至", "面积")
DRIVERS = {"shp": "ESRI Shapefile", "gpkg": "GPKG", "kml": "KML"}


def written(
    ending: str,
    polygons: Sequence[Any] = (SQUARE,),
    crs: str | None = "EPSG:4326",
    names: Sequence[str] = ("新丰镇集镇",),
    encoding: str | None = None,
    layer: str = "zones",
) -> Mapping[str, bytes]:
    """The files that GDAL writes, by their names."""
    from pyogrio import raw

    with tempfile.TemporaryDirectory() as folder:
        columns = [
            np.array([*names, *[""] * len(polygons)][: len(polygons)], dtype=object),
            np.array(["东至七沈公路"] * len(polygons), dtype=object),
            np.array([4.25] * len(polygons)),
        ]
        raw.write(
            Path(folder) / f"{layer}.{ending}",
            shapely.to_wkb(np.array(polygons, dtype=object)),
            columns,
            fields=list(HEADS),
            geometry_type="Polygon",
            crs=crs,
            driver=DRIVERS[ending],
            layer=layer,
            encoding=encoding,
        )
        return {path.name: path.read_bytes() for path in sorted(Path(folder).iterdir())}


def zipped(files: Mapping[str, bytes]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return packed.getvalue()


def shapefile(**more: Any) -> bytes:
    return zipped(written("shp", **more))


def geopackage(**more: Any) -> bytes:
    return written("gpkg", **more)["zones.gpkg"]


def kml(**more: Any) -> bytes:
    return written("kml", **more)["zones.kml"]


def geojson(*polygons: Any, crs: str | None = None, **properties: Any) -> bytes:
    features = [
        {
            "type": "Feature",
            "properties": {"name": f"区{number}"} | properties,
            "geometry": polygon if isinstance(polygon, dict) else json.loads(shapely.to_geojson(polygon)),
        }
        for number, polygon in enumerate(polygons or (SQUARE,), start=1)
    ]
    named = {"crs": {"type": "name", "properties": {"name": crs}}} if crs else {}
    return json.dumps({"type": "FeatureCollection", "features": features} | named, ensure_ascii=False).encode()


def in_metres(polygon: Any = SQUARE, epsg: int = 4549) -> Any:
    from pyproj import Transformer

    there = Transformer.from_crs(4326, epsg, always_xy=True)
    return shapely.transform(polygon, lambda xy: np.column_stack(there.transform(xy[:, 0], xy[:, 1])))
