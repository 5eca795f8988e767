"""What a backup says of itself: `manifest.json`, written last, and `photos.sha256`, as `sha256sum -c` reads it."""

import base64
import binascii
import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidTag

from app.backup.errors import BackupError
from app.photos.storage import sha256_of
from app.sealing import seal, unseal

FORMAT = 1
NAME, PHOTOS = "manifest.json", "photos.sha256"
PARTIAL = ".partial-"
"""How the folder of a backup begins until it is whole."""
CONTEXT = b"quanxun backup"


@dataclass(frozen=True)
class Facts:
    """What the database held at the moment of the snapshot."""

    schema_revision: str
    epoch: str
    log_end: int
    tables: dict[str, int]


@dataclass(frozen=True)
class Originals:
    """The photos of a backup. `missing` and `changed` are ids whose file was not there, or not what was promised;
    `later` counts those that came after the database's snapshot."""

    files: int
    bytes: int
    missing: list[str]
    changed: list[str]
    later: int


@dataclass(frozen=True)
class Manifest:
    made_at: str
    software: str
    engine: str
    engine_version: str
    facts: Facts
    originals: Originals
    database: str
    field_key_sample: str
    sha256: dict[str, str]
    """Of the database's file and of the list of photos."""
    format: int = FORMAT

    def write(self, folder: Path) -> None:
        (folder / NAME).write_text(json.dumps(asdict(self), indent=1) + "\n", encoding="utf-8")


def read(folder: Path) -> Manifest:
    """Raises BackupError for what is no whole backup of ours."""
    if folder.name.startswith(PARTIAL):
        raise BackupError(f"{folder} is no whole backup: its making was interrupted, and it never got its name")
    try:
        raw: dict[str, Any] = json.loads((folder / NAME).read_text(encoding="utf-8"))
        if raw["format"] != FORMAT:
            raise BackupError(f"{folder}: made by a newer Quanxun (format {raw['format']}); restore it with that one")
        raw["facts"], raw["originals"] = Facts(**raw["facts"]), Originals(**raw["originals"])
        return Manifest(**raw)
    except FileNotFoundError as error:
        raise BackupError(f"{folder} is no whole backup: it has no {NAME}{newest_hint(folder)}") from error
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise BackupError(f"{folder / NAME} cannot be read: {error}") from error


def newest_hint(folder: Path) -> str:
    found = whole(folder)
    return f". Name one of the backups in it, such as {found[-1]}" if found else ""


def whole(target: Path) -> list[Path]:
    """The whole backups in a folder, oldest first."""
    return sorted(path.parent for path in target.glob(f"[0-9]*Z/{NAME}"))


def refuse_damage(folder: Path, manifest: Manifest) -> None:
    """Raises BackupError when the database's file or the list of photos is not what was written."""
    for name, promised in manifest.sha256.items():
        path = folder / name
        if not path.is_file() or sha256_of(path) != promised:
            raise BackupError(f"{path} is damaged or missing: take another backup")


# ---------------------------------------------------------------- the list of photos
def write_list(folder: Path, rows: Iterable[tuple[str, str]]) -> None:
    with (folder / PHOTOS).open("w", encoding="ascii") as file:
        file.writelines(f"{sha256}  {path}\n" for sha256, path in rows)


def read_list(folder: Path) -> Iterator[tuple[str, str]]:
    """(SHA-256, path in the backup) of each photo; nothing when there is no list."""
    if not (folder / PHOTOS).exists():
        return
    with (folder / PHOTOS).open(encoding="ascii") as file:
        for line in file:
            sha256, _, path = line.rstrip("\n").partition("  ")
            if not path.startswith(("photos/", "zone-files/")) or ".." in path:
                raise BackupError(f"{folder / PHOTOS}: not a path of ours: {path!r}")
            yield sha256, path


# ---------------------------------------------------------------- the field key
def sample(key: bytes) -> str:
    return base64.b64encode(seal(key, CONTEXT, "opens")).decode()


def opens(text: str, key: bytes) -> bool:
    """Whether `key` is the one that was in use when the backup was made."""
    try:
        return bool(unseal(key, CONTEXT, base64.b64decode(text)) == "opens")
    except (InvalidTag, binascii.Error, ValueError):
        return False
