"""The id of the place that a row becomes: the same file, row and kind in the same branch name the same place, whoever
sends them and however often. Where that place has been ended, the next id of the row: what was taken in wrongly, ended, and is
taken in again must come into being."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID, uuid5

import sqlalchemy as sa

from app.database import db, one_of
from app.places.models import Place
from app.places.queries import has_ended

ROWS = UUID("6f1b7a52-0a4e-5d1e-9c83-6d1f0f6a2b11")


def row_id(branch: str, sha256: str, layer: str, number: int, kind: str, again: int = 0) -> UUID:
    return uuid5(ROWS, "\n".join((branch, sha256, layer, str(number), kind, str(again))))


def ids_of(branch: str, sha256: str, layer: str, rows: Sequence[tuple[int, str]], on: date) -> list[tuple[UUID, bool]]:
    """Of each (number, kind): its id, and whether the place is there."""
    found = [row_id(branch, sha256, layer, number, kind) for number, kind in rows]
    states = _states(found, on)
    again = 0
    while ended := [at for at, one in enumerate(found) if states.get(one) == "ended"]:
        again += 1
        for at in ended:
            found[at] = row_id(branch, sha256, layer, *rows[at], again)
        states |= _states([found[at] for at in ended], on)
    return [(one, one in states) for one in found]


def _states(ids: Sequence[UUID], on: date) -> dict[UUID, str]:
    query = sa.select(Place.id, has_ended(on)).where(one_of(Place.id, ids))
    return {one: "ended" if over else "there" for one, over in db.session.execute(query).all()}
