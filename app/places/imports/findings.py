"""What is to be said of a row: `refuse` stops it, `confirm` leaves it out until somebody ticks it, `note` is for the reader."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from app.messages import message

REFUSE, CONFIRM, NOTE = "refuse", "confirm", "note"


class Finding(NamedTuple):
    """`field` is what of the row it is about."""

    code: str
    severity: str
    field: str
    params: dict[str, Any]


def refuse(code: str, field: str, **params: Any) -> Finding:
    return Finding(code, REFUSE, field, params)


def confirm(code: str, field: str, **params: Any) -> Finding:
    return Finding(code, CONFIRM, field, params)


def note(code: str, field: str, **params: Any) -> Finding:
    return Finding(code, NOTE, field, params)


def worded(findings: Sequence[Finding], language: str) -> list[dict[str, str]]:
    return [_worded(one, language) for one in findings]


def _worded(one: Finding, language: str) -> dict[str, str]:
    title, detail = message(f"place_row_{one.code}", language, **one.params)
    return {"code": one.code, "severity": one.severity, "field": one.field, "title": title, "detail": detail}
