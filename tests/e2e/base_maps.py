"""Base maps for tests: a server of pictures in GCJ-02 that marks one place, and a small archive of vector tiles."""

import contextlib
import http.server
import io
import math
import threading
from collections.abc import Iterator
from pathlib import Path

import mapbox_vector_tile
import numpy as np
from PIL import Image, ImageDraw
from pmtiles.tile import Compression, TileType, zxy_to_tileid
from pmtiles.writer import Writer

from geo.morton import mercator
from geo.shifted import wgs84_to_gcj02
from tests.e2e.portal import Quiet

SIDE = 256
MARK = (255, 0, 170)
RADIUS = 34
GROUND = (236, 232, 220)
EXTENT = 4096
ZOOMS = range(10, 16)


def picture(z: int, x: int, y: int, lon: float, lat: float) -> bytes:
    """A tile with a disc around the place, as a map in GCJ-02 shows it."""
    ((gcj_lon, gcj_lat),) = wgs84_to_gcj02(np.array([[lon, lat]]))
    across, down = (float(share) * 2**z for share in mercator(gcj_lon, gcj_lat))
    middle = (across - x) * SIDE, (down - y) * SIDE
    tile = Image.new("RGB", (SIDE, SIDE), GROUND)
    left, top, right, bottom = (middle[0] - RADIUS, middle[1] - RADIUS, middle[0] + RADIUS, middle[1] + RADIUS)
    ImageDraw.Draw(tile).ellipse((left, top, right, bottom), fill=MARK)
    written = io.BytesIO()
    tile.save(written, "PNG")
    return written.getvalue()


@contextlib.contextmanager
def pictures_of(lon: float, lat: float, headers: list[dict[str, str]]) -> Iterator[int]:
    """The port of a server of tiles; notes the headers of what it is asked."""

    class Tiles(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            headers.append(dict(self.headers))
            z, x, y = (int(part) for part in self.path.removesuffix(".png").split("/")[-3:])
            body = picture(z, x, y, lon, lat)
            self.send_response(200)
            self.send_header("Content-Type", "image/png")
            self.send_header("Content-Length", str(len(body)))
            self.send_header("Access-Control-Allow-Origin", "*")
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            """Quiet."""

    with Quiet(("127.0.0.1", 0), Tiles) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            yield server.server_port
        finally:
            server.shutdown()
            thread.join()


def archive(path: Path, lon: float, lat: float) -> Path:
    """Vector tiles around a place: a lake over each tile's west, a road with a name across it."""
    with path.open("wb") as file:
        writer = Writer(file)
        for z in ZOOMS:
            x, y = (math.floor(float(share) * 2**z) for share in mercator(lon, lat))
            near = [(x + dx, y + dy) for dx in (-1, 0, 1) for dy in (-1, 0, 1)]
            for tile in sorted(zxy_to_tileid(z, *one) for one in near):
                writer.write_tile(tile, _vectors())
        span = {"min_lon_e7": -2, "min_lat_e7": -1, "max_lon_e7": 2, "max_lat_e7": 1}
        bounds = {name: int((lat if "lat" in name else lon) * 1e7 + sign * 2e6) for name, sign in span.items()}
        header = {"tile_type": TileType.MVT, "tile_compression": Compression.NONE, **bounds}
        center = {"center_zoom": 12, "center_lon_e7": int(lon * 1e7), "center_lat_e7": int(lat * 1e7)}
        writer.finalize(header | center, {"vector_layers": [{"id": "water"}, {"id": "roads"}]})
    return path


def _vectors() -> bytes:
    half = EXTENT // 2
    lake = f"POLYGON((0 0, {half} 0, {half} {EXTENT}, 0 {EXTENT}, 0 0))"
    street = f"LINESTRING(0 {half}, {EXTENT} {half})"
    layers = [
        {"name": "water", "features": [{"geometry": lake, "properties": {"kind": "lake"}}]},
        {"name": "roads", "features": [{"geometry": street, "properties": {"kind": "major_road", "name": "中山路"}}]},
    ]
    made: bytes = mapbox_vector_tile.encode(layers, default_options={"extents": EXTENT})
    return made
