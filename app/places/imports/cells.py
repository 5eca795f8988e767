"""A cell as the value of a field, where it can be one."""

import re
from typing import Any

from app.places.imports.homes import plain
from app.places.kinds import Kinds

DETAILS = ("address", "opening_hours", "phone", "services", "capacity", "reason")
"""What goes into the note where its kind has no such field, or the text cannot be its value."""
LONGEST_NOTE = 2_000
LONGEST = {"address": 200, "opening_hours": 200, "reason": 500}
PHONE = re.compile(r"[0-9+() \-]{1,30}")
COUNT = re.compile(r"\s*(\d{1,5})\s*[只条头]?\s*")
MOST_CAPACITY = 10_000
BETWEEN = re.compile(r"\s*[,，、;；/|\n]\s*")


def text(value: Any) -> str:
    """What a reader of the file sees; 3.0 of a database is 3."""
    if value is None or isinstance(value, dict | list):
        return ""
    if isinstance(value, float) and value.is_integer() and abs(value) < 2**53:
        value = int(value)
    return str(value).strip()


def value(field: str, said: str, known: Kinds) -> Any:
    """None where it cannot be one."""
    if field == "phone":
        plainer = said.translate(str.maketrans("（）－—–", "()---"))
        return plainer if PHONE.fullmatch(plainer) else None
    if field == "capacity":
        count = COUNT.fullmatch(said)
        return int(count[1]) if count and int(count[1]) <= MOST_CAPACITY else None
    if field == "services":
        return _services(said, known)
    return said if len(said) <= LONGEST[field] else None


def _services(said: str, known: Kinds) -> list[str] | None:
    """Only when every word is one."""
    codes = {plain(name): one["code"] for one in known.facts["services"] for name in one["name"].values()}
    codes |= {code: code for code in known.services}
    words = [plain(part) for part in BETWEEN.split(said) if part]
    found = [codes.get(word) for word in words]
    return [code for code in dict.fromkeys(found) if code] if found and all(found) else None
