"""The rows of an export, out of the database in chunks: nothing of the one before is kept."""

from collections.abc import Iterable, Iterator
from typing import Any
from uuid import UUID

import orjson
import sqlalchemy as sa

from app import database
from app.accounts.scope import Actor, visible
from app.database import db, one_of
from app.evidence import queries as evidence
from app.exports.columns import Row
from app.exports.wording import Wording
from app.incidents.models import Incident, Persuasion
from app.maps.selecting import Selection
from app.maps.snapshot.fields import KINDS
from app.patrols import queries as patrols
from app.photos import queries as photos
from app.strays.models import Capture

Data = dict[str, Any]
AT_ONCE = 2_000
MODELS: dict[str, Any] = {"incident": Incident, "persuasion": Persuasion, "capture": Capture}
OWN: dict[str, tuple[Any, ...]] = {
    "incident": (Incident.type.label("type"), Incident.action, sa.null().label("count"), Incident.zone_ruling),
    "persuasion": (
        Persuasion.topic.label("type"),
        sa.null().label("action"),
        Persuasion.people_at_least.label("count"),
        sa.null().label("zone_ruling"),
    ),
    "capture": (Capture.method.label("type"), sa.null().label("action"), Capture.count, Capture.zone_ruling),
}
SHARED = (
    "id",
    "captured_at",
    "organisation_path",
    "team_id",
    "author_name",
    "patrol_id",
    "zone_name",
    "zone_version",
    "zone_certainty",
    "accuracy_m",
    "data",
)


def rows(selection: Selection, actor: Actor, wording: Wording) -> Iterator[list[Row]]:
    """The rows of a selection in its order, in chunks. What went in the meantime, or out of scope, is left out.

    No transaction stays open between chunks: whoever reads slowly holds nothing up.
    """
    before = 0
    for first in range(0, len(selection), AT_ONCE):
        made = list(_chunk(selection, first, actor, wording))
        for number, row in enumerate(made, before + 1):
            row["no"] = number
        before += len(made)
        database.end_reading()
        if made:
            yield made


def _chunk(selection: Selection, first: int, actor: Actor, wording: Wording) -> Iterator[Row]:
    ids = selection.ids(first, first + AT_ONCE)
    kinds = [KINDS[number] for number in selection.kind[first : first + AT_ONCE].tolist()]
    found: dict[UUID, Any] = {}
    beside: dict[str, Beside] = {}
    for kind in KINDS:
        some = [record_id for record_id, its in zip(ids, kinds, strict=True) if its == kind]
        records = {row.id: row for row in _records(kind, some, actor)}
        found |= records
        beside[kind] = Beside(kind, records.values(), actor)
    for record_id, kind in zip(ids, kinds, strict=True):
        if record_id in found:
            yield wording.row(
                kind, found[record_id], orjson.loads(found[record_id].data), beside[kind].of(found[record_id])
            )


def _records(kind: str, ids: Iterable[UUID], actor: Actor) -> Iterable[Any]:
    model = MODELS[kind]
    columns = [getattr(model, name) for name in SHARED]
    query = sa.select(*columns, *OWN[kind]).where(model.deleted.is_(False), visible(model, actor, kind))
    return db.session.connection().execute(query.where(one_of(model.id, ids)))


class Beside:
    """What other rooms know of some records of one kind."""

    def __init__(self, kind: str, records: Iterable[Any], actor: Actor) -> None:
        ids, rounds = [], set()
        for record in records:
            ids.append(record.id)
            rounds.add(record.patrol_id)
        self.photos = photos.counts(ids)
        self.verdicts = evidence.kept_of(kind, ids)
        self.patrols = patrols.of_ids(rounds - {None}, actor)

    def of(self, record: Any) -> Data:
        return {
            "photos": self.photos.get(record.id, 0),
            "verdict": self.verdicts[record.id].name,
            "patrol": self.patrols.get(record.patrol_id),
        }
