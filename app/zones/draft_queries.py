"""Reading drafts, and what stands around them."""

import json
from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

import shapely
import sqlalchemy as sa

from app.accounts.scope import Actor
from app.database import db, locked, prefix_range
from app.errors import Conflict, NotFound
from app.organisations import outlines
from app.organisations.models import Organisation
from app.zones import files
from app.zones.life import offered
from app.zones.models import Zone, ZoneDraft, ZoneVersion
from geo.which_system import Reference
from geo.zone_checks import Neighbour, Surroundings

Data = dict[str, Any]
OPEN = ("draft", "checked")


def drafts(by: Actor, states: Sequence[str], zone_id: UUID | None = None) -> list[ZoneDraft]:
    """Of the own branch, newest change first."""
    query = sa.select(ZoneDraft).where(prefix_range(ZoneDraft.organisation_path, by.organisation_path))
    query = query.where(ZoneDraft.state.in_(states))
    if zone_id:
        query = query.where(ZoneDraft.zone_id == zone_id)
    return list(db.session.scalars(query.order_by(ZoneDraft.updated_at.desc(), ZoneDraft.id)))


def draft(by: Actor, draft_id: UUID) -> ZoneDraft:
    """Raises NotFound, also for another branch's."""
    mine = prefix_range(ZoneDraft.organisation_path, by.organisation_path)
    found = db.session.scalar(sa.select(ZoneDraft).where(ZoneDraft.id == draft_id, mine))
    if found is None:
        raise NotFound
    return found


def draft_to_change(by: Actor, draft_id: UUID, revision: int) -> ZoneDraft:
    """Held until the commit. Raises NotFound, and Conflict when somebody has changed it since `revision`."""
    mine = prefix_range(ZoneDraft.organisation_path, by.organisation_path)
    found: ZoneDraft | None = db.session.scalar(locked(sa.select(ZoneDraft).where(ZoneDraft.id == draft_id, mine)))
    if found is None:
        raise NotFound
    if found.revision != revision:
        raise Conflict("zone_draft_changed", who=found.updated_by)
    return found


def zone(path: str, zone_id: UUID) -> Zone:
    """A zone inside a branch. Raises NotFound."""
    found = db.session.scalar(sa.select(Zone).where(Zone.id == zone_id, prefix_range(Zone.organisation_path, path)))
    if found is None:
        raise NotFound
    return found


def versions(zone_id: UUID) -> list[ZoneVersion]:
    query = sa.select(ZoneVersion).where(ZoneVersion.zone_id == zone_id)
    return list(db.session.scalars(query.order_by(ZoneVersion.version)))


def last_version(zone_id: UUID) -> ZoneVersion | None:
    """In force or to come, else the one that ended last: what a new version is drawn from."""
    found = versions(zone_id)
    return next(reversed([one for one in found if one.stands] or found), None)


def standing(path: str, on: date) -> list[ZoneVersion]:
    """Versions of a branch that are in force on a day or will be."""
    query = sa.select(ZoneVersion).join(ZoneVersion.zone).where(prefix_range(Zone.organisation_path, path))
    query = query.where(sa.or_(ZoneVersion.valid_until.is_(None), ZoneVersion.valid_until > on))
    found = db.session.scalars(query.order_by(Zone.name, ZoneVersion.version))
    return [version for version in found if version.stands]


def polygon_of(version: ZoneVersion) -> Any:
    return shapely.from_geojson(version.geojson)


def surroundings(path: str, county_id: str, zone_id: UUID | None, on: date) -> Surroundings:
    """The other boundaries of a county on a day and after, the one that is to be replaced, and the county's outline."""
    around = standing(path, on)
    own = [version for version in around if version.zone_id == zone_id]
    return Surroundings(
        [
            Neighbour(str(version.zone_id), version.zone.name, polygon_of(version))
            for version in around
            if version.zone_id != zone_id
        ],
        polygon_of(own[-1]) if own else None,
        outlines.polygons().get(county_id),
    )


def references(around: Surroundings) -> list[Reference]:
    """What is known for certain, to tell a coordinate system by."""
    known = [Reference(outline) for outline in outlines.polygons().values()]
    exact = [Reference(one.polygon, exact=True) for one in around.neighbours]
    return [*known, *exact, *([Reference(around.own, exact=True)] if around.own is not None else [])]


def facts(draft: ZoneDraft, names: dict[str, Organisation]) -> Data:
    """A draft as a page reads it; `names` are the organisations that it mentions."""
    boundary = json.loads(draft.boundary) if draft.boundary else None
    findings = json.loads(draft.findings) if draft.findings else None
    return {
        **summary(draft, names),
        "boundary": boundary,
        "source": json.loads(draft.source) if draft.source else None,
        "findings": findings,
        "confirmed": json.loads(draft.confirmed),
        "announcement": {
            "number": draft.number,
            "announced_on": draft.announced_on,
            "effective_on": draft.effective_on,
            "text": draft.text,
            "scan": files.facts(draft.scan_sha256, draft.scan_name),
        },
        "version_id": draft.version_id,
        "created": {"at": draft.created_at, "by": draft.created_by},
    }


def facts_of_source(draft: ZoneDraft) -> Data:
    """Which file it came from, in which system, what was repaired; empty for what was drawn."""
    found: Data = json.loads(draft.source) if draft.source else {}
    return found


def summary(draft: ZoneDraft, names: dict[str, Organisation]) -> Data:
    seat = names.get(draft.seat_id or "")
    checked = {"at": draft.checked_at, "by": draft.checked_by} if draft.checked_at else None
    return {
        "id": draft.id,
        "zone_id": draft.zone_id,
        "name": draft.name,
        "level": draft.level,
        "organisation": {"id": draft.organisation_id, "name": names[draft.organisation_id].name},
        "seat": {"id": seat.id, "name": seat.name} if seat else None,
        "state": draft.state,
        "revision": draft.revision,
        "drawn": draft.boundary is not None,
        "imported": '"system"' in (draft.source or ""),
        "checked": checked,
        "updated": {"at": draft.updated_at, "by": draft.updated_by},
        "moves": offered(draft.state),
    }


def mentioned(some: Sequence[ZoneDraft]) -> set[str]:
    return {code for one in some for code in (one.organisation_id, one.seat_id) if code}
