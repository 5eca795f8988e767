"""The change feed: what a person may read, in the order in which it became visible."""

import base64
import binascii
import hmac
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

import orjson

from app.accounts import scope
from app.accounts.scope import Actor
from app.changes import queries as changes
from app.changes.models import Change
from app.changes.queries import Life
from app.errors import Invalid
from app.places import queries as places
from app.plans import queries as plans
from app.plans import telling
from app.zones import queries as zones


@dataclass(frozen=True)
class Cursor:
    """Where a phone is: first the zones (`zone` is the last one sent), then the places (a "p" before the last one sent), then
    the rosters of plans (an "r" before the last one sent), then the log from `seq` on."""

    scope: str
    epoch: str
    seq: int
    zone: str | None
    genuine: bool = True
    """We made it, be it in a life of the data that is lost."""

    def text(self, key: str) -> str:
        parts = [self.scope, self.epoch[:8], self.seq, self.zone]
        return base64.urlsafe_b64encode(orjson.dumps([*parts, mark(parts, key)])).decode().rstrip("=")

    def beyond(self, life: Life) -> bool:
        """Whether we had logged more in this epoch than there is now: the data were restored."""
        return self.genuine and self.epoch == life.id[:8] and self.seq > life.top


def mark(parts: list[Any], key: str) -> str:
    """What only a server with these data can say: nobody else can make them believe in a restore."""
    return hmac.digest(key.encode(), orjson.dumps(parts), "sha256")[:8].hex()


IN_LOG = None
FIRST_ZONE = ""
PLACE, ROSTER = "p", "r"


def read_cursor(text: str, life: Life) -> Cursor | None:
    """None for an empty one. Raises Invalid for what is no cursor of ours."""
    if not text:
        return None
    try:
        parts = orjson.loads(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)))
        scope_digest, epoch, seq, zone, *marks = parts
        if zone and zone not in (PLACE, ROSTER):
            UUID(zone.removeprefix(PLACE).removeprefix(ROSTER))
        if not (isinstance(scope_digest, str) and isinstance(epoch, str) and isinstance(seq, int) and 0 <= seq < 2**62):
            raise ValueError
    except (ValueError, TypeError, AttributeError, binascii.Error) as error:
        raise Invalid("bad_cursor", fields={"cursor": "bad_cursor"}) from error
    return Cursor(scope_digest, epoch, seq, zone, marks == [mark(parts[:4], life.cursor_key)])


@dataclass(frozen=True)
class Page:
    bodies: list[str]
    cursor: Cursor
    more: bool
    reset: bool

    def json(self, life: Life) -> str:
        """The answer, put together from finished bodies."""
        tail = (
            f'"cursor":"{self.cursor.text(life.cursor_key)}","more":{_bool(self.more)},'
            f'"reset":{_bool(self.reset)},"epoch":"{life.id}"'
        )
        return f'{{"changes":[{",".join(self.bodies)}],{tail}}}'


def _bool(value: bool) -> str:
    return "true" if value else "false"


def page(actor: Actor, cursor: Cursor | None, limit: int, life: Life, *, at: datetime, today: date, days: int) -> Page:
    """The next page after a cursor. None, or one that is foreign or of another epoch, begins a bounded snapshot:
    zones, places and plans in force and to come, then what was appended in the last `days` days."""
    top, own = life.top, (actor.scope_digest, life.id[:8], True)
    if cursor is None or (cursor.scope, cursor.epoch, cursor.genuine) != own:
        start = changes.floor(at - timedelta(days=days))
        begin = Cursor(actor.scope_digest, life.id, start, FIRST_ZONE)
        return zone_page(actor, begin, limit, today, top, reset=cursor is not None)
    if cursor.zone is not IN_LOG:
        if cursor.zone.startswith(PLACE):
            return place_page(actor, cursor, limit, today, top)
        if cursor.zone.startswith(ROSTER):
            return roster_page(actor, cursor, limit, today, top)
        return zone_page(actor, cursor, limit, today, top, reset=False)
    return log_page(actor, cursor, limit, top)


def zone_page(actor: Actor, cursor: Cursor, limit: int, today: date, top: int, *, reset: bool) -> Page:
    after = UUID(cursor.zone) if cursor.zone else None
    versions = zones.versions_from(actor, today, after, limit)
    bodies = [zones.body(version) for version in versions]
    if len(versions) == limit:
        return Page(bodies, _at(cursor, cursor.seq, str(versions[-1].id)), True, reset)
    rest = place_page(actor, _at(cursor, cursor.seq, PLACE), limit - len(bodies), today, top)
    return Page(bodies + rest.bodies, rest.cursor, rest.more, reset)


def place_page(actor: Actor, cursor: Cursor, limit: int, today: date, top: int) -> Page:
    last = (cursor.zone or "").removeprefix(PLACE)
    found = places.places_from(actor, today, UUID(last) if last else None, limit)
    bodies = [places.body(place) for place in found]
    if len(found) == limit:
        return Page(bodies, _at(cursor, cursor.seq, f"{PLACE}{found[-1].id}"), True, False)
    rest = roster_page(actor, _at(cursor, cursor.seq, ROSTER), limit - len(bodies), today, top)
    return Page(bodies + rest.bodies, rest.cursor, rest.more, False)


def roster_page(actor: Actor, cursor: Cursor, limit: int, today: date, top: int) -> Page:
    """A round of the evening before may go on past midnight."""
    last = (cursor.zone or "").removeprefix(ROSTER)
    found = plans.rosters_from(actor, today - timedelta(days=1), UUID(last) if last else None, limit)
    bodies = [telling.body(roster) for roster in found]
    if len(found) == limit:
        return Page(bodies, _at(cursor, cursor.seq, f"{ROSTER}{found[-1].id}"), True, False)
    rest = log_page(actor, _at(cursor, cursor.seq, IN_LOG), limit - len(bodies), top)
    return Page(bodies + rest.bodies, rest.cursor, rest.more, False)


def log_page(actor: Actor, cursor: Cursor, limit: int, top: int) -> Page:
    if limit == 0:
        return Page([], cursor, cursor.seq < top, False)
    bodies, reached = changes.page(scope.feed(Change, actor), cursor.seq, top, limit)
    return Page(bodies, _at(cursor, reached, IN_LOG), reached < top, False)


def _at(cursor: Cursor, seq: int, zone: str | None) -> Cursor:
    return Cursor(cursor.scope, cursor.epoch, seq, zone)
