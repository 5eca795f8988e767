"""A production start refuses what would be dangerous, once and plainly, and starts when all is well."""

import base64
import secrets
import subprocess
import time
from pathlib import Path

import pytest

from tests.e2e.server import START_S, Server
from tests.program import BIN, ROOT, environment, prepare_demo, quanxun

SECRET = secrets.token_hex(32)
KEY = base64.b64encode(secrets.token_bytes(32)).decode()
GOOD = {"APP_ENV": "production", "SECRET_KEY": SECRET, "FIELD_KEY": KEY}


def start(data_dir: Path, **settings: str) -> str:
    """What gunicorn says when it gives up."""
    env = environment(data_dir, PORT="0", **settings)
    words: list[str | Path] = [BIN / "gunicorn", "--config", "gunicorn.conf.py"]
    done = subprocess.run(words, check=False, cwd=ROOT, env=env, capture_output=True, text=True, timeout=60)
    assert done.returncode != 0
    return done.stderr


@pytest.mark.parametrize(
    ("missing", "word"),
    [("SECRET_KEY", "SECRET_KEY must be a random text"), ("FIELD_KEY", "FIELD_KEY or FIELD_KEY_FILE must hold")],
)
def test_without_a_secret_it_does_not_start(tmp_path: Path, missing: str, word: str) -> None:
    said = start(tmp_path / "var", **{name: value for name, value in GOOD.items() if name != missing})
    assert word in said
    assert "openssl rand" in said
    assert "Traceback" not in said


def test_before_the_migration_it_does_not_start(tmp_path: Path) -> None:
    assert "First: quanxun migrate" in start(tmp_path / "var", **GOOD)


def test_with_demo_accounts_it_does_not_start(tmp_path: Path) -> None:
    said = start(prepare_demo(tmp_path / "var"), **GOOD)
    assert "holds demo accounts (admin1, auxiliary1" in said


def test_with_a_database_of_its_own_it_starts(tmp_path: Path) -> None:
    quanxun(environment(tmp_path / "var", **GOOD), "migrate")
    server = Server(tmp_path / "var", **GOOD)
    with subprocess.Popen([BIN / "gunicorn", *server.words], cwd=ROOT, env=server.env) as installed:
        try:
            until = time.monotonic() + START_S
            while not server.answers():
                assert installed.poll() is None and time.monotonic() < until, "it did not start"
                time.sleep(0.1)
        finally:
            installed.terminate()
