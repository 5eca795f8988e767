"""Publishing boundaries."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

import shapely
import sqlalchemy as sa
from geoalchemy2.shape import from_shape

from app.audit import operations as audit
from app.changes import operations as changes
from app.database import SRID, db
from app.errors import Invalid
from app.organisations.models import Organisation
from app.zones import queries
from app.zones.models import Announcement, Zone, ZoneVersion

Data = dict[str, Any]


@dataclass(frozen=True)
class Proclaimed:
    """What an announcement says of one zone."""

    name: str
    number: str
    announced_on: date
    effective_on: date
    text: str
    polygon: shapely.MultiPolygon
    level: str = "key"
    seat_id: str | None = None
    zone_id: UUID | None = None
    version_id: UUID | None = None


def publish(proclaimed: list[Proclaimed], organisation: Organisation, *, by: Any, at: datetime) -> list[ZoneVersion]:
    """Make the proclaimed boundaries the newest versions of their zones; the ones before end where these begin.

    Raises Invalid when a boundary would take effect before the one it replaces.
    """
    touched: list[ZoneVersion] = []
    for one in proclaimed:
        zone = _zone(one, organisation)
        before = _newest(zone)
        if before is not None:
            if one.effective_on <= before.valid_from:
                raise Invalid("zone_file", reason=f"{one.name}: {one.effective_on} ≤ {before.valid_from}")
            before.valid_until = one.effective_on
            touched.append(before)
        touched.append(_version(zone, one, organisation, before.version + 1 if before else 1, at))
    db.session.flush()
    audit.record(
        "zones_published",
        by=by,
        at=at,
        subject=("organisation", organisation.id),
        branch=organisation.path,
        zones=[one.name for one in proclaimed],
    )
    changes.append([_change(version, at) for version in touched])
    return touched


def _zone(one: Proclaimed, organisation: Organisation) -> Zone:
    query = sa.select(Zone).where(Zone.organisation_id == organisation.id)
    wanted = Zone.id == one.zone_id if one.zone_id else Zone.name == one.name
    zone = db.session.scalar(query.where(wanted))
    if zone is None:
        zone = Zone(
            id=one.zone_id or uuid4(),
            name=one.name,
            level=one.level,
            organisation_id=organisation.id,
            organisation_path=organisation.path,
            seat_id=one.seat_id,
        )
        db.session.add(zone)
        db.session.flush()
    return zone


def _newest(zone: Zone) -> ZoneVersion | None:
    query = sa.select(ZoneVersion).where(ZoneVersion.zone_id == zone.id).order_by(ZoneVersion.version.desc())
    return db.session.scalar(query.limit(1))


def _version(zone: Zone, one: Proclaimed, organisation: Organisation, number: int, at: datetime) -> ZoneVersion:
    version = ZoneVersion(
        id=one.version_id or uuid4(),
        zone=zone,
        version=number,
        announcement=_announcement(one, organisation),
        valid_from=one.effective_on,
        boundary=from_shape(one.polygon, srid=SRID),
        geojson=shapely.to_geojson(one.polygon),
        published_at=at,
    )
    db.session.add(version)
    db.session.flush()
    return version


def _announcement(one: Proclaimed, organisation: Organisation) -> Announcement:
    query = sa.select(Announcement).where(
        Announcement.organisation_id == organisation.id,
        Announcement.number == one.number,
        Announcement.effective_on == one.effective_on,
        Announcement.text == one.text,
    )
    found = db.session.scalar(query)
    if found is None:
        found = Announcement(
            id=uuid4(),
            organisation_id=organisation.id,
            number=one.number,
            announced_on=one.announced_on,
            effective_on=one.effective_on,
            text=one.text,
        )
        db.session.add(found)
    return found


def _change(version: ZoneVersion, at: datetime) -> Data:
    return {
        "kind": "zone",
        "record_id": version.id,
        "revision": version.revision,
        "deleted": False,
        "change_id": None,
        "organisation_path": version.zone.organisation_path,
        "team_id": None,
        "author_id": None,
        "changed_by_id": None,
        "appended_at": at,
        "body": queries.body(version),
    }
