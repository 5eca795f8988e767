"""Servers that are not ours: a hotel's page for everything, a server in trouble, one that never answers."""

import contextlib
import http.server
import threading
from collections.abc import Iterator

PAGE = "<!doctype html><title>WiFi</title><p>欢迎使用本店无线网络，请先登录".encode()


class Stranger(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    status = 200
    silent: threading.Event | None = None

    def answer(self) -> None:
        self.rfile.read(int(self.headers.get("Content-Length") or 0))
        if self.silent is not None:
            self.silent.wait(120)
            self.close_connection = True
            return
        self.send_response(self.status)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(PAGE)))
        self.end_headers()
        with contextlib.suppress(OSError):
            self.wfile.write(b"" if self.command == "HEAD" else PAGE)

    do_GET = do_HEAD = do_POST = do_PATCH = do_DELETE = answer

    def log_message(self, format: str, *args: object) -> None:
        """Quiet."""


class Quiet(http.server.ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: object, client_address: object) -> None:
        """Lines that break are what these tests make."""


@contextlib.contextmanager
def answering(status: int | None) -> Iterator[int]:
    """The port of a stranger that answers everything with `status` and a page; None: that never answers."""
    silent = None if status else threading.Event()
    handler = type("Handler", (Stranger,), {"status": status, "silent": silent})
    with Quiet(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            yield server.server_port
        finally:
            if silent is not None:
                silent.set()
            server.shutdown()
            thread.join()
