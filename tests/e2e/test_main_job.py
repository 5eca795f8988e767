"""The main job: no signal, a dog without a leash, a photo; later the supervisor sees it on the map, in its zone."""

import hashlib
import json

import pytest
from playwright.sync_api import Page, expect

from tests.e2e import screens
from tests.e2e.conftest import Maker
from tests.e2e.proxy import Proxy
from tests.photos import jpeg

ZONE = screens.key_zone("330402")
PHOTO = jpeg(2400, 1800, seed=31)
PLACE = "端到端路口"
SEND_MS = 60_000

pytestmark = pytest.mark.timeout(300)


def test_an_officer_without_signal_and_a_supervisor_with_a_map(devices: Maker, proxy: Proxy) -> None:
    phone = devices("phone-of-officer1")
    phone.stand_at(ZONE.lon, ZONE.lat)
    page = phone.open()
    screens.sign_in(page, "officer1")
    screens.wait_until_it_works_offline(page)

    proxy.cut()
    screens.start_patrol(page, "早巡")
    screens.record_incident(page, PHOTO, kind="未牵绳", action="劝导")
    expect(page.get_by_text("重点管理区内").first).to_be_visible()
    page.get_by_label("地点").fill(PLACE)
    page.get_by_role("button", name="保存").click()
    expect(page.get_by_role("heading", name="早巡")).to_be_visible()
    phone.close()

    page = phone.open("/outbox")
    expect(page.get_by_text("未牵绳").first).to_be_visible()
    expect(page.get_by_text("待发送").first).to_be_visible()

    proxy.online()
    page.get_by_role("button", name="现在试一次").click()
    expect(page.get_by_text("没有等着发的，都送到了")).to_be_visible(timeout=SEND_MS)
    phone.close()

    record = the_supervisor_sees_it(devices)
    the_original_is_what_the_phone_stored(devices, record)
    the_outsider_sees_nothing(devices, record)


def the_supervisor_sees_it(devices: Maker) -> dict[str, object]:
    """By the list beside the map, then the drawer; the record as the interface tells it."""
    page = devices("desk-of-supervisor1").open()
    screens.sign_in(page, "supervisor1")
    screens.open_on_map(page, PLACE)
    drawer = page.get_by_role("article")
    expect(drawer.get_by_role("heading", name="未牵绳")).to_be_visible()
    expect(drawer.get_by_text("重点管理区内")).to_be_visible()
    expect(drawer.get_by_text(ZONE.name)).to_be_visible()
    expect(drawer.get_by_text("早查").or_(drawer.get_by_text("早巡"))).to_be_visible()
    photo = drawer.get_by_role("img", name="现场照片 1")
    expect(photo).to_be_visible(timeout=SEND_MS)
    screens.until(
        lambda: photo.evaluate("(image) => image.complete && image.naturalWidth") == 1280, "the photo is shown"
    )
    return found(page, PLACE)


def found(page: Page, place: str) -> dict[str, object]:
    features = screens.api(page, "/api/v1/incidents?limit=500")["body"]["features"]
    (record,) = [one["properties"] for one in features if one["properties"]["place"] == place]
    assert record["zone"]["name"] == ZONE.name
    assert record["zone_certainty"] == "inside"
    assert len(record["photos"]) == 1
    return record


def the_original_is_what_the_phone_stored(devices: Maker, record: dict[str, object]) -> None:
    context = devices("desk-of-supervisor1").context
    assert context is not None
    detail = screens.api(context.pages[0], f"/api/v1/incidents/{record['id']}")["body"]
    (photo,) = detail["photos"]
    assert photo["state"] == "complete"
    assert photo["sha256"] == hashlib.sha256(PHOTO).hexdigest()


def the_outsider_sees_nothing(devices: Maker, record: dict[str, object]) -> None:
    page = devices("phone-of-outsider1").open()
    screens.sign_in(page, "outsider1")
    screens.wait_until_it_works_offline(page)
    page.goto(devices("phone-of-outsider1").origin + "/records")
    expect(page.get_by_role("heading", name="记录簿")).to_be_visible()
    expect(page.get_by_text(PLACE)).to_have_count(0)
    assert PLACE not in json.dumps(screens.api(page, "/api/v1/incidents?limit=500"), ensure_ascii=False)
    assert PLACE not in json.dumps(screens.api(page, "/api/v1/sync/changes?limit=1000"), ensure_ascii=False)
    assert screens.status(page, f"/api/v1/incidents/{record['id']}") == 404
    for photo in record["photos"]:  # type: ignore[attr-defined]
        for size in ("original", "1280", "320"):
            assert screens.status(page, f"/api/v1/photos/{photo}/{size}") in (403, 404)


def test_two_taps_of_a_volunteer_arrive_as_a_persuasion(devices: Maker) -> None:
    phone = devices("phone-of-volunteer1")
    phone.stand_at(ZONE.lon, ZONE.lat)
    page = phone.open()
    screens.sign_in(page, "volunteer1")
    page.get_by_role("button", name="没牵绳").click()
    page.get_by_role("button", name="2").click()
    expect(page.get_by_text("记好了，10 秒内可撤销")).to_be_visible()
    expect(page.get_by_text("都送到了，谢谢您")).to_be_visible(timeout=SEND_MS)

    desk = devices("desk-of-supervisor1").open()
    screens.sign_in(desk, "supervisor1")
    features = screens.api(desk, "/api/v1/persuasions?limit=500")["body"]["features"]
    newest = max(features, key=lambda one: one["properties"]["captured_at"])
    assert newest["properties"]["type"] == "unleashed"
    assert newest["properties"]["people_at_least"] == 2
    lon, lat = newest["geometry"]["coordinates"]
    assert (lon, lat) != (ZONE.lon, ZONE.lat), "a volunteer's position is rounded"
    assert abs(lon - ZONE.lon) < 0.002 and abs(lat - ZONE.lat) < 0.002
