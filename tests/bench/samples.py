"""What the phones of the benchmark send: incidents over Jiaxing, each with a name of its own."""

import json
import random
from collections.abc import Sequence
from datetime import datetime, timedelta, timezone
from typing import Any

import uuid_utils

CHINA = timezone(timedelta(hours=8))
SIZE = 100
"""Items of the batch that the aims speak of."""


def item(chance: random.Random) -> dict[str, Any]:
    now = datetime.now(CHINA).isoformat(timespec="milliseconds")
    return {
        "change_id": str(uuid_utils.uuid7()),
        "id": str(uuid_utils.uuid7()),
        "kind": "incident",
        "op": "put",
        "base": 0,
        "captured_at": now,
        "data": {
            "type": "unleashed",
            "position": {
                "lon": round(chance.uniform(120.6, 120.95), 6),
                "lat": round(chance.uniform(30.6, 30.85), 6),
                "accuracy_m": round(chance.uniform(3, 25), 1),
                "fixed_at": now,
                "provider": "gps",
            },
            "action": "persuaded",
            "place": "南湖路与环城河交叉口,公园东门",
            "dog": {"breed": "中华田园犬", "colour": "黄", "size": "medium", "count": 1},
            "note": "犬主当场系绳",
        },
    }


def push(items: Sequence[dict[str, Any]], device_id: str) -> dict[str, Any]:
    return {"device_id": device_id, "sent_at": datetime.now(CHINA).isoformat(), "items": list(items)}


def bodies(number: int, seed: int = 1) -> list[str]:
    """The same records as bare JSON text: what the raw limits and the peers store."""
    chance = random.Random(seed)
    return [json.dumps(item(chance), separators=(",", ":"), ensure_ascii=False) for _ in range(number)]
