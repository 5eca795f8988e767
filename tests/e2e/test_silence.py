"""Bodies that stop half way hold no thread for longer than the silence that is allowed."""

import contextlib
import socket
import time
import urllib.request
from pathlib import Path

from tests.e2e.hasty import SILENCE_S
from tests.e2e.server import Server, serving
from tests.program import environment, quanxun

HALF = "POST {} HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n{}\r\n\r\n{{"


def half_sent(server: Server, path: str, length: str) -> socket.socket:
    line = socket.create_connection(("127.0.0.1", server.port), timeout=30)
    line.sendall(HALF.format(path, length).encode())
    return line


def test_half_sent_bodies_do_not_stop_the_server(tmp_path: Path) -> None:
    data_dir = tmp_path / "var"
    data_dir.mkdir()
    quanxun(environment(data_dir), "migrate")
    with (
        serving(data_dir, program="tests.e2e.hasty:program()", WORKERS="1", THREADS="2") as server,
        contextlib.ExitStack() as lines,
    ):
        for length in ("Content-Length: 400", "Transfer-Encoding: chunked") * 2:
            lines.enter_context(half_sent(server, "/api/v1/session", length))
        time.sleep(0.5)
        began = time.monotonic()
        with urllib.request.urlopen(f"{server.url}/healthz", timeout=30) as answer:
            assert answer.status == 200
        assert time.monotonic() - began < 2 * SILENCE_S + 4
