"""How many there are: for the filters, each counted as if it were open itself, and through time for the slider."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import numpy as np
from numpy.typing import NDArray

from app.accounts.scope import Actor
from app.maps.choosing import TRAITS, Wish, sieve
from app.maps.snapshot.fields import ALL_TRAITS, CERTAINTIES
from app.maps.snapshot.live import Snapshot

Counts = dict[str, int]
FILTERS = {"type": ("mark", "marks"), "action": ("action", "actions"), "certainty": ("certainty", "certainties")}
"""Of each filter: the trait it asks for, and its name in a wish."""
PERSUADED = "persuaded"


def counts(found: Snapshot, actor: Actor, wish: Wish) -> dict[str, Any]:
    """How many a wish finds; and by type, action and certainty what each tick would bring, itself left out."""
    open_wish = replace(wish, **{name: None for _, name in FILTERS.values()})
    every = _by_traits(found, actor, open_wish)
    words = {"mark": found.words["mark"].values, "action": found.words["action"].values, "certainty": CERTAINTIES}
    passes = {
        filtered: _passing(words[trait], trait, getattr(wish, name)) for filtered, (trait, name) in FILTERS.items()
    }
    answer: dict[str, Any] = {"total": int(every[np.logical_and.reduce(list(passes.values()))].sum())}
    for filtered, (trait, _) in FILTERS.items():
        others = np.logical_and.reduce([mask for name, mask in passes.items() if name != filtered])
        sums = np.bincount(TRAITS[trait][others], every[others], minlength=len(words[trait]))
        answer[filtered] = {
            str(word): int(number) for word, number in zip(words[trait], sums, strict=False) if word and number
        }
    return answer


def _by_traits(found: Snapshot, actor: Actor, wish: Wish) -> NDArray[np.int64]:
    chosen = sieve(found, actor, wish)
    total = np.zeros(ALL_TRAITS, dtype=np.int64)
    for part, gone in found.parts:
        total += np.bincount(part["traits"][chosen.chosen(part, gone)], minlength=ALL_TRAITS)
    return total


def _passing(words: Any, trait: str, wanted: frozenset[str] | None) -> NDArray[np.bool_]:
    if wanted is None:
        return np.ones(ALL_TRAITS, dtype=bool)
    return np.isin(TRAITS[trait], [number for number, word in enumerate(words) if word in wanted])


def through_time(found: Snapshot, actor: Actor, wish: Wish, since: datetime, step: timedelta, steps: int) -> list[int]:
    """How many in each of `steps` stretches of time from `since` on, up to the wish's last day; its first is left out."""
    minute, width = int(since.timestamp()) // 60, int(step.total_seconds()) // 60
    until = _later(since, steps * step)
    chosen = sieve(found, actor, replace(wish, since=since, until=min(until, wish.until or until)))
    total = np.zeros(steps, dtype=np.int64)
    for part, gone in found.parts:
        at = (part["minute"][chosen.chosen(part, gone)].astype(np.int64) - minute) // width
        total += np.bincount(at, minlength=steps)[:steps]
    return [int(number) for number in total]


def _later(at: datetime, by: timedelta) -> datetime:
    """The end of all calendars is late enough."""
    try:
        return at + by
    except OverflowError:
        return datetime.max.replace(tzinfo=at.tzinfo)
