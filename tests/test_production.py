"""A production start, as the server makes it: refused once and plainly, or it serves."""

import secrets
import socket
import subprocess
import sys
import time
from pathlib import Path
from urllib.request import urlopen

import pytest

from tests.databases import Place
from tests.program import BIN, ROOT, environment
from tests.test_config import KEY


def production(place: Place, **more: str) -> dict[str, str]:
    own = {"APP_ENV": "production", "SECRET_KEY": secrets.token_hex(16), "FIELD_KEY": KEY, "WORKERS": "1"}
    return environment(place.data_dir, DATABASE_URL=place.url) | own | more


def free_port() -> str:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return str(listener.getsockname()[1])


def gunicorn(env: dict[str, str]) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "gunicorn", "--config", "gunicorn.conf.py"]
    return subprocess.Popen(command, cwd=ROOT, env=env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)


def refusal(env: dict[str, str]) -> str:
    with gunicorn(env | {"PORT": free_port()}) as server:
        try:
            output, _ = server.communicate(timeout=60)
        finally:
            server.kill()
    assert server.returncode != 0
    assert "Traceback" not in output
    return output


@pytest.mark.one_engine
def test_demo_accounts_stop_the_start_and_are_named(place: Place) -> None:
    output = refusal(production(place))
    assert "demo accounts" in output
    assert "officer1" in output
    assert "quanxun migrate" in output


def test_a_database_that_is_not_migrated_stops_the_start(blank: Place) -> None:
    assert "First: quanxun migrate" in refusal(production(blank))


@pytest.mark.one_engine
def test_a_default_secret_stops_the_start(blank: Place) -> None:
    output = refusal(production(blank, SECRET_KEY="development-only-secret"))
    assert "SECRET_KEY must be a random text" in output
    assert output.count("SECRET_KEY") == 1


@pytest.mark.one_engine
def test_there_is_no_demo_in_production(blank: Place) -> None:
    env = production(blank)
    done = subprocess.run([BIN / "quanxun", "migrate"], cwd=ROOT, env=env, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr
    done = subprocess.run([BIN / "quanxun", "demo"], cwd=ROOT, env=env, capture_output=True, text=True, check=False)
    assert done.returncode != 0
    assert "there are no demo accounts in production" in done.stderr
    assert "Traceback" not in done.stderr
    serves(env | {"PORT": free_port()})


def serves(env: dict[str, str]) -> None:
    """With a migrated database and no demo in it the server comes up and is ready."""
    server = gunicorn(env)
    try:
        deadline = time.monotonic() + 60
        while True:
            try:
                with urlopen(f"http://127.0.0.1:{env['PORT']}/readyz", timeout=5) as answer:
                    assert answer.status == 200
                    return
            except OSError:
                assert server.poll() is None, server.stdout and server.stdout.read()
                assert time.monotonic() < deadline
                time.sleep(0.2)
    finally:
        server.terminate()
        server.wait(30)
        if server.stdout:
            server.stdout.close()


def test_the_field_key_never_appears_in_what_the_program_prints(tmp_path: Path) -> None:
    env = environment(tmp_path, FIELD_KEY=KEY, APP_ENV="production", SECRET_KEY="short")
    done = subprocess.run([BIN / "quanxun", "migrate"], cwd=ROOT, env=env, capture_output=True, text=True, check=False)
    assert done.returncode != 0
    assert KEY not in done.stdout + done.stderr
    assert "short" not in done.stderr.replace("shorter", "")
