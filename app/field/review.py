"""What a supervisor should look at: photos that say of themselves something else than their record does. A cross-check
where the camera gives position and time; nothing is refused for it."""

from datetime import timedelta
from typing import Any

import orjson

from app.photos.models import Photo
from geo.positions import LonLat, distance_m

Data = dict[str, Any]

FAR_M = 200
LATE = timedelta(minutes=10)


def flags(photo: Photo, row: Data) -> list[Data]:
    """Flags of a photo of the record `row`."""
    found = [far(photo, orjson.loads(row["data"]).get("position")), *by_time(photo, row)]
    return [flag for flag in found if flag]


def far(photo: Photo, position: Data | None) -> Data | None:
    if position is None or photo.exif_lon is None or photo.exif_lat is None:
        return None
    here, there = LonLat(position["lon"], position["lat"]), LonLat(photo.exif_lon, photo.exif_lat)
    metres = distance_m(here, there)
    return {"code": "exif_far", "distance_m": round(metres)} if metres > FAR_M else None


def by_time(photo: Photo, row: Data) -> list[Data]:
    """A wrong phone's camera is wrong with it: by either clock the record's time will do."""
    if photo.exif_at is None:
        return []
    shift = timedelta(milliseconds=row["clock_offset_ms"])
    apart = min(abs(photo.exif_at - row["captured_at"]), abs(photo.exif_at - (row["captured_at"] - shift)))
    found = [{"code": "exif_time", "minutes": round(apart.total_seconds() / 60)}] if apart > LATE else []
    ahead = photo.exif_at - (photo.completed_at or photo.created_at)
    return [*found, {"code": "exif_future", "minutes": round(ahead.total_seconds() / 60)}] if ahead > LATE else found
