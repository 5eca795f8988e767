"""Bringing a backup back: everything is looked at before anything is touched, and what was there is moved, not deleted."""

import contextlib
import os
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from app.backup import manifest, originals
from app.backup.engines import Engine, engine_of
from app.backup.errors import BackupError
from app.backup.facts import lacking
from app.backup.manifest import Manifest
from app.config import Settings


@dataclass(frozen=True)
class Wish:
    """What to do where a restore would otherwise stop."""

    replace: bool = False
    despite_damage: bool = False
    other_key: bool = False


@dataclass(frozen=True)
class Restored:
    manifest: Manifest
    photos: int
    lost: list[str]
    aside: str | None


def restore(source: Path, settings: Settings, wish: Wish, *, at: datetime, known: Callable[[str], bool]) -> Restored:
    """Put the data of a backup in place, as they were; migrating and a new epoch are the caller's. `known` says whether
    a schema revision is one of this software. Raises BackupError, and then all is as it was."""
    found = manifest.read(source)
    engine = engine_of(settings.database_url)
    refuse_unfit(found, source, engine, settings, wish, known)
    occupied = not engine.empty() or holds_photos(settings.photo_dir)
    if occupied and not wish.replace:
        raise BackupError("There are data here already. To move them aside and restore in their place: --replace")
    engine.refuse_in_use()
    coming = settings.photo_dir.with_name("photos.restoring")
    shutil.rmtree(coming, ignore_errors=True)
    count, lost = originals.bring(source, coming, settings.zone_file_dir)
    if lost and not wish.despite_damage:
        shutil.rmtree(coming, ignore_errors=True)  # a backup may hold no photo
        raise BackupError(
            f"{len(lost)} photos of the backup are lost or damaged, such as {lost[0]}. Take another backup, or go on "
            "without them: --despite-damage"
        )
    aside = put_in_place(source, found, engine, settings, coming, at, occupied)
    return Restored(found, count, lost, aside)


def refuse_unfit(
    found: Manifest, source: Path, engine: Engine, settings: Settings, wish: Wish, known: Callable[[str], bool]
) -> None:
    """Raises BackupError for a backup that cannot become the data of this installation."""
    if found.engine != engine.name:
        raise BackupError(f"This backup is of {found.engine}, DATABASE_URL names {engine.name}: restore it there")
    if not known(found.facts.schema_revision):
        raise BackupError(f"This backup was made by a newer Quanxun ({found.software}): install that one first")
    manifest.refuse_damage(source, found)
    if not manifest.opens(found.field_key_sample, settings.field_key) and not wish.other_key:
        raise BackupError(
            "FIELD_KEY is not the key that was in use when this backup was made: keepers' data would stay closed for ever. "
            "Set the right FIELD_KEY or FIELD_KEY_FILE; if it is lost, restore without them: --other-key"
        )


def holds_photos(folder: Path) -> bool:
    return folder.exists() and any(originals.files(folder))


def put_in_place(
    source: Path, found: Manifest, engine: Engine, settings: Settings, coming: Path, at: datetime, occupied: bool
) -> str | None:
    """Where the data are now that were here before. Raises BackupError, and then they are back."""
    stamp = at.strftime("%Y%m%dT%H%M%SZ")
    folder = settings.data_dir / f"before-restore-{stamp}"
    moved: list[str] = []
    with contextlib.ExitStack() as undo:
        if occupied:
            folder.mkdir(mode=0o700)
            undo.callback(folder.rmdir)
            moved.append(engine.move_aside(folder, stamp))
            undo.callback(engine.move_back, folder, stamp)
            if settings.photo_dir.exists():
                settings.photo_dir.rename(folder / "photos")
                undo.callback((folder / "photos").rename, settings.photo_dir)
                moved.append(str(folder / "photos"))
        undo.callback(shutil.rmtree, coming, ignore_errors=True)
        engine.load(source / found.database)
        undo.callback(engine.remove)
        with engine.connect() as connection:
            if short := lacking(connection, found.facts.tables):
                raise BackupError(f"The restored database lacks rows in {', '.join(short)}")
        coming.mkdir(exist_ok=True)
        coming.rename(settings.photo_dir)
        os.sync()
        undo.pop_all()
    return ", ".join(dict.fromkeys(moved)) or None
