"""Records that look like the same thing twice: of one county, kind and type, near in place and time, or with the same
photo."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from app.database import chunks, db
from app.organisations.queries import county_path
from app.photos.models import Photo
from app.reviews.models import MERGED, WITHDRAWN, ReviewItem
from geo.positions import METRES_PER_DEGREE, LonLat, distance_m

Data = dict[str, Any]
NEAR_M, NEAR_S = 30, 600
NEAR_LAT = NEAR_M / METRES_PER_DEGREE * 1.01
NEAR_LON = NEAR_LAT * 2.5
"""Wide enough up to 66 degrees of latitude; the distance itself is measured."""
GONE = (MERGED, WITHDRAWN)


@dataclass(frozen=True)
class Twin:
    """`later` was captured after `earlier`; `photo`: they share the bytes of a photo."""

    later: UUID
    earlier: UUID
    distance_m: int | None
    seconds: int
    photo: bool

    @property
    def reason(self) -> Data:
        figures: Data = {"code": "duplicate", "of": str(self.earlier), "seconds": self.seconds, "photo": self.photo}
        return figures if self.distance_m is None else {**figures, "distance_m": self.distance_m}

    @property
    def closeness(self) -> tuple[bool, int, int, UUID]:
        metres = self.distance_m if self.distance_m is not None else 10**9
        return not self.photo, metres, self.seconds, self.earlier


def twins(ids: Sequence[UUID]) -> list[Twin]:
    """Every pair that one of some records is part of, each once, the closest first."""
    found = {(twin.later, twin.earlier): twin for some in chunks(ids) for twin in (*_near(some), *_same_photo(some))}
    return sorted(found.values(), key=lambda twin: twin.closeness)


COLUMNS = ("record_id", "second", "lon", "lat", "organisation_path")


def _pairs(some: Sequence[UUID]) -> tuple[Any, Any, sa.Select[Any]]:
    a, b = aliased(ReviewItem), aliased(ReviewItem)
    columns = [getattr(side, name).label(f"{label}_{name}") for label, side in (("a", a), ("b", b)) for name in COLUMNS]
    same = sa.and_(b.mark == a.mark, b.kind == a.kind, b.record_id != a.record_id, b.state.notin_(GONE))
    # Written into the statement, so that PostgreSQL plans it for the list as it is: a prepared one keeps the plan it got
    # while the list was short, and joins every record with every other.
    ids: Any = sa.bindparam("some", list(some), expanding=True, literal_execute=True)
    return a, b, sa.select(*columns).where(a.record_id.in_(ids), a.state.notin_(GONE), same)


def _near(some: Sequence[UUID]) -> Iterator[Twin]:
    a, b, pairs = _pairs(some)
    near = (
        b.second.between(a.second - NEAR_S, a.second + NEAR_S),
        b.lat.between(a.lat - NEAR_LAT, a.lat + NEAR_LAT),
        b.lon.between(a.lon - NEAR_LON, a.lon + NEAR_LON),
    )
    for row in db.session.execute(pairs.where(*near)):
        twin = _twin(row, photo=False)
        if _of_one_county(row) and twin.distance_m is not None and twin.distance_m <= NEAR_M:
            yield twin


def _same_photo(some: Sequence[UUID]) -> Iterator[Twin]:
    mine, theirs = aliased(Photo), aliased(Photo)
    a, b, pairs = _pairs(some)
    shared = pairs.join_from(a, mine, mine.record_id == a.record_id).join(theirs, theirs.sha256 == mine.sha256)
    taken = (mine.record_kind.isnot(None), theirs.record_kind.isnot(None), theirs.record_id == b.record_id)
    for row in db.session.execute(shared.where(*taken)):
        if _of_one_county(row):
            yield _twin(row, photo=True)


def _of_one_county(row: Any) -> bool:
    return county_path(row.a_organisation_path) == county_path(row.b_organisation_path)


def _twin(row: Any, *, photo: bool) -> Twin:
    sides = sorted(((row.a_second, row.a_record_id), (row.b_second, row.b_record_id)))
    places = (row.a_lon, row.a_lat, row.b_lon, row.b_lat)
    metres = None
    if None not in places:
        metres = round(distance_m(LonLat(row.a_lon, row.a_lat), LonLat(row.b_lon, row.b_lat)))
    return Twin(sides[1][1], sides[0][1], metres, sides[1][0] - sides[0][0], photo)
