"""Base maps as people meet them: one in GCJ-02 fits what is drawn over it, one of the office stays on the phone."""

import io
import json
import random
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import Page, Playwright, expect

from tests.bench import samples
from tests.bench.own import Signed
from tests.e2e import base_maps, browser, screens
from tests.e2e.proxy import proxy_to
from tests.e2e.server import Server, serving

pytestmark = pytest.mark.timeout(300)
ZONE = screens.key_zone("330402")
SEEN_TOGETHER_PX = 3
WATER = (0xC9, 0xDC, 0xE3)
APPROVAL = "GS（2026）0001号"


@pytest.fixture
def asked() -> list[dict[str, str]]:
    return []


@pytest.fixture
def gcj(demo_copy: Path, asked: list[dict[str, str]]) -> Iterator[Server]:
    with base_maps.pictures_of(ZONE.lon, ZONE.lat, asked) as port:
        settings = {
            "BASE_MAP": "xyz",
            "BASE_MAP_URL": f"http://127.0.0.1:{port}/{{z}}/{{x}}/{{y}}.png",
            "BASE_MAP_SYSTEM": "gcj02",
            "BASE_MAP_ATTRIBUTION": "某图",
            "BASE_MAP_APPROVAL": APPROVAL,
        }
        with serving(demo_copy, **settings) as server:
            yield server


def incident(server: Server) -> str:
    officer = Signed(server, "officer1")
    item = samples.item(random.Random())
    item["data"] |= {"place": "底图路口"}
    item["data"]["position"] |= {"lon": ZONE.lon, "lat": ZONE.lat}
    with officer.call("POST", "/api/v1/sync/push", samples.push([item], officer.device_id)) as answer:
        (result,) = json.load(answer)["results"]
    assert result["status"] == "accepted", result
    return str(item["id"])


def shown(page: Page) -> np.ndarray:
    """The pixels of the map, as the eye sees them."""
    picture = Image.open(io.BytesIO(page.locator("canvas.maplibregl-canvas").screenshot())).convert("RGB")
    return np.asarray(picture).astype(int)


def middle_of(pixels: np.ndarray, colour: tuple[int, int, int], tolerance: int = 200) -> tuple[float, float] | None:
    """Where pixels of a colour lie, by their box: x, y; None for none."""
    rows, columns = np.nonzero(np.abs(pixels - np.array(colour)).sum(axis=2) < tolerance)
    if len(rows) < 100:
        return None
    return (columns.min() + columns.max()) / 2, (rows.min() + rows.max()) / 2


def test_what_is_drawn_fits_a_base_map_in_gcj02(
    gcj: Server, asked: list[dict[str, str]], browsers: Playwright, tmp_path: Path
) -> None:
    record_id = incident(gcj)
    desk = browser.desk(browsers, tmp_path / "desk", gcj.url)
    try:
        page = desk.open(f"/desk/map?at={ZONE.lon:.6f},{ZONE.lat:.6f},17.0&list=off")
        with page.expect_response(lambda answer: "/tiles/records/" in answer.url) as tile:
            screens.sign_in(page, "supervisor1")
        assert "system=gcj02" in tile.value.url
        expect(page.get_by_text(f"某图 · {APPROVAL}")).to_be_visible()
        screens.until(lambda: middle_of(shown(page), base_maps.MARK), "the base map is drawn")
        pixels = shown(page)
        height, width, _ = pixels.shape
        at = middle_of(pixels, base_maps.MARK)
        assert at == pytest.approx((width / 2, height / 2), abs=SEEN_TOGETHER_PX)
        screens.pictures(page, "base-map-gcj02")
        assert at
        page.locator("canvas.maplibregl-canvas").click(position={"x": at[0], "y": at[1]})
        screens.until(lambda: f"incident:{record_id}" in page.url.replace("%3A", ":"), "its record is open")
        lon, lat, _ = (float(part) for part in page.url.replace("%2C", ",").partition("at=")[2].split(","))
        assert (lon, lat) == pytest.approx((ZONE.lon, ZONE.lat), abs=2e-5)  # the address speaks of the ground
    finally:
        desk.close()
    assert asked
    strangers = {name.lower() for one in asked for name in one}
    assert not strangers & {"cookie", "x-csrf-token", "x-device-token", "x-quanxun-client"}


@pytest.fixture
def kept(demo_copy: Path, tmp_path: Path) -> Iterator[Server]:
    file = base_maps.archive(tmp_path / "330402.pmtiles", ZONE.lon, ZONE.lat)
    settings = {"BASE_MAP": "pmtiles", "BASE_MAP_FILE": str(file.parent / "{county}.pmtiles")}
    with serving(demo_copy, **settings) as server:
        yield server


def test_a_phone_keeps_the_base_map_for_days_without_a_network(
    kept: Server, browsers: Playwright, tmp_path: Path
) -> None:
    with proxy_to(kept.port) as proxy:
        phone = browser.phone(browsers, tmp_path / "phone", proxy.url)
        phone.stand_at(ZONE.lon, ZONE.lat)
        try:
            page = phone.open()
            screens.sign_in(page, "officer1")
            screens.wait_until_it_works_offline(page)
            page.get_by_role("link", name="地图").click()
            expect(page.get_by_text("© OpenStreetMap")).to_be_visible()  # and the engine is on the phone
            page.get_by_role("link", name="我的").click()
            page.get_by_role("button", name="底图").click()
            expect(page.get_by_text("整张底图已存好")).to_be_visible()
            proxy.cut()
            page.get_by_role("link", name="地图").click()
            page.reload()
            expect(page.get_by_text("© OpenStreetMap")).to_be_visible()
            screens.until(lambda: middle_of(shown(page), WATER, 12), "the lake is drawn without a network")
            screens.pictures(page, "base-map-phone")
        finally:
            phone.close()
