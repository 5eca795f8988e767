"""Fixtures of the end-to-end tests: a server a file, a bad line before it, and browsers that come and go."""

import re
import shutil
from collections.abc import Callable, Generator, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Playwright, sync_playwright

from tests.e2e import browser, screens
from tests.e2e.proxy import Proxy, proxy_to
from tests.e2e.server import Server, serving
from tests.program import prepare_demo

FAILED = pytest.StashKey[bool]()
NOT_IN_A_NAME = re.compile(r"[^\w.-]")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.e2e)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """A first try that failed leaves its picture too."""
    report = yield
    if report.when == "call":
        item.stash[FAILED] = report.failed
    return report


@pytest.fixture(scope="session")
def demo_data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated data directory with the demo, made once; tests work on copies."""
    return prepare_demo(tmp_path_factory.mktemp("demo") / "var")


@pytest.fixture(scope="module")
def demo_copy(demo_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return Path(shutil.copytree(demo_data, tmp_path_factory.mktemp("server") / "var"))


@pytest.fixture(scope="module")
def server(demo_copy: Path) -> Iterator[Server]:
    with serving(demo_copy) as server:
        yield server


@pytest.fixture(scope="module")
def proxy(server: Server) -> Iterator[Proxy]:
    with proxy_to(server.port) as proxy:
        yield proxy


@pytest.fixture(scope="session")
def browsers() -> Iterator[Playwright]:
    with sync_playwright() as playwright:
        yield playwright


Maker = Callable[[str], browser.Device]


@pytest.fixture
def devices(browsers: Playwright, proxy: Proxy, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Maker]:
    """`devices("phone-of-officer1")` and `devices("desk-of-supervisor1")`: each its own profile, all behind the proxy."""
    made: dict[str, browser.Device] = {}

    def device(name: str) -> browser.Device:
        if name not in made:
            make = browser.desk if name.startswith("desk") else browser.phone
            made[name] = make(browsers, tmp_path / name, proxy.url)
            if not screens.PICTURES:  # a phone's point is one pixel, a desk's half of one: most of the drawing is saved
                made[name].emulation["device_scale_factor"] = 0.5 if name.startswith("desk") else 1
        return made[name]

    yield device
    for name, one in made.items():
        if request.node.stash.get(FAILED, False) and one.context is not None:
            screens.RESULTS.mkdir(exist_ok=True)
            test = NOT_IN_A_NAME.sub("_", request.node.name)
            one.context.pages[-1].screenshot(path=screens.RESULTS / f"{test}-{name}.png")
        one.close()
        shutil.rmtree(one.profile, ignore_errors=True)
    assert not [line for one in made.values() for line in one.complaints], "the page threw an error"
