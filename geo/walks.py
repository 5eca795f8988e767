"""How a patrol went: where a track says so, where only its records do, and where nothing does."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import shapely

from geo.positions import METRES_PER_DEGREE

RECORDED, INFERRED, MISSING = "recorded", "inferred", "missing"
GAP_S = 180
"""A phone that records says where it is every few seconds: after so long without a word it did not."""
FINE_M = 3
"""So far a drawn line may stray from the track."""


@dataclass(frozen=True)
class Stop:
    """Somewhere at an instant (seconds); of a track, or of a record."""

    at: float
    lon: float
    lat: float
    of_track: bool


@dataclass(frozen=True)
class Piece:
    label: str
    line: list[tuple[float, float]]


def pieces(track: Sequence[Stop], records: Sequence[Stop]) -> list[Piece]:
    """The way in the order of time, each piece with its label. Neighbours share their ends; a single place is no way.

    Between points of a track that follow one another closely it is `recorded`, whatever records say; from or to a record
    `inferred`; from point to point with a gap between them `missing`.
    """
    points = sorted(track, key=lambda stop: stop.at)
    stops = sorted([*points, *_outside(points, records)], key=lambda stop: stop.at)
    found: list[Piece] = []
    for before, after in pairwise(stops):
        label = _label(before, after)
        if found and found[-1].label == label:
            found[-1].line.append((after.lon, after.lat))
        else:
            found.append(Piece(label, [(before.lon, before.lat), (after.lon, after.lat)]))
    return [_fine(piece) for piece in found]


def _label(before: Stop, after: Stop) -> str:
    if not (before.of_track and after.of_track):
        return INFERRED
    return RECORDED if after.at - before.at <= GAP_S else MISSING


def _outside(points: Sequence[Stop], records: Sequence[Stop]) -> list[Stop]:
    """Records that tell more than the track: those of its gaps, and before and after it."""
    closed = [(before.at, after.at) for before, after in pairwise(points) if after.at - before.at <= GAP_S]
    return [one for one in records if not any(begin <= one.at <= end for begin, end in closed)]


def _fine(piece: Piece) -> Piece:
    if piece.label != RECORDED or len(piece.line) < 3:
        return piece
    line = shapely.simplify(shapely.LineString(piece.line), FINE_M / METRES_PER_DEGREE)
    return Piece(piece.label, [(float(x), float(y)) for x, y in line.coords])
