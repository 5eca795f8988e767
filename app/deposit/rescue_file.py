"""Reading a rescue file: what a phone held, encrypted to the office's key, in pieces. The format: docs/sync.md."""

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO, Any

import orjson
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from app.errors import Invalid
from app.office import Office

MAGIC = b"QXRESCUE1 "
MAX_HEADER = 4096
MAX_FRAME = 1024 * 1024 + 64
JSON, BYTES = 1, 2
Data = dict[str, Any]


class Unreadable(Invalid):
    code = "rescue_unreadable"


@dataclass
class Entry:
    """One thing in the file; `pieces` are the bytes that belong to it, to be read before the next entry."""

    what: Data
    pieces: Iterator[bytes]


def entries(file: IO[bytes], office: Office) -> Iterator[Entry]:
    """What the file holds, in order. Raises Unreadable at the first thing that is not as it was written."""
    frames = Frames(file, cipher_of(file, office))
    while (what := frames.entry()) is not None:
        yield Entry(what, frames.pieces())
        for _ in frames.pieces():  # what nobody has asked for
            pass


def cipher_of(file: IO[bytes], office: Office) -> AESGCM:
    line = file.readline(MAX_HEADER)
    try:
        if not line.startswith(MAGIC) or not line.endswith(b"\n"):
            raise Unreadable
        head = orjson.loads(line.removeprefix(MAGIC))
        if head["office"] != office.id:
            raise Unreadable
        return office.agreed(head["ephemeral"], line.rstrip(b"\n"))
    except (ValueError, KeyError, TypeError) as error:
        raise Unreadable from error


class Frames:
    """The pieces of one file, one after the other."""

    def __init__(self, file: IO[bytes], cipher: AESGCM) -> None:
        self.file, self.cipher = file, cipher
        self.number = 0
        self.waiting: tuple[int, bytes] | None = None
        self.ended = False

    def entry(self) -> Data | None:
        """The next thing; None at the end that the phone has written."""
        kind, plain = self._next()
        if kind != JSON:
            raise Unreadable
        found = orjson.loads(plain)
        if self.ended:
            return None
        if not isinstance(found, dict):
            raise Unreadable
        return found

    def pieces(self) -> Iterator[bytes]:
        while not self.ended:
            kind, plain = self._next()
            if kind != BYTES:
                self.waiting = kind, plain
                return
            yield plain

    def _next(self) -> tuple[int, bytes]:
        if self.waiting is not None:
            found, self.waiting = self.waiting, None
            return found
        if self.ended:
            raise Unreadable
        head = self.file.read(5)
        if len(head) < 5:
            raise Unreadable
        size, last = struct.unpack(">IB", head)
        sealed = self.file.read(size) if size <= MAX_FRAME else b""
        try:
            plain = self.cipher.decrypt(self.number.to_bytes(12, "big"), sealed, head[4:])
        except (InvalidTag, ValueError) as error:
            raise Unreadable from error
        self.number += 1
        self.ended = last == 1
        if not plain:
            raise Unreadable
        return plain[0], plain[1:]
