"""What the field does to a phone, done for real: strangers in the line, a flapping signal, a crawling one, a battery pulled."""

import contextlib
import hashlib
import itertools
import random
import threading
import time
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, Playwright, expect

from tests.e2e import screens
from tests.e2e.browser import Device
from tests.e2e.conftest import Maker
from tests.e2e.interface import Person
from tests.e2e.portal import answering
from tests.e2e.proxy import Proxy
from tests.e2e.server import Server
from tests.photos import jpeg

ZONE = screens.key_zone("330402")
numbers = itertools.count(1)


@pytest.fixture
def place() -> str:
    """A place in words that no other test uses."""
    return f"故障{next(numbers)}路口"


@pytest.fixture
def phone(devices: Maker) -> Device:
    phone = devices("phone-of-officer1")
    phone.stand_at(ZONE.lon, ZONE.lat)
    return phone


def on_patrol(phone: Device) -> Page:
    page = phone.open()
    screens.sign_in(page, "officer1")
    screens.wait_until_it_works_offline(page)
    screens.on_patrol(page, "早巡")
    return page


def record(page: Page, place: str, photo: bytes) -> None:
    """One incident with a photo, saved; back on the patrol."""
    screens.record_incident(page, photo, kind="未牵绳", action="劝导")
    page.get_by_label("地点").fill(place)
    page.get_by_role("button", name="保存").click()
    expect(page.get_by_role("heading", name="早巡")).to_be_visible()


def all_delivered(page: Page, seconds: float = 90) -> None:
    page.goto(page.url.split("/", 3)[0] + "//" + page.url.split("/", 3)[2] + "/outbox")
    retry = page.get_by_role("button", name="现在试一次")
    deadline = time.monotonic() + seconds
    while page.get_by_text("没有等着发的，都送到了").count() == 0:
        assert time.monotonic() < deadline, "the queue did not come to its end"
        with contextlib.suppress(Exception):
            retry.click(timeout=1_000)
        page.wait_for_timeout(500)


@pytest.mark.timeout(240)
@pytest.mark.parametrize("status", [200, 500, None], ids=["portal", "trouble", "silence"])
def test_a_stranger_in_the_line_is_never_taken_for_a_receipt(
    phone: Device, proxy: Proxy, server: Server, browsers: Playwright, place: str, status: int | None
) -> None:
    """Fault 8: the screen never says "sent", the queue stays."""
    page = on_patrol(phone)
    with answering(status) as port:
        proxy.lead_to(port)
        try:
            record(page, place, jpeg(640, 480, seed=8))
            page.goto(phone.origin + "/outbox") if status is None else page.evaluate(
                "history.pushState({}, '', '/outbox')"
            )
            page.wait_for_timeout(6_000)
            expect(page.get_by_text("都已送达")).to_have_count(0)
            expect(page.get_by_text("没有等着发的")).to_have_count(0)
        finally:
            proxy.lead_to(server.port)
    all_delivered(page)
    (found,) = Person(browsers, server.url, "officer2").records_at(place)
    assert found["revision"] == 1


@contextlib.contextmanager
def flapping(proxy: Proxy, dice: random.Random) -> Iterator[None]:
    """The signal comes and goes every one to three seconds."""
    over = threading.Event()

    def flap() -> None:
        while not over.wait(dice.uniform(1, 3)):
            proxy.cut()
            if over.wait(dice.uniform(1, 3)):
                break
            proxy.online()

    thread = threading.Thread(target=flap)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()
        proxy.online()


def through_a_flapping_signal(
    phone: Device, proxy: Proxy, reader: Person, place: str, *, records: int, seconds: float
) -> None:
    """Fault 14: the queue is empty within 60 s of calm; each record is there once with its photo."""
    page = on_patrol(phone)
    photos = {f"{place}{n}": jpeg(800, 600, seed=140 + n) for n in range(records)}
    began = time.monotonic()
    with flapping(proxy, random.Random(14)):
        for at, photo in photos.items():
            record(page, at, photo)
        page.wait_for_timeout(max(0, 1000 * (seconds - (time.monotonic() - began))))
    all_delivered(page, 60)
    found = reader.records_at(place)
    assert sorted(one["data"]["place"] for one in found) == sorted(photos)
    for one in found:
        (photo_row,) = reader.photos_of(one["id"])
        assert photo_row["state"] == "complete"
        assert photo_row["sha256"] == hashlib.sha256(photos[one["data"]["place"]]).hexdigest()


@pytest.mark.timeout(240)
def test_a_flapping_signal(phone: Device, proxy: Proxy, server: Server, browsers: Playwright, place: str) -> None:
    reader = Person(browsers, server.url, "officer2")
    through_a_flapping_signal(phone, proxy, reader, place, records=3, seconds=20)


@pytest.mark.long
@pytest.mark.timeout(1200)
def test_ten_minutes_of_a_flapping_signal(
    phone: Device, proxy: Proxy, server: Server, browsers: Playwright, place: str
) -> None:
    reader = Person(browsers, server.url, "officer2")
    through_a_flapping_signal(phone, proxy, reader, place, records=20, seconds=600)


def over_a_crawling_line(
    phone: Device, proxy: Proxy, reader: Person, place: str, *, photo: bytes, bytes_per_s: float, delay_s: float
) -> None:
    """Fault 15: the photo resumes where it stood; at most 110 % of its bytes go over the line."""
    page = on_patrol(phone)
    page.get_by_role("button", name="拍照记一条").wait_for()
    proxy.cut()
    record(page, place, photo)
    page.wait_for_timeout(1_000)
    proxy.online()
    proxy.slow(delay_s=delay_s, bytes_per_s=bytes_per_s, resets=0.1)
    before, resets = proxy.bytes_up, proxy.resets
    deadline = time.monotonic() + 6 * len(photo) / bytes_per_s + 120
    page.goto(phone.origin + "/outbox", wait_until="commit")
    while not any(
        one["state"] == "complete" for found in reader.records_at(place) for one in reader.photos_of(found["id"])
    ):
        assert time.monotonic() < deadline, "the photo did not come to its end"
        with contextlib.suppress(Exception):
            page.get_by_role("button", name="现在试一次").click(timeout=1_000)
        page.wait_for_timeout(1_000)
    sent = proxy.bytes_up - before
    assert sent < 1.1 * len(photo) + 40_000, f"{sent} bytes for a photo of {len(photo)}, {proxy.resets - resets} resets"
    proxy.online()
    all_delivered(page)


@pytest.mark.timeout(300)
def test_a_slow_line_with_resets(phone: Device, proxy: Proxy, server: Server, browsers: Playwright, place: str) -> None:
    reader = Person(browsers, server.url, "officer2")
    photo = jpeg(1600, 1200, seed=15)
    over_a_crawling_line(phone, proxy, reader, place, photo=photo, bytes_per_s=40_000, delay_s=0.2)


@pytest.mark.long
@pytest.mark.timeout(3 * 3600)
def test_three_megabytes_at_20_kbit_a_second(
    phone: Device, proxy: Proxy, server: Server, browsers: Playwright, place: str
) -> None:
    reader = Person(browsers, server.url, "officer2")
    photo = jpeg(6000, 4500, seed=16)
    assert len(photo) > 3_000_000
    over_a_crawling_line(phone, proxy, reader, place, photo=photo, bytes_per_s=2_500, delay_s=2.0)


def killed_after_saving(
    phone: Device, proxy: Proxy, reader: Person, place: str, *, times: int, dice: random.Random
) -> None:
    """Fault 3: what was called saved is there on the restart, words and photo."""
    on_patrol(phone)
    # Closed once, it has its cookies on the disk (else every 30 s): without the session's it would ask for the password.
    page = phone.open()
    screens.on_patrol(page, "早巡")
    proxy.cut()
    photos: dict[str, bytes] = {}
    for n in range(times):
        at, photo = f"{place}{n}", jpeg(480, 360, seed=300 + n)
        screens.record_incident(page, photo, kind="未牵绳", action="劝导")
        page.get_by_label("地点").fill(at)
        page.get_by_role("button", name="保存").click()
        page.get_by_role("heading", name="早巡").wait_for()
        photos[at] = photo
        time.sleep(dice.uniform(0, 0.4))
        phone.kill()
        page = phone.open("/outbox")
        expect(page.get_by_text(at, exact=False).first).to_be_visible()
        page.goto(phone.origin)
        screens.on_patrol(page, "早巡")
    proxy.online()
    all_delivered(page)
    found = reader.records_at(place)
    assert sorted(one["data"]["place"] for one in found) == sorted(photos)
    for one in found:
        (photo_row,) = reader.photos_of(one["id"])
        assert photo_row["sha256"] == hashlib.sha256(photos[one["data"]["place"]]).hexdigest()


@pytest.mark.timeout(300)
def test_the_battery_is_pulled_after_saving(
    phone: Device, proxy: Proxy, server: Server, browsers: Playwright, place: str
) -> None:
    reader = Person(browsers, server.url, "officer2")
    killed_after_saving(phone, proxy, reader, place, times=3, dice=random.Random(3))


@pytest.mark.long
@pytest.mark.timeout(3600)
def test_the_battery_is_pulled_fifty_times(
    phone: Device, proxy: Proxy, server: Server, browsers: Playwright, place: str
) -> None:
    reader = Person(browsers, server.url, "officer2")
    killed_after_saving(phone, proxy, reader, place, times=50, dice=random.Random(50))
