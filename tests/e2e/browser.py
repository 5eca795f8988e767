"""Chromium as a person's phone or desk: a profile that outlives the closed browser, a position, a camera."""

import contextlib
import os
import signal
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playwright.sync_api import BrowserContext, Error, Page, Playwright, expect

# Chromium's own errands to the internet are off: a test machine has no network, and wants none.
ARGUMENTS = [
    "--no-sandbox",
    "--disable-quic",
    "--disable-sync",
    "--disable-background-networking",
    "--disable-component-update",
    "--no-first-run",
    "--use-fake-device-for-media-stream",
    "--use-fake-ui-for-media-stream",
]
PIN = "240713"
PIN_ASKED, PIN_NEW, PIN_AGAIN = "输入六位 PIN", "给这部手机设一个六位 PIN", "再输一遍"
PERMISSIONS = ["geolocation", "camera"]
TIMEOUT_MS = 15_000
expect.set_options(timeout=TIMEOUT_MS)  # a machine that does other work is no fault of the product


def executable() -> str:
    return os.environ.get("QUANXUN_CHROMIUM", "/usr/bin/chromium")


def set_pin(page: Page, pin: str) -> None:
    page.keyboard.type(pin)
    while not page.get_by_role("group", name=PIN_AGAIN).is_visible():  # asks without answering the PIN by itself
        page.wait_for_timeout(100)
    page.keyboard.type(pin)


@dataclass
class Device:
    """One browser profile. `open` starts it, `close` ends the whole browser; the profile keeps what it stored."""

    playwright: Playwright
    profile: Path
    origin: str
    emulation: dict[str, Any]
    complaints: list[str] = field(default_factory=list)
    context: BrowserContext | None = None
    arguments: tuple[str, ...] = ()
    pin: str | None = PIN
    """What this person's fingers give whenever a page asks for the PIN; None: the test gives it itself."""

    def open(self, path: str = "/") -> Page:
        """The browser, at `path`."""
        self.close()
        self.context = self.playwright.chromium.launch_persistent_context(
            self.profile,
            executable_path=executable(),
            args=[*ARGUMENTS, *self.arguments],
            locale="zh-CN",
            timezone_id="Asia/Shanghai",
            permissions=PERMISSIONS,
            **self.emulation,
        )
        self.context.set_default_timeout(TIMEOUT_MS)
        self.context.on("page", self.answer_pin)
        for page in self.context.pages:
            self.answer_pin(page)
        page = self.context.pages[0] if self.context.pages else self.context.new_page()
        page.on("pageerror", lambda error: self.complaints.append(f"{page.url}: {error}"))
        page.goto(self.origin + path)
        return page

    def answer_pin(self, page: Page) -> None:
        if (pin := self.pin) is not None:
            page.add_locator_handler(page.get_by_role("group", name=PIN_ASKED), lambda: page.keyboard.type(pin))
            page.add_locator_handler(page.get_by_role("group", name=PIN_NEW), lambda: set_pin(page, pin))

    def stand_at(self, lon: float, lat: float, accuracy_m: float = 8.0) -> None:
        """Where the phone is from now on, also when it is opened again."""
        here = {"longitude": lon, "latitude": lat, "accuracy": accuracy_m}
        self.emulation["geolocation"] = here
        if self.context is not None:
            self.context.set_geolocation(here)  # type: ignore[arg-type]

    def kill(self) -> None:
        """The battery is pulled: the whole browser ends without a word. Only processes of this profile."""
        mark = f"--user-data-dir={self.profile}".encode()
        for entry in Path("/proc").glob("[0-9]*/cmdline"):
            with contextlib.suppress(OSError):
                if mark in entry.read_bytes().split(b"\0"):
                    os.kill(int(entry.parent.name), signal.SIGKILL)
        if self.context is not None:
            with contextlib.suppress(Error):
                self.context.close()
            self.context = None

    def close(self) -> None:
        if self.context is not None:
            self.context.close()
            self.context = None


def phone(playwright: Playwright, profile: Path, origin: str) -> Device:
    emulation = {key: value for key, value in playwright.devices["Pixel 7"].items() if key != "default_browser_type"}
    return Device(playwright, profile, origin, emulation)


def desk(playwright: Playwright, profile: Path, origin: str) -> Device:
    return Device(playwright, profile, origin, {"viewport": {"width": 1440, "height": 900}})
