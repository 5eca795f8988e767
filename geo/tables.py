"""Tables of text: CSV as Excel and others write it, and rows of any table as features without a shape."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence

from geo.errors import GeoError
from geo.headings import recognised
from geo.sources import FileLimits, Source, SourceFeature, clean, refuse_many

Row = tuple[int, Sequence[str]]
"""The number that a spreadsheet shows beside it, and its cells."""
DELIMITERS = (",", "\t", ";", "|")
TITLES = 10
"""Rows in which the line of headings is looked for: tables of offices begin with a title and a date."""
MOST_COLUMNS = 100
LONGEST_CELL = 2_000


def csv_rows(text: str) -> Iterator[Row]:
    """Raises GeoError bad_file, with the number of the row whose quotes are broken."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=True)
    number = 0
    try:
        for number, cells in enumerate(reader, start=1):
            yield number, cells
    except csv.Error as fault:
        raise GeoError("broken_row", str(number + 1)) from fault


def table(kind: str, rows: Iterable[Row], limits: FileLimits, layer: str = "", layers: Sequence[str] = ()) -> Source:
    """The rows below the headings; `heads` are theirs, each one once. Raises GeoError no_rows, too_many_features."""
    kept: list[tuple[int, list[str]]] = []
    for number, cells in rows:
        plain = [clean(cell).strip()[:LONGEST_CELL] for cell in cells[:MOST_COLUMNS]]
        if any(plain):
            kept.append((number, plain))
        refuse_many(len(kept) - TITLES, limits)
    at = _heading(kept)
    wide = max((len(cells) for _, cells in kept[at:]), default=0)
    below = kept[at + 1 :]
    if not below:
        raise GeoError("no_rows", "no row below the headings")
    refuse_many(len(below), limits)
    heads = _distinct([*kept[at][1], *[""] * wide][:wide])
    features = [SourceFeature(None, properties=dict(zip(heads, cells, strict=False)), number=n) for n, cells in below]
    used = [head for head in heads if any(one.properties.get(head) for one in features)]
    return Source(kind, features, None, layer, layers, used)


def _delimiter(text: str) -> str:
    """What separates most, in the first lines."""
    start = text[:4_000]
    return max(DELIMITERS, key=start.count)


def _heading(rows: Sequence[tuple[int, Sequence[str]]]) -> int:
    """Where the headings stand: the first of the rows with most usual words, else the first row with two cells."""
    usual = [len(recognised([cell for cell in cells if cell])) for _, cells in rows[:TITLES]]
    if max(usual, default=0) >= 2:
        return usual.index(max(usual))
    wide = (at for at, (_, cells) in enumerate(rows[:TITLES]) if sum(map(bool, cells)) > 1)
    return next(wide, 0)


def _distinct(heads: Sequence[str]) -> list[str]:
    """A column without a heading is called by its letter; of two with the same the second says so."""
    found: list[str] = []
    for at, head in enumerate(heads):
        plain = " ".join(head.split())[:80] or _letter(at)
        count = 2
        name = plain
        while name in found:
            name, count = f"{plain} ({count})", count + 1
        found.append(name)
    return found


def _letter(at: int) -> str:
    return chr(65 + at) if at < 26 else chr(64 + at // 26) + chr(65 + at % 26)
