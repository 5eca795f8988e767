"""Who reads which field records: one answer for the feed, lists, photos and exports."""

import hashlib
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from app.accounts.permissions import BRANCH, OWN, TABLE, TEAM
from app.database import prefix_range
from app.organisations.queries import county_path

FIELD_KINDS = ("patrol", "track", "incident", "persuasion", "capture", "photo", "review", "recheck", "plan")


@dataclass(frozen=True)
class Actor:
    """The person who acts, as a value: nothing of it is read again from the database during a request."""

    id: UUID
    name: str
    username: str
    roles: frozenset[str]
    organisation_id: str
    organisation_name: str
    organisation_path: str
    team_ids: frozenset[UUID] = frozenset()
    device_id: str | None = None
    csrf_token: str = field(default="", repr=False)
    token_digest: bytes = field(default=b"", repr=False)
    device_token_digest: bytes | None = field(default=None, repr=False)
    must_change_password: bool = False
    moved_at: datetime | None = None
    moved_from: str | None = None
    """The path of the county that was left, for what was recorded there and comes only now."""

    @property
    def reach(self) -> str:
        """The path inside which this person may file records: the county, or the own branch when that is wider."""
        return county_path(self.organisation_path)

    def width(self, kind: str) -> frozenset[str]:
        """How far the roles reach for `kind`: any of own, team, branch."""
        return frozenset(
            rule.scope for rule in TABLE if rule.role in self.roles and rule.kind == kind and "read" in rule.actions
        )

    @property
    def scope_digest(self) -> str:
        """Changes when what this person may read changes; the feed's cursor is bound to it."""
        parts = [self.organisation_path, *sorted(self.roles), *sorted(map(str, self.team_ids)), str(self.id)]
        return hashlib.sha256("|".join(parts).encode()).hexdigest()[:16]


def visible(model: Any, actor: Actor, kind: str) -> sa.ColumnElement[bool]:
    """Rows of `model` (columns organisation_path, team_id, author_id) that `actor` may read as `kind`."""
    width = actor.width(kind)
    ways: list[sa.ColumnElement[bool]] = []
    if BRANCH in width:
        ways.append(prefix_range(model.organisation_path, actor.organisation_path))
    if TEAM in width and actor.team_ids:
        ways.append(model.team_id.in_(sorted(actor.team_ids)))
    if TEAM in width or OWN in width:
        ways.append(model.author_id == actor.id)
    return sa.or_(*ways) if ways else sa.false()


def may_read(actor: Actor, kind: str, *, path: str, team_id: UUID | None, author_id: UUID | None) -> bool:
    """The same question as `visible`, of one record in hand."""
    width = actor.width(kind)
    if BRANCH in width and path.startswith(actor.organisation_path):
        return True
    if TEAM in width and team_id is not None and team_id in actor.team_ids:
        return True
    return bool(width & {TEAM, OWN}) and author_id == actor.id


def feed(model: Any, actor: Actor) -> sa.ColumnElement[bool]:
    """Rows of the change log that `actor` is sent: own kinds in own scope, and the zones and places of the county."""
    ways = []
    for width in {actor.width(kind) for kind in FIELD_KINDS}:
        kinds = [kind for kind in FIELD_KINDS if actor.width(kind) == width]
        if width:
            ways.append(sa.and_(model.kind.in_(kinds), visible(model, actor, kinds[0])))
    ways.append(sa.and_(model.kind.in_(("zone", "place")), prefix_range(model.organisation_path, actor.reach)))
    return sa.or_(*ways)
