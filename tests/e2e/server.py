"""The real program under gunicorn, as `make run` serves it, on a free port and with data of its own."""

import contextlib
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Mapping
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
BIN = Path(sys.executable).parent
START_S = 60


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def environment(data_dir: Path, **more: str) -> dict[str, str]:
    """The environment of a program with its data in `data_dir`, free of what the caller's shell had set."""
    ours = {"DATABASE_URL", "SECRET_KEY", "FIELD_KEY", "FIELD_KEY_FILE", "APP_ENV", "PORT", "HOST"}
    kept = {key: value for key, value in os.environ.items() if key not in ours}
    return kept | {"DATA_DIR": str(data_dir), "APP_ENV": "development"} | more


def quanxun(env: Mapping[str, str], *words: str) -> str:
    """Run one of the product's commands; its output."""
    done = subprocess.run(
        [BIN / "quanxun", *words], check=False, cwd=ROOT, env=dict(env), capture_output=True, text=True, timeout=300
    )
    assert done.returncode == 0, f"quanxun {' '.join(words)}: {done.stdout}{done.stderr}"
    return done.stdout


def prepare_demo(data_dir: Path, **more: str) -> Path:
    """Migrated, and with the demo in it."""
    env = environment(data_dir, **more)
    quanxun(env, "migrate")
    quanxun(env, "demo")
    return data_dir


class Server:
    """gunicorn with the project's own configuration."""

    def __init__(self, data_dir: Path, **more: str) -> None:
        self.data_dir = data_dir
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
                [BIN / "gunicorn", "--config", "gunicorn.conf.py"],
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
def serving(data_dir: Path, **more: str) -> Iterator[Server]:
    server = Server(data_dir, **more)
    server.start()
    try:
        yield server
    finally:
        server.stop()


def copy_data(template: Path, to: Path) -> Path:
    shutil.copytree(template, to)
    return to
