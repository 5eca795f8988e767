"""Whether two photos show the same: a difference hash of 64 bits from their small copies."""

from collections.abc import Iterable
from itertools import product
from pathlib import Path
from uuid import UUID

import sqlalchemy as sa
from PIL import Image

from app.database import db, one_of
from app.photos.models import COMPLETE, Photo
from app.photos.storage import Folder

SMALL = 320


def difference_hash(path: Path) -> int:
    """One bit for each of 8 x 8 neighbours: is the left one brighter? Re-encoding and scaling leave nearly all as they are.

    Source: N. Krawetz, "Kind of Like That", 2013.
    """
    with Image.open(path) as image:
        grey = image.convert("L").resize((9, 8), Image.Resampling.BOX).tobytes()
    bits = (grey[row * 9 + column] > grey[row * 9 + column + 1] for row in range(8) for column in range(8))
    return sum(bit << number for number, bit in enumerate(bits))


def apart(one: int, other: int) -> int:
    """Bits in which two hashes differ: below 10 of 64 they most likely show the same."""
    return (one ^ other).bit_count()


def to_others(record_id: UUID, others: Iterable[UUID], folder: Folder) -> dict[UUID, int]:
    """How far the two most similar photos of a record and each of some others lie apart. Only small copies that are there
    already are looked at: nobody waits for a picture to be decoded."""
    ids = [record_id, *others]
    query = sa.select(Photo.record_id, Photo.id).where(Photo.state == COMPLETE, Photo.record_kind.isnot(None))
    hashes: dict[UUID, list[int]] = {each: [] for each in ids}
    for of, photo_id in db.session.execute(query.where(one_of(Photo.record_id, ids))):
        path = folder.derivative(photo_id, SMALL)
        if path.exists() and path.stat().st_size:
            hashes[of].append(difference_hash(path))
    mine = hashes.pop(record_id)
    return {of: min(apart(a, b) for a, b in product(mine, found)) for of, found in hashes.items() if mine and found}
