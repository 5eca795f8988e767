"""What a record is returned with: short reasons as dated data, with their words."""

from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import orjson

Data = dict[str, Any]
FILES = Path(__file__).parent / "data"


@cache
def lists() -> tuple[Data, ...]:
    """Oldest first."""
    found = [orjson.loads(path.read_bytes()) for path in FILES.glob("return_reasons_*.json")]
    return tuple(sorted(found, key=lambda one: str(one["valid_from"])))


def on(day: date) -> list[Data]:
    """Those in force on a day; before the first file those of the first."""
    begun = [one for one in lists() if one["valid_from"] <= day.isoformat()]
    reasons: list[Data] = (begun or lists()[:1])[-1]["reasons"]
    return reasons


def known() -> set[str]:
    """The codes of every file: a page that is a day old may still send one."""
    return {reason["code"] for one in lists() for reason in one["reasons"]}
