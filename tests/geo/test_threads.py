"""The lock around prepared polygons: with it every answer is right, without it the process falls."""

from __future__ import annotations

import subprocess
import sys

import pytest

from tests.geo.shapes import ROOT

TRIES = 5


def race(lock: str, seconds: int) -> int:
    """The exit code of eight threads on one index; a hang after a corrupted heap counts as a fall."""
    command = [sys.executable, "-m", "tests.geo.race", lock, str(seconds)]
    try:
        return subprocess.run(command, cwd=ROOT, capture_output=True, timeout=seconds + 30, check=False).returncode
    except subprocess.TimeoutExpired:
        return -1


def test_eight_threads_share_one_index() -> None:
    assert race("locked", 3) == 0


@pytest.mark.long
def test_without_the_lock_they_bring_the_process_down() -> None:
    assert any(race("unlocked", 20) != 0 for _ in range(TRIES)), "the lock is not needed any more: measure again"
    assert race("locked", 20) == 0
