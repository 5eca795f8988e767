"""A record in the words of the office: codes become words of one language, ids become names."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from app.exports.columns import Row, words
from app.incidents import catalogue
from geo.coordinates import wgs84_to_gcj02
from geo.positions import LonLat

Data = dict[str, Any]
CHINA = timedelta(hours=8)
LEVELS = ("county", "street", "community")
SEEN_ONLY = "seen_only"
SYSTEMS = {"wgs84": "WGS-84", "gcj02": "GCJ-02"}


class Wording:
    """`places` and `teams` are names by id."""

    def __init__(self, language: str, system: str, places: dict[str, str], teams: dict[UUID, str]) -> None:
        self.language, self.system = language, system
        self.words = words(language)
        self.places, self.teams = places, teams
        self.paths: dict[str, Data] = {}

    def row(self, kind: str, record: Any, data: Data, beside: Data) -> Row:
        code = record.type
        action = done(kind, record)
        return {
            "record_no": short_number(record.id),
            "kind": self.words["kind"][kind],
            "type": self.type_of(kind, code, record),
            "action": self.words["action"].get(action, ""),
            "count": record.count,
            "captured_at": local(record.captured_at),
            **self.place_of(record.organisation_path),
            "place": data.get("place") or "",
            "zone": record.zone_name or "",
            "zone_version": record.zone_version,
            "certainty": self.words["certainty"].get(record.zone_certainty, ""),
            "ruling": self.words["ruling"].get(record.zone_ruling, ""),
            **self.position(data.get("position")),
            "accuracy": None if record.accuracy_m is None else round(record.accuracy_m, 1),
            "team": self.teams.get(record.team_id, ""),
            "author": record.author_name,
            "photos": beside["photos"],
            "evidence": self.words["evidence"][beside["verdict"]],
            "patrol": self.patrol(beside["patrol"]),
            "note": data.get("note") or "",
            "number": str(record.id),
            "kind_code": kind,
            "type_code": code,
            "action_code": action,
        }

    def type_of(self, kind: str, code: str, record: Any) -> str:
        if kind == "capture":
            return str(self.words["method"].get(code, code))
        city = record.organisation_path.split("/", 2)[1]
        known = catalogue.of_city(city, local(record.captured_at).date()).kinds.get(code)
        if known:  # a volunteer's topic has the name of the same incident: one thing, one word
            return str(known["name"][self.language])
        return str(self.words["topic"].get(code, code)) if kind == "persuasion" else code

    def place_of(self, path: str) -> Data:
        found = self.paths.get(path)
        if found is None:
            names = [self.places.get(code, "") for code in path.strip("/").split("/")[1:]]
            found = self.paths[path] = dict(zip(LEVELS, [*names, "", "", ""], strict=False))
        return found

    def position(self, position: Data | None) -> Data:
        if not position:
            return {"lon": None, "lat": None, "system": ""}
        here = LonLat(position["lon"], position["lat"])
        if self.system == "gcj02":
            moved = wgs84_to_gcj02(here)
            here = LonLat(round(moved.lon, 7), round(moved.lat, 7))
        return {"lon": here.lon, "lat": here.lat, "system": SYSTEMS[self.system]}

    def patrol(self, found: tuple[str, datetime] | None) -> str:
        if found is None:
            return ""
        kind, started_at = found
        return f"{self.words['patrol'].get(kind, kind)} {local(started_at):%Y-%m-%d %H:%M}"


def done(kind: str, record: Any) -> str:
    """What was done, as the map filters by it: nobody but a volunteer persuades without saying so."""
    if kind == "persuasion":
        return "persuaded"
    if kind == "capture":
        return "seen" if record.type == SEEN_ONLY else "captured"
    return str(record.action or "")


def short_number(record_id: UUID) -> str:
    """As screens show it and people say it: `A63F 790D` (pwa/src/ui/numbers.ts)."""
    digits = record_id.hex[-8:].upper()
    return f"{digits[:4]} {digits[4:]}"


def local(instant: datetime) -> datetime:
    """The clock on the wall in China, to the second."""
    return (instant.astimezone(UTC) + CHINA).replace(tzinfo=None, microsecond=0)
