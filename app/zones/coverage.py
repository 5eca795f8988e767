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


def board(path: str, year: int, today: date) -> Data:
    """Of the counties below `path`, as of the end of the year or today."""
    as_of = min(date(year, 12, 31), today)
    first = _first_announced(path, as_of)
    places = db.session.scalars(
        sa.select(Organisation)
        .where(prefix_range(Organisation.path, path), Organisation.level.in_(("county", "street")))
        .order_by(Organisation.path)
    ).all()
    counties = [
        _county(one, [place for place in places if place.parent_id == one.id], first)
        for one in places
        if one.level == "county"
    ]
    return {"year": year, "as_of": as_of, "counties": counties}


def is_town(place: Organisation) -> bool:
    """A name ending in 镇 or 乡 is a town's, in 街道 a street's; both are of one level in the national list."""
    return place.name.endswith(TOWNS)


def _county(county: Organisation, places: list[Organisation], first: dict[str, Data]) -> Data:
    seats = {kind: [_seat(one, first) for one in places if is_town(one) == kind] for kind in (True, False)}
    done = sum(one["announcement"] is not None for one in seats[True])
    counted = {"announced": done, "total": len(seats[True])}
    return {
        "id": county.id,
        "name": county.name,
        "towns_counted": counted,
        "towns": seats[True],
        "streets": seats[False],
    }


def _seat(place: Organisation, first: dict[str, Data]) -> Data:
    found = first.get(place.id, {"zone": None, "announcement": None})
    return {"id": place.id, "name": place.name, **found}


def _first_announced(path: str, as_of: date) -> dict[str, Data]:
    """By seat: the first announcement of a zone that is not withdrawn and whose boundary was not taken back."""
    query = (
        sa.select(ZoneVersion)
        .join(ZoneVersion.zone)
        .join(ZoneVersion.announcement)
        .where(prefix_range(Zone.organisation_path, path), Zone.seat_id.isnot(None), Announcement.announced_on <= as_of)
        .order_by(Announcement.announced_on, ZoneVersion.version)
    )
    found: dict[str, Data] = {}
    versions = [version for version in db.session.scalars(query) if version.stands]
    alive = {one.zone_id for one in versions if one.valid_until is None or one.valid_until > as_of}
    for version in versions:
        if version.zone_id in alive and version.zone.seat_id not in found:
            found[version.zone.seat_id or ""] = _facts(version)
    return found


def _facts(version: ZoneVersion) -> Data:
    announcement = version.announcement
    names = ("id", "number", "announced_on", "effective_on")
    said = {name: getattr(announcement, name) for name in names} | {"scanned": announcement.scan_sha256 is not None}
    return {"zone": {"id": version.zone_id, "name": version.zone.name}, "announcement": said}
