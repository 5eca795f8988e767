"""Taking in patrols and tracks, and forgetting tracks when their time is over."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

from app.accounts import queries as accounts
from app.accounts.scope import Actor
from app.changes import operations as changes
from app.changes.items import Item, Kind
from app.changes.outcome import Outcome
from app.changes.receiving import receive
from app.patrols.models import Patrol, Track
from app.patrols.placement import place_items

Data = dict[str, Any]
BOX = ("south", "west", "north", "east")


def patrol_columns(data: Data) -> Data:
    ended = data.get("ended_at")
    return {
        "type": data["type"],
        "started_at": datetime.fromisoformat(data["started_at"]),
        "ended_at": datetime.fromisoformat(ended) if ended else None,
    }


def track_columns(data: Data) -> Data:
    return {"patrol_id": UUID(data["patrol_id"]), "points": len(data["points"]), **box_of(data["points"])}


def box_of(points: Sequence[Data]) -> dict[str, float | None]:
    if not points:
        return dict.fromkeys(BOX)
    lons, lats = ([float(point[name]) for point in points] for name in ("lon", "lat"))
    return {"south": min(lats), "west": min(lons), "north": max(lats), "east": max(lons)}


PATROL = Kind("patrol", Patrol, patrol_columns)
TRACK = Kind("track", Track, track_columns)


def team_guard(by: Actor) -> Callable[[Data | None, Data, Item], str | None]:
    """A patrol's team is judged when it is chosen: who has left a team may still end a patrol walked with it."""

    def judge(old: Data | None, new: Data, _item: Item) -> str | None:
        same = old is not None and all(old.get(name) == new.get(name) for name in ("team_id", "member_ids"))
        return None if same else team_fault(new, by)

    return judge


def team_fault(data: Data, by: Actor) -> str | None:
    """Why the team or its members cannot be those: one's own team, and people of one's own teams."""
    team_id = UUID(data["team_id"]) if data.get("team_id") else None
    if team_id and team_id not in by.team_ids:
        return "unknown_team"
    members = {UUID(member) for member in data.get("member_ids") or ()}
    known = {by.id}.union(*(accounts.member_ids(own) for own in by.team_ids)) if members else members
    return None if members <= known else "unknown_member"


def receive_patrols(
    items: Sequence[Item], *, by: Actor, device: str, at: datetime, logged: Sequence[Data] = ()
) -> Outcome:
    """Store pushed patrols: of one's own team, in one's own county."""
    placed, results = place_items(items, by)
    for item in placed:
        if item.place and item.data.get("team_id"):
            item.place = replace(item.place, team_id=UUID(item.data["team_id"]))
    kind = replace(PATROL, guard=team_guard(by))
    outcome = receive(kind, placed, by=by, device=device, at=at, logged=logged)
    outcome.results += results
    return outcome


def receive_tracks(
    items: Sequence[Item], *, by: Actor, device: str, at: datetime, logged: Sequence[Data] = ()
) -> Outcome:
    """Store pieces of tracks; they go where their patrol goes."""
    placed, results = place_items(items, by)
    outcome = receive(TRACK, placed, by=by, device=device, at=at, logged=logged)
    outcome.results += results
    return outcome


def forget_tracks(before: datetime, *, at: datetime) -> list[Data]:
    """Delete the points of tracks received before an instant, in the table and in the log. Returns a row for each that
    the log is owed."""
    return changes.forget("track", Track, before, at=at, points=0, **box_of(()))
