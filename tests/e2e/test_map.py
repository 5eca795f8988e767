"""The supervisor's map as its user meets it: live, shared by its address, chosen by a loop, searched, by keyboard."""

import io
import itertools
import json
import random
import re
import time
import urllib.error
import urllib.request
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from tests.bench import samples
from tests.bench.own import Signed
from tests.e2e import screens
from tests.e2e.conftest import Maker
from tests.e2e.server import Server

ZONE = screens.key_zone("330402")
LIVE_S = 10.0
"""Three on a machine that does nothing else; what it took is printed."""
COUNT = re.compile(r"(\d+) 条记录")

pytestmark = pytest.mark.timeout(300)


def record(officer: Signed, place: str, lon: float = ZONE.lon, lat: float = ZONE.lat) -> str:
    """An incident that arrives; its id."""
    item = samples.item(random.Random())
    item["data"] |= {"place": place, "type": "nuisance"}
    item["data"]["position"] |= {"lon": lon, "lat": lat}
    with officer.call("POST", "/api/v1/sync/push", samples.push([item], officer.device_id)) as answer:
        (result,) = json.load(answer)["results"]
    assert result["status"] == "accepted", result
    return str(item["id"])


def open_map(devices: Maker, query: str = "") -> Page:
    page = screens.signed_in_at(devices("desk-of-supervisor1"), "supervisor1", "/desk/map" + query)
    expect(page.get_by_text("更新于")).to_be_visible()
    return page


def until_seen(page: Page, noted: list[Any]) -> None:
    """What a listener notes comes only while the page is waited for."""
    for _ in range(300):
        if noted:
            return
        page.wait_for_timeout(100)
    raise AssertionError("nothing was asked for")


def address(page: Page) -> str:
    return str(page.evaluate("location.href"))


def count(page: Page) -> int:
    match = COUNT.search(page.get_by_role("heading", name=COUNT).inner_text())
    assert match
    return int(match[1])


def test_a_new_record_is_on_the_map_within_seconds(devices: Maker, server: Server) -> None:
    officer = Signed(server, "officer1")
    page = open_map(devices)
    before = count(page)
    tiles: list[float] = []
    page.on("response", lambda answer: tiles.append(time.monotonic()) if "/tiles/records/" in answer.url else None)
    page.wait_for_timeout(3_000)  # all that was asked for at the start has come
    tiles.clear()
    place = f"刚刚的路口 {time.time_ns()}"
    record(officer, place)
    arrived = time.monotonic()
    expect(page.get_by_text(place)).to_be_visible(timeout=1000 * LIVE_S)
    print(f"in the list after {time.monotonic() - arrived:.1f} s")
    expect(page.get_by_role("heading", name=COUNT)).to_have_text(f"{before + 1} 条记录", timeout=1000 * LIVE_S)
    until_seen(page, tiles)
    print(f"on the map after {tiles[0] - arrived:.1f} s")
    assert tiles[0] - arrived < LIVE_S


def test_a_shared_address_shows_the_same(devices: Maker, server: Server) -> None:
    page = open_map(devices)
    page.get_by_role("button", name="热力").click()
    page.get_by_role("button", name="晚 18–20 点").click()
    page.get_by_role("checkbox", name="牵领").click()
    screens.until(
        lambda: "as=heat" in address(page) and "hours=18" in address(page) and "type=" in address(page),
        "in the address",
    )
    page.wait_for_load_state("networkidle")
    shown, shared = count(page), address(page)
    page.goto("about:blank")
    tiles: list[str] = []
    page.on("request", lambda asked: tiles.append(asked.url) if "/tiles/" in asked.url else None)
    page.goto(shared)
    expect(page.get_by_role("button", name="热力")).to_have_attribute("aria-pressed", "true")
    expect(page.get_by_role("button", name="晚 18–20 点")).to_have_attribute("aria-pressed", "true")
    expect(page.get_by_role("heading", name=COUNT)).to_have_text(f"{shown} 条记录")
    until_seen(page, tiles)
    assert all("/tiles/heat/" in url and "hours=18" in url for url in tiles)


def test_play_walks_through_the_days_and_stops(devices: Maker) -> None:
    page = open_map(devices)
    whole = count(page)
    page.get_by_role("button", name="播放").click()
    screens.until(lambda: "t=" in address(page), "a stretch of time is in the address")
    first = address(page)
    screens.until(lambda: address(page) != first, "it walks on")
    page.get_by_role("button", name="停").click()
    page.wait_for_timeout(1_500)
    stopped = address(page)
    page.wait_for_timeout(1_500)
    assert address(page) == stopped
    assert count(page) < whole
    page.get_by_role("button", name="看全部时间").click()
    expect(page.get_by_role("heading", name=COUNT)).to_have_text(f"{whole} 条记录")


def test_the_ends_of_the_stretch_by_keyboard(devices: Maker) -> None:
    page = open_map(devices)
    start = page.get_by_role("slider", name="从几点")
    hours = int(start.input_value())
    start.focus()
    for _ in range(5):
        page.keyboard.press("ArrowRight")
    screens.until(lambda: "t=" in address(page), "in the address")
    screens.until(lambda: int(start.input_value()) == hours + 5, "no press is lost")
    page.wait_for_timeout(500)
    assert int(start.input_value()) == hours + 5


def test_a_loop_lists_what_lies_in_it(devices: Maker, server: Server) -> None:
    officer = Signed(server, "officer1")
    for number in range(3):
        record(officer, f"圈里{number}", ZONE.lon + number * 1e-5, ZONE.lat)
    record(officer, "圈外", ZONE.lon + 0.004, ZONE.lat)
    page = open_map(devices, f"?at={ZONE.lon:.5f},{ZONE.lat:.5f},16.0&type=nuisance&from={samples_day()}")
    page.get_by_role("button", name="圈选").click()
    canvas = page.locator(".lasso svg")
    box = canvas.bounding_box()
    assert box
    edge: Any = {
        "x": box["x"] + box["width"] / 2 + 80,
        "y": box["y"] + box["height"] / 2 - 60,
        "width": 20,
        "height": 120,
    }
    before = page.screenshot(clip=edge)
    middle_x, middle_y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(middle_x - 90, middle_y - 90)
    page.mouse.down()
    for x, y in ((90, -90), (90, 90), (-90, 90), (-90, -80)):
        page.mouse.move(middle_x + x, middle_y + y, steps=12)
    page.mouse.up()
    screens.until(lambda: "area=" in address(page), "the loop is in the address")
    for number in range(3):
        expect(page.get_by_text(f"圈里{number}")).to_be_visible()
    expect(page.get_by_text("圈外")).to_have_count(0)
    expect(canvas).to_have_count(0)
    page.reload()
    screens.until(lambda: differing(before, page.screenshot(clip=edge)) > 80, "the loop stays on the map")
    page.get_by_role("button", name="不限这一片").click()
    expect(page.get_by_text("圈外")).to_be_visible()
    screens.until(lambda: differing(before, page.screenshot(clip=edge)) < 20, "the loop is gone")


def differing(one: bytes, other: bytes) -> int:
    """In how many pixels two pictures differ so that it is seen."""
    pixels = [np.asarray(Image.open(io.BytesIO(picture)).convert("RGB")).astype(int) for picture in (one, other)]
    return int((np.abs(pixels[0] - pixels[1]).sum(axis=2) > 60).sum())


def samples_day() -> str:
    return datetime.now(samples.CHINA).date().isoformat()


def test_a_hot_spot_opens_its_records(devices: Maker, server: Server) -> None:
    officer = Signed(server, "officer1")
    for number in range(8):
        record(officer, f"热点{number}", ZONE.lon - 0.01 + number * 1e-5, ZONE.lat - 0.01)
    page = open_map(devices, f"?as=heat&type=nuisance&from={samples_day()}&list=off")
    spots = page.get_by_role("region", name="热点")
    spots.get_by_role("button").first.click()
    for number in range(8):
        expect(page.get_by_role("button", name=f"犬吠扰民 热点{number} ")).to_be_visible()
    assert count(page) == 8


def test_what_is_shown_leaves_as_a_table(devices: Maker, server: Server) -> None:
    page = open_map(devices)
    page.wait_for_load_state("networkidle")
    shown = count(page)
    page.get_by_role("button", name="导出").click()
    with page.expect_download() as download:
        page.get_by_role("menuitem", name="表格（CSV）").click()
    lines = Path(download.value.path()).read_text(encoding="utf-8-sig").splitlines()
    assert len(lines) == shown + 1
    assert download.value.suggested_filename.endswith(".csv")


def test_a_phone_has_what_the_desk_has(devices: Maker, server: Server) -> None:
    officer = Signed(server, "officer1")
    for number in range(8):
        record(officer, f"手机热点{number}", ZONE.lon + 0.01 + number * 1e-5, ZONE.lat + 0.01)
    phone = devices("phone-of-supervisor1")
    page = screens.signed_in_at(phone, "supervisor1", f"/desk/map?as=heat&type=nuisance&from={samples_day()}")
    page.get_by_role("button", name="更多").click()
    more = page.get_by_role("dialog", name="更多")
    expect(more.get_by_text("更新于")).to_be_visible()
    with page.expect_download() as download:
        more.get_by_role("button", name="表格（CSV）").click()
    lines = Path(download.value.path()).read_text(encoding="utf-8-sig").splitlines()
    assert any("手机热点0" in line for line in lines)
    page.keyboard.press("Escape")
    page.get_by_role("region", name="热点").get_by_role("button", name=re.compile("手机热点.* 8 条")).click()
    expect(page.get_by_role("heading", name="8 条记录")).to_be_visible()
    assert phone.context
    phone.context.set_offline(True)
    expect(page.get_by_text("还连不上")).to_be_visible(timeout=60_000)
    phone.context.set_offline(False)
    expect(page.get_by_text("还连不上")).to_be_hidden(timeout=60_000)


def test_one_box_finds_a_place_and_a_street(devices: Maker, server: Server) -> None:
    officer = Signed(server, "officer1")
    record_id = record(officer, "望湖路 7 号对面")
    page = open_map(devices)
    page.get_by_role("combobox").first.fill("望湖路")
    page.get_by_role("option", name="望湖路 7 号对面").click()
    expect(page.get_by_role("article").get_by_text("望湖路 7 号对面")).to_be_visible()
    assert f"record=incident%3A{record_id}" in address(page) or f"record=incident:{record_id}" in address(page)
    page.get_by_role("combobox").first.fill("街道")
    expect(page.get_by_role("option").first).to_be_visible()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    screens.until(lambda: "organisation=" in address(page), "the street is chosen")
    page.get_by_role("combobox").first.fill("没有这样的地方")
    expect(page.get_by_text("没有找到，换几个字试试")).to_be_visible()


def test_a_mark_on_the_map_opens_its_record_by_the_keyboard(devices: Maker, server: Server) -> None:
    officer = Signed(server, "officer1")
    lon, lat = ZONE.lon + 0.02, ZONE.lat + 0.02
    record(officer, "键盘路口", lon, lat)
    page = open_map(devices, f"?at={lon:.5f},{lat:.5f},17.0&list=off")
    page.wait_for_timeout(2_000)
    page.locator("canvas").first.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("article").get_by_text("键盘路口")).to_be_visible()


def test_nobody_else_gets_tiles(devices: Maker, server: Server) -> None:
    for username, status in (("officer1", 403), ("admin1", 403), ("supervisor1", 200)):
        asked = urllib.request.Request(
            f"{server.url}/api/v1/tiles/records/8/213/104.mvt", headers=headers(server, username)
        )
        assert answered(asked) == status


def headers(server: Server, username: str) -> dict[str, str]:
    return Signed(server, username).headers


def answered(asked: Any) -> int:
    try:
        with urllib.request.urlopen(asked, timeout=30) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as error:
        return error.code


def walk(officer: Signed) -> str:
    """A patrol with a track that breaks off for a quarter of an hour; its id."""
    begun = datetime.now(samples.CHINA) - timedelta(hours=1)

    def stamped(seconds: float) -> str:
        return (begun + timedelta(seconds=seconds)).isoformat(timespec="milliseconds")

    patrol = samples.item(random.Random()) | {"kind": "patrol", "captured_at": stamped(0)}
    patrol["data"] = {"type": "evening", "started_at": stamped(0), "ended_at": stamped(3000)}
    track = samples.item(random.Random()) | {"kind": "track", "captured_at": stamped(0)}
    seconds = (*range(0, 600, 20), *range(1500, 2100, 20))
    track["data"] = {
        "patrol_id": patrol["id"],
        "points": [
            {"lon": ZONE.lon - 0.002 + at * 2e-6, "lat": ZONE.lat + 0.0004, "accuracy_m": 6, "at": stamped(at)}
            for at in seconds
        ],
    }
    with officer.call("POST", "/api/v1/sync/push", samples.push([patrol, track], officer.device_id)) as answer:
        assert {one["status"] for one in json.load(answer)["results"]} == {"accepted"}
    return str(patrol["id"])


def test_ways_of_patrols_say_how_they_are_known(devices: Maker, server: Server) -> None:
    walk(Signed(server, "officer1"))
    page = open_map(devices, f"?at={ZONE.lon:.5f},{ZONE.lat + 0.0004:.5f},16.0&type=none&list=off&walks=on")
    expect(page.get_by_text("中间没有轨迹")).to_be_visible()
    expect(page.get_by_text(re.compile(r"\d+ 次巡查"))).to_be_visible()
    box = page.locator("canvas.maplibregl-canvas").bounding_box()
    assert box
    middle = (box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    peek = page.get_by_role("region", name="这次巡查")
    along = itertools.cycle(range(110, 200, 15))

    def pressed() -> bool:
        page.mouse.click(middle[0] - next(along), middle[1])  # ways of the demo cross it here or there
        page.wait_for_timeout(500)
        return peek.get_by_text("晚查").is_visible()

    screens.until(pressed, "the way under the finger is told")
    expect(peek.get_by_text("有轨迹")).to_be_visible()
    screens.pictures(page, "map-walks")
