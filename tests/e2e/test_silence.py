"""Bodies that stop half way, or hardly come, hold no thread for longer than is allowed."""

import contextlib
import socket
import threading
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.e2e.hasty import GRACE_S, SILENCE_S
from tests.e2e.server import Server, serving
from tests.program import environment, quanxun

HALF = "POST {} HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n{}\r\n\r\n{{"


def half_sent(server: Server, path: str, length: str) -> socket.socket:
    line = socket.create_connection(("127.0.0.1", server.port), timeout=30)
    line.sendall(HALF.format(path, length).encode())
    return line


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    data_dir = tmp_path / "var"
    data_dir.mkdir()
    quanxun(environment(data_dir), "migrate")
    with serving(data_dir, program="tests.e2e.hasty:program()", WORKERS="1", THREADS="2") as started:
        yield started


def trickle(line: socket.socket, end: threading.Event) -> None:
    """A byte now and then, never silent for too long."""
    with contextlib.suppress(OSError):
        while not end.wait(SILENCE_S / 4):
            line.sendall(b" ")


def healthy_within(server: Server, seconds: float) -> bool:
    began = time.monotonic()
    with urllib.request.urlopen(f"{server.url}/healthz", timeout=60) as answer:
        assert answer.status == 200
    return time.monotonic() - began < seconds


def test_half_sent_bodies_do_not_stop_the_server(server: Server) -> None:
    with contextlib.ExitStack() as lines:
        for length in ("Content-Length: 400", "Transfer-Encoding: chunked") * 2:
            lines.enter_context(half_sent(server, "/api/v1/session", length))
        time.sleep(0.5)
        assert healthy_within(server, 2 * SILENCE_S + 4)


@pytest.mark.parametrize("length", ["Content-Length: 4000", "Transfer-Encoding: chunked"])
def test_trickling_bodies_do_not_stop_the_server(server: Server, length: str) -> None:
    end = threading.Event()
    with contextlib.ExitStack() as lines:
        lines.callback(end.set)
        give_up = threading.Timer(40, end.set)
        give_up.start()
        lines.callback(give_up.cancel)
        for _ in range(2):
            line = lines.enter_context(half_sent(server, "/api/v1/session", length))
            threading.Thread(target=trickle, args=(line, end), daemon=True).start()
        time.sleep(0.5)
        assert healthy_within(server, GRACE_S + 10)
