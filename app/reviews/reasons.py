"""Why a record must be looked at: codes with their figures, and how urgent each is. Pure."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from app.evidence.verdicts import Verdict

Data = dict[str, Any]

CLOCK_OFF_MS = 5 * 60 * 1000
MINUTE_MS = 60_000

URGENCY = {
    "bite": 6,
    "fingerprint_differs": 6,
    "photo_mismatch": 5,
    "case_proposed": 5,
    "simulated_position": 5,
    "clock_changed": 4,
    "chain_gap": 4,
    "amended": 4,
    "changed_since": 4,
    "kept_withdrawn": 4,
    "clock_off": 3,
    "photo_far": 3,
    "photo_time": 3,
    "photo_future": 3,
    "zone_uncertain": 2,
    "duplicate": 2,
    "unsigned": 1,
}
"""Every code that there is; the words stand with the page."""
CODES = tuple(URGENCY)
OF_VERDICT = {
    "hash_mismatch": "fingerprint_differs",
    "clock_changed": "clock_changed",
    "chain_gap": "chain_gap",
    "unsigned": "unsigned",
}
OF_FLAG = {"exif_far": "photo_far", "exif_time": "photo_time", "exif_future": "photo_future"}
BY_PHOTO = ("photo_far", "photo_time", "photo_future", "photo_mismatch", "fingerprint_differs")
"""Codes that a photo brings which arrives after a decision."""


@dataclass(frozen=True)
class Seen:
    """What is known of a record. `flags` are those of its photos (app/field/review.py)."""

    mark: str
    verdict: Verdict
    action: str | None = None
    has_bitten: bool = False
    certainty: str | None = None
    accuracy_m: float | None = None
    border_m: float | None = None
    provider: str | None = None
    clock_offset_ms: int = 0
    flags: Sequence[Data] = ()
    mismatched: int = 0


def reasons(seen: Seen) -> list[Data]:
    """What a record itself gives reason for, most urgent first."""
    return ordered([*of_content(seen), *of_place(seen), *of_clock(seen), *of_evidence(seen), *of_photos(seen)])


def of_content(seen: Seen) -> Iterator[Data]:
    if seen.mark == "bite" or seen.has_bitten:
        yield {"code": "bite"}
    if seen.action == "case_proposed":
        yield {"code": "case_proposed"}


def of_place(seen: Seen) -> Iterator[Data]:
    if seen.certainty == "uncertain":
        figures = {"accuracy_m": seen.accuracy_m, "border_m": seen.border_m}
        yield {"code": "zone_uncertain", **{name: round(m) for name, m in figures.items() if m is not None}}
    if seen.provider == "simulated":
        yield {"code": "simulated_position"}


def of_clock(seen: Seen) -> Iterator[Data]:
    """`minutes` that the phone is ahead of the server; below zero it is behind."""
    if abs(seen.clock_offset_ms) > CLOCK_OFF_MS:
        yield {"code": "clock_off", "minutes": round(-seen.clock_offset_ms / MINUTE_MS)}


def of_evidence(seen: Seen) -> Iterator[Data]:
    if code := OF_VERDICT.get(seen.verdict.name):
        yield {"code": code, "verdict": seen.verdict.reason}


def of_photos(seen: Seen) -> Iterator[Data]:
    """Of several photos with the same flag the worst."""
    for name, code in OF_FLAG.items():
        own: list[Data] = [
            {key: value for key, value in flag.items() if key != "code"} for flag in seen.flags if flag["code"] == name
        ]
        if own:
            worst: Data = max(own, key=lambda figures: max(figures.values()))
            yield {"code": code, **worst}
    if seen.mismatched:
        yield {"code": "photo_mismatch", "photos": seen.mismatched}


def ordered(found: Sequence[Data]) -> list[Data]:
    return sorted(found, key=lambda reason: (-URGENCY[reason["code"]], CODES.index(reason["code"])))


def urgency(found: Sequence[Data]) -> int:
    return max((URGENCY[reason["code"]] for reason in found), default=0)


def without(found: Sequence[Data], *codes: str) -> list[Data]:
    return [reason for reason in found if reason["code"] not in codes]


def codes_of(found: Sequence[Data]) -> set[str]:
    return {reason["code"] for reason in found}
