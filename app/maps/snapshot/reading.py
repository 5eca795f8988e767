"""Records out of the database as columns: all of them for a base, some of them for what came since."""

from collections.abc import Iterator, Sequence
from typing import Any, cast
from uuid import UUID

import numpy as np
import orjson
import sqlalchemy as sa

from app.changes.models import Change, Reviewed
from app.database import chunks, db, id_text, is_sqlite, one_of
from app.incidents.models import Incident, Persuasion
from app.maps.snapshot.fields import CERTAINTIES, KINDS, Columns, Vocabulary, halves_of, traits_of
from app.strays.models import Capture
from geo.morton import NOWHERE, keys_of

MODELS: dict[str, Any] = {"incident": Incident, "persuasion": Persuasion, "capture": Capture}
AT_ONCE = 20_000
MARKS = {"persuasion": "persuasion", "capture": "stray"}
SEEN_ONLY, RECHECK = "seen_only", "recheck"


def everything(words: Vocabulary) -> Iterator[Columns]:
    for kind in KINDS:
        statement = _select(kind).where(*_counted(MODELS[kind])).execution_options(yield_per=AT_ONCE)
        for rows in db.session.connection().execute(statement).partitions():
            yield _columns(kind, rows, words)


def some(kind: str, seqs: dict[UUID, int], words: Vocabulary) -> Iterator[Columns]:
    """Those of some records that count, each with the seq of its change."""
    model = MODELS[kind]
    for few in chunks(seqs):
        rows = db.session.connection().execute(_select(kind).where(one_of(model.id, few), *_counted(model))).all()
        if rows:
            yield {**_columns(kind, rows, words), "seq": np.array([seqs[UUID(row[0])] for row in rows])}


def changed(after: int, upto: int, most: int) -> tuple[dict[str, dict[UUID, int]], int | None]:
    """Records of each kind with a change in after < seq <= upto, of themselves or of a re-check of them, and its seq; and
    where to go on, None when that was all."""
    recheck = sa.case((Change.kind == RECHECK, Change.body))
    query = sa.select(Change.seq, Change.kind, Change.record_id, recheck).where(
        Change.seq > after, Change.seq <= upto, Change.kind.in_((*KINDS, RECHECK))
    )
    rows = db.session.connection().execute(query.order_by(Change.seq).limit(most)).all()
    found: dict[str, dict[UUID, int]] = {kind: {} for kind in KINDS}
    for seq, kind, record_id, body in rows:
        if body is None:
            found[kind][record_id] = seq
        else:
            about = orjson.loads(body)["data"]
            found[about["record_kind"]][UUID(about["record_id"])] = seq
    return found, rows[-1][0] if len(rows) == most else None


def _counted(model: Any) -> Iterator[sa.ColumnElement[bool]]:
    """Neither withdrawn nor reported twice."""
    yield model.deleted.is_(False)
    if issubclass(model, Reviewed):
        yield model.merged_into_id.is_(None)


def _select(kind: str) -> sa.Select[Any]:
    model = MODELS[kind]
    second = sa.func.unixepoch(model.captured_at) if is_sqlite() else sa.extract("epoch", model.captured_at)
    return sa.select(
        *map(id_text, (model.id, model.author_id, model.team_id, model.zone_id)),
        second,
        sa.func.ST_X(model.position),
        sa.func.ST_Y(model.position),
        model.organisation_path,
        model.zone_certainty,
        model.type if kind == "incident" else sa.literal(MARKS[kind]),
        _action(kind, model),
        model.looked_again if issubclass(model, Reviewed) else sa.false(),
    )


def _action(kind: str, model: Any) -> Any:
    """Who recorded a persuasion persuaded; a stray was captured, or only seen and reported."""
    if kind == "persuasion":
        return sa.literal("persuaded")
    return model.action if kind == "incident" else sa.case((model.method == SEEN_ONLY, "seen"), else_="captured")


def _columns(kind: str, rows: Sequence[Any], words: Vocabulary) -> Columns:
    ids, authors, teams, zones, seconds, lon, lat, paths, certainties, marks, actions, looked = zip(*rows, strict=True)
    high, low = halves_of(ids)
    kinds = np.full(len(ids), KINDS.index(kind))
    certain = [CERTAINTIES.index(certainty) for certainty in certainties]
    mark, action = words["mark"].numbers(marks), words["action"].numbers(actions)
    return {
        "key": _keys(lon, lat),
        "high": high,
        "low": low,
        "minute": (np.array(seconds, dtype=np.float64) // 60).clip(0).astype(np.uint32),
        "traits": traits_of(kinds, mark, action, certain, np.array(looked, dtype=bool)),
        "organisation": np.array(words["organisation"].numbers(paths)),
        "zone": np.array(words["zone"].numbers(zones)),
        "team": np.array(words["team"].numbers(teams)),
        "author": np.array(words["author"].numbers(authors)),
        "seq": np.zeros(len(ids), dtype=np.uint32),
    }


def _keys(lon: Sequence[float | None], lat: Sequence[float | None]) -> Any:
    east, north = (np.array(cast(Sequence[float], values), dtype=np.float64) for values in (lon, lat))
    there = ~np.isnan(east)
    keys = np.full(len(east), NOWHERE, dtype=np.uint64)
    keys[there] = keys_of(east[there], north[there])
    return keys
