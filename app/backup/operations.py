"""Making a backup beside the running server, whole or not at all."""

import contextlib
import fcntl
import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from app.backup import manifest, originals
from app.backup.engines import engine_of
from app.backup.errors import BackupError
from app.backup.facts import facts_of, promised, promised_zone_files
from app.backup.manifest import PARTIAL, Manifest
from app.config import Settings
from app.photos.storage import Folder, sha256_of
from app.zones import files as zone_files


@dataclass(frozen=True)
class Made:
    folder: Path
    manifest: Manifest
    linked: int
    pruned: list[Path]


def make(target: Path, settings: Settings, *, at: datetime, software: str, keep: int | None) -> Made:
    """Write a backup into a folder of its own below `target`. Raises BackupError, and then nothing is left of it."""
    target.mkdir(parents=True, exist_ok=True, mode=0o700)
    with alone(target):
        for left in target.glob(f"{PARTIAL}*"):  # of one that was interrupted
            shutil.rmtree(left)
        final = free_name(target, at)
        draft = target / f"{PARTIAL}{final.name}"
        try:
            draft.mkdir(mode=0o700)
            found, linked = fill(draft, newest(target), settings, at, software)
            os.sync()  # before the name says that it is whole
            draft.rename(final)
            os.sync()
        except OSError as error:
            raise BackupError(f"The backup could not be written: {error}") from error
        finally:
            shutil.rmtree(draft, ignore_errors=True)
        return Made(final, found, linked, prune(target, keep))


def fill(draft: Path, before: Path | None, settings: Settings, at: datetime, software: str) -> tuple[Manifest, int]:
    """The database first: each photo that it knows is on the disk already."""
    engine = engine_of(settings.database_url)
    copying = originals.Copying(Folder(settings.photo_dir), draft, before)
    with engine.dump(draft / engine.file) as connection:
        facts = facts_of(connection)
        photos = copying.run(list(promised(connection)))
        copying.run_zone_files(zone_files.Folder(settings.zone_file_dir), list(promised_zone_files(connection)))
    manifest.write_list(draft, copying.rows)
    found = Manifest(
        made_at=at.isoformat(timespec="seconds"),
        software=software,
        engine=engine.name,
        engine_version=engine.version,
        facts=facts,
        originals=photos,
        database=engine.file,
        field_key_sample=manifest.sample(settings.field_key),
        sha256={name: sha256_of(draft / name) for name in (engine.file, manifest.PHOTOS)},
    )
    found.write(draft)
    return found, copying.linked


@contextlib.contextmanager
def alone(target: Path) -> Iterator[None]:
    """Raises BackupError while another backup into the same folder is under way."""
    with (target / ".lock").open("ab") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise BackupError(f"Another backup into {target} is under way") from error
        yield


def free_name(target: Path, at: datetime) -> Path:
    while (found := target / at.strftime("%Y%m%dT%H%M%SZ")).exists():
        at += timedelta(seconds=1)
    return found


def newest(target: Path) -> Path | None:
    found = manifest.whole(target)
    return found[-1] if found else None


def prune(target: Path, keep: int | None) -> list[Path]:
    """Delete the oldest backups but `keep`; what newer ones share with them stays."""
    old = manifest.whole(target)[:-keep] if keep else []
    for folder in old:
        (folder / manifest.NAME).unlink()  # from here on it is no whole one
        shutil.rmtree(folder)
    return old
