"""What a file of zones or places holds, before anybody has said in which coordinate system."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from geo.errors import GeoError

NAMES = ("name", "名称", "区域名称", "区名", "标题", "title", "mc", "xzqmc", "NAME_CHN", "name_zh")
MOST_PROPERTIES = 60
LONGEST_TEXT = 500


class FileLimits(NamedTuple):
    """What is believed of one file."""

    bytes: int = 20 * 1024 * 1024
    features: int = 200
    vertices: int = 200_000
    """Of all features together; what a single boundary may have says `geo.geojson.Limits`."""


FILE_LIMITS = FileLimits()


@dataclass(frozen=True)
class SourceFeature:
    """One feature as the file has it: a GeoJSON geometry (Polygon or MultiPolygon as a rule; whatever came otherwise, or
    None) in source coordinates, x first."""

    geometry: Any
    name: str = ""
    properties: Mapping[str, Any] = field(default_factory=dict)
    number: int = 0
    """Beside a row of a table: the one that its program shows."""


@dataclass(frozen=True)
class Source:
    """A file's features; `declared` is the system it names of itself, as `geo.systems` calls it."""

    format: str
    features: Sequence[SourceFeature]
    declared: str | None = None
    layer: str = ""
    layers: Sequence[str] = ()
    heads: Sequence[str] = ()
    """The columns that hold anything, where rows are asked for."""


class ChooseLayer(GeoError):
    """The file has several layers, and none was named."""

    def __init__(self, layers: Sequence[str]) -> None:
        super().__init__("choose_layer", f"the file has several layers: {', '.join(layers)[:200]}")
        self.layers = list(layers)


def source_feature(geometry: Any, properties: Mapping[str, Any]) -> SourceFeature:
    said = _plain(properties)
    return SourceFeature(geometry, name_in(said), said)


def name_in(properties: Mapping[str, Any]) -> str:
    """The name that a feature gives itself, under one of the usual heads."""
    by_head = {str(head).lower(): value for head, value in properties.items()}
    for head in NAMES:
        value = by_head.get(head.lower())
        if isinstance(value, str) and value.strip():
            return " ".join(value.split())[:80]
    return ""


def refuse_many(features: int, limits: FileLimits) -> None:
    if features > limits.features:
        raise GeoError("too_many_features", f"{features} features in the file, at most {limits.features}")


def refuse_long(vertices: int, limits: FileLimits) -> None:
    if vertices > limits.vertices:
        raise GeoError("too_many_vertices", f"{vertices} vertices in the file, at most {limits.vertices}")


def _plain(properties: Mapping[str, Any]) -> dict[str, Any]:
    """What can be shown and sent as JSON."""
    found: dict[str, Any] = {}
    for head, value in list(properties.items())[:MOST_PROPERTIES]:
        if isinstance(value, str):
            found[clean(str(head))[:80]] = clean(value)[:LONGEST_TEXT]
        elif value is None or isinstance(value, bool | int):
            found[clean(str(head))[:80]] = value if value is None or abs(value) < 2**53 else str(value)
        elif isinstance(value, float) and math.isfinite(value):
            found[clean(str(head))[:80]] = value
        elif isinstance(value, Mapping):
            found[clean(str(head))[:80]] = _plain(value)
    return found


def clean(text: str) -> str:
    """Without characters that no database keeps."""
    return "".join(char for char in text if char == "\n" or (char >= " " and not "\ud800" <= char <= "\udfff"))
