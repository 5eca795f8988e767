"""Reading zones, and the zone of a point."""

import threading
import weakref
from datetime import date, datetime
from typing import Any
from uuid import UUID

import orjson
import shapely
import sqlalchemy as sa

from app.accounts.scope import Actor
from app.changes import queries as changes
from app.database import db, prefix_range
from app.zones.days import midnight
from app.zones.models import Zone, ZoneVersion
from geo import timeline
from geo.borders import border_distance_m
from geo.positions import LonLat

Data = dict[str, Any]


def versions_on(actor: Actor, on: date) -> list[ZoneVersion]:
    """The versions in force on a day, in the actor's county."""
    query = _visible(actor).where(
        ZoneVersion.valid_from <= on, sa.or_(ZoneVersion.valid_until.is_(None), ZoneVersion.valid_until > on)
    )
    return list(db.session.scalars(query.order_by(Zone.organisation_path, Zone.name)))


def versions_from(actor: Actor, on: date, after: UUID | None, limit: int) -> list[ZoneVersion]:
    """The versions in force on a day or to come, by id; `after` is the last of the page before."""
    query = _visible(actor).where(sa.or_(ZoneVersion.valid_until.is_(None), ZoneVersion.valid_until > on))
    if after:
        query = query.where(ZoneVersion.id > after)
    return list(db.session.scalars(query.order_by(ZoneVersion.id).limit(limit)))


def _visible(actor: Actor) -> sa.Select[ZoneVersion]:
    return sa.select(ZoneVersion).join(ZoneVersion.zone).where(prefix_range(Zone.organisation_path, actor.reach))


def announcement_facts(version: ZoneVersion) -> Data:
    announcement = version.announcement
    return {
        "number": announcement.number,
        "announced_on": announcement.announced_on,
        "effective_on": announcement.effective_on,
        "text": announcement.text,
    }


def facts(version: ZoneVersion) -> Data:
    zone = version.zone
    return {
        "zone_id": zone.id,
        "name": zone.name,
        "level": zone.level,
        "version": version.version,
        "valid_from": version.valid_from,
        "valid_until": version.valid_until,
        "organisation_id": zone.organisation_id,
        "announcement": announcement_facts(version),
        "geometry": orjson.Fragment(version.geojson),
    }


def body(version: ZoneVersion) -> str:
    """A version as the feed sends it."""
    change = {"kind": "zone", "id": version.id, "revision": version.revision, "deleted": False, "data": facts(version)}
    return orjson.dumps(change).decode()


# ---------------------------------------------------------------- the zone of a point
class Zones:
    """All versions in memory, for deciding where records lie. Immutable; made anew when a zone is published."""

    def __init__(self, stamp: int, versions: list[ZoneVersion]) -> None:
        self.stamp = stamp
        self.columns = {str(version.id): _columns(version) for version in versions}
        self.polygons = {version.id: shapely.from_geojson(version.geojson) for version in versions}
        self.timeline = timeline.ZoneTimeline(
            [
                timeline.ZoneVersion(
                    str(version.id),
                    self.polygons[version.id],
                    midnight(version.valid_from),
                    midnight(version.valid_until) if version.valid_until else None,
                )
                for version in versions
            ]
        )

    def decide(self, positions: list[Data], at: list[datetime]) -> list[Data]:
        """Zone columns for positions {"lon","lat","accuracy_m"} at instants, each by the zones in force then."""
        if not positions:
            return []
        lon, lat, accuracy = ([position[name] for position in positions] for name in ("lon", "lat", "accuracy_m"))
        decisions = self.timeline.classify(lon, lat, accuracy, at)
        return [
            {**self.columns.get(decision.zone_id or "", NO_ZONE), "zone_certainty": decision.certainty.value}
            for decision in decisions
        ]

    def border_m(self, version_id: UUID, position: LonLat) -> float | None:
        """Metres to the nearest border of a version; None when it is not known any more."""
        polygon = self.polygons.get(version_id)
        return None if polygon is None else border_distance_m(polygon, position)


NO_ZONE: Data = {"zone_id": None, "zone_version_id": None, "zone_name": None, "zone_version": None}


def _columns(version: ZoneVersion) -> Data:
    return {
        "zone_id": version.zone_id,
        "zone_version_id": version.id,
        "zone_name": version.zone.name,
        "zone_version": version.version,
    }


_cache: weakref.WeakKeyDictionary[sa.Engine, Zones] = weakref.WeakKeyDictionary()
_building = threading.Lock()


def zones() -> Zones:
    """The zones as they are now: kept in memory until a zone's change appears in the log."""
    key, stamp = db.engine, changes.stamp("zone")
    found = _cache.get(key)
    if found is None or found.stamp != stamp:
        with _building:
            found = _cache.get(key)
            if found is None or found.stamp != stamp:
                found = _cache[key] = Zones(stamp, list(db.session.scalars(sa.select(ZoneVersion))))
    return found
