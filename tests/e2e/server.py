"""The real program under gunicorn, as `make run` serves it, on a free port and with data of its own."""

import contextlib
import socket
import subprocess
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

from tests.program import BIN, ROOT, environment

START_S = 60


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Server:
    """gunicorn with the project's own configuration."""

    def __init__(self, data_dir: Path, *, program: str | None = None, **more: str) -> None:
        self.data_dir = data_dir
        self.words = [BIN / "gunicorn", "--config", "gunicorn.conf.py", *([program] if program else [])]
        self.port = free_port()
        self.env = environment(data_dir, PORT=str(self.port), HOST="127.0.0.1", **more)
        self.log = data_dir / "server.log"
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                self.words,
                cwd=ROOT, env=self.env, stdin=subprocess.DEVNULL, stdout=log, stderr=log,
            )  # fmt: skip
        deadline = time.monotonic() + START_S
        while not self._answers():
            ended = self.process.poll() is not None
            if ended or time.monotonic() > deadline:
                self.stop()
                raise AssertionError(f"the server did not start:\n{self.log.read_text()[-4000:]}")
            time.sleep(0.1)

    def stop(self) -> None:
        """A polite end; ours only, by its own number."""
        if self.process is None:
            return
        self.process.terminate()
        try:
            self.process.wait(timeout=30)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self.process = None

    def _answers(self) -> bool:
        with contextlib.suppress(OSError), urllib.request.urlopen(f"{self.url}/readyz", timeout=5) as answer:
            return bool(answer.status == 200)
        return False


@contextlib.contextmanager
def serving(data_dir: Path, *, program: str | None = None, **more: str) -> Iterator[Server]:
    """The product, or another WSGI `program` under the same gunicorn."""
    server = Server(data_dir, program=program, **more)
    server.start()
    try:
        yield server
    finally:
        server.stop()
