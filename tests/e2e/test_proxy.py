"""The fault proxy does what the other tests rely on."""

import http.server
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator

import pytest

from tests.e2e.proxy import Proxy, proxy_to


class Echo(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    seen: list[str]

    def do_GET(self) -> None:
        self.seen.append(self.path)
        body = b"x" * 20_000
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Quiet."""


class Quiet(http.server.ThreadingHTTPServer):
    def handle_error(self, request: object, client_address: object) -> None:
        """A reset connection is what these tests make."""


@pytest.fixture
def seen() -> list[str]:
    return []


@pytest.fixture
def proxy(seen: list[str]) -> Iterator[Proxy]:
    handler = type("Handler", (Echo,), {"seen": seen})
    with Quiet(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        with proxy_to(server.server_port) as proxy:
            yield proxy
        server.shutdown()
        thread.join()


def get(proxy: Proxy, path: str = "/") -> bytes:
    with urllib.request.urlopen(proxy.url + path, timeout=5) as answer:
        return answer.read()


def test_a_good_line_passes_everything(proxy: Proxy) -> None:
    assert get(proxy) == b"x" * 20_000


def test_a_cut_line_refuses_and_comes_back_on_the_same_port(proxy: Proxy, seen: list[str]) -> None:
    proxy.cut()
    with pytest.raises(urllib.error.URLError) as refused:
        get(proxy)
    assert isinstance(refused.value.reason, ConnectionRefusedError)
    proxy.cut()
    proxy.online()
    assert get(proxy) and seen == ["/"]


def test_a_cut_resets_what_is_under_way(proxy: Proxy) -> None:
    proxy.slow(delay_s=3)
    threading.Timer(0.3, proxy.cut).start()
    began = time.monotonic()
    with pytest.raises(OSError):
        get(proxy)
    assert time.monotonic() - began < 2


def test_a_lost_reply_is_lost_after_the_server_acted(proxy: Proxy, seen: list[str]) -> None:
    proxy.lose_reply(b"GET /push")
    assert get(proxy, "/other")
    with pytest.raises(OSError):
        get(proxy, "/push")
    assert get(proxy, "/push")
    assert seen == ["/other", "/push", "/push"]
    assert proxy.lost_replies == 1


def test_a_slow_line_keeps_its_rate(proxy: Proxy) -> None:
    proxy.slow(bytes_per_s=40_000)
    began = time.monotonic()
    assert len(get(proxy)) == 20_000
    assert time.monotonic() - began > 0.4
