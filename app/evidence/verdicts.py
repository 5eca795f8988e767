"""What is to be said of a change, from what is known of it: one table of reasons, worst first. Pure.

The words of each reason stand in `app/words/` as `evidence_<reason>`.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

CLOCK_SLACK = timedelta(seconds=5)
"""A step back below this is a phone setting its clock by the network."""
JUMP_MS = 5 * 60 * 1000
"""So far may the difference from the server's clock move between two records."""
FINAL_AFTER = timedelta(days=14)
"""So long a phone keeps what it has sent: what has not come by then does not come."""

VERDICTS = {
    "hash_mismatch": (
        "content_differs",
        "photo_differs",
        "stored_differs",
        "file_differs",
        "bad_signature",
        "foreign_key",
    ),
    "clock_changed": ("set_back", "offset_jumped"),
    "chain_gap": ("forked", "out_of_step", "previous_lost", "previous_missing"),
    "unsigned": ("unreadable", "key_revoked", "unknown_key", "not_signed", "photo_not_signed"),
    "intact": ("sound",),
}
"""Verdict: its reasons. A record shows the worst of its changes."""
VERDICT_OF = {reason: verdict for verdict, reasons in VERDICTS.items() for reason in reasons}
REASONS = list(VERDICT_OF)
PROVISIONAL = ("previous_missing", "unknown_key")
"""Reasons that what is still on its way may take away."""


@dataclass(frozen=True)
class Verdict:
    reason: str

    @property
    def name(self) -> str:
        return VERDICT_OF[self.reason]

    @property
    def provisional(self) -> bool:
        return self.reason in PROVISIONAL


SOUND, NOT_SIGNED = Verdict("sound"), Verdict("not_signed")


def worst(verdicts: Iterable[Verdict]) -> Verdict:
    """Of one record's changes; a record without any is not signed."""
    return min(verdicts, key=lambda verdict: REASONS.index(verdict.reason), default=NOT_SIGNED)


@dataclass(frozen=True)
class Made:
    """What a chain needs to know of one signed payload."""

    digest: str
    previous: str | None
    seq: int
    saved_at: datetime
    clock_offset_ms: int | None


@dataclass(frozen=True)
class Known:
    """What is known of some stretches of one key's chain."""

    made: Mapping[str, Made]
    voided: Mapping[str, str | None]
    after: Mapping[str | None, frozenset[str]]
    """The payloads that say they follow one."""


def in_chain(this: Made, known: Known) -> Verdict:
    """What its place in the chain says of a payload."""
    if len(known.after.get(this.previous, frozenset()) | {this.digest}) > 1:
        return Verdict("forked")
    digest, steps = this.previous, 1
    while digest is not None and digest not in known.made:
        if digest not in known.voided or steps > len(known.voided):
            return Verdict("previous_missing")
        digest, steps = known.voided[digest], steps + 1
    before = known.made[digest] if digest else None
    if this.seq != (before.seq if before else 0) + steps:
        return Verdict("out_of_step")
    return by_clock(this, before) if before else SOUND


def by_clock(this: Made, before: Made) -> Verdict:
    """Only the phone's own times are compared: what runs while it sleeps, and what it starts anew with, proves nothing."""
    if this.saved_at < before.saved_at - CLOCK_SLACK:
        return Verdict("set_back")
    now, then = this.clock_offset_ms, before.clock_offset_ms
    if now is not None and then is not None and abs(now - then) > JUMP_MS:
        return Verdict("offset_jumped")
    return SOUND
