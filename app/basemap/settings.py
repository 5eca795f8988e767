"""The base map that an office has chosen: none, a PMTiles file of its own, 天地图 with its key, or tiles of another server.

What is drawn over a base map in GCJ-02 is shifted for the eye; nothing is ever stored or sent in GCJ-02.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

KINDS = ("none", "pmtiles", "tianditu", "xyz")
SYSTEMS = ("wgs84", "gcj02")
STYLES = {"vec": "cva", "img": "cia", "ter": "cta"}
"""Layers of 天地图, each with its layer of names."""
MAGIC = b"PMTiles\x03"
OPENSTREETMAP = "© OpenStreetMap"
TIANDITU = "天地图"
SERVERS = 8
LAST_ZOOM = {"tianditu": 18, "xyz": 18}
COUNTY = "{county}"
TEMPLATE = re.compile(r"^https?://[^\s{}]+\{[zxy]\}.*\{[zxy]\}.*\{[zxy]\}[^\s{}]*$")


@dataclass(frozen=True)
class BaseMap:
    """`layers`: of each the addresses of its tiles, the lowest first. `file`: a path, with `{county}` where each has its own."""

    kind: str = "none"
    system: str = "wgs84"
    layers: tuple[tuple[str, ...], ...] = ()
    file: str = ""
    attribution: str = ""
    approval: str = ""
    """The number of approval (审图号) that a public map in China shows."""
    last_zoom: int = 0

    @property
    def hosts(self) -> list[str]:
        """The servers that a page asks for tiles: nothing else may be reached from it."""
        parts = (urlsplit(address) for layer in self.layers for address in layer)
        return sorted({f"{found.scheme}://{found.netloc}" for found in parts})

    def file_of(self, county: str) -> Path | None:
        """The file of a county or city; None where there is none."""
        path = Path(self.file.replace(COUNTY, county))
        return path if self.kind == "pmtiles" and path.is_file() else None


class Unusable(ValueError):
    """A base map that cannot be shown; the text says what to do."""


def chosen(read: Callable[[str], str | None], data_dir: Path) -> BaseMap:
    """From the settings `BASE_MAP…`. Raises Unusable."""
    kind = read("BASE_MAP") or "none"
    if kind not in KINDS:
        raise Unusable(f"BASE_MAP must be one of {', '.join(KINDS)}, not {kind!r}")
    system = read("BASE_MAP_SYSTEM") or "wgs84"
    if system not in SYSTEMS or (kind == "tianditu" and system != "wgs84"):
        raise Unusable(f"BASE_MAP_SYSTEM must be one of {', '.join(SYSTEMS)}; 天地图 is wgs84")
    made: dict[str, Callable[[], BaseMap]] = {
        "none": BaseMap,
        "pmtiles": lambda: _file(read, data_dir, system),
        "tianditu": lambda: _tianditu(read),
        "xyz": lambda: _xyz(read, system),
    }
    return made[kind]()


def _file(read: Callable[[str], str | None], data_dir: Path, system: str) -> BaseMap:
    given = read("BASE_MAP_FILE") or "base.pmtiles"
    path = str(data_dir / given)
    found = sorted(Path(path).parent.glob(Path(path).name.replace(COUNTY, "*")))
    if not found:
        raise Unusable(f"BASE_MAP_FILE: there is no file {path}; docs/base-maps.md says how to make one")
    for one in found:
        with one.open("rb") as file:
            if file.read(len(MAGIC)) != MAGIC:
                raise Unusable(
                    f"BASE_MAP_FILE: {one} is no PMTiles file of version 3; docs/base-maps.md says how to make one"
                )
    attribution = read("BASE_MAP_ATTRIBUTION") or OPENSTREETMAP
    return BaseMap("pmtiles", system, (), path, attribution, read("BASE_MAP_APPROVAL") or "")


def _tianditu(read: Callable[[str], str | None]) -> BaseMap:
    key, approval, style = read("TIANDITU_KEY"), read("BASE_MAP_APPROVAL"), read("BASE_MAP_STYLE") or "vec"
    if not key or not re.fullmatch(r"[0-9A-Za-z]{8,64}", key):
        raise Unusable("TIANDITU_KEY must hold the office's own key of 天地图 (letters and digits)")
    if not approval:
        raise Unusable("BASE_MAP_APPROVAL must hold the 审图号 that 天地图 shows at the foot of its own map")
    if style not in STYLES:
        raise Unusable(f"BASE_MAP_STYLE must be one of {', '.join(STYLES)}, not {style!r}")
    layers = tuple(_of_tianditu(layer, key) for layer in (style, STYLES[style]))
    return BaseMap("tianditu", "wgs84", layers, "", TIANDITU, approval, LAST_ZOOM["tianditu"])


def _of_tianditu(layer: str, key: str) -> tuple[str, ...]:
    query = (
        f"SERVICE=WMTS&REQUEST=GetTile&VERSION=1.0.0&LAYER={layer}&STYLE=default&TILEMATRIXSET=w&FORMAT=tiles"
        f"&TILECOL={{x}}&TILEROW={{y}}&TILEMATRIX={{z}}&tk={key}"
    )
    return tuple(f"https://t{server}.tianditu.gov.cn/{layer}_w/wmts?{query}" for server in range(SERVERS))


def _xyz(read: Callable[[str], str | None], system: str) -> BaseMap:
    address, attribution = read("BASE_MAP_URL") or "", read("BASE_MAP_ATTRIBUTION")
    if not TEMPLATE.match(address) or any(f"{{{name}}}" not in address for name in "zxy"):
        raise Unusable("BASE_MAP_URL must look like https://tiles.example.org/{z}/{x}/{y}.png")
    if not attribution:
        raise Unusable("BASE_MAP_ATTRIBUTION must say whose map it is: it stands on every map")
    return BaseMap("xyz", system, ((address,),), "", attribution, read("BASE_MAP_APPROVAL") or "", LAST_ZOOM["xyz"])
