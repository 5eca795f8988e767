"""Places: a forbidden place set on the desk by mouse is chosen on a phone without a network; an area is drawn and ended."""

import io
import json
import random
from typing import Any

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from app.demo_photos import drawing
from tests.bench.own import Signed
from tests.e2e import screens
from tests.e2e.conftest import Maker
from tests.e2e.server import Server

pytestmark = pytest.mark.timeout(300)
ZONE = screens.key_zone("330402")
NAME = "建国路室内菜市场"


def places(person: Signed) -> list[dict[str, Any]]:
    with person.call("GET", "/api/v1/places?state=any") as answer:
        found: list[dict[str, Any]] = json.load(answer)["features"]
    return found


def named(person: Signed, name: str) -> dict[str, Any]:
    return next(one for one in places(person) if one["properties"]["name"] == name)


def open_places(devices: Maker) -> Page:
    page = screens.signed_in_at(devices("desk-of-supervisor1"), "supervisor1", "/desk/zones")
    page.get_by_role("tab", name="场所").click()
    expect(page.get_by_role("navigation", name="场所")).to_be_visible()
    return page


def begin(page: Page, kind: str, name: str) -> None:
    page.get_by_role("button", name="新场所").click()
    page.get_by_role("dialog").get_by_role("button", name=kind).click()
    page.get_by_label("名称", exact=True).fill(name)
    page.get_by_placeholder("选一个镇街或社区").fill("建设街道")
    page.get_by_role("option", name="建设街道").first.click()


def click_at(page: Page, *corners: tuple[int, int]) -> None:
    box = page.locator("canvas.maplibregl-canvas").bounding_box()
    assert box
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    for dx, dy in corners:
        page.mouse.move(x + dx, y + dy, steps=4)
        page.mouse.click(x + dx, y + dy)
        page.wait_for_timeout(350)  # two clicks at once would be a double click


def save(page: Page) -> None:
    page.get_by_role("button", name="保存", exact=True).click()
    expect(page.get_by_role("status").filter(has_text="已保存")).to_be_visible()


def test_made_on_the_desk_and_chosen_on_a_phone_without_a_network(devices: Maker, server: Server) -> None:
    supervisor, officer = Signed(server, "supervisor1"), Signed(server, "officer1")
    page = open_places(devices)
    begin(page, "禁入场所", NAME)
    page.get_by_label("属于哪一种").select_option(label="室内农贸市场")
    click_at(page, (40, 30))
    expect(page.get_by_text("在图上点一下")).to_be_visible()  # it has come closer
    click_at(page, (0, 0))
    save(page)
    made = named(supervisor, NAME)
    assert made["geometry"]["type"] == "Point"
    assert made["properties"]["sub_kind"] == "indoor_market"
    screens.pictures(page, "places-desk-point")

    lon, lat = made["geometry"]["coordinates"]
    device = devices("phone-of-officer1")
    device.stand_at(lon, lat + 0.0002, 12)
    phone = device.open()
    screens.sign_in(phone, "officer1")
    screens.wait_until_it_works_offline(phone)
    screens.until(lambda: phone.evaluate(screens.STORED, "place"), "the places are on the phone")
    screens.on_patrol(phone, "早巡")
    phone.context.set_offline(True)
    screens.record_incident(phone, drawing(random.Random(7)), kind="禁入场所", action="劝导")
    offer = phone.get_by_role("radio", name=NAME)
    expect(offer).to_be_visible()
    offer.click()
    expect(offer).to_be_checked()
    expect(phone.locator("input[name=place]")).to_have_value(NAME)
    screens.pictures(phone, "places-phone-offer")
    phone.get_by_role("button", name="保存", exact=True).click()
    phone.context.set_offline(False)

    def arrived() -> list[dict[str, Any]]:
        with officer.call("GET", "/api/v1/incidents?type=forbidden_place&limit=500") as answer:
            return [one for one in json.load(answer)["features"] if one["properties"]["place"] == NAME]

    screens.until(arrived, "the incident has come")
    with officer.call("GET", f"/api/v1/incidents/{arrived()[0]['id']}") as answer:
        assert json.load(answer)["data"]["place_id"] == made["id"]


def test_an_area_is_drawn_typed_without_a_network_and_ended(devices: Maker, server: Server) -> None:
    supervisor = Signed(server, "supervisor1")
    page = open_places(devices)
    begin(page, "突出区域", "南门广场")
    page.get_by_role("button", name="画区域").click()
    click_at(page, (-120, -80), (110, -90), (120, 90), (-110, 95))
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="画好了")).to_be_visible()
    page.get_by_label("早巡，每周几次").fill("3")
    page.context.set_offline(True)
    page.get_by_role("button", name="保存", exact=True).click()
    expect(page.get_by_text("填的都在这一页")).to_be_visible()
    expect(page.get_by_label("名称", exact=True)).to_have_value("南门广场")
    page.context.set_offline(False)
    screens.until(lambda: [one for one in places(supervisor) if one["properties"]["name"] == "南门广场"], "it was sent")
    made = named(supervisor, "南门广场")
    assert len(made["geometry"]["coordinates"][0]) == 5
    assert made["properties"]["mornings_a_week"] == 3
    screens.pictures(page, "places-desk-area")
    page.get_by_role("button", name="结束这个场所").click()
    page.get_by_label("原因").fill("改造完成")
    page.get_by_role("button", name="结束", exact=True).click()
    screens.until(lambda: named(supervisor, "南门广场")["properties"]["valid_until"], "it has ended")
    expect(page.get_by_role("navigation", name="场所").get_by_text("南门广场")).to_be_hidden()
    page.get_by_label("也看已结束的").check()
    expect(page.get_by_role("navigation", name="场所").get_by_text("南门广场")).to_be_visible()


def test_a_sign_on_the_map_is_looked_at(devices: Maker, server: Server) -> None:
    supervisor = Signed(server, "supervisor1")
    body = {
        "kind": "shelter",
        "name": "第一收容所",
        "organisation_id": "330402007",
        "geometry": {"type": "Point", "coordinates": [ZONE.lon, ZONE.lat]},
    }
    with supervisor.call("POST", "/api/v1/places", body) as answer:
        assert answer.status == 201
    address = f"/desk/map?at={ZONE.lon},{ZONE.lat},17&list=off&from=2020-01-01&to=2020-01-02"
    page = screens.signed_in_at(devices("desk-of-supervisor1"), "supervisor1", address)
    expect(page.locator("canvas.maplibregl-canvas")).to_be_visible()
    page.wait_for_timeout(2_500)
    click_at(page, (0, 0))
    peek = page.get_by_role("region", name="这个场所")
    expect(peek.get_by_text("第一收容所")).to_be_visible()
    expect(peek.get_by_text(ZONE.name)).to_be_visible()
    screens.pictures(page, "places-map-peek")
    peek.get_by_role("link", name="打开场所").click()
    expect(page.get_by_role("heading", name="第一收容所")).to_be_visible()


def test_outlines_are_drawn_however_soon_somebody_goes_on(devices: Maker) -> None:
    """What comes before the map has a place for it must not be lost."""
    page = screens.signed_in_at(devices("desk-of-somebody-hasty"), "supervisor1", "/desk/zones")
    # Slow enough that zones come while the map is being made.
    page.context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": 6})
    drawn = []
    for pause in (0, 200, 400):
        page.reload()
        page.get_by_role("tab", name="场所").wait_for()
        page.wait_for_timeout(pause)
        page.get_by_role("tab", name="场所").click()
        page.wait_for_timeout(2500)
        drawn.append(edges(page))
        page.get_by_role("tab", name="区块").click()
    assert min(drawn) > 80, drawn


def edges(page: Page) -> int:
    """Pixels of the map in the colour of a key zone's edge."""
    picture = Image.open(io.BytesIO(page.locator("canvas.maplibregl-canvas").screenshot())).convert("RGB")
    away = np.abs(np.asarray(picture).astype(int) - np.array((0x0B, 0x5A, 0x6E))).sum(axis=2)
    return int((away < 40).sum())
