"""The photos of a backup: originals and what was set aside, each with its hash; copies for pages are made anew."""

import contextlib
import os
import shutil
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from uuid import UUID

from app.backup import manifest
from app.backup.facts import Promised
from app.backup.manifest import Originals
from app.errors import Gone
from app.photos.storage import Folder, sha256_of
from app.zones import files as zone_files

FOLDER, ZONE_FILES = "photos", "zone-files"
ENDINGS = ("orig", "aside")


@dataclass
class Copying:
    """Copies photos from `source` into a backup, or links those that the backup before it has already."""

    source: Folder
    target: Path
    before: Path | None
    known: dict[str, str] = field(default_factory=dict)
    rows: list[tuple[str, str]] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    linked: int = 0
    size: int = 0

    def run(self, promised: Iterable[Promised]) -> Originals:
        if self.before:
            self.known = {path: sha256 for sha256, path in manifest.read_list(self.before)}
        for photo_id, sha256 in promised:
            try:
                if self.copy(self.source.original(UUID(photo_id)), sha256) != sha256:
                    self.changed.append(photo_id)
            except (Gone, FileNotFoundError):
                self.missing.append(photo_id)
        copied = {path for _, path in self.rows}
        others = [path for path in files(self.source.root) if self.inside(path) not in copied]
        for path in others:
            if path.suffix == ".aside":
                with contextlib.suppress(FileNotFoundError):  # swept just now
                    self.copy(path, None)
        later = sum(path.suffix == ".orig" for path in others)
        return Originals(len(self.rows), self.size, self.missing, self.changed, later)

    def run_zone_files(self, folder: zone_files.Folder, promised: Iterable[str]) -> None:
        """Scans and imported files: each lies under its hash, and `photos.sha256` lists them too."""
        for sha256 in promised:
            try:
                path = folder.path(sha256)
                if self.copy(path, sha256, f"{ZONE_FILES}/{path.relative_to(folder.root)}") != sha256:
                    self.changed.append(f"{ZONE_FILES}/{sha256}")
            except FileNotFoundError:
                self.missing.append(f"{ZONE_FILES}/{sha256}")

    def inside(self, path: Path) -> str:
        return f"{FOLDER}/{path.relative_to(self.source.root)}"

    def copy(self, path: Path, sha256: str | None, name: str | None = None) -> str:
        """Its SHA-256 as it is in the backup now."""
        name = name or self.inside(path)
        found = self.link(name, path.stat().st_size, sha256) or copied(path, self.target / name)
        self.rows.append((found, name))
        self.size += (self.target / name).stat().st_size
        return found

    def link(self, name: str, size: int, sha256: str | None) -> str | None:
        """The same file of the backup before: no byte is read or written again."""
        known = self.known.get(name)
        if self.before is None or known is None or (sha256 and known != sha256):
            return None
        with contextlib.suppress(OSError):
            if (self.before / name).stat().st_size == size:
                (self.target / name).parent.mkdir(parents=True, exist_ok=True)
                os.link(self.before / name, self.target / name)
                self.linked += 1
                return known
        return None


def files(root: Path) -> Iterator[Path]:
    for ending in ENDINGS:
        yield from sorted(root.rglob(f"*.{ending}"))


def copied(source: Path, target: Path) -> str:
    """Copy one file, and read back what was written: its SHA-256."""
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(source, target)
    target.chmod(0o440)
    return sha256_of(target)


def bring(source: Path, target: Path, zone_target: Path) -> tuple[int, list[str]]:
    """Copy all photos of a backup into `target`, and what zones keep into `zone_target`, where a file under its hash
    stands in nobody's way. How many, and the paths of those that are lost or damaged."""
    count, faults = 0, []
    for sha256, name in manifest.read_list(source):
        of_zones = name.startswith(f"{ZONE_FILES}/")
        place = (zone_target if of_zones else target) / Path(name).relative_to(ZONE_FILES if of_zones else FOLDER)
        if of_zones and place.is_file() and sha256_of(place) == sha256:
            continue
        if not (source / name).is_file() or copied(source / name, place) != sha256:
            place.unlink(missing_ok=True)
            faults.append(name)
        else:
            count += not of_zones
    return count, faults
