"""What the commands refuse in production, and never print; the server's start is tests/scripts/test_production.py."""

import secrets
import subprocess
from pathlib import Path

import pytest

from tests.databases import Place
from tests.program import BIN, ROOT, environment
from tests.test_config import KEY


def quanxun(env: dict[str, str], *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([BIN / "quanxun", *words], cwd=ROOT, env=env, capture_output=True, text=True, check=False)


@pytest.mark.one_engine
def test_there_is_no_demo_in_production(blank: Place) -> None:
    own = {"APP_ENV": "production", "SECRET_KEY": secrets.token_hex(16), "FIELD_KEY": KEY}
    env = environment(blank.data_dir, DATABASE_URL=blank.url) | own
    assert quanxun(env, "migrate").returncode == 0
    refused = quanxun(env, "demo")
    assert refused.returncode != 0
    assert "there are no demo accounts in production" in refused.stderr
    assert "Traceback" not in refused.stderr


def test_no_secret_appears_in_what_the_program_prints(tmp_path: Path) -> None:
    secret = "too-short-a-secret"
    env = environment(tmp_path, FIELD_KEY=KEY, APP_ENV="production", SECRET_KEY=secret)
    refused = quanxun(env, "migrate")
    assert refused.returncode != 0
    assert "SECRET_KEY must be" in refused.stderr
    for canary in (KEY, secret):
        assert canary not in refused.stdout + refused.stderr
