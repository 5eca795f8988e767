"""Where the bytes lie: `photos/ab/cd/<uuid>.<ending>`, generated names only.

.part   what has arrived; its size is the truth about the offset
.orig   an original: complete, its hash checked, read-only, never touched again
.1280.jpg .320.jpg   derivatives, made anew when missing; an empty one says that no picture can be made
.<hash>.aside        whole, but not what was promised; kept
"""

import contextlib
import errno
import fcntl
import hashlib
import os
import shutil
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from uuid import UUID, uuid4

from app.errors import Gone, StorageFull, Unavailable
from app.photos.errors import ChecksumMismatch
from app.photos.tus import Checksum

RESERVE = 256 * 1024 * 1024
"""Bytes that photos leave free: records must still fit when photos no longer do."""
PATIENCE_S = 2.0
FULL = (errno.ENOSPC, errno.EDQUOT)


@contextlib.contextmanager
def room_left() -> Iterator[None]:
    """Raises StorageFull where the operating system says so."""
    try:
        yield
    except OSError as error:
        if error.errno in FULL:
            raise StorageFull from error
        raise


class Folder:
    """The folder of all photos."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def path(self, photo_id: UUID, ending: str) -> Path:
        # The last digits of a UUIDv7 are random, its first are the time and would fill one folder.
        digits = photo_id.hex
        return self.root / digits[-2:] / digits[-4:-2] / f"{photo_id}.{ending}"

    def refuse_when_full(self, size: int) -> None:
        """Raises StorageFull unless `size` more bytes leave the reserve alone."""
        with room_left():
            self.root.mkdir(parents=True, exist_ok=True)
        if shutil.disk_usage(self.root).free < size + RESERVE:
            raise StorageFull

    def original(self, photo_id: UUID) -> Path:
        """The file of a photo that is complete. Raises Gone."""
        found = self.path(photo_id, "orig")
        if not found.exists():  # a crash came between the commit and the new name, or the file is lost
            try:
                seal(self.path(photo_id, "part"), found)
            except FileNotFoundError as error:
                raise Gone from error
        return found

    def derivative(self, photo_id: UUID, size: int) -> Path:
        return self.path(photo_id, f"{size}.jpg")

    def write_derivative(self, photo_id: UUID, size: int, data: bytes) -> None:
        """All of it or nothing, also for a reader who looks right now."""
        path = self.derivative(photo_id, size)
        draft = path.with_name(f"{path.name}.{uuid4().hex}")
        try:
            with room_left(), draft.open("wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            draft.replace(path)
        finally:
            draft.unlink(missing_ok=True)

    @contextlib.contextmanager
    def part(self, photo_id: UUID) -> Iterator["Part"]:
        """The bytes of a photo so far, held by one request at a time. Raises Unavailable when another one holds them."""
        with room_left():
            held = _hold(self.path(photo_id, "part"))
        part = Part(self, photo_id, held)
        try:
            yield part
        finally:
            if part.offset == 0:
                part.path.unlink(missing_ok=True)
            os.close(held)


def _hold(path: Path) -> int:
    """Open and lock `path`. A file that was given its final name while we waited is not it any more."""
    path.parent.mkdir(parents=True, exist_ok=True)
    deadline = time.monotonic() + PATIENCE_S
    while True:
        held = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC, 0o600)
        with contextlib.suppress(BlockingIOError, FileNotFoundError):
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
            if os.path.samestat(os.fstat(held), path.stat()):
                return held
        os.close(held)
        if time.monotonic() > deadline:
            raise Unavailable
        time.sleep(0.02)


class Part:
    """What has arrived of one photo."""

    def __init__(self, folder: Folder, photo_id: UUID, held: int) -> None:
        self.folder, self.photo_id, self.held = folder, photo_id, held
        self.path = folder.path(photo_id, "part")

    @property
    def offset(self) -> int:
        return os.fstat(self.held).st_size

    def cut(self, size: int) -> None:
        """Forget the bytes from `size` on."""
        if self.offset > size:
            os.ftruncate(self.held, size)

    def append(self, chunks: Iterable[bytes], upto: int, checksum: Checksum | None = None) -> None:
        """Add bytes until the file has `upto`; they are on the disk when this returns.

        Raises StorageFull or ChecksumMismatch, and then it is as if nothing had come.
        """
        before = self.offset
        try:
            with room_left():
                fits = self._write(chunks, upto - before, checksum)
                os.fsync(self.held)
        except BaseException:
            self.cut(before)
            raise
        if not fits:
            self.cut(before)
            raise ChecksumMismatch
        if before == 0:
            _sync_folder(self.path.parent)

    def _write(self, chunks: Iterable[bytes], room: int, checksum: Checksum | None) -> bool:
        hasher = checksum.hasher() if checksum else None
        for chunk in chunks:
            left = memoryview(chunk)[:room]
            room -= len(left)
            if hasher:
                hasher.update(left)
            while left:
                left = left[os.write(self.held, left) :]
            if room <= 0:
                break
        return checksum is None or hasher is None or hasher.digest() == checksum.digest

    def sha256(self) -> str:
        return sha256_of(self.path)

    def keep(self) -> None:
        """From here on it is an original."""
        seal(self.path, self.folder.path(self.photo_id, "orig"))

    def set_aside(self) -> None:
        """Keep it, out of the way of the next try; the same wrong bytes are kept once."""
        aside = self.folder.path(self.photo_id, f"{self.sha256()[:16]}.aside")
        if aside.exists():
            self.path.unlink()
        else:
            seal(self.path, aside)


def sha256_of(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def seal(path: Path, final: Path) -> None:
    """Give `path` its final name, read-only; what already has that name keeps its bytes under another.

    Two may do it at once, for the same bytes: one of them finds it done. Should the new name be lost with the power,
    the next one to look gives it again. Raises FileNotFoundError.
    """
    with contextlib.suppress(FileNotFoundError):
        _rename(path, final)
    if not final.exists():
        raise FileNotFoundError(final)


def _rename(path: Path, final: Path) -> None:
    path.chmod(0o440)
    if final.exists() and not final.samefile(path):
        final.replace(final.with_name(f"{final.stem}.{uuid4().hex[:16]}.aside"))
    path.rename(final)


def _sync_folder(folder: Path) -> None:
    held = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(held)
    finally:
        os.close(held)
