"""What is stamped beneath a photo: when, where, by which team, and its number."""

from datetime import timedelta, timezone
from typing import Any
from uuid import UUID

import orjson

from app.changes import queries as logged
from app.database import db
from app.organisations.models import Team
from app.photos.models import Photo

Data = dict[str, Any]
CHINA = timezone(timedelta(hours=8))
FORM = "%Y-%m-%d %H:%M:%S +08:00"
WORDS = {
    "zh-CN": {
        "copy": "加印副本（处理件），原件另存，以原件为准",
        "time": "时间",
        "phone": "手机时钟",
        "place": "地点",
        "position": "位置",
        "team": "队伍",
        "photo": "照片号",
        "print": "原件指纹",
    },
    "en": {
        "copy": "Stamped copy (processed). The original is kept apart and alone counts",
        "time": "Time",
        "phone": "phone's clock",
        "place": "Place",
        "position": "Position",
        "team": "Team",
        "photo": "Photo",
        "print": "Original's SHA-256",
    },
}


def lines(photo: Photo, language: str) -> list[str]:
    words, record = WORDS[language], data_of(photo.record_id)
    meta: Data = record.get("meta", {})
    facts = {
        "time": time_words(photo, meta.get("clock_offset_ms") or 0, words),
        "place": " ".join(filter(None, [meta.get("organisation", {}).get("name"), record.get("place")])),
        "position": position_words(record.get("position")),
        "team": team_name(photo.team_id),
        "photo": str(photo.id),
        "print": photo.sha256,
    }
    return [words["copy"], *(f"{words[name]}  {value}" for name, value in facts.items() if value)]


def time_words(photo: Photo, offset_ms: int, words: dict[str, str]) -> str:
    """By the server's clock, with the phone's where that was another."""
    by_phone = photo.captured_at.astimezone(CHINA)
    text = (by_phone + timedelta(milliseconds=offset_ms)).strftime(FORM)
    return f"{text} ({words['phone']} {by_phone.strftime(FORM)})" if offset_ms else text


def data_of(record_id: UUID) -> Data:
    home = logged.belonging(record_id)
    found: Data = orjson.loads(home["body"])["data"] if home else {}
    return found


def position_words(position: Data | None) -> str:
    if not position:
        return ""
    return f"{position['lat']:.6f}, {position['lon']:.6f} ±{round(position['accuracy_m'])} m (WGS-84)"


def team_name(team_id: UUID | None) -> str:
    team = db.session.get(Team, team_id) if team_id else None
    return team.name if team else ""
