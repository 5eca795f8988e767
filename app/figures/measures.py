"""What is counted, as a question to the traits of a record; and rows gathered for counting."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from app.accounts.scope import Actor
from app.figures.periods import Stretch
from app.incidents.catalogue import families
from app.maps.choosing import DAY_MINUTES, SHANGHAI_MINUTES, TRAITS, Wish, sieve
from app.maps.sieves import gathered
from app.maps.snapshot.fields import ALL_TRAITS, KINDS, Columns
from app.maps.snapshot.live import Snapshot
from app.reviews import evening

Mask = NDArray[np.bool_]
ACTIONS = ("persuaded", "ordered_to_correct", "case_proposed", "captured", "seen")
MEASURES = ("incidents", *ACTIONS)
POINTS, LOOKED_AT = "points", "looked_at"
"""What a morning left open (早巡点), by the rule of the evening's list; and what of it was looked at again."""
NEEDED = ("traits", "minute", "organisation", "zone", "team")


@dataclass(frozen=True)
class Rows:
    """Rows of a scope in a stretch of time, and which traits each measure counts."""

    columns: Columns
    counted: dict[str, Mask]

    def by(self, measure: str, groups: NDArray[np.int64], number: int) -> list[int]:
        """`groups` says for each row which of `number` groups it is of, -1 for none."""
        counts: list[int] = np.bincount(groups[self.of[measure]] + 1, minlength=number + 1)[1:].tolist()
        return counts

    @cached_property
    def of(self) -> dict[str, NDArray[np.int64]]:
        """The rows that each measure counts."""
        traits = self.columns["traits"]
        found = {
            measure: np.flatnonzero(mask[traits]) for measure, mask in self.counted.items() if measure != LOOKED_AT
        }
        points = found[POINTS]
        found[POINTS] = points = points[in_the_morning(self.columns["minute"][points])]
        return found | {LOOKED_AT: points[self.counted[LOOKED_AT][traits[points]]]}


def rows(found: Snapshot, actor: Actor, stretch: Stretch, more: Wish, names: Iterable[str] = NEEDED) -> Rows:
    """`more` says what else than the time is asked for."""
    chosen = sieve(found, actor, replace(more, since=stretch.since, until=stretch.until))
    return Rows(gathered(found, chosen, names), counted(found))


def in_the_morning(minute: NDArray[Any]) -> Mask:
    """By minutes since 1970, in UTC."""
    mask: Mask = (minute.astype(np.int64) + SHANGHAI_MINUTES) % DAY_MINUTES < evening.MORNING.seconds // 60
    return mask


def counted(found: Snapshot) -> dict[str, Mask]:
    numbers: dict[str, Any] = {action: found.words["action"].known(action) for action in ACTIONS}
    masks = {
        action: np.zeros(ALL_TRAITS, dtype=bool) if number is None else TRAITS["action"] == number
        for action, number in numbers.items()
    }
    incident = TRAITS["kind"] == KINDS.index("incident")
    asked = np.logical_or.reduce([masks[action] for action in evening.ACTIONS])
    points = incident & asked & _seen_again_where_it_was(found)
    return {"incidents": incident, **masks, POINTS: points, LOOKED_AT: points & (TRAITS["looked"] == 1)}


def _seen_again_where_it_was(found: Snapshot) -> Mask:
    wanted = {code for code, family in families().items() if family in evening.FAMILIES}
    return np.isin(TRAITS["mark"], [at for at, mark in enumerate(found.words["mark"].values) if mark in wanted])
