"""A PostgreSQL of a test's own, to be killed: the shared one of the other tests must live."""

import contextlib
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg

from tests.databases import POSTGIS_URL
from tests.e2e.server import free_port


class Cluster:
    def __init__(self, folder: Path, programs: Path) -> None:
        self.folder, self.programs, self.port = folder, programs, free_port()
        self.data = folder / "data"

    @property
    def url(self) -> str:
        return f"postgresql+psycopg://postgres@127.0.0.1:{self.port}/quanxun"

    def run(self, name: str, *words: str) -> None:
        """As the package's own user where we are root, whom PostgreSQL refuses."""
        user = {"user": "postgres"} if os.getuid() == 0 else {}
        subprocess.run(
            [self.programs / name, *words], check=True, cwd="/", stdout=subprocess.DEVNULL, stdin=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL, timeout=60, **user,
        )  # type: ignore[call-overload]  # fmt: skip

    def make(self) -> None:
        self.run("initdb", "--pgdata", str(self.data), "--username=postgres", "--auth=trust", "--encoding=UTF8")
        self.start()
        with psycopg.connect(self.url.replace("+psycopg", "").replace("/quanxun", "/postgres"), autocommit=True) as one:
            one.execute("CREATE DATABASE quanxun")

    def start(self) -> None:
        options = f"-c listen_addresses=127.0.0.1 -c port={self.port} -c unix_socket_directories=''"
        log = str(self.data / "server.log")
        self.run("pg_ctl", "start", "--wait", "--silent", "--pgdata", str(self.data), "--log", log, "-o", options)

    @property
    def pid(self) -> int:
        return int((self.data / "postmaster.pid").read_text().split()[0])

    def backends(self) -> list[int]:
        """The processes that serve our connections just now."""
        with psycopg.connect(self.url.replace("+psycopg", "")) as one:
            rows = one.execute("SELECT pid FROM pg_stat_activity WHERE datname = 'quanxun' AND pid <> pg_backend_pid()")
            return [row[0] for row in rows]

    def kill_backend(self) -> None:
        """One of ours; the postmaster then ends all others and recovers by itself."""
        for backend in self.backends()[:1]:
            os.kill(backend, signal.SIGKILL)

    def kill(self) -> None:
        """All of it at once, as a machine that loses its power; then as the machine starts again."""
        children = Path(f"/proc/{self.pid}/task/{self.pid}/children").read_text().split()
        for process in (self.pid, *map(int, children)):
            with contextlib.suppress(ProcessLookupError):
                os.kill(process, signal.SIGKILL)
        self.start_again()

    def start_again(self) -> None:
        """As systemd does it: until the last of the killed processes is gone, it does not start."""
        deadline = time.monotonic() + 30
        while True:
            try:
                return self.start()
            except subprocess.CalledProcessError:
                if time.monotonic() > deadline:
                    raise AssertionError((self.data / "server.log").read_text()[-2000:]) from None
                time.sleep(0.3)

    def stop(self) -> None:
        with contextlib.suppress(subprocess.CalledProcessError):  # it runs no more
            self.run("pg_ctl", "stop", "--mode=immediate", "--wait", "--silent", "--pgdata", str(self.data))


@contextmanager
def cluster() -> Iterator[Cluster]:
    """Of the same version as the shared one."""
    with psycopg.connect(POSTGIS_URL.replace("+psycopg", "")) as one:
        major = one.info.server_version // 10000
    folder = Path(tempfile.mkdtemp(prefix="quanxun-killed-"))
    if os.getuid() == 0:
        shutil.chown(folder, pwd.getpwnam("postgres").pw_uid)
    made = Cluster(folder, Path(f"/usr/lib/postgresql/{major}/bin"))
    try:
        made.make()
        yield made
    finally:
        made.stop()
        shutil.rmtree(folder)
