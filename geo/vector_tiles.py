"""Mapbox Vector Tiles (version 2) of many points, written as whole arrays.

Every feature of a layer takes the same number of bytes: numbers are varints padded to a fixed length, which every reader
takes. So a layer is two numpy arrays, and no loop runs over features. https://github.com/mapbox/vector-tile-spec
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Bytes = NDArray[np.uint8]
Ints = NDArray[np.int64]

EXTENT = 4096
TILE_LAYER, NAME, FEATURE, KEY, VALUE, LAYER_EXTENT, VERSION = 0x1A, 0x0A, 0x12, 0x1A, 0x22, 0x28, 0x78
TAGS, TYPE, GEOMETRY = 0x12, 0x18, 0x22
STRING_VALUE, UINT_VALUE = 0x0A, 0x28
POINT, MOVE_TO_ONE = 1, 9
INDEX_BYTES, PLACE_BYTES, NUMBER_BYTES = 3, 2, 5


@dataclass(frozen=True)
class Numbers:
    """A number from 0 to 2**35 - 1 for each feature. The same numbers share one entry."""

    of: Any

    def table(self) -> bytes:
        return _values(UINT_VALUE, varints(np.unique(self.of).astype(np.int64), NUMBER_BYTES))

    def indexes(self) -> tuple[Ints, int]:
        """For each feature which entry of the table is its own; and how long the table is."""
        unique, back = np.unique(self.of, return_inverse=True)
        return back, len(unique)


@dataclass(frozen=True)
class Texts:
    """ASCII of one length for each feature: an array of bytes (features, length)."""

    of: Bytes

    def table(self) -> bytes:
        length = np.full((len(self.of), 1), self.of.shape[1], dtype=np.uint8)
        return _values(STRING_VALUE, np.hstack([length, self.of]))

    def indexes(self) -> tuple[Ints, int]:
        return np.arange(len(self.of)), len(self.of)


@dataclass(frozen=True)
class Words:
    """One of a few words for each feature, by its number in `words`."""

    of: Any
    words: Sequence[str]

    def table(self) -> bytes:
        return b"".join(field(VALUE, field(STRING_VALUE, word.encode())) for word in self.words)

    def indexes(self) -> tuple[Ints, int]:
        return np.asarray(self.of, dtype=np.int64), len(self.words)


Column = Numbers | Texts | Words


def points_layer(name: str, x: Ints, y: Ints, columns: Mapping[str, Column]) -> bytes:
    """A layer of points at x, y of EXTENT, y southwards, both from 0 to 8191; nothing when there are none."""
    if not len(x):
        return b""
    tags, values = [], []
    known = 0
    for number, column in enumerate(columns.values()):
        index, length = column.indexes()
        tags += [np.full((len(x), 1), number, dtype=np.uint8), varints(index + known, INDEX_BYTES)]
        values.append(column.table())
        known += length
    keys = b"".join(field(KEY, key.encode()) for key in columns)
    head = field(NAME, name.encode()) + keys
    tail = bytes([LAYER_EXTENT]) + varint(EXTENT) + bytes([VERSION, 2])
    return field(TILE_LAYER, head + _features(tags, x, y) + b"".join(values) + tail)


def _features(tags: list[Bytes], x: Ints, y: Ints) -> bytes:
    count = len(x)
    place = [varints(2 * axis, PLACE_BYTES) for axis in (x, y)]  # zigzag of what is not negative
    tagged = sum(tag.shape[1] for tag in tags)
    length = 2 + tagged + 2 + 3 + 2 * PLACE_BYTES
    parts = [
        _same(count, FEATURE, length, TAGS, tagged),
        *tags,
        _same(count, TYPE, POINT, GEOMETRY, 1 + 2 * PLACE_BYTES, MOVE_TO_ONE),
        *place,
    ]
    return np.hstack(parts).tobytes()


def _values(kind: int, contents: Bytes) -> bytes:
    head = _same(len(contents), VALUE, 1 + contents.shape[1], kind)
    return np.hstack([head, contents]).tobytes()


def _same(count: int, *octets: int) -> Bytes:
    """The same bytes for every feature; each below 128, so that lengths are one byte."""
    assert max(octets) < 128
    return np.tile(np.array(octets, dtype=np.uint8), (count, 1))


def varints(numbers: Ints, length: int) -> Bytes:
    """Each number in `length` bytes, seven bits in one."""
    octets = (numbers[:, None] >> (7 * np.arange(length))) & 0x7F
    octets[:, :-1] |= 0x80
    return octets.astype(np.uint8)


def varint(number: int) -> bytes:
    octets = []
    while number > 0x7F:
        octets.append(number & 0x7F | 0x80)
        number >>= 7
    return bytes([*octets, number])


def field(tag: int, content: bytes) -> bytes:
    return bytes([tag]) + varint(len(content)) + content
