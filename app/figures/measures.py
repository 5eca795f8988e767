"""What is counted, as a question to the traits of a record; and rows gathered for counting."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from app.accounts.scope import Actor
from app.figures.periods import Stretch
from app.maps.choosing import TRAITS, Wish, sieve
from app.maps.sieves import gathered
from app.maps.snapshot.fields import ALL_TRAITS, KINDS, Columns
from app.maps.snapshot.live import Snapshot

Mask = NDArray[np.bool_]
ACTIONS = ("persuaded", "ordered_to_correct", "case_proposed", "captured", "seen")
MEASURES = ("incidents", *ACTIONS)
NEEDED = ("traits", "organisation", "zone", "team")


@dataclass(frozen=True)
class Rows:
    """Rows of a scope in a stretch of time, and which traits each measure counts."""

    columns: Columns
    counted: dict[str, Mask]

    def by(self, measure: str, groups: NDArray[np.int64], number: int) -> list[int]:
        """`groups` says for each row which of `number` groups it is of, -1 for none."""
        counts = self.counted[measure][self.columns["traits"]] & (groups >= 0)
        return [int(count) for count in np.bincount(groups[counts], minlength=number)]


def rows(found: Snapshot, actor: Actor, stretch: Stretch, path: str) -> Rows:
    wish = Wish(since=stretch.since, until=stretch.until, path=path)
    chosen = sieve(found, actor, wish)
    return Rows(gathered(found, chosen, NEEDED), counted(found))


def counted(found: Snapshot) -> dict[str, Mask]:
    numbers: dict[str, Any] = {action: found.words["action"].known(action) for action in ACTIONS}
    masks = {
        action: np.zeros(ALL_TRAITS, dtype=bool) if number is None else TRAITS["action"] == number
        for action, number in numbers.items()
    }
    return {"incidents": TRAITS["kind"] == KINDS.index("incident"), **masks}
