"""What is restored is what was there, byte for byte; what does not fit is refused before anything is touched."""

import json
import shutil
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask

from app.database import db
from tests.backup.commands import backed_up, command, contents, env_of, key_of, originals, refused, restored
from tests.conftest import assembled, release
from tests.databases import Place
from tests.people import Caller
from tests.phones import Phone, PhoneOf
from tests.photos import jpeg
from tests.photos.phone import SenderOf
from tests.program import quanxun
from tests.test_config import KEY

PHOTO = jpeg(320, 240)


@pytest.fixture
def full(sender: SenderOf, app: Flask, place: Place) -> Place:
    """Records of all kinds, a keeper, something held, photos of two records."""
    officer = sender("officer1")
    patrol = officer.phone.record("patrol")
    incident = officer.phone.incident(patrol_id=patrol["id"], keeper={"name": "王五", "phone": "13800138000"})
    record = officer.phone.record("incident", incident)
    officer.phone.record("track", officer.phone.track(patrol["id"]))
    officer.phone.record("capture")
    waiting = officer.phone.item("incident", officer.phone.incident(), base=3)
    assert officer.phone.statuses(waiting) == ["held"]
    officer.send(PHOTO, record_id=record["id"])
    officer.send(jpeg(330, 240), record_id=record["id"])
    facts = officer.facts(PHOTO)
    officer.create(facts, len(PHOTO), b"\0" * len(PHOTO))  # set aside
    release(app)
    return place


def test_on_an_empty_host_everything_is_identical(full: Place, blank: Place, phone: PhoneOf, tmp_path: Path) -> None:
    backup = backed_up(full, tmp_path / "kept")
    done = restored(blank, backup, key=key_of(full))
    assert "the field key opens the keepers' data" in done.stdout
    assert contents(blank) == contents(full)
    assert originals(blank) == originals(full)
    assert len(originals(blank)) == 3
    assert set(originals(blank).values()) > {PHOTO}
    quanxun_ok = command(blank, "photos", "verify", FIELD_KEY=key_of(full))
    assert quanxun_ok.stdout == "2 originals, 0 lost or changed\n"
    officer = phone("officer1")
    here, there = officer.page()["epoch"], blank_epoch(blank, officer)
    assert here != there
    assert (blank.data_dir / "epoch").read_text().split()[0] == there


def blank_epoch(place: Place, officer: Phone) -> str:
    app = assembled(place)
    try:
        again = Phone(Caller(app, officer.caller.session), officer.clock)
        page = again.page(officer.page()["cursor"])
        assert page["reset"] is True
        return str(page["epoch"])
    finally:
        release(app)


def test_data_that_are_here_are_moved_aside_and_only_on_demand(
    full: Place, app: Flask, phone: PhoneOf, tmp_path: Path, engine_name: str
) -> None:
    backup = backed_up(full, tmp_path / "kept")
    before, photos = contents(full), originals(full)
    lost = phone("officer1").record("persuasion")
    epoch = phone("officer1").page()["epoch"]
    release(app)
    assert "--replace" in refused(full, backup, key=key_of(full))
    assert contents(full)["persuasion"] != before["persuasion"]
    done = restored(full, backup, "--replace", key=key_of(full))
    assert contents(full) == before
    assert originals(full) == photos
    (aside,) = full.data_dir.glob("before-restore-*")
    assert len(list((aside / "photos").rglob("*.orig"))) == 2
    assert (aside / "quanxun.db").exists() == (engine_name == "spatialite")
    assert "what was here before:" in done.stdout
    officer = phone("officer1")
    assert officer.page()["epoch"] != epoch
    assert officer.statuses(lost) == ["accepted"]
    with app.app_context():
        actions = set(db.session.scalars(sa.text("SELECT action FROM audit_entry")))
    assert "restored" in actions


@pytest.mark.one_engine
def test_a_damaged_backup_touches_nothing(full: Place, tmp_path: Path) -> None:
    backup = backed_up(full, tmp_path / "kept")
    before, photos = contents(full), originals(full)
    photo = next(backup.rglob("*.orig"))
    kept = photo.read_bytes()
    photo.chmod(0o600)
    photo.write_bytes(b"x" + kept[1:])
    assert "1 photos of the backup are lost or damaged" in refused(full, backup, "--replace", key=key_of(full))
    database = next(backup.glob("database.*"))
    whole = database.read_bytes()
    database.write_bytes(whole[:-1])
    assert "is damaged or missing" in refused(full, backup, "--replace", key=key_of(full))
    assert (contents(full), originals(full)) == (before, photos)
    assert not list(full.data_dir.glob("before-restore-*"))
    database.write_bytes(whole)
    done = restored(full, backup, "--replace", "--despite-damage", key=key_of(full))
    assert "lost: photos/" in done.stderr
    assert len(originals(full)) == 2


def test_a_database_that_does_not_load_leaves_all_as_it_was(full: Place, tmp_path: Path) -> None:
    """Its hash is right, its inside is not."""
    backup = backed_up(full, tmp_path / "kept")
    before, photos = contents(full), originals(full)
    manifest = json.loads((backup / "manifest.json").read_text())
    manifest["facts"]["tables"]["incident"] += 1
    (backup / "manifest.json").write_text(json.dumps(manifest))
    assert "lacks rows in incident" in refused(full, backup, "--replace", key=key_of(full))
    assert (contents(full), originals(full)) == (before, photos)
    assert not list(full.data_dir.glob("before-restore-*"))
    assert not (full.data_dir / "photos.restoring").exists()


@pytest.mark.one_engine
def test_what_does_not_fit_is_refused(full: Place, blank: Place, tmp_path: Path) -> None:
    backup = backed_up(full, tmp_path / "kept")
    key = key_of(full)
    assert "FIELD_KEY is not the key" in refused(blank, backup, key=KEY)
    assert "Name one of the backups in it" in refused(blank, tmp_path / "kept", key=key)
    manifest = json.loads((backup / "manifest.json").read_text())
    for changed, said in (
        ({"format": 2}, "made by a newer Quanxun"),
        ({"engine": "oracle"}, "This backup is of oracle"),
        ({"facts": manifest["facts"] | {"schema_revision": "9999"}}, "made by a newer Quanxun"),
        ({"surplus": 1}, "cannot be read"),
    ):
        other = tmp_path / "other"
        shutil.copytree(backup, other)
        (other / "manifest.json").write_text(json.dumps(manifest | changed))
        assert said in refused(blank, other, key=key)
        shutil.rmtree(other)
    assert not (blank.data_dir / "photos").exists()
    done = restored(blank, backup, "--other-key", key=KEY)
    assert "the field key DOES NOT OPEN the keepers' data" in done.stdout


def test_not_under_a_running_server(phone: PhoneOf, place: Place, tmp_path: Path) -> None:
    officer = phone("officer1")
    backup = backed_up(place, tmp_path / "kept")
    record = officer.record("persuasion")
    assert "stop the server first" in refused(place, backup, "--replace", key=key_of(place))
    assert set(officer.state()) == {record["id"]}


def test_an_older_backup_is_migrated_up(full: Place, blank: Place, tmp_path: Path, engine_name: str) -> None:
    if engine_name != "postgis":
        pytest.skip("down is for PostGIS")
    before = contents(full)
    quanxun(env_of(full), "db", "downgrade", "0007")
    backup = backed_up(full, tmp_path / "kept")
    restored(blank, backup, key=key_of(full))
    assert contents(blank).keys() == before.keys()
    assert contents(blank)["incident"] == before["incident"]


@pytest.mark.one_engine
def test_a_new_epoch_by_hand(phone: PhoneOf, place: Place) -> None:
    officer = phone("officer1")
    before = officer.page()["epoch"]
    assert command(place, "epoch").stdout.strip() == before
    new = command(place, "epoch", "--new").stdout.strip()
    assert new != before
    assert officer.page()["epoch"] == new


def test_what_zones_keep_comes_back_byte_for_byte(
    app: Flask, place: Place, blank: Place, phone: PhoneOf, tmp_path: Path
) -> None:
    scan = b"%PDF-1.7 " + bytes(range(256))
    supervisor = phone("supervisor1").caller
    draft = supervisor.post("/api/v1/zones/drafts", {"name": "镇", "organisation_id": "330402"}).json
    path = f"/api/v1/zones/drafts/{draft['id']}/scan"
    query = {"revision": draft["revision"], "name": "公告.pdf"}
    more = {"data": scan, "content_type": "application/octet-stream", "query_string": query}
    sha256 = supervisor.request("PUT", path, **more).json["announcement"]["scan"]["sha256"]
    release(app)
    backup = backed_up(place, tmp_path / "kept")
    kept = backup / "zone-files" / sha256[:2] / sha256
    assert kept.read_bytes() == scan
    restored(blank, backup, key=key_of(place))
    assert (blank.data_dir / "zone-files" / sha256[:2] / sha256).read_bytes() == scan
    kept.chmod(0o600)
    kept.write_bytes(b"damaged")
    (blank.data_dir / "zone-files" / sha256[:2] / sha256).unlink()
    assert f"zone-files/{sha256[:2]}" in refused(blank, backup, "--replace", key=key_of(place))
