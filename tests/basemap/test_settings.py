"""A base map that cannot be shown stops the start with what to do; one that can is shown with whose it is."""

from pathlib import Path

import pytest

from app.basemap.settings import MAGIC, BaseMap, Unusable, chosen
from app.config import BadSetting, from_environment
from app.site import policy

KEY = "0123456789abcdef0123456789abcdef"
XYZ = "https://tiles.example.org/{z}/{x}/{y}.png"


def read(tmp_path: Path, **settings: str) -> BaseMap:
    return chosen(settings.get, tmp_path)


def test_without_a_setting_the_map_does_without(tmp_path: Path) -> None:
    assert read(tmp_path) == BaseMap()
    assert "connect-src" not in policy(BaseMap().hosts)


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        ({"BASE_MAP": "google"}, "BASE_MAP must be one of none, pmtiles, tianditu, xyz"),
        ({"BASE_MAP": "tianditu"}, "TIANDITU_KEY must hold"),
        ({"BASE_MAP": "tianditu", "TIANDITU_KEY": "a b&c=d"}, "TIANDITU_KEY must hold"),
        ({"BASE_MAP": "tianditu", "TIANDITU_KEY": KEY}, "BASE_MAP_APPROVAL must hold"),
        (
            {"BASE_MAP": "tianditu", "TIANDITU_KEY": KEY, "BASE_MAP_APPROVAL": "GS", "BASE_MAP_STYLE": "road"},
            "BASE_MAP_STYLE must be one of",
        ),
        ({"BASE_MAP": "tianditu", "BASE_MAP_SYSTEM": "gcj02"}, "天地图 is wgs84"),
        ({"BASE_MAP": "xyz", "BASE_MAP_ATTRIBUTION": "x"}, "BASE_MAP_URL must look like"),
        (
            {"BASE_MAP": "xyz", "BASE_MAP_URL": "https://h/{z}/{x}/{x}.png", "BASE_MAP_ATTRIBUTION": "x"},
            "BASE_MAP_URL must look like",
        ),
        ({"BASE_MAP": "xyz", "BASE_MAP_URL": "ftp://h/{z}/{x}/{y}", "BASE_MAP_ATTRIBUTION": "x"}, "BASE_MAP_URL"),
        ({"BASE_MAP": "xyz", "BASE_MAP_URL": XYZ}, "BASE_MAP_ATTRIBUTION must say whose map it is"),
        ({"BASE_MAP": "xyz", "BASE_MAP_SYSTEM": "bd09"}, "BASE_MAP_SYSTEM must be one of wgs84, gcj02"),
        ({"BASE_MAP": "pmtiles"}, "there is no file"),
    ],
)
def test_what_cannot_be_shown_stops_the_start(tmp_path: Path, settings: dict[str, str], words: str) -> None:
    with pytest.raises(Unusable, match=words):
        read(tmp_path, **settings)
    with pytest.raises(BadSetting, match=words):
        from_environment({"DATA_DIR": str(tmp_path), **settings})


def test_a_file_of_another_kind_is_refused(tmp_path: Path) -> None:
    (tmp_path / "base.pmtiles").write_bytes(b"SQLite format 3\0")
    with pytest.raises(Unusable, match=r"is no PMTiles file of version 3"):
        read(tmp_path, BASE_MAP="pmtiles")


def test_each_county_may_have_its_own_file(tmp_path: Path) -> None:
    for county in ("330402", "330483"):
        (tmp_path / f"{county}.pmtiles").write_bytes(MAGIC + county.encode())
    found = read(tmp_path, BASE_MAP="pmtiles", BASE_MAP_FILE="{county}.pmtiles")
    assert found.file_of("330402") == tmp_path / "330402.pmtiles"
    assert found.file_of("330421") is None
    assert (found.attribution, found.system) == ("© OpenStreetMap", "wgs84")


def test_tianditu_is_asked_with_the_key_and_nobody_else_is(tmp_path: Path) -> None:
    found = read(tmp_path, BASE_MAP="tianditu", TIANDITU_KEY=KEY, BASE_MAP_APPROVAL="GS（2024）0650号")
    drawing, names = found.layers
    assert len(drawing) == len(names) == 8
    assert "LAYER=vec&" in drawing[0] and "LAYER=cva&" in names[0]
    assert all(f"tk={KEY}" in address and "TILEMATRIXSET=w" in address for address in (*drawing, *names))
    assert found.hosts == [f"https://t{server}.tianditu.gov.cn" for server in range(8)]
    assert f"connect-src 'self' {' '.join(found.hosts)}" in policy(found.hosts).split("; ")


def test_a_map_of_amap_says_so(tmp_path: Path) -> None:
    found = read(tmp_path, BASE_MAP="xyz", BASE_MAP_URL=XYZ, BASE_MAP_ATTRIBUTION="某图", BASE_MAP_SYSTEM="gcj02")
    assert (found.system, found.layers, found.hosts) == ("gcj02", ((XYZ,),), ["https://tiles.example.org"])
