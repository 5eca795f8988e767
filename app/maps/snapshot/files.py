"""Bases on the disk: one folder of .npy files each, mapped into the memory of every worker.

A folder's name says of which life of the data it is and up to which change it reads. It appears whole or not at all.
"""

import contextlib
import fcntl
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

import numpy as np
import orjson

from app.maps.snapshot.fields import TYPES
from app.maps.snapshot.parts import Part

FORMAT = "6"
"""Changes with the columns and with what is among them: bases of another format are made anew."""
WORDS, ORDERS = "words.json", ("by_id", "highs", "by_minute")


@dataclass(frozen=True)
class Base:
    epoch: str
    seq: int
    part: Part
    words: dict[str, list[str | None]]


class Folder:
    """All bases of a server."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def newest(self, epoch: str) -> int | None:
        """The change up to which the newest base of a life reads."""
        found = [int(path.name.rsplit(".", 1)[1]) for path in self.root.glob(f"{FORMAT}.{epoch}.*")]
        return max(found, default=None)

    def open(self, epoch: str, seq: int) -> Base:
        """Raises FileNotFoundError when a newer one has just taken its place, or when it was damaged and is away now."""
        path = self.path(epoch, seq)
        try:
            columns = {name: np.load(path / f"{name}.npy", mmap_mode="r") for name in [*TYPES, *ORDERS]}
            words = orjson.loads((path / WORDS).read_bytes())
        except (ValueError, EOFError) as error:  # the power went while it was written
            shutil.rmtree(path, ignore_errors=True)
            raise FileNotFoundError(path) from error
        return Base(epoch, seq, Part(columns, *(columns.pop(name) for name in ORDERS)), words)

    def save(self, base: Base) -> None:
        """And remove all others, of whatever life: who has them open keeps them."""
        final = self.path(base.epoch, base.seq)
        self.root.mkdir(mode=0o700, parents=True, exist_ok=True)
        draft = self.root / f"draft.{uuid4().hex}"
        try:
            draft.mkdir()
            orders = {name: getattr(base.part, name) for name in ORDERS}
            for name, column in {**base.part.columns, **orders}.items():
                np.save(draft / f"{name}.npy", column)
            (draft / WORDS).write_bytes(orjson.dumps(base.words))
            if not final.exists():
                draft.rename(final)
        finally:
            shutil.rmtree(draft, ignore_errors=True)
        for other in self.root.iterdir():
            if other.is_dir() and other != final:
                shutil.rmtree(other, ignore_errors=True)

    def path(self, epoch: str, seq: int) -> Path:
        return self.root / f"{FORMAT}.{epoch}.{seq}"

    @contextlib.contextmanager
    def building(self, *, wait: bool) -> Iterator[bool]:
        """One builder at a time, among all processes. False when somebody else is at it."""
        self.root.mkdir(mode=0o700, parents=True, exist_ok=True)
        with (self.root / "lock").open("ab") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
            except BlockingIOError:
                yield False
                return
            yield True
