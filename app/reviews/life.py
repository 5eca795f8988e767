"""The states of a record's review and its moves: by a person, and by the record itself.

open      -> accepted | returned | merged      a supervisor decides
returned  -> open (amended, next round)        the record has changed, or a photo came, after the return
returned  -> accepted | merged                 it is taken as it is after all
accepted  -> open (changed_since, next round)  the record has changed, or a late photo gives a reason
accepted  -> returned | merged                 a supervisor thinks again
merged    -> open                              separated by a person, or the kept record was withdrawn
any       -> withdrawn -> open                 the record was withdrawn, and was brought back
"""

from datetime import datetime
from typing import Any

import orjson

from app.reviews import reasons
from app.reviews.models import ACCEPTED, MERGED, OPEN, RETURNED, WITHDRAWN, ReviewItem

Data = dict[str, Any]

FROM = {
    "accept": (OPEN, RETURNED),
    "return": (OPEN, ACCEPTED),
    "merge": (OPEN, RETURNED, ACCEPTED),
    "separate": (MERGED,),
    "zone": (OPEN, RETURNED, ACCEPTED),
    "recheck": (OPEN, RETURNED, ACCEPTED),
}
TO = {"accept": ACCEPTED, "return": RETURNED, "merge": MERGED, "separate": OPEN}
FLAGGED, NEW, DONE, GONE = "flagged", "new", "done", "gone"
TAB = {RETURNED: "returned", ACCEPTED: DONE, MERGED: DONE, WITHDRAWN: GONE}
ONE_URGENCY = 2**36
"""More than any second of this calendar."""
OF_ROUND = ("amended", "changed_since", "kept_withdrawn")
BESIDE = (*OF_ROUND, "duplicate")
"""Reasons that the record itself does not give."""


def tab_of(state: str, found: list[Data]) -> str:
    return TAB.get(state) or (FLAGGED if found else NEW)


def rank_of(second: int, found: list[Data]) -> int:
    return reasons.urgency(found) * ONE_URGENCY + second


def reasons_of(item: ReviewItem) -> list[Data]:
    found: list[Data] = orjson.loads(item.reasons)
    return found


def put(item: ReviewItem, found: list[Data], *, state: str | None = None, at: datetime) -> None:
    """Write reasons and state with what follows from them. The row's revision moves when either is another."""
    text = orjson.dumps(reasons.ordered(found)).decode()
    state = state or item.state
    if (text, state) != (item.reasons, item.state):
        item.revision += 1
        item.updated_at = at
    item.reasons, item.state = text, state
    item.tab, item.rank = tab_of(state, found), rank_of(item.second, found)


def follow(item: ReviewItem, row: Data, own: list[Data], photo_since: bool, *, at: datetime) -> None:
    """The record has changed, or something that belongs to it: which state follows, in which round."""
    if row["deleted"]:
        put(item, [], state=WITHDRAWN, at=at)
        return
    beside = [reason for reason in reasons_of(item) if reason["code"] in BESIDE]
    if item.state == WITHDRAWN:
        put(item, own, state=OPEN, at=at)
        return
    if came_back := comes_back(item, row, own, photo_since):
        item.round += 1
        beside = [*reasons.without(beside, *OF_ROUND), {"code": came_back, "round": item.round}]
        put(item, [*own, *beside], state=OPEN, at=at)
        return
    put(item, [*own, *beside], at=at)


def comes_back(item: ReviewItem, row: Data, own: list[Data], photo_since: bool) -> str | None:
    """The reason for which a decided record is open again."""
    changed = row["revision"] > (item.decided_revision or 0)
    if item.state == RETURNED and (changed or photo_since):
        return "amended"
    fresh = reasons.codes_of(own) - reasons.codes_of(reasons_of(item))
    if item.state == ACCEPTED and (changed or fresh & set(reasons.BY_PHOTO)):
        return "changed_since"
    return None


def reopen(item: ReviewItem, code: str | None, *, at: datetime) -> None:
    """Merged no longer; `code` says why when no person has said so."""
    found = reasons.without(reasons_of(item), *OF_ROUND)
    item.duplicate_of_id = None
    put(item, [*found, {"code": code, "round": item.round}] if code else found, state=OPEN, at=at)
