"""Hot spots of a wish: where, in whose words, how many, at which hours, and how many there were in as much time before."""

from collections import Counter
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

import numpy as np
import shapely
import sqlalchemy as sa

from app.accounts.scope import Actor, visible
from app.database import db, json_word, one_of
from app.maps.choosing import SHANGHAI_MINUTES, TRAITS, Wish, sieve
from app.maps.sieves import gathered
from app.maps.snapshot.fields import KINDS, Columns, ids_of
from app.maps.snapshot.live import Snapshot
from app.maps.snapshot.reading import MODELS
from app.organisations import queries as organisations
from geo.hot_spots import ZOOM, Spots, hot_spots
from geo.morton import NOWHERE, degrees, halves

Data = dict[str, Any]
MOST = 12
ASKED = 5
"""Records of a spot, the newest, whose words for the place are looked at."""
NEEDED = ("key", "minute", "organisation", "traits", "high", "low")


def spots(found: Snapshot, actor: Actor, wish: Wish, until: datetime) -> list[Data]:
    """`until` ends a wish that names no end."""
    rows = _rows(found, actor, wish, NEEDED)
    made = hot_spots(rows["key"], MOST)
    of = made.of(rows["key"])
    before = _before(found, actor, wish, until, made)
    members = [np.flatnonzero(of == spot) for spot in range(len(made.counts))]
    places = _places(actor, rows, members)
    organisations_of = _organisations(found, rows, members)
    return [
        {
            "count": int(count),
            "before": before and before[spot],
            "place": places[spot],
            "organisation": organisations_of[spot],
            **_facts(made, rows, members[spot], spot),
        }
        for spot, count in enumerate(made.counts)
    ]


def _places(actor: Actor, rows: Columns, members: list[Any]) -> list[str | None]:
    """What most of the newest records of each spot call the place; None where they do not say."""
    newest = [mine[np.argsort(rows["minute"][mine], kind="stable")[-ASKED:]] for mine in members]
    asked = np.concatenate([np.empty(0, dtype=np.int64), *newest])
    ids = dict(zip(asked.tolist(), ids_of(rows["high"][asked], rows["low"][asked]), strict=True))
    kinds = TRAITS["kind"][rows["traits"][asked]]
    words: dict[UUID, str] = {}
    for number, kind in enumerate(KINDS):
        if wanted := [ids[at] for at in asked[kinds == number].tolist()]:
            words |= _words(actor, kind, wanted)
    told = [[words[ids[at]] for at in reversed(some.tolist()) if words.get(ids[at])] for some in newest]
    return [Counter(some).most_common(1)[0][0] if some else None for some in told]


def _words(actor: Actor, kind: str, ids: list[UUID]) -> dict[UUID, str]:
    model = MODELS[kind]
    query = sa.select(model.id, json_word(model.data, "place")).where(
        one_of(model.id, ids), visible(model, actor, kind)
    )
    return {record_id: (place or "").strip() for record_id, place in db.session.execute(query)}


def _rows(found: Snapshot, actor: Actor, wish: Wish, names: tuple[str, ...]) -> Columns:
    """What lies somewhere, in the order of its key."""
    columns = gathered(found, sieve(found, actor, wish), names)
    placed = np.flatnonzero(columns["key"] < NOWHERE)
    if len(found.since):
        placed = placed[np.argsort(columns["key"][placed], kind="stable")]
    return {name: column[placed] for name, column in columns.items()}


def _before(found: Snapshot, actor: Actor, wish: Wish, until: datetime, made: Spots) -> list[int] | None:
    """In the same cells, in as much time before; None when the wish has no beginning."""
    if wish.since is None:
        return None
    length = min(wish.until or until, until) - wish.since
    try:
        earlier = replace(wish, since=wish.since - length, until=wish.since)
    except OverflowError:  # before the first day of all calendars
        return None
    of = made.of(_rows(found, actor, earlier, ("key",))["key"])
    counts = np.bincount(of[of >= 0], minlength=len(made.counts))
    return [int(count) for count in counts]


def _facts(made: Spots, rows: Columns, mine: Any, spot: int) -> Data:
    x, y = halves(made.cells[made.spot == spot])
    hours = np.bincount((rows["minute"][mine] // 60 + SHANGHAI_MINUTES // 60) % 24, minlength=24)
    return {
        "centre": _centre(rows["key"][mine]),
        "area": _around(x, y),
        "hours": [int(count) for count in hours],
    }


def _organisations(found: Snapshot, rows: Columns, members: list[Any]) -> list[Data | None]:
    """Where most of the records of each spot belong."""
    paths = found.words["organisation"].values
    most = [int(np.bincount(rows["organisation"][mine]).argmax()) for mine in members]
    ids = [str(paths[number]).strip("/").split("/")[-1] for number in most]
    nodes = organisations.by_ids(ids)
    return [{"id": one, "name": nodes[one].name} if one in nodes else None for one in ids]


def _centre(keys: Any) -> list[float]:
    x, y = halves(keys)
    lon, lat = degrees((x.mean() + 0.5) / 2**30, (y.mean() + 0.5) / 2**30)
    return [round(float(lon), 6), round(float(lat), 6)]


def _around(x: Any, y: Any) -> list[list[float]]:
    """Corners around all cells of a spot, as the lists take an area."""
    side = 1 << ZOOM
    corners = [degrees((x + east) / side, (y + south) / side) for east in (0, 1) for south in (0, 1)]
    hull = shapely.convex_hull(shapely.multipoints(np.concatenate([np.stack(pair, axis=1) for pair in corners])))
    return [[round(lon, 6), round(lat, 6)] for lon, lat in shapely.get_coordinates(hull).tolist()]
