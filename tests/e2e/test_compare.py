"""Before and after: photos of a record beside those of its re-check, with a divider and side by side."""

import json
import random
import re
import urllib.request
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Any
from uuid import uuid4

import pytest
from playwright.sync_api import Locator, Page, expect

from app.demo_photos import drawing
from tests.bench import samples
from tests.bench.own import Signed
from tests.e2e import screens
from tests.e2e.conftest import Maker
from tests.e2e.server import Server
from tests.photos.phone import metadata

ZONE = screens.key_zone("330402")
Data = dict[str, Any]

pytestmark = pytest.mark.timeout(180)


def recorded(officer: Signed, place: str, east: float = 0) -> str:
    item = samples.item(random.Random())
    item["data"] |= {"place": place, "type": "faeces"}
    item["data"]["position"] |= {"lon": ZONE.lon + east, "lat": ZONE.lat, "accuracy_m": 8.0}
    with officer.call("POST", "/api/v1/sync/push", samples.push([item], officer.device_id)) as answer:
        assert json.load(answer)["results"][0]["status"] == "accepted"
    return str(item["id"])


def photographed(officer: Signed, record_id: str, seed: int, at: datetime) -> str:
    photo = drawing(random.Random(seed))
    facts = {
        "photo_id": str(uuid4()),
        "record_id": record_id,
        "filename": "IMG_0001.jpg",
        "sha256": sha256(photo).hexdigest(),
        "captured_at": at.isoformat(),
    }
    headers = {"Tus-Resumable": "1.0.0", "Upload-Length": str(len(photo)), "Upload-Metadata": metadata(facts)}
    headers["Content-Type"] = "application/offset+octet-stream"
    address = officer.server.url + "/api/v1/uploads"
    with urllib.request.urlopen(urllib.request.Request(address, photo, officer.headers | headers)) as answer:
        assert answer.status == 201
    return facts["photo_id"]


def rechecked(server: Server, record_id: str) -> str:
    """The id of a re-check for the team of officer1."""
    with Signed(server, "officer1").call("GET", "/api/v1/session") as answer:
        team = json.load(answer)["person"]["teams"][0]["id"]
    given = {"record_id": record_id, "team_id": team, "text": "看看清了没有", "due_on": "2099-01-01"}
    with Signed(server, "supervisor1").call("POST", "/api/v1/rechecks", given) as answer:
        return str(json.load(answer)["id"])


def before_and_after(server: Server, number: int) -> str:
    """A record with two photos, and a photo of its re-check four days later."""
    officer, at = Signed(server, "officer1"), datetime.now(UTC)
    record_id = recorded(officer, "前后路口", 0.01 * number)
    for seed, days in ((1, 5), (2, 4)):
        photographed(officer, record_id, 10 * number + seed, at - timedelta(days=days))
    photographed(officer, rechecked(server, record_id), 10 * number + 3, at)
    return record_id


def open_desk(devices: Maker, path: str) -> Page:
    return screens.signed_in_at(devices("desk-of-supervisor1"), "supervisor1", path)


def stage(page: Page) -> Locator:
    return page.get_by_role("dialog", name="照片对比")


def transforms(page: Page) -> list[str]:
    found: list[str] = stage(page).locator("img").evaluate_all("some => some.map((one) => one.style.transform)")
    return found


def test_the_divider_is_dragged_and_moved_by_keys_and_both_are_zoomed(devices: Maker, server: Server) -> None:
    record_id = before_and_after(server, 1)
    page = open_desk(devices, f"/desk/map?record=incident:{record_id}")
    page.get_by_role("button", name="前后对比").click()
    slider = page.get_by_role("slider", name="分界线")
    expect(slider).to_be_focused()
    expect(slider).to_have_attribute("aria-valuenow", "50")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("PageUp")
    expect(slider).to_have_attribute("aria-valuenow", "62")
    box = slider.bounding_box()
    assert box
    page.mouse.move(box["x"] + box["width"] / 2, 500)
    page.mouse.down()
    page.mouse.move(360, 520)
    page.mouse.up()
    expect(slider).to_have_attribute("aria-valuenow", "25")

    page.keyboard.press("+")
    first, second = transforms(page)
    assert first == second and "scale(1.5)" in first
    page.get_by_role("button", name="并排").click()
    expect(slider).to_have_count(0)
    assert set(transforms(page)) == {"translate(0px, 0px) scale(1)"}
    page.mouse.move(1000, 400)
    page.mouse.wheel(0, -300)
    first, second = transforms(page)
    assert first == second and "scale(1)" not in first
    page.keyboard.press("Escape")
    expect(stage(page)).to_have_count(0)


def test_each_side_says_what_it_is_and_can_be_chosen(devices: Maker, server: Server) -> None:
    record_id = before_and_after(server, 2)
    page = open_desk(devices, f"/desk/review?days=all&record={record_id}")
    page.get_by_role("button", name="前后对比").click()
    left, right = (page.get_by_label(f"{side}边的照片") for side in "左右")
    chosen = "some => some.selectedOptions[0].textContent"
    assert re.match(r"原记录 · .* · 照片 1", left.evaluate(chosen))
    assert re.match(r"复查 · .* · 照片 1", right.evaluate(chosen))
    expect(stage(page).get_by_text("原记录", exact=True)).to_be_visible()
    expect(stage(page).get_by_text("复查", exact=True)).to_be_visible()
    left.select_option(index=2)  # the same as on the right: they change places
    assert "复查" in left.evaluate(chosen)
    assert "照片 1" in right.evaluate(chosen)
    right.select_option(index=1)
    assert re.match(r"原记录 · .* · 照片 2", right.evaluate(chosen))
    assert page.get_by_role("img", name=re.compile("复查")).evaluate("one => one.naturalWidth") > 0


def test_where_there_is_nothing_to_compare_nothing_is_offered(devices: Maker, server: Server) -> None:
    officer = Signed(server, "officer1")
    record_id = recorded(officer, "单张路口")
    photographed(officer, record_id, 4, datetime.now(UTC))
    page = open_desk(devices, f"/desk/map?record=incident:{record_id}")
    expect(page.get_by_text("1 / 1 · 副本")).to_be_visible()
    page.wait_for_load_state("networkidle")
    expect(page.get_by_role("button", name="前后对比")).to_have_count(0)
