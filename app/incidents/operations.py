"""Taking in incidents and persuasions."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from app.accounts.permissions import allowed
from app.accounts.scope import Actor
from app.changes.items import Item, Kind, refused, uuid_of
from app.changes.outcome import Outcome
from app.changes.receiving import receive
from app.incidents import catalogue, keepers
from app.incidents.models import Incident, Persuasion
from app.organisations.queries import county_path
from app.patrols.placement import place_items
from app.places import queries as places
from app.zones import located
from app.zones.days import day_of

Data = dict[str, Any]


def incident_columns(data: Data) -> Data:
    return {"type": data["type"], "action": data["action"], **located.child_columns(data)}


def persuasion_columns(data: Data) -> Data:
    return {"topic": data["topic"], "people_at_least": data["people_at_least"], **located.child_columns(data)}


def action_guard(by: Actor) -> Callable[[Data | None, Data, Item], str | None]:
    """Who may do what about which kind of incident; what was there already is not judged again."""

    def judge(old: Data | None, new: Data, item: Item) -> str | None:
        if old and (old["type"], old["action"]) == (new["type"], new["action"]):
            return None
        if not allowed(by.roles, "incident", new["action"]):
            return "action_not_allowed"
        path = item.place.organisation_path if item.place else by.organisation_path
        return catalogue.in_force(path, day_of(item.corrected_at)).fault(new["type"], new["action"])

    return judge


def receive_incidents(
    items: Sequence[Item], *, by: Actor, device: str, at: datetime, key: bytes, logged: Sequence[Data] = ()
) -> Outcome:
    """Store pushed incidents with their zones; keepers go into their own table, sealed with `key`."""
    placed, results = place_items(items, by)
    located.decide(placed)
    kind = Kind("incident", Incident, incident_columns, action_guard(by), located.relocate)
    ready = []
    known = places.known(
        {uuid_of(item.data["place_id"]) for item in placed if "place_id" in item.data}, "forbidden_place"
    )
    for item in placed:
        if unknown_place(item, known, by):
            results.append(refused(item, "unknown_place", {"place_id": "unknown_place"}))
            continue
        if code := unknown_keeper_right(item, by):
            results.append(refused(item, code, {"keeper": code}))
            continue
        item.columns["has_keeper"] = keepers.filled(item.private.get("keeper"))
        if "keeper" in item.private:
            item.updates["has_keeper"] = item.columns["has_keeper"]
        ready.append(item)
    outcome = receive(kind, ready, by=by, device=device, at=at, logged=logged)
    keepers.save(outcome.stored, key, by=by, at=at)
    outcome.results += results
    return outcome


def unknown_place(item: Item, known: dict[UUID, str], by: Actor) -> bool:
    """Whether it names a place that is none, or another county's. One that has ended is a place: a phone without a network
    may not know."""
    if "place_id" not in item.data:
        return False
    path = known.get(uuid_of(item.data["place_id"]))
    home = item.place.organisation_path if item.place else by.organisation_path
    return path is None or not path.startswith(county_path(home))


def unknown_keeper_right(item: Item, by: Actor) -> str | None:
    """Writing one down takes the right to record; striking one out, on an incident that is there, the right to read."""
    if "keeper" not in item.private:
        return None
    strikes_out = not keepers.filled(item.private["keeper"]) and item.base > 0
    return None if allowed(by.roles, "keeper", "read" if strikes_out else "record") else "not_allowed"


def receive_persuasions(
    items: Sequence[Item], *, by: Actor, device: str, at: datetime, logged: Sequence[Data] = ()
) -> Outcome:
    """Store pushed persuasions; a volunteer's position is kept to about 100 m only."""
    if not allowed(by.roles, "patrol", "record"):
        located.blur(items)
    placed, results = place_items(items, by)
    located.decide(placed)
    kind = Kind("persuasion", Persuasion, persuasion_columns, relocate=located.relocate)
    outcome = receive(kind, placed, by=by, device=device, at=at, logged=logged)
    outcome.results += results
    return outcome
