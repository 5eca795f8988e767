"""A backup is of one moment, whole or not there, and reads each photo once."""

import json
import os
import signal
import stat
import subprocess
import threading
import time
from pathlib import Path

import pytest
from flask import Flask

from app.backup import postgres
from app.backup.errors import BackupError
from app.backup.postgres import Postgres
from tests.backup.commands import backed_up, command, env_of, key_of, restored
from tests.databases import Engine, Place
from tests.phones import Data, PhoneOf
from tests.photos import jpeg, jpeg_of_size
from tests.photos.phone import SenderOf
from tests.program import BIN, ROOT

PHOTO = jpeg(320, 240)


def manifest_of(backup: Path) -> Data:
    found: Data = json.loads((backup / "manifest.json").read_text())
    return found


def test_what_a_backup_says_of_itself(sender: SenderOf, place: Place, tmp_path: Path) -> None:
    officer = sender("officer1")
    record = officer.phone.record("incident")
    photo_id = officer.send(PHOTO, record_id=record["id"])
    done = command(place, "backup", tmp_path / "kept")
    assert done.returncode == 0, done.stderr
    assert "FIELD_KEY, SECRET_KEY and the office's key are not in it" in done.stdout
    (backup,) = [path for path in (tmp_path / "kept").iterdir() if path.is_dir()]
    found = manifest_of(backup)
    assert found["facts"]["tables"]["incident"] == 1
    assert found["facts"]["log_end"] > 0
    assert found["facts"]["epoch"] == officer.phone.page()["epoch"]
    assert found["originals"]["files"] == 1
    listed = subprocess.run(
        ["sha256sum", "-c", "photos.sha256"], check=False, cwd=backup, capture_output=True, text=True
    )
    assert (listed.returncode, photo_id in listed.stdout) == (0, True)
    assert stat.S_IMODE(backup.stat().st_mode) == 0o700
    for path in backup.rglob("*"):
        assert key_of(place).encode() not in (path.read_bytes() if path.is_file() else b"")


@pytest.mark.one_engine
def test_the_next_one_copies_only_what_is_new(sender: SenderOf, place: Place, tmp_path: Path) -> None:
    officer = sender("officer1")
    first_photo = officer.send(PHOTO)
    first = backed_up(place, tmp_path / "kept")
    second_photo = officer.send(jpeg(330, 240))
    second = backed_up(place, tmp_path / "kept")
    one, other = (next(second.rglob(f"{photo}.orig")) for photo in (first_photo, second_photo))
    assert one.samefile(next(first.rglob(f"{first_photo}.orig")))
    assert not one.samefile(next((place.data_dir / "photos").rglob(f"{first_photo}.orig")))
    assert other.stat().st_nlink == 1
    third = backed_up(place, tmp_path / "kept", "--keep", "1")
    assert [path for path in (tmp_path / "kept").iterdir() if path.is_dir()] == [third]
    assert next(third.rglob(f"{first_photo}.orig")).read_bytes() == PHOTO


@pytest.mark.one_engine
def test_photos_without_a_row_and_rows_without_a_photo_are_told(sender: SenderOf, place: Place, tmp_path: Path) -> None:
    officer = sender("officer1")
    lost, changed = officer.send(PHOTO), officer.send(jpeg(330, 240))
    files = {path.stem: path for path in (place.data_dir / "photos").rglob("*.orig")}
    files[lost].rename(files[lost].with_name("00000000-0000-7000-8000-000000000000.orig"))
    files[changed].chmod(0o600)
    files[changed].write_bytes(b"something else")
    done = command(place, "backup", tmp_path / "kept")
    assert done.returncode == 0, done.stderr
    assert f"photo {lost}: its original is lost" in done.stderr
    assert f"photo {changed}: its original is not what was promised" in done.stderr
    assert "1 photos came while it was made" in done.stdout


def test_it_is_of_one_moment_while_the_phones_go_on(
    phone: PhoneOf, app: Flask, place: Place, engine: Engine, tmp_path: Path
) -> None:
    """Every change in the log has its record, and the log ends where the manifest says."""
    officer, stop = phone("officer1"), threading.Event()
    counts: list[int] = []
    zones = manifest_of(backed_up(place, tmp_path / "before"))["facts"]["tables"]["change_log"]

    def push_on() -> None:
        while not stop.is_set():
            items = [officer.item("incident") for _ in range(20)]
            counts.append(officer.statuses(*items).count("accepted"))
            time.sleep(0.02)

    pushing = threading.Thread(target=push_on)
    pushing.start()
    try:
        backups = [backed_up(place, tmp_path / "kept") for _ in range(2)]
    finally:
        stop.set()
        pushing.join()
    facts = [manifest_of(backup)["facts"] for backup in backups]
    assert 0 < facts[0]["tables"]["incident"] < facts[1]["tables"]["incident"] <= sum(counts)
    for number, (backup, found) in enumerate(zip(backups, facts, strict=True)):
        assert found["tables"]["incident"] % 20 == 0
        assert found["tables"]["change_log"] == found["tables"]["incident"] + zones
        blank = engine.blank(tmp_path / f"blank{number}")
        restored(blank, backup, key=key_of(place))
        engine.remove(blank)


@pytest.mark.one_engine
def test_an_interrupted_one_is_never_taken_for_a_whole_one(sender: SenderOf, place: Place, tmp_path: Path) -> None:
    """Killed as soon as it has copied a photo, with a gigabyte still to come: too much to be done before the kill."""
    officer, target = sender("officer1"), tmp_path / "kept"
    for _ in range(3):
        officer.send(jpeg_of_size(400_000))
    large = place.data_dir / "photos" / "large.aside"
    with large.open("wb") as file:
        file.truncate(2**30)
    with subprocess.Popen(
        [BIN / "quanxun", "backup", target], cwd=ROOT, env=env_of(place), stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    ) as process:  # fmt: skip
        while process.poll() is None and not list(target.glob(".partial-*/photos/*/*/*.orig")):
            time.sleep(0.002)
        process.send_signal(signal.SIGKILL)
    (left,) = target.glob(".partial-*")
    (left / "manifest.json").write_bytes(b"{}")  # as if it had come as far as that
    assert process.returncode == -signal.SIGKILL
    (partial,) = [path for path in target.iterdir() if path.is_dir()]
    assert partial.name.startswith(".partial-")
    done = command(place, "restore", partial, FIELD_KEY=key_of(place))
    assert "is no whole backup" in done.stderr
    large.unlink()
    whole = backed_up(place, target)
    assert [path for path in target.iterdir() if path.is_dir()] == [whole]
    assert len(list(whole.rglob("*.orig"))) == 3


@pytest.mark.one_engine
def test_two_at_once_do_not_mix(place: Place, tmp_path: Path) -> None:
    import fcntl

    target = tmp_path / "kept"
    target.mkdir()
    with (target / ".lock").open("ab") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        done = command(place, "backup", target)
    assert (done.returncode != 0, "is under way" in done.stderr) == (True, True)
    assert "Traceback" not in done.stderr


@pytest.mark.one_engine
def test_nothing_to_back_up(blank: Place, tmp_path: Path) -> None:
    done = command(blank, "backup", tmp_path / "kept")
    assert done.returncode != 0
    assert "There is nothing to back up" in done.stderr
    assert "Traceback" not in done.stderr


def test_pg_dump_of_another_version_is_told(
    engine_name: str, place: Place, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if engine_name != "postgis":
        pytest.skip("pg_dump is for PostgreSQL")
    monkeypatch.setattr(postgres, "FOLDERS", ())
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(BackupError, match=r"pg_dump is missing: install the package postgresql-client-\d+"):
        Postgres(place.url).program("pg_dump")
    other = tmp_path / "pg_dump"
    other.write_text("#!/bin/sh\necho 'pg_dump (PostgreSQL) 9.6.24'\n")
    other.chmod(0o755)
    with pytest.raises(BackupError, match=r"9\.6\.24 is of another version than the server \(\d+\)"):
        Postgres(place.url).program("pg_dump")
    assert os.access(other, os.X_OK)
