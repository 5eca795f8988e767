"""What a supervisor types over the map: a street, a zone, a place in words, the end, the beginning or the whole of a record's
number."""

import re
import unicodedata
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import numpy as np
import sqlalchemy as sa
from numpy.typing import NDArray

from app.accounts.scope import Actor, visible
from app.database import db, json_word
from app.maps import records
from app.maps.choosing import Wish, sieve
from app.maps.snapshot.fields import ids_of
from app.maps.snapshot.live import Snapshot
from app.maps.snapshot.parts import Part, Rows
from app.maps.snapshot.reading import MODELS
from app.organisations import queries as organisations
from app.zones import queries as zones
from app.zones.days import day_of

Data = dict[str, Any]
MOST = 6
NUMBER = re.compile(r"^[0-9a-f]{6,32}$")
PLACES_BACK = timedelta(days=90)
"""Places in words are looked for in what was captured since."""


def search(found: Snapshot, actor: Actor, text: str, at: datetime) -> dict[str, list[Data]]:
    wanted = text.strip()
    return {
        "organisations": [
            {"id": node.id, "name": node.name, "level": node.level}
            for node in organisations.search(actor.organisation_path, text=wanted, limit=MOST)
        ],
        "zones": [
            {"id": version.zone_id, "name": version.zone.name}
            for version in zones.versions_on(actor, day_of(at))
            if wanted in version.zone.name
        ][:MOST],
        "records": _features(actor, _by_number(found, actor, wanted) or _by_place(actor, wanted, at)),
    }


def _by_number(found: Snapshot, actor: Actor, text: str) -> list[UUID]:
    """Records whose id ends with these digits, eight of which are as good as all; else those whose id begins with them,
    which many of one minute share."""
    digits = re.sub(r"[\s-]", "", unicodedata.normalize("NFKC", text)).lower()
    if not NUMBER.match(digits):
        return []
    low, high = digits[-16:], digits[:16]
    mask, value = np.uint64(16 ** len(low) - 1), np.uint64(int(low, 16))
    shift, begin = np.uint64(64 - 4 * len(high)), np.uint64(int(high, 16))
    ending = _where(found, actor, lambda part, rows: (part["low"][rows] & mask) == value)
    if ids := [one for one in ending if one.hex.endswith(digits)]:
        return ids[:MOST]
    beginning = _where(found, actor, lambda part, rows: (part["high"][rows] >> shift) == begin)
    return [one for one in beginning if one.hex.startswith(digits)][:MOST]


def _where(found: Snapshot, actor: Actor, is_meant: Callable[[Part, Rows], NDArray[np.bool_]]) -> list[UUID]:
    chosen = sieve(found, actor, Wish())
    ids: list[UUID] = []
    for part, gone in found.parts:
        rows = chosen.chosen(part, gone)
        rows = rows[is_meant(part, rows)][: 4 * MOST]
        ids += ids_of(part["high"][rows], part["low"][rows])
    return ids


def _by_place(actor: Actor, text: str, at: datetime) -> list[UUID]:
    """The newest records with these words as their place."""
    found: list[tuple[datetime, UUID]] = []
    for kind, model in MODELS.items():
        query = sa.select(model.captured_at, model.id).where(
            model.deleted.is_(False),
            visible(model, actor, kind),
            model.captured_at >= at - PLACES_BACK,
            json_word(model.data, "place").contains(text, autoescape=True),
        )
        found += [(row[0], row[1]) for row in db.session.execute(query.order_by(model.row.desc()).limit(MOST))]
    return [record_id for _, record_id in sorted(found, reverse=True)][:MOST]


def _features(actor: Actor, ids: list[UUID]) -> list[Data]:
    features: dict[UUID, Data] = {}
    for of in records.FEATURES.values():
        features |= of(actor, ids)
    return [features[record_id] for record_id in ids if record_id in features]
