"""The product's own program, as a command in an environment of its own."""

import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
BIN = Path(sys.executable).parent
SETTINGS = {"DATABASE_URL", "SECRET_KEY", "FIELD_KEY", "FIELD_KEY_FILE", "APP_ENV", "PORT", "HOST"}


def environment(data_dir: Path, **more: str) -> dict[str, str]:
    """The environment of a program with its data in `data_dir`, free of what the caller's shell had set."""
    kept = {key: value for key, value in os.environ.items() if key not in SETTINGS}
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
