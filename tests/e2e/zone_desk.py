"""What a supervisor does at the desk page of zones."""

import json
from typing import Any

from playwright.sync_api import Page, expect

from tests.bench.own import Signed
from tests.e2e import screens
from tests.e2e.conftest import Maker

CORNERS = [(-160, -110), (150, -120), (170, 120), (-150, 130)]
BOW_TIE: dict[str, Any] = {
    "type": "Polygon",
    "coordinates": [[[120.86, 30.70], [120.87, 30.71], [120.87, 30.70], [120.86, 30.71], [120.86, 30.70]]],
}


def got(person: Signed, path: str) -> Any:
    with person.call("GET", path) as answer:
        return json.load(answer)


def open_zones(devices: Maker) -> Page:
    page = screens.signed_in_at(devices("desk-of-supervisor1"), "supervisor1", "/desk/zones")
    expect(page.get_by_text("镇驻地已公告")).to_be_visible()
    return page


def begin(page: Page, name: str) -> None:
    page.get_by_role("button", name="新区块").click()
    page.get_by_label("名称").last.fill(name)
    page.get_by_role("button", name="开始画").click()
    expect(page.get_by_role("button", name="先画边界，再核对")).to_be_visible()
    expect(page.get_by_role("button", name="画", exact=True)).to_have_attribute("aria-pressed", "true")


def middle(page: Page) -> tuple[float, float]:
    box = page.locator("canvas.maplibregl-canvas").bounding_box()
    assert box
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def draw(page: Page, corners: list[tuple[int, int]]) -> None:
    click_at(page, corners)
    page.keyboard.press("Enter")


def click_at(page: Page, corners: list[tuple[int, int]]) -> None:
    x, y = middle(page)
    for dx, dy in corners:
        page.mouse.move(x + dx, y + dy, steps=4)
        page.mouse.click(x + dx, y + dy)
        page.wait_for_timeout(350)  # two clicks at once would be a double click


def draft_of(desk: Signed, name: str) -> dict[str, Any]:
    drafts = got(desk, "/api/v1/zones/drafts")["drafts"]
    found = next(one for one in drafts if one["name"] == name)
    return dict(got(desk, f"/api/v1/zones/drafts/{found['id']}"))


def corners_of(desk: Signed, name: str) -> int:
    shape = shape_of(desk, name)
    return len(shape[0][0]) - 1 if shape else 0


def shape_of(desk: Signed, name: str) -> list[Any]:
    """Polygons, each as its rings."""
    boundary = draft_of(desk, name)["boundary"]
    if not boundary:
        return []
    found = boundary["coordinates"]
    return [found] if boundary["type"] == "Polygon" else list(found)


def drafted(desk: Signed, name: str, boundary: Any) -> dict[str, Any]:
    """A draft that somebody began elsewhere."""
    with desk.call("POST", "/api/v1/zones/drafts", {"name": name, "boundary": boundary}) as answer:
        return dict(json.load(answer))


def choose_file(page: Page, name: str, data: bytes, system: str) -> None:
    """Into the import dialog, and looked at."""
    page.get_by_role("button", name="导入", exact=True).click()
    page.get_by_label("文件").set_input_files({"name": name, "mimeType": "application/json", "buffer": data})
    page.get_by_label("坐标系").select_option(system)
    page.get_by_role("button", name="先看看").click()
