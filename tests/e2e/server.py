"""The real program under gunicorn, as `make run` serves it, on a free port and with data of its own."""

import contextlib
import socket
import time
import urllib.request
from collections.abc import Iterator
from multiprocessing.process import BaseProcess
from pathlib import Path

from tests.program import READ, environment, serve

START_S = 60


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Server:
    """gunicorn with the project's own configuration, branched off a process that has read the program (`tests/program.py`)."""

    def __init__(self, data_dir: Path, *, program: str | None = None, **more: str) -> None:
        self.data_dir = data_dir
        self.words = ["--config", "gunicorn.conf.py", *([program] if program else [])]
        self.port = free_port()
        self.env = environment(data_dir, PORT=str(self.port), HOST="127.0.0.1", **more)
        self.log = data_dir / "server.log"
        self.process: BaseProcess | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        self.process = READ.Process(target=serve, args=(self.env, self.words, self.log), daemon=True)
        self.process.start()
        deadline = time.monotonic() + START_S
        while not self.answers():
            ended = self.process.exitcode is not None
            if ended or time.monotonic() > deadline:
                self.stop()
                raise AssertionError(f"the server did not start:\n{self.log.read_text()[-4000:]}")
            time.sleep(0.1)

    def stop(self) -> None:
        """A polite end; ours only, by its own number."""
        if self.process is None:
            return
        self.process.terminate()
        self.process.join(30)
        if self.process.exitcode is None:
            self.process.kill()
            self.process.join()
        self.process = None

    def answers(self) -> bool:
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
