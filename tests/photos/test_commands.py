"""`quanxun photos …`: are the originals still what they were?"""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from app.photos import derivatives
from app.photos.cli import photos
from tests.photos import jpeg
from tests.photos.phone import SenderOf, files


@pytest.fixture
def sent(sender: SenderOf) -> Iterator[list[str]]:
    officer = sender("officer1")
    yield [officer.send(jpeg(320, 240, seed=seed)) for seed in range(3)]


def originals(app: Flask) -> list[Path]:
    return sorted(app.config["SETTINGS"].photo_dir.rglob("*.orig"))


def test_originals_are_verified(app: Flask, sent: list[str]) -> None:
    run = app.test_cli_runner().invoke
    answer = run(photos, ["verify"])
    assert (answer.exit_code, answer.output) == (0, "3 originals, 0 lost or changed\n")
    changed, lost, _ = originals(app)
    changed.chmod(0o640)
    changed.write_bytes(changed.read_bytes() + b"x")
    lost.unlink()
    answer = run(photos, ["verify"])
    assert answer.exit_code == 1
    assert f"{changed.stem}: changed" in answer.output
    assert f"{lost.stem}: lost" in answer.output


def test_missing_derivatives_are_made(app: Flask, sent: list[str]) -> None:
    derivatives.idle()
    for path in app.config["SETTINGS"].photo_dir.rglob("*.jpg"):
        path.unlink()
    run = app.test_cli_runner().invoke
    assert run(photos, ["derive"]).output == "derivatives of 3 photos made\n"
    assert set(files(app, sent[0])) == {"orig", "1280.jpg", "320.jpg"}
    assert run(photos, ["derive"]).output == "derivatives of 0 photos made\n"
