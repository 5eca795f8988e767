"""All zones of a branch as they stand on a day, with the drafts that are on their way."""

from datetime import date
from itertools import groupby
from typing import Any

import sqlalchemy as sa

from app.accounts.scope import Actor
from app.database import db, prefix_range
from app.organisations import queries as organisations
from app.zones import draft_queries, queries
from app.zones.models import Zone, ZoneDraft, ZoneVersion

Data = dict[str, Any]


def rows(by: Actor, on: date) -> list[Data]:
    """Zones by name, then drafts of new ones; `state` is in_force, announced, withdrawn or, without a zone, the draft's."""
    waiting = draft_queries.drafts(by, draft_queries.OPEN)
    query = (
        sa.select(ZoneVersion).join(ZoneVersion.zone).where(prefix_range(Zone.organisation_path, by.organisation_path))
    )
    versions = db.session.scalars(query.order_by(Zone.organisation_path, Zone.name, Zone.id, ZoneVersion.version)).all()
    codes = draft_queries.mentioned(waiting) | {
        code for one in versions for code in (one.zone.organisation_id, one.zone.seat_id) if code
    }
    names = organisations.by_ids(codes)
    found = [
        _row(list(some), on, [one for one in waiting if one.zone_id == zone_id], names)
        for zone_id, some in groupby(versions, key=lambda one: one.zone_id)
    ]
    known = {one["zone_id"] for one in found}
    return [*found, *(_new(one, names) for one in waiting if one.zone_id not in known)]


def _row(versions: list[ZoneVersion], on: date, waiting: list[ZoneDraft], names: Data) -> Data:
    state, version = standing_on(versions, on)
    zone = version.zone
    later = [one for one in versions if one.stands and one.valid_from > on and one is not version]
    return {
        "zone_id": zone.id,
        "name": zone.name,
        "organisation": _name(names, zone.organisation_id),
        "seat": _name(names, zone.seat_id),
        "state": state,
        "version_id": version.id,
        "version": version.version,
        "valid_from": version.valid_from,
        "valid_until": version.valid_until,
        "announcement": queries.announcement_facts(version),
        "next": {"version_id": later[0].id, "version": later[0].version, "valid_from": later[0].valid_from}
        if later
        else None,
        "drafts": [_draft(one) for one in waiting],
    }


def _new(draft: ZoneDraft, names: Data) -> Data:
    nothing = dict.fromkeys(("version_id", "version", "valid_from", "valid_until", "announcement", "next"))
    place = {"organisation": _name(names, draft.organisation_id), "seat": _name(names, draft.seat_id)}
    return {
        "zone_id": draft.zone_id,
        "name": draft.name,
        **place,
        "state": draft.state,
        **nothing,
        "drafts": [_draft(draft)],
    }


def standing_on(versions: list[ZoneVersion], on: date) -> tuple[str, ZoneVersion]:
    """What a zone is on a day, and the version that says so."""
    standing = [one for one in versions if one.stands] or versions[-1:]
    for one in standing:
        if state_on(one, on) == "in_force":
            return "in_force", one
    for one in standing:
        if state_on(one, on) == "announced":
            return "announced", one
    return "withdrawn", standing[-1]


def state_on(version: ZoneVersion, on: date) -> str:
    """in_force, announced (to come), ended, or replaced: corrected before it was ever in force."""
    if not version.stands:
        return "replaced"
    if version.valid_from > on:
        return "announced"
    return "in_force" if version.valid_until is None or version.valid_until > on else "ended"


def _draft(draft: ZoneDraft) -> Data:
    return {"id": draft.id, "state": draft.state, "revision": draft.revision, "drawn": draft.boundary is not None}


def _name(names: Data, code: str | None) -> Data | None:
    found = names.get(code or "")
    return {"id": found.id, "name": found.name} if found else None
