"""扩面: which town seats of each county are announced, when, and by which document. Streets are listed, not counted.

Source: the assessment table, row 1: every town seat's zone announced by 31 December, by the day of the announcement.
"""

from datetime import date
from typing import Any

import sqlalchemy as sa

from app.database import db, prefix_range
from app.organisations.models import Organisation
from app.zones.models import Announcement, Zone, ZoneVersion

Data = dict[str, Any]
TOWNS = ("镇", "乡")
NOTHING: Data = {"zone": None, "announcement": None, "newest": None, "withdrawn": None}


def board(path: str, year: int, today: date) -> Data:
    """Of the counties below `path`, as of the end of the year or today."""
    as_of = min(date(year, 12, 31), today)
    found = _announced(path, as_of)
    places = db.session.scalars(
        sa.select(Organisation)
        .where(prefix_range(Organisation.path, path), Organisation.level.in_(("county", "street")))
        .order_by(Organisation.path)
    ).all()
    counties = [
        _county(one, [place for place in places if place.parent_id == one.id], found)
        for one in places
        if one.level == "county"
    ]
    return {"year": year, "as_of": as_of, "counties": counties}


def is_town(place: Organisation) -> bool:
    """A name ending in 镇 or 乡 is a town's, in 街道 a street's; both are of one level in the national list."""
    return place.name.endswith(TOWNS)


def _county(county: Organisation, places: list[Organisation], found: dict[str, Data]) -> Data:
    seats = {kind: [_seat(one, found) for one in places if is_town(one) == kind] for kind in (True, False)}
    done = sum(one["announcement"] is not None for one in seats[True])
    counted = {"announced": done, "total": len(seats[True])}
    return {
        "id": county.id,
        "name": county.name,
        "towns_counted": counted,
        "towns": seats[True],
        "streets": seats[False],
    }


def _seat(place: Organisation, found: dict[str, Data]) -> Data:
    return {"id": place.id, "name": place.name, **NOTHING, **found.get(place.id, {})}


def _announced(path: str, as_of: date) -> dict[str, Data]:
    """By seat: the first announcement of a zone that is not withdrawn and whose boundary was not taken back, and its newest one.

    Where every zone of a seat was withdrawn: the last one, with the document that withdrew it.
    """
    query = (
        sa.select(ZoneVersion)
        .join(ZoneVersion.zone)
        .join(ZoneVersion.announcement)
        .where(prefix_range(Zone.organisation_path, path), Zone.seat_id.isnot(None), Announcement.announced_on <= as_of)
        .order_by(Announcement.announced_on, ZoneVersion.version)
    )
    versions = [version for version in db.session.scalars(query) if version.stands]
    alive = {one.zone_id for one in versions if one.valid_until is None or one.valid_until > as_of}
    found: dict[str, Data] = {}
    for version in versions:
        seat = version.zone.seat_id or ""
        if version.zone_id not in alive:
            continue
        if seat not in found:
            found[seat] = _facts(version)
        elif found[seat]["zone"]["id"] == version.zone_id:
            found[seat]["newest"] = _document(version.announcement)
    gone = [one for one in versions if one.withdrawal_id and one.zone.seat_id not in found]
    return found | _withdrawn(gone)


def _withdrawn(versions: list[ZoneVersion]) -> dict[str, Data]:
    wanted = {one.withdrawal_id for one in versions}
    by = {one.id: one for one in db.session.scalars(sa.select(Announcement).where(Announcement.id.in_(wanted)))}
    return {
        one.zone.seat_id or "": {
            "withdrawn": {
                "zone": _named(one.zone),
                "number": by[one.withdrawal_id].number,
                "valid_until": one.valid_until,
            }
        }
        for one in versions
        if one.withdrawal_id in by
    }


def _facts(version: ZoneVersion) -> Data:
    return {"zone": _named(version.zone), "announcement": _document(version.announcement)}


def _named(zone: Zone) -> Data:
    return {"id": zone.id, "name": zone.name}


def _document(announcement: Announcement) -> Data:
    names = ("id", "number", "announced_on", "effective_on")
    return {name: getattr(announcement, name) for name in names} | {"scanned": announcement.scan_sha256 is not None}
