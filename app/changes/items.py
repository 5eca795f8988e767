"""What travels: an item as it was judged, where it belongs, what is answered, and what a kind adds of its own."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any, Protocol
from uuid import UUID

Data = dict[str, Any]

uuid_of = lru_cache(maxsize=10_000)(UUID)
"""A batch names the same patrol in every item: it is read once."""


class Author(Protocol):
    """Who sends: a person signed in, with what they belong to."""

    @property
    def id(self) -> UUID: ...
    @property
    def name(self) -> str: ...
    @property
    def team_ids(self) -> frozenset[UUID]: ...
    @property
    def moved_at(self) -> datetime | None: ...
    def width(self, kind: str) -> frozenset[str]: ...


@dataclass(slots=True, frozen=True)
class Place:
    """Where a record belongs, fixed at receipt."""

    organisation_id: str
    organisation_name: str
    organisation_path: str
    team_id: UUID | None


@dataclass(slots=True)
class Item:
    """One pushed change, judged and ready to be stored. `data` holds no personal data: that is in `private`."""

    change_id: UUID
    id: UUID
    kind: str
    op: str
    base: int
    after: UUID | None
    base_change: UUID | None
    captured_text: str
    captured_at: datetime
    clock_offset_ms: int
    data: Data
    private: Data = field(default_factory=dict)
    place: Place | None = None
    columns: Data = field(default_factory=dict)
    """Further columns of a new row."""
    updates: Data = field(default_factory=dict)
    """Further columns that a change of an existing row writes too."""

    @property
    def upon(self) -> UUID | None:
        """The change that this one was made on: the author's own, or the one that made its base."""
        return self.after or self.base_change

    @property
    def corrected_at(self) -> datetime:
        """The time of capture by the server's clock."""
        return self.captured_at + timedelta(milliseconds=self.clock_offset_ms)


@dataclass(slots=True)
class Result:
    """The answer to one item; `code` names the error in `app/messages.py`."""

    change_id: UUID | str | None
    id: UUID | str | None
    status: str
    revision: int | None = None
    code: str | None = None
    fields: Data | None = None
    waits_for: UUID | None = None


def refused(item: Item, code: str, fields: Data | None = None) -> Result:
    return Result(item.change_id, item.id, "refused", code=code, fields=fields)


def held(item: Item, waits_for: UUID, code: str = "waits_for_parent") -> Result:
    """`code` is "waits_for_change" when it is not its patrol that it waits for."""
    return Result(item.change_id, item.id, "held", code=code, waits_for=waits_for)


def conflict(item: Item, revision: int, clashes: Data) -> Result:
    return Result(item.change_id, item.id, "conflict", revision, "same_field_changed", clashes)


Guard = Callable[[Data | None, Data, Item], str | None]


@dataclass(frozen=True)
class Kind:
    """What the way of a record must know of a kind."""

    name: str
    model: Any
    columns: Callable[[Data], Data]
    """Typed columns read from validated data."""
    guard: Guard = lambda old, new, item: None
    """Why `new` must not replace `old` (None: there was none): an error code."""
    relocate: Callable[[Data, datetime], Data] | None = None
    """Zone columns of new data, when the position of a record has changed."""
