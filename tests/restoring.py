"""What an office does with the database's own tools: take a copy of it, and bring an older one back under a running server."""

import shutil
import subprocess
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import psycopg

from app.engines import sqlite_module
from tests.databases import Place


def keep(place: Place, folder: Path) -> Callable[[], None]:
    """Copy the database as it is now; what is returned brings that state back."""
    copy = folder / f"copy-{len(list(folder.iterdir()))}"
    if place.url.startswith("sqlite"):
        live = place.data_dir / "quanxun.db"
        copy_sqlite(live, copy)
        return lambda: copy_sqlite(copy, live)
    url = place.url.replace("+psycopg", "")
    run("pg_dump", url, "--format=custom", "--schema=public", f"--file={copy}", f"--dbname={url}")
    return lambda: bring_back(url, copy)


def copy_sqlite(source: Path, target: Path) -> None:
    """As `.backup` and `.restore` of the sqlite3 program do."""
    module = sqlite_module()
    with closing(module.connect(source)) as there, closing(module.connect(target, timeout=30)) as here:
        there.backup(here)


def bring_back(url: str, copy: Path) -> None:
    entries = run("pg_restore", url, "--list", str(copy)).splitlines()
    listed = copy.with_suffix(".list")
    listed.write_text("\n".join(line for line in entries if " SCHEMA - " not in line))
    how = ["--clean", "--if-exists", "--single-transaction", "--no-owner", f"--use-list={listed}", f"--dbname={url}"]
    run("pg_restore", url, *how, str(copy))


def run(program: str, url: str, *words: str) -> str:
    """A program of the same major version as the server."""
    with psycopg.connect(url) as connection:
        major = connection.info.server_version // 10000
    found = shutil.which(program, path=f"/usr/lib/postgresql/{major}/bin") or program
    done = subprocess.run([found, *words], check=False, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    return done.stdout
