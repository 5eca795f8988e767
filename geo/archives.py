"""Zip archives from strangers, read in memory: nothing is ever written under a name that an archive chose."""

from __future__ import annotations

import io
import zipfile
import zlib
from pathlib import PurePosixPath

from geo.errors import GeoError

MOST_ENTRIES = 500
MOST_UNPACKED = 120 * 1024 * 1024
UTF8_NAME = 0x800


def unpacked(data: bytes, endings: tuple[str, ...]) -> dict[str, bytes]:
    """The files of an archive with one of some endings, by their path inside it.

    Raises GeoError `bad_archive` for what cannot be read, is encrypted or names paths outside, `archive_too_large` where
    entries are too many or unpack to too much: what an entry says of its size is not believed.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = archive.infolist()
            if len(entries) > MOST_ENTRIES:
                raise GeoError("archive_too_large", f"{len(entries)} files in the archive, at most {MOST_ENTRIES}")
            return _read(archive, entries, endings)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError, ValueError) as fault:
        if isinstance(fault, GeoError):
            raise
        raise GeoError("bad_archive", "the archive cannot be read") from fault


def _read(archive: zipfile.ZipFile, entries: list[zipfile.ZipInfo], endings: tuple[str, ...]) -> dict[str, bytes]:
    found: dict[str, bytes] = {}
    left = MOST_UNPACKED
    for entry in entries:
        name = _name(entry)
        _refuse_escape(name)
        if entry.is_dir() or _hidden(name) or not name.lower().endswith(endings):
            continue
        with archive.open(entry) as file:
            found[name] = file.read(left + 1)
        left -= len(found[name])
        if left < 0:
            raise GeoError("archive_too_large", f"the archive unpacks to more than {MOST_UNPACKED // 2**20} MB")
    return found


def _name(entry: zipfile.ZipInfo) -> str:
    """Chinese Windows writes names in GBK and does not say so."""
    if entry.flag_bits & UTF8_NAME:
        return entry.filename
    raw = entry.filename.encode("cp437", "replace")
    for encoding in ("utf-8", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return entry.filename


def _refuse_escape(name: str) -> None:
    path = PurePosixPath(name.replace("\\", "/"))
    if path.is_absolute() or ".." in path.parts or "\0" in name or ":" in name:
        raise GeoError("bad_archive", "the archive names a path outside of itself")


def _hidden(name: str) -> bool:
    """What macOS adds."""
    return any(part.startswith((".", "__MACOSX")) for part in PurePosixPath(name).parts)
