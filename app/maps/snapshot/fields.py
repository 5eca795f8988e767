"""The columns of the snapshot, and how words and names become small numbers in them."""

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

from geo.morton import Keys

Columns = dict[str, NDArray[Any]]

TYPES: dict[str, Any] = {
    "key": np.uint64,  # the position (geo.morton); NOWHERE without one
    "high": np.uint64,  # the record's id in two halves
    "low": np.uint64,
    "minute": np.uint32,  # of capture, since 1970 in UTC
    "traits": np.uint16,
    "organisation": np.uint16,
    "zone": np.uint16,
    "team": np.uint16,
    "author": np.uint32,
    "seq": np.uint32,  # of the change that brought it here; 0 in a base
}

KINDS = ("incident", "persuasion", "capture")
CERTAINTIES = ("inside", "uncertain", "outside", None)
"""None: the record has no position."""
MOST_MARKS, MOST_ACTIONS, LOOKED = 64, 8, 2
"""LOOKED: nobody looked at it again, or somebody did."""
ALL_TRAITS = len(KINDS) * MOST_MARKS * MOST_ACTIONS * len(CERTAINTIES) * LOOKED


class Words:
    """Values of a column in the order of their first appearance; a column holds their numbers."""

    def __init__(self, values: Iterable[str | None] = (), most: int = 2**16) -> None:
        self.values: list[str | None] = list(values)
        self.most = most
        self._numbers = {value: number for number, value in enumerate(self.values)}
        self._starting: dict[str, NDArray[np.bool_]] = {}

    def __len__(self) -> int:
        return len(self.values)

    def number(self, value: str | None) -> int:
        found = self._numbers.get(value)
        if found is None:
            found = len(self.values)
            if found >= self.most:
                raise OverflowError(f"more than {self.most} different values in a column of the map")
            self.values.append(value)
            self._numbers[value] = found
        return found

    def numbers(self, values: Iterable[str | None]) -> list[int]:
        return [self.number(value) for value in values]

    def starting(self, prefix: str) -> NDArray[np.bool_]:
        """Which of the values start with a prefix; asked again and again for the same few."""
        found = self._starting.get(prefix)
        if found is None or len(found) < len(self.values):
            found = self._starting[prefix] = np.array(
                [str(value).startswith(prefix) for value in self.values], dtype=bool
            )
        return found

    def known(self, value: str | None) -> int | None:
        """Its number, if any record has it."""
        return self._numbers.get(value)


MOST = {
    "mark": MOST_MARKS,
    "action": MOST_ACTIONS,
    "organisation": 2**16,
    "zone": 2**16,
    "team": 2**16,
    "author": 2**32,
}


class Vocabulary:
    """The words of all columns. Grows only: what was given a number keeps it."""

    def __init__(self, values: dict[str, list[str | None]] | None = None) -> None:
        self.words = {name: Words((values or {}).get(name, ()), most) for name, most in MOST.items()}

    def __getitem__(self, name: str) -> Words:
        return self.words[name]

    def values(self) -> dict[str, list[str | None]]:
        return {name: words.values for name, words in self.words.items()}


def traits_of(kind: Any, mark: Any, action: Any, certainty: Any, looked: Any) -> NDArray[np.uint16]:
    """Kind, mark, action, certainty of a zone and whether it was looked at again, by their numbers, as one."""
    number = ((np.asarray(kind) * MOST_MARKS + mark) * MOST_ACTIONS + action) * len(CERTAINTIES) + certainty
    traits: NDArray[np.uint16] = (number * LOOKED + looked).astype(np.uint16)
    return traits


def traits() -> dict[str, NDArray[np.int64]]:
    """For every number of traits its kind, mark, action, certainty and whether it was looked at again."""
    shape = (len(KINDS), MOST_MARKS, MOST_ACTIONS, len(CERTAINTIES), LOOKED)
    split = np.unravel_index(np.arange(ALL_TRAITS), shape)
    return dict(zip(("kind", "mark", "action", "certainty", "looked"), split, strict=True))


def halves_of(ids: Sequence[str]) -> tuple[Keys, Keys]:
    """UUIDs (32 hexadecimal digits, with or without hyphens) as two numbers each."""
    octets = bytes.fromhex("".join(ids).replace("-", ""))
    both = np.frombuffer(octets, dtype=">u8").reshape(-1, 2).astype(np.uint64)
    return both[:, 0].copy(), both[:, 1].copy()


def halves_of_ids(ids: Iterable[UUID]) -> tuple[Keys, Keys]:
    return halves_of([record_id.hex for record_id in ids])


def ids_of(high: Keys, low: Keys) -> list[UUID]:
    pairs = zip(high.tolist(), low.tolist(), strict=True)
    return [UUID(int=(above << 64) | below) for above, below in pairs]


def texts_of(high: Keys, low: Keys) -> NDArray[np.uint8]:
    """The ids as text with hyphens: ASCII (ids, 36)."""
    octets = np.stack([high, low], axis=1).astype(">u8").view(np.uint8).reshape(-1, 16)
    digits = np.empty((len(octets), 32), dtype=np.uint8)
    digits[:, 0::2], digits[:, 1::2] = HEX[octets >> 4], HEX[octets & 15]
    text = np.full((len(octets), 36), ord("-"), dtype=np.uint8)
    text[:, DIGITS] = digits
    return text


HEX = np.frombuffer(b"0123456789abcdef", dtype=np.uint8)
HYPHENS = [8, 13, 18, 23]
DIGITS = np.setdiff1d(np.arange(36), HYPHENS)
