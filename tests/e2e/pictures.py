"""Pictures of every screen, phone and desk, in three themes: `python -m tests.e2e.pictures [FOLDER]`.

Not a test: for looking at, beside the drawings. Without a folder, the two pictures of the README are made anew.
"""

import random
import shutil
import sys
import tempfile
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from urllib.parse import urljoin

from playwright.sync_api import Page, Playwright, sync_playwright

from app.demo_photos import drawing
from tests.e2e import browser, screens
from tests.e2e.server import serving
from tests.program import ROOT, prepare_demo

THEMES = ("light", "dark", "sunlight")
ZONE = screens.key_zone("330402")
README = ROOT / "docs" / "screenshots"
Step = Callable[[Page], None]


def press(name: str) -> Step:
    return lambda page: page.get_by_role("button", name=name).first.click()


def walk(path: str) -> Step:
    return lambda page: _go(page, path)


def _go(page: Page, path: str) -> None:
    page.goto(urljoin(page.url, path))
    page.wait_for_timeout(500)  # the PIN comes before the page
    if screens.path(page) == "/pin":
        screens.enter_pin(page)


def fill_incident(page: Page) -> None:
    screens.photograph(page, drawing(random.Random(7)))
    page.get_by_role("radio", name="未牵绳").click()
    page.get_by_role("radio", name="劝导").click()


OFFICER: list[tuple[str, Step]] = [
    ("today", walk("/today")),
    ("camera", press("不在巡查也能记一条")),
    ("incident", fill_incident),
    ("clause", press("条款")),
    ("start-patrol", walk("/patrols/start")),
    ("patrol", press("开始")),
    ("stray", press("流浪犬")),
    ("outbox", walk("/outbox")),
    ("records", walk("/records")),
    ("map", walk("/map")),
    ("rescue", walk("/rescue")),
    ("me", walk("/me")),
    ("pin-settings", walk("/me/pin")),
    ("forgotten", walk("/pin/forgotten")),
]
VOLUNTEER: list[tuple[str, Step]] = [("volunteer", walk("/volunteer")), ("volunteer-people", press("没牵绳"))]
SUPERVISOR: list[tuple[str, Step]] = [
    ("desk-map", walk("/desk/map")),
    ("desk-record", lambda page: page.locator("[data-record]").first.click()),
    ("desk-heat", walk("/desk/map?as=heat&list=off")),
    ("desk-time", walk("/desk/map?walks=on&list=off")),
    ("review", walk("/desk/review")),
    ("review-days", walk("/desk/review?days=all")),
    ("zones", walk("/desk/zones")),
    ("zone", press("余新镇")),
    ("zones-coverage", walk("/desk/zones?tab=coverage")),
    ("places", walk("/desk/zones/places")),
    ("place", press("演示绿道")),
    ("place-import", press("导入")),
    ("plans", walk("/desk/plans")),
    ("plan-areas", walk("/desk/plans?tab=areas")),
    ("board-day", walk("/desk/board")),
    ("board-week", walk(f"/desk/board?span=week&day={date.today() - timedelta(days=7)}")),
    ("board-patrols", walk("/desk/board/patrols?span=month")),
    ("board-rounds", walk("/desk/board/rounds?span=week")),
    ("waiting", walk("/desk/waiting")),
    ("programs", walk("/desk/me/programs")),
    ("program", press("新建")),
]
ADMINISTRATOR: list[tuple[str, Step]] = [
    ("people", walk("/desk/people")),
    ("new-person", press("新增人员")),
    ("teams", walk("/desk/teams")),
    ("audit", walk("/desk/audit")),
    ("quarantine", walk("/desk/quarantine")),
    ("verify", walk("/verify/01a2012b-5223-7342-813f-3543651e20e9")),
]
PEOPLE = {"officer1": OFFICER, "volunteer1": VOLUNTEER, "supervisor1": SUPERVISOR, "admin1": ADMINISTRATOR}


def settle(page: Page) -> None:
    page.wait_for_load_state("networkidle")
    page.wait_for_timeout(1200)  # maps and sheets come to rest


def walk_through(device: browser.Device, username: str, theme: str, folder: Path) -> None:
    """One person's screens one after the other; a step that fails is told and does not stop the walk."""
    page = device.open("/sign-in")
    settle(page)
    page.screenshot(path=folder / f"sign-in-{device.profile.name}-{theme}.png")
    screens.sign_in(page, username)
    page.evaluate("(theme) => localStorage.setItem('qx.settings', JSON.stringify({ theme }))", theme)
    settle(page)
    for name, step in PEOPLE[username]:
        try:
            step(page)
            settle(page)
        except Exception as error:
            print(f"{name}: {str(error).splitlines()[0]}")
        page.screenshot(path=folder / f"{name}-{device.profile.name}-{theme}.png")
    device.close()


def all_pictures(playwright: Playwright, origin: str, folder: Path) -> None:
    with tempfile.TemporaryDirectory() as profiles:
        for theme in THEMES:
            for username in PEOPLE:
                makers = {"phone": browser.phone}
                if username in ("supervisor1", "admin1"):
                    makers["desk"] = browser.desk
                for kind, maker in makers.items():
                    device = maker(playwright, Path(profiles) / f"{username}-{theme}" / kind, origin)
                    device.stand_at(ZONE.lon, ZONE.lat)
                    walk_through(device, username, theme, folder)


def readme_pictures(playwright: Playwright, origin: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        here = Path(folder)
        for username, maker, kind in (("officer1", browser.phone, "phone"), ("supervisor1", browser.desk, "desk")):
            device = maker(playwright, here / username / kind, origin)
            device.emulation["device_scale_factor"] = 1
            device.stand_at(ZONE.lon, ZONE.lat)
            walk_through(device, username, "light", here)
        shutil.move(here / "incident-phone-light.png", README / "phone.png")
        shutil.move(here / "desk-record-desk-light.png", README / "map.png")


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        data_dir = prepare_demo(Path(folder) / "var")
        with serving(data_dir) as server, sync_playwright() as playwright:
            if len(sys.argv) > 1:
                all_pictures(playwright, server.url, Path(sys.argv[1]))
            else:
                readme_pictures(playwright, server.url)


if __name__ == "__main__":
    main()
