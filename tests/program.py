"""The product's own program, as a command in an environment of its own."""

import multiprocessing
import os
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
BIN = Path(sys.executable).parent
READ = multiprocessing.get_context("forkserver")
READ.set_forkserver_preload(["app.cli"])
SETTINGS = {"DATABASE_URL", "SECRET_KEY", "FIELD_KEY", "FIELD_KEY_FILE", "APP_ENV", "PORT", "HOST"}


def environment(data_dir: Path, **more: str) -> dict[str, str]:
    """The environment of a program with its data in `data_dir`, free of what the caller's shell had set."""
    kept = {key: value for key, value in os.environ.items() if key not in SETTINGS}
    return kept | {"DATA_DIR": str(data_dir), "APP_ENV": "development"} | more


def command(env: Mapping[str, str], *words: str | Path) -> subprocess.CompletedProcess[str]:
    """One of the product's commands: what it said, and its exit code.

    In a process of its own, that branches off one which has read the program: to read it takes a second each time.
    `tests/test_commands.py` starts the installed one.
    """
    with tempfile.TemporaryDirectory() as folder:
        said = [Path(folder) / name for name in ("stdout", "stderr")]
        process = READ.Process(target=_run, args=(dict(env), list(map(str, words)), *said))
        process.start()
        process.join(300)
        if process.exitcode is None:
            process.kill()
            raise TimeoutError(f"quanxun {' '.join(map(str, words))}")
        stdout, stderr = (path.read_text(encoding="utf-8") if path.exists() else "" for path in said)
        return subprocess.CompletedProcess(words, process.exitcode, stdout, stderr)


def _run(env: dict[str, str], words: list[str], stdout: Path, stderr: Path) -> None:
    _become(env, stdout, stderr)
    sys.argv = ["quanxun", *words]
    from app.cli import main  # here: it is read already in the process that this one branches off

    main()


def serve(env: dict[str, str], words: list[str], log: Path) -> None:
    """gunicorn with `words`, in the process that calls."""
    _become(env, log, log)
    sys.argv = ["gunicorn", *words]
    from gunicorn.app.wsgiapp import run

    run()


def _become(env: dict[str, str], stdout: Path, stderr: Path) -> None:
    os.environ.clear()
    os.environ.update(env)
    os.chdir(ROOT)
    for path, stream in ((stdout, sys.stdout), (stderr, sys.stderr)):
        with path.open("ab") as file:
            os.dup2(file.fileno(), stream.fileno())


def quanxun(env: Mapping[str, str], *words: str) -> str:
    """Run one of the product's commands; its output."""
    done = command(env, *words)
    assert done.returncode == 0, f"quanxun {' '.join(words)}: {done.stdout}{done.stderr}"
    return done.stdout


def prepare_demo(data_dir: Path, **more: str) -> Path:
    """Migrated, and with the demo in it."""
    env = environment(data_dir, **more)
    quanxun(env, "migrate")
    quanxun(env, "demo")
    return data_dir
