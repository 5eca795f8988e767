"""Tiles of the records: from afar clusters counted in a grid, close up single ones; and the same as a heat map.

Which of both is decided by zoom and never by how much a tile holds, so that neighbours fit. A cell with one record carries it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from app.maps.choosing import TRAITS
from app.maps.marks import FAMILIES
from app.maps.sieves import Sieve
from app.maps.snapshot.fields import ALL_TRAITS, KINDS, Vocabulary, texts_of
from app.maps.snapshot.live import Snapshot
from app.maps.snapshot.parts import Part
from geo.morton import DEPTH, NOWHERE, Tile, halves, runs
from geo.vector_tiles import EXTENT, Column, Ints, Numbers, Texts, Words, points_layer

CLOSE_ZOOM = 15
"""From here on cells are so small (16 of 512 pixels) that what lies in one stands on one spot for the eye."""
CELLS_FAR, CELLS_CLOSE, CELLS_HEAT = 3, 5, 6
"""Halvings of a tile's side."""
HOTTEST = 0.98
SAMPLES = 8
INSET = 1 / 3
"""A cluster stays so far from the edges of its cell: the marks of neighbours do not touch."""
CROWD = 1_000
"""With so many records in a cell, to look through them once for each family is quicker than to number them all."""
SHARES = 12
SHARE_DIGITS = np.frombuffer(b"0123456789abc", dtype=np.uint8)


@dataclass(frozen=True)
class Cells:
    """Cells that are not empty: their number in the tile, how much lies in them, of which family, and around where."""

    cell: Ints
    count: Ints
    families: Ints
    x: Ints
    y: Ints
    high: Any
    low: Any
    traits: Any


def records_tile(
    found: Snapshot, sieve: Sieve, tile: Tile, family_of: NDArray[np.int64], *, fine: bool = False
) -> bytes:
    """Layers `clusters` (count, shares) and `records` (id, kind, mark). `family_of`: the number of each mark's family."""
    halvings = CELLS_CLOSE if fine or tile.z >= CLOSE_ZOOM else CELLS_FAR
    cells = merged([cells_of(part, gone, sieve, tile, halvings, family_of) for part, gone in found.parts])
    one, many = cells.count == 1, cells.count > 1
    x, y = _within(tile, cells.x[one], cells.y[one])
    single = points_layer(
        "records",
        x,
        y,
        {
            "id": Texts(texts_of(cells.high[one], cells.low[one])),
            "kind": Words(TRAITS["kind"][cells.traits[one]], KINDS),
            "mark": Words(_marks(cells.traits[one]), _words(found.words)),
        },
    )
    x, y = _inside(halvings, cells.cell[many], *_within(tile, cells.x[many], cells.y[many]))
    columns: dict[str, Column] = {"count": Numbers(cells.count[many]), "shares": Texts(shares(cells.families[many]))}
    return points_layer("clusters", x, y, columns) + single


def heat_full(found: Snapshot, sieve: Sieve, zoom: int) -> int:
    """How many records of a wish make a cell of this zoom as hot as can be: of fifty cells with any one has more. The
    same for all tiles, so that neighbours fit; by the base alone, so that it seldom changes."""
    keys = found.base["key"][sieve.chosen(found.base, found.gone)]
    keys = keys[: np.searchsorted(keys, NOWHERE)] >> _heat_shift(zoom)
    _, counts = runs(keys)
    return max(1, int(np.quantile(counts, HOTTEST))) if len(counts) else 1


def _heat_shift(zoom: int) -> np.uint64:
    return np.uint64(2 * (DEPTH - zoom - CELLS_HEAT))


def heat_tile(found: Snapshot, sieve: Sieve, tile: Tile, full: int) -> bytes:
    """Layer `heat`: the middle of each small cell, how many, and their share of what is as hot as can be (0–255)."""
    shift = _heat_shift(tile.z)
    counts = np.zeros(4**CELLS_HEAT, dtype=np.int64)
    for part, gone in found.parts:
        first, last = part.rows(*tile.keys())
        rows = sieve.rows(part, gone, first, last)
        _, stops = _bounds(part, rows, tile, first, last, shift, len(counts))
        counts += np.diff(stops)
    cells = np.flatnonzero(counts)
    x, y = halves(cells.astype(np.uint64))
    size = EXTENT >> CELLS_HEAT
    columns = {"count": Numbers(counts[cells]), "heat": Numbers(np.minimum(255, 255 * counts[cells] // full))}
    return points_layer("heat", x * size + size // 2, y * size + size // 2, columns)


def stamp(found: Snapshot, scope: Sieve, tile: Tile | None = None) -> str:
    """Changes whenever a record of the scope (in the tile) came, changed or went, and for no other reason but a new base."""
    facts = [found.base_seq]
    for part, gone in found.parts:
        first, last = part.rows(*tile.keys()) if tile else (0, len(part))
        rows = scope.rows(part, gone, first, last)
        facts.append(rows.stop - rows.start if isinstance(rows, slice) else len(rows))
        if part is found.since:
            facts.append(int(part["seq"][rows].max(initial=0)))
    return ".".join(f"{fact:x}" for fact in facts)


# ---------------------------------------------------------------- cells
def cells_of(part: Part, gone: Any, sieve: Sieve, tile: Tile, halvings: int, family_of: NDArray[np.int64]) -> Cells:
    first, last = part.rows(*tile.keys())
    rows = sieve.rows(part, gone, first, last)
    shift = np.uint64(2 * (DEPTH - tile.z - halvings))
    cells, stops = _bounds(part, rows, tile, first, last, shift, 4**halvings)
    start, count = stops[:-1][cells], np.diff(stops)[cells]
    middle = _rows(rows, start + count // 2)
    x, y = _around(part, rows, start, count)
    families = _counted(part, rows, count, family_of)
    return Cells(cells, count, families, x, y, part["high"][middle], part["low"][middle], part["traits"][middle])


def _bounds(
    part: Part, rows: Any, tile: Tile, first: int, last: int, shift: np.uint64, cells: int
) -> tuple[Ints, Ints]:
    """The cells that hold some of `rows`; and for all cells where their rows begin, counted in `rows`."""
    begin = np.uint64(tile.keys()[0])
    edges = begin + (np.arange(cells + 1, dtype=np.uint64) << shift)
    at = np.searchsorted(part["key"][first:last], edges) + first
    stops = np.clip(at, rows.start, rows.stop) - rows.start if isinstance(rows, slice) else np.searchsorted(rows, at)
    return np.flatnonzero(np.diff(stops)), stops.astype(np.int64)


def _rows(rows: Any, ordinal: Ints) -> Ints:
    picked: Ints = ordinal + rows.start if isinstance(rows, slice) else rows[ordinal]
    return picked


def _around(part: Part, rows: Any, start: Ints, count: Ints) -> tuple[Ints, Ints]:
    """The mean place of a few records of each cell, spread over them; of one record its own."""
    steps = (count[:, None] * (2 * np.arange(SAMPLES) + 1)) // (2 * SAMPLES)
    x, y = halves(part["key"][_rows(rows, start[:, None] + steps)])
    return x.sum(axis=1) // SAMPLES, y.sum(axis=1) // SAMPLES


def _counted(part: Part, rows: Any, count: Ints, family_of: NDArray[np.int64]) -> Ints:
    """How many of each family lie in each cell."""
    family = family_of[_marks(np.arange(ALL_TRAITS))]
    if count.sum() > CROWD * len(count):
        stops, some = np.cumsum(count), family.astype(np.uint8)[part["traits"][rows]]
        crowds = [some[stop - size : stop] for stop, size in zip(stops.tolist(), count.tolist(), strict=True)]
        return np.array([[np.count_nonzero(crowd == one) for one in range(len(FAMILIES))] for crowd in crowds])
    number = np.repeat(np.arange(len(count)) * len(FAMILIES), count)
    number += family[part["traits"][rows]]
    return np.bincount(number, minlength=len(count) * len(FAMILIES)).reshape(-1, len(FAMILIES))


def merged(pieces: Sequence[Cells]) -> Cells:
    """Cells of several parts as if they were one."""
    pieces = [piece for piece in pieces if len(piece.cell)] or list(pieces[:1])
    if len(pieces) == 1:
        return pieces[0]
    cell = np.concatenate([piece.cell for piece in pieces])
    unique, at, back = np.unique(cell, return_index=True, return_inverse=True)

    def total(name: str) -> Ints:
        stacked = np.concatenate([getattr(piece, name) for piece in pieces])
        summed = np.zeros((len(unique), *stacked.shape[1:]), dtype=np.int64)
        np.add.at(summed, back, stacked)
        return summed

    def middle(name: str) -> Ints:
        weights = np.concatenate([piece.count for piece in pieces])
        placed = np.concatenate([getattr(piece, name) for piece in pieces])
        share = weights / np.bincount(back, weights)[back]
        return np.bincount(back, placed * share).astype(np.int64)

    firsts = {
        name: np.concatenate([getattr(piece, name) for piece in pieces])[at] for name in ("high", "low", "traits")
    }
    return Cells(unique, total("count"), total("families"), middle("x"), middle("y"), **firsts)


# ---------------------------------------------------------------- what is written
def shares(families: Ints) -> NDArray[np.uint8]:
    """The families' shares in twelfths, a digit each (0–c): enough for a ring, and few different ones."""
    total = families.sum(axis=1, keepdims=True).clip(1)
    parts, rest = np.divmod(families * SHARES, total)
    missing = SHARES - parts.sum(axis=1, keepdims=True)
    rank = np.argsort(np.argsort(-rest, axis=1, kind="stable"), axis=1, kind="stable")
    digits: NDArray[np.uint8] = SHARE_DIGITS[parts + (rank < missing)]
    return digits


def _within(tile: Tile, x: Ints, y: Ints) -> tuple[Ints, Ints]:
    """Places of zoom 30 in units of the tile."""
    side = DEPTH - tile.z

    def along(axis: Ints, corner: int) -> Ints:
        placed: Ints = ((axis - (corner << side)) * EXTENT) >> side
        return placed

    return along(x, tile.x), along(y, tile.y)


def _inside(halvings: int, cell: Ints, x: Ints, y: Ints) -> tuple[Ints, Ints]:
    """The same places, but well inside their cells."""
    size = EXTENT >> halvings
    inset = int(size * INSET)
    east, south = halves(cell.astype(np.uint64))

    def along(axis: Ints, corner: Ints) -> Ints:
        kept: Ints = np.clip(axis, corner * size + inset, (corner + 1) * size - inset)
        return kept

    return along(x, east), along(y, south)


def _marks(traits: Any) -> NDArray[np.int64]:
    marks: NDArray[np.int64] = TRAITS["mark"][traits]
    return marks


def _words(words: Vocabulary) -> list[str]:
    return [str(value) for value in words["mark"].values]
