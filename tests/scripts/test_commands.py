"""What the commands say when something is in the way, and what may not be in the lock."""

import os
import re
import socket
import subprocess
import tomllib
from pathlib import Path

import pytest

from tests.program import ROOT, environment


def bash(*words: str, **env: str) -> subprocess.CompletedProcess[str]:
    settings = environment(Path(env.pop("DATA_DIR", "unused")), **env)
    return subprocess.run(words, check=False, cwd=ROOT, env=settings, capture_output=True, text=True, timeout=60)


def test_make_help_explains_every_target() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    named = set(re.search(r"\.PHONY: (.*)", makefile)[1].split())
    shown = {line.split()[1] for line in bash("make", "--no-print-directory", "help").stdout.splitlines()}
    assert shown == named


def test_a_busy_port_is_said_plainly_and_nothing_is_touched(tmp_path: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = str(other.getsockname()[1])
        done = bash("scripts/run.sh", PORT=port, DATA_DIR=str(tmp_path / "var"))
    assert done.returncode != 0
    assert f"Port {port} cannot be used" in done.stderr
    assert "make run PORT=" in done.stderr
    assert not (tmp_path / "var").exists()


@pytest.fixture
def as_nobody(tmp_path: Path) -> str:
    """A PATH on which one is not root, and sudo asks for a password."""
    for name, does in {"id": "echo 1000", "sudo": "exit 1"}.items():
        program = tmp_path / name
        program.write_text(f"#!/bin/sh\n{does}\n")
        program.chmod(0o755)
    return f"{tmp_path}:{os.environ['PATH']}"


def test_who_may_not_install_gets_one_line_to_type(as_nobody: str) -> None:
    done = bash("scripts/apt.sh", "bash", "quanxun-no-such-package", PATH=as_nobody)
    assert done.returncode != 0
    assert "\n    sudo apt-get install quanxun-no-such-package\n" in done.stderr


def test_what_is_installed_needs_nobody(as_nobody: str) -> None:
    assert bash("scripts/apt.sh", "bash", PATH=as_nobody).returncode == 0


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-dev.txt"])
def test_every_requirement_is_pinned_hashed_and_names_no_host(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    assert "://" not in text
    for requirement in re.split(r"\n(?=[a-z])", text)[1:]:
        assert re.match(r"[a-z0-9._-]+(\[[a-z,]+\])?==", requirement), requirement
        assert "--hash=sha256:" in requirement, requirement


def test_the_lock_follows_the_project() -> None:
    """What pyproject.toml asks for is what requirements.txt holds for its sake: else `make lock` was forgotten."""
    asked = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["dependencies"]
    locked = re.split(r"\n(?=[a-z])", (ROOT / "requirements.txt").read_text(encoding="utf-8"))[1:]
    for_us = {re.split(r"[\[=]", block)[0] for block in locked if re.search(r"(via|#  ) quanxun$", block, re.M)}
    assert {re.split(r"[\[=><;]", line)[0].strip() for line in asked} == for_us
