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
from app.database import SRID, db, locked
from app.errors import Conflict, Invalid
from app.organisations.models import Organisation
from app.zones import queries
from app.zones.days import day_of
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
    scan_sha256: str | None = None
    scan_name: str | None = None


def publish(
    proclaimed: list[Proclaimed], organisation: Organisation, *, by: Any, at: datetime, corrects: UUID | None = None
) -> list[ZoneVersion]:
    """Make the proclaimed boundaries the newest versions of their zones; the ones before end where these begin.

    `corrects` names a version that is announced and not yet in force: it will never be. Raises Invalid when a boundary would
    take effect before the one it replaces, Conflict when what it corrects is in force already.
    """
    touched: list[ZoneVersion] = []
    for one in proclaimed:
        zone = _zone(one, organisation)
        versions = _versions(zone)
        if corrects:
            touched.append(_emptied(versions, corrects, at))
        if before := next((version for version in reversed(versions) if version.stands), None):
            touched += _ended(before, one, corrected=corrects is not None)
        touched.append(_version(zone, one, organisation, versions[-1].version + 1 if versions else 1, at))
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


def withdraw(zone: Zone, withdrawal: Proclaimed, organisation: Organisation, *, at: datetime) -> ZoneVersion:
    """End a zone on the day the withdrawal takes effect. Raises Conflict, Invalid. The log's rows are written: commit."""
    _hold(zone)
    last = next((version for version in reversed(_versions(zone)) if version.stands), None)
    if last is None or last.valid_until is not None:
        raise Conflict("zone_withdrawn_already")
    day, to_come = withdrawal.effective_on, last.valid_from > day_of(at)
    if day < last.valid_from or (day == last.valid_from and not to_come):
        raise Invalid("zone_not_after", fields={"effective_on": "zone_not_after"})
    announcement = _announcement(withdrawal, organisation)
    db.session.flush()
    _end(last, day).withdrawal_id = announcement.id
    db.session.flush()
    changes.append([_change(last, at)])
    return last


def _versions(zone: Zone) -> list[ZoneVersion]:
    query = sa.select(ZoneVersion).where(ZoneVersion.zone_id == zone.id).order_by(ZoneVersion.version)
    return list(db.session.scalars(query))


def _emptied(versions: list[ZoneVersion], corrects: UUID, at: datetime) -> ZoneVersion:
    found = next((version for version in versions if version.id == corrects and version.stands), None)
    if found is None or found.valid_from <= day_of(at) or found is not [v for v in versions if v.stands][-1]:
        raise Conflict("zone_not_correctable")
    return _end(found, found.valid_from)


def _ended(before: ZoneVersion, one: Proclaimed, *, corrected: bool) -> list[ZoneVersion]:
    """Nothing is left to do where the zone had been withdrawn before."""
    if one.effective_on <= before.valid_from:
        raise Invalid("zone_file", reason=f"{one.name}: {one.effective_on} ≤ {before.valid_from}")
    if before.valid_until is not None and before.valid_until <= one.effective_on and not corrected:
        return []
    _end(before, one.effective_on).withdrawal_id = None
    return [before]


def _end(version: ZoneVersion, day: date) -> ZoneVersion:
    version.valid_until, version.revision = day, version.revision + 1
    return version


def _zone(one: Proclaimed, organisation: Organisation) -> Zone:
    query = sa.select(Zone).where(Zone.organisation_id == organisation.id)
    wanted = Zone.id == one.zone_id if one.zone_id else Zone.name == one.name
    zone: Zone | None = db.session.scalar(locked(query.where(wanted)))
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


def _hold(zone: Zone) -> None:
    """Two announcements of one zone come one after the other."""
    db.session.execute(locked(sa.select(Zone.id).where(Zone.id == zone.id)))


def _version(zone: Zone, one: Proclaimed, organisation: Organisation, number: int, at: datetime) -> ZoneVersion:
    version = ZoneVersion(
        id=one.version_id or uuid4(),
        zone=zone,
        version=number,
        announcement=_announcement(one, organisation),
        valid_from=one.effective_on,
        revision=1,
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
        Announcement.scan_sha256.is_(None) if one.scan_sha256 is None else Announcement.scan_sha256 == one.scan_sha256,
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
            scan_sha256=one.scan_sha256,
            scan_name=one.scan_name,
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
