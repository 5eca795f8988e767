"""A new version of the app while a queue waits, a form is open and a second tab is there (faults 16 and 17)."""

import contextlib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Error, Page, Request, expect

from tests.e2e import screens
from tests.e2e.browser import Device
from tests.e2e.conftest import Maker
from tests.e2e.proxy import Proxy, proxy_to
from tests.e2e.server import Server, serving
from tests.e2e.versions import publish_next, published
from tests.photos import jpeg

ZONE = screens.key_zone("330402")
SEND_MS = 60_000
pytestmark = pytest.mark.timeout(300)


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return published(tmp_path_factory.mktemp("client") / "dist")


@pytest.fixture(scope="module")
def server(demo_copy: Path, client: Path) -> Iterator[Server]:
    with serving(demo_copy, program="tests.e2e.versions:program()", TEST_DIST=str(client)) as server:
        yield server


@pytest.fixture(scope="module")
def proxy(server: Server) -> Iterator[Proxy]:
    with proxy_to(server.port) as proxy:
        yield proxy


@pytest.fixture
def phone(devices: Maker) -> Device:
    phone = devices("phone-of-officer1")
    phone.stand_at(ZONE.lon, ZONE.lat)
    return phone


def build_of(page: Page) -> str:
    mark = page.locator("meta[name=build]")
    return str(mark.get_attribute("content")) if mark.count() else ""


STARTS = 3


def until_build(page: Page, mark: str) -> None:
    """The app is opened again now and then, as people do: a line that broke while the new version came is no end of it."""
    for _ in range(STARTS - 1):
        with contextlib.suppress(AssertionError):
            screens.until(lambda: build_of(page) == mark, f"the page is of version {mark}", seconds=10)
            return
        look_for_updates(page)
        again(page)
    screens.until(lambda: build_of(page) == mark, f"the page is of version {mark}")


def again(page: Page) -> None:
    with contextlib.suppress(Error):  # a page on which nothing is filled in may be reloading itself just now
        page.reload()


def look_for_updates(page: Page) -> None:
    """A new version is found and all of its files are there: no page that starts now misses it."""
    ask = "async () => { void (await navigator.serviceWorker.getRegistration()).update().catch(() => undefined) }"
    with contextlib.suppress(Error):  # what was found before is taken over just now
        page.evaluate(ask)
    page.wait_for_timeout(1_000)
    installed = "async () => (await navigator.serviceWorker.getRegistration()).installing === null"

    def is_installed() -> bool:
        with contextlib.suppress(Error):  # it has taken over, and the page begins anew
            return bool(page.evaluate(installed))
        return False

    screens.until(is_installed, "the new version is installed")


def saved_offline(page: Page, place: str, seed: int) -> None:
    screens.record_incident(page, jpeg(480, 360, seed=seed), kind="未牵绳", action="劝导")
    page.get_by_label("地点").fill(place)
    page.get_by_role("button", name="保存").click()
    expect(page.get_by_role("heading", name="早巡")).to_be_visible()


def test_two_updates_over_a_full_queue(phone: Device, proxy: Proxy, client: Path) -> None:
    """N to N+1 to N+2: nothing is lost, and no version waits for ever."""
    page = phone.open()
    screens.sign_in(page, "officer1")
    screens.wait_until_it_works_offline(page)
    proxy.cut()
    screens.on_patrol(page, "早巡")
    saved_offline(page, "更新路口一", 1)
    for mark in ("NEXT", "LAST"):
        publish_next(client, mark)
        proxy.online()
        page.route("**/api/v1/sync/push", lambda route: route.abort())
        page.goto(phone.origin + "/records")
        look_for_updates(page)
        again(page)
        until_build(page, mark)
        proxy.cut()
        page.goto(phone.origin + "/today")
        expect(page.get_by_text("更新路口一").first).to_be_visible()
        screens.on_patrol(page, "早巡")
        saved_offline(page, f"更新路口{mark}", 2)
        phone.close()
        page = phone.open("/outbox")
        expect(page.get_by_text(f"更新路口{mark}").first).to_be_visible()
    proxy.online()
    page.get_by_role("button", name="现在试一次").click()
    expect(page.get_by_text("没有等着发的，都送到了")).to_be_visible(timeout=SEND_MS)


def test_a_form_in_use_is_never_reloaded_and_one_tab_sends(phone: Device, proxy: Proxy, client: Path) -> None:
    page = phone.open()
    screens.sign_in(page, "officer1")
    screens.wait_until_it_works_offline(page)
    screens.on_patrol(page, "早巡")
    sent: Counter[str] = Counter()

    def note(request: Request) -> None:
        if request.url.endswith("/sync/push"):
            sent.update(item["change_id"] for item in request.post_data_json["items"])

    assert phone.context is not None
    phone.context.on("request", note)
    screens.record_incident(page, jpeg(480, 360, seed=3), kind="未牵绳", action="劝导")
    page.get_by_label("地点").fill("两个页面")
    page.evaluate("window.sameDocument = true")

    publish_next(client, "TABS")
    other = phone.context.new_page()
    other.goto(phone.origin + "/today")
    look_for_updates(other)
    again(other)
    until_build(other, "TABS")
    page.wait_for_timeout(1_000)
    assert page.evaluate("window.sameDocument") is True, "the form was reloaded"
    page.get_by_role("button", name="保存").click()
    expect(page.get_by_role("heading", name="早巡")).to_be_visible()
    other.get_by_role("link", name="查看发送情况").first.click()
    expect(other.get_by_text("没有等着发的，都送到了")).to_be_visible(timeout=SEND_MS)
    page.goto(phone.origin + "/records")
    expect(page.get_by_text("两个页面").first).to_be_visible()
    until_build(page, "TABS")
    assert sent and set(sent.values()) == {1}, "a change was sent by both tabs"
