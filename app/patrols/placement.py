"""Where records belong: to the organisation of their patrol, else the one picked, else their author's."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from app.accounts.permissions import hidden_fields
from app.accounts.scope import Actor
from app.changes.items import Item, Place, Result, held, refused, uuid_of
from app.database import run
from app.organisations import queries as organisations
from app.organisations.models import Organisation
from app.patrols.models import Patrol

Data = dict[str, Any]


@dataclass(frozen=True)
class PatrolPlace:
    place: Place
    author_id: UUID


def place_items(items: Sequence[Item], by: Actor) -> tuple[list[Item], list[Result]]:
    """Give every item its place; refused and waiting ones come back as results."""
    items, results = refuse_hidden(items, by)
    wanted = {uuid_of(item.data["patrol_id"]) for item in items if item.data.get("patrol_id")}
    patrols = patrol_places(wanted)
    picked = organisations.by_ids(item.data["organisation_id"] for item in items if item.data.get("organisation_id"))
    own = own_place(by)
    placed: list[Item] = []
    for item in items:
        answer = place_one(item, by, patrols, picked, own)
        if answer is None:
            placed.append(item)
        else:
            results.append(answer)
    return placed, results


def refuse_hidden(items: Sequence[Item], by: Actor) -> tuple[list[Item], list[Result]]:
    """Items without fields that the author's roles may not write, and the refusals of the others."""
    kept: list[Item] = []
    results: list[Result] = []
    for item in items:
        names = [name for name in hidden_fields(by.roles, item.kind) if item.data.get(name) is not None]
        if names:
            results.append(refused(item, "not_allowed", dict.fromkeys(names, "not_allowed")))
        else:
            kept.append(item)
    return kept, results


def place_one(
    item: Item, by: Actor, patrols: dict[UUID, PatrolPlace], picked: dict[str, Organisation], own: Place
) -> Result | None:
    item.place = own
    if patrol_id := item.data.get("patrol_id"):
        return follow_patrol(item, by, uuid_of(patrol_id), patrols)
    if organisation_id := item.data.get("organisation_id"):
        node = picked.get(organisation_id)
        if node is None:
            return refused(item, "unknown_organisation", {"organisation_id": "unknown_organisation"})
        if not node.path.startswith(by.reach):
            return refused(item, "organisation_out_of_branch", {"organisation_id": "organisation_out_of_branch"})
        item.place = Place(node.id, node.name, node.path, own.team_id)
    return None


def follow_patrol(item: Item, by: Actor, patrol_id: UUID, patrols: dict[UUID, PatrolPlace]) -> Result | None:
    patrol = patrols.get(patrol_id)
    if patrol is None:
        return held(item, patrol_id)
    if patrol.author_id != by.id and patrol.place.team_id not in by.team_ids:
        return refused(item, "not_your_patrol", {"patrol_id": "not_your_patrol"})
    item.place = patrol.place
    return None


PATROL_PLACES = sa.select(
    Patrol.id,
    Patrol.author_id,
    Patrol.organisation_id,
    Patrol.organisation_name,
    Patrol.organisation_path,
    Patrol.team_id,
).where(Patrol.id.in_(sa.bindparam("ids", expanding=True)))


def patrol_places(ids: set[UUID]) -> dict[UUID, PatrolPlace]:
    if not ids:
        return {}
    return {
        row.id: PatrolPlace(
            Place(row.organisation_id, row.organisation_name, row.organisation_path, row.team_id), row.author_id
        )
        for row in run(PATROL_PLACES, ids=list(ids))
    }


def own_place(by: Actor) -> Place:
    """The author's organisation, with the team when there is just one to choose."""
    only = next(iter(by.team_ids)) if len(by.team_ids) == 1 else None
    return Place(by.organisation_id, by.organisation_name, by.organisation_path, only)
