"""What is left of uploads that nobody goes on with is taken away in time, never an original; and nobody piles them up."""

import os
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.databases import Place
from tests.photos.phone import Sender
from tests.program import environment, quanxun

SenderOf = Callable[[str], Sender]
PHOTO = b"\xff\xd8\xff" + bytes(range(256)) * 8
OLD_S = 31 * 86400


def files(place: Place, *endings: str) -> list[str]:
    return sorted(path.name for ending in endings for path in (place.data_dir / "photos").glob(f"??/??/*.{ending}"))


def aged(place: Place) -> None:
    then = time.time() - OLD_S
    for path in (place.data_dir / "photos").glob("??/??/*"):
        os.utime(path, (then, then))


def sweep(place: Place, *words: str) -> str:
    return quanxun(environment(place.data_dir, DATABASE_URL=place.url), *(words or ("photos", "sweep")))


@pytest.fixture
def left(sender: SenderOf) -> dict[str, str]:
    """An unfinished upload, a refused one and a complete one: their ids."""
    officer = sender("officer1")
    half, wrong, whole = (officer.facts(PHOTO) for _ in range(3))
    assert officer.create(half, len(PHOTO), PHOTO[:700]).status_code == 201
    assert officer.create(wrong, len(PHOTO), PHOTO[::-1]).status_code == 422
    assert officer.create(whole, len(PHOTO), PHOTO).status_code == 201
    return {"half": half["photo_id"], "wrong": wrong["photo_id"], "whole": whole["photo_id"]}


def test_only_what_is_old_and_no_original_goes(place: Place, sender: SenderOf, left: dict[str, str]) -> None:
    assert len(files(place, "part", "aside")) == 2
    assert "0 abandoned" in sweep(place)
    aged(place)
    assert "2 abandoned" in sweep(place)
    assert files(place, "part", "aside") == []
    assert files(place, "orig") == [f"{left['whole']}.orig"]
    officer = sender("officer1")
    head = officer.head(left["half"])
    assert (head.status_code, head.headers["Upload-Offset"]) == (200, "0")
    assert officer.patch(left["half"], 0, PHOTO).status_code == 204


def test_an_original_that_has_not_got_its_name_yet_stays(place: Place, left: dict[str, str]) -> None:
    (original,) = (place.data_dir / "photos").glob("??/??/*.orig")
    part = original.with_suffix(".part")
    original.rename(part)
    aged(place)
    assert "2 abandoned" in sweep(place)
    assert part.read_bytes() == PHOTO


def test_expire_sweeps_too(place: Place, left: dict[str, str]) -> None:
    aged(place)
    assert "2 abandoned uploads" in sweep(place, "expire")


def test_a_person_has_so_many_under_way_and_no_more(
    place: Place, sender: SenderOf, monkeypatch: pytest.MonkeyPatch
) -> None:
    from app.photos import filing

    monkeypatch.setattr(filing, "MOST_UNFINISHED", 2)
    officer, mate = sender("officer1"), sender("officer2")
    first, second, third = (officer.facts(PHOTO) for _ in range(3))
    for facts in (first, second, first):
        assert officer.create(facts, len(PHOTO)).status_code == 201
    answer = officer.create(third, len(PHOTO), PHOTO[:700])
    assert (answer.status_code, answer.json["code"]) == (429, "too_many_uploads")
    assert answer.headers["Retry-After"]
    assert files(place, "part") == []
    assert officer.create(officer.facts(PHOTO), len(PHOTO), PHOTO).status_code == 201
    assert mate.create(mate.facts(PHOTO), len(PHOTO), PHOTO).status_code == 201
    assert officer.patch(first["photo_id"], 0, PHOTO).status_code == 204
    assert officer.create(third, len(PHOTO), PHOTO[:700]).status_code == 201


def test_nothing_is_there_to_sweep(tmp_path: Path) -> None:
    from datetime import UTC, datetime

    from app.photos import sweeping
    from app.photos.storage import Folder

    assert list(sweeping.abandoned(Folder(tmp_path / "none"), datetime.now(UTC))) == []
