"""Taking away what was left of uploads that nobody goes on with. What is an original, or may become one, stays."""

import contextlib
import fcntl
import os
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from uuid import UUID

import sqlalchemy as sa

from app.database import db
from app.photos.models import Photo
from app.photos.storage import Folder, sha256_of


def sweep(folder: Folder, before: datetime) -> list[str]:
    """Delete unfinished and refused files last written before an instant. Returns the path of each one's photo."""
    swept = []
    for file in abandoned(folder, before):
        photo = db.session.execute(PHOTO, {"id": UUID(file.name[:36])}).first()
        if photo is not None and original(file, photo.size, photo.sha256):
            continue
        if remove(file):
            swept.append(photo.organisation_path if photo else "/")
    db.session.rollback()
    return swept


PHOTO = sa.select(Photo.size, Photo.sha256, Photo.organisation_path).where(Photo.id == sa.bindparam("id"))


def abandoned(folder: Folder, before: datetime) -> Iterator[Path]:
    for ending in ("part", "aside"):
        for file in folder.root.glob(f"??/??/*.{ending}"):
            with contextlib.suppress(FileNotFoundError):
                if file.stat().st_mtime < before.timestamp():
                    yield file


def original(file: Path, size: int, sha256: str) -> bool:
    """Whole and as promised, whatever its name: a crash may have come before it got its own."""
    return file.stat().st_size == size and sha256_of(file) == sha256


def remove(file: Path) -> bool:
    """Unless somebody writes to it right now."""
    with file.open("rb") as held:
        try:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        if os.fstat(held.fileno()).st_nlink:
            file.unlink()
    return True
