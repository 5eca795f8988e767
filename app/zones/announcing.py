"""Announcing a checked draft, and withdrawing a zone."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

from app.accounts.scope import Actor
from app.audit import operations as audit
from app.errors import Conflict, Invalid
from app.organisations import queries as organisations
from app.organisations.models import Organisation
from app.zones import checking, draft_queries, drafts, operations
from app.zones.days import day_of
from app.zones.models import Zone, ZoneDraft, ZoneVersion
from app.zones.operations import Proclaimed

Data = dict[str, Any]
REQUIRED = ("number", "announced_on", "effective_on", "text")


@dataclass(frozen=True)
class Announced:
    """The version or the end of one, and the first day whose records have to be decided anew, if that is over."""

    version: ZoneVersion
    since: date | None


def announce(draft: ZoneDraft, corrects: UUID | None, *, by: Actor, at: datetime) -> Announced:
    """Publish a checked draft. Raises Conflict, Invalid; the log's rows are written last: commit, then decide anew."""
    values = {name: getattr(draft, name) for name in REQUIRED}
    refuse_unfit(values, at)
    drafts.move(draft, "announce", by=by, at=at)
    polygon = checking.refuse_unchecked(draft, at=at)
    _refuse_order(draft, _standing(draft), corrects, day_of(at))
    county = _organisation(draft.organisation_id)
    draft.zone_id, draft.version_id = draft.zone_id or uuid4(), uuid4()
    detail = {"number": draft.number, "effective_on": draft.effective_on, "corrects": corrects}
    drafts.note("zone_announced", draft, by=by, at=at, **detail)
    proclaimed = Proclaimed(
        name=draft.name,
        polygon=polygon,
        seat_id=draft.seat_id,
        zone_id=draft.zone_id,
        version_id=draft.version_id,
        scan_sha256=draft.scan_sha256,
        scan_name=draft.scan_name,
        **values,
    )
    published = operations.publish([proclaimed], county, by=by, at=at, corrects=corrects)
    return Announced(published[-1], _since(values["effective_on"], at))


def withdraw(zone: Zone, given: Data, *, by: Actor, at: datetime) -> Announced:
    """End a zone by an announcement of its own; `effective_on` is its first day as general zone. Raises Conflict, Invalid."""
    refuse_unfit(given, at)
    county = _organisation(zone.organisation_id)
    subject, detail = ("zone", zone.id), {"number": given["number"], "effective_on": given["effective_on"]}
    branch = zone.organisation_path
    audit.record("zone_withdrawn", by=by, at=at, subject=subject, branch=branch, zone=zone.name, **detail)
    withdrawal = Proclaimed(name=zone.name, polygon=None, zone_id=zone.id, **given)
    version = operations.withdraw(zone, withdrawal, county, at=at)
    return Announced(version, _since(given["effective_on"], at))


def refuse_unfit(values: Data, at: datetime) -> None:
    """Raises Invalid for an announcement that lacks something or contradicts itself."""
    if missing := [name for name in REQUIRED if not values.get(name)]:
        raise Invalid("zone_announcement_incomplete", fields=dict.fromkeys(missing, "Missing data for required field."))
    if values["announced_on"] > day_of(at):
        raise Invalid("zone_announced_in_future", fields={"announced_on": "zone_announced_in_future"})
    if values["effective_on"] < values["announced_on"]:
        raise Invalid("zone_effective_first", fields={"effective_on": "zone_effective_first"})


def _standing(draft: ZoneDraft) -> list[ZoneVersion]:
    return [one for one in draft_queries.versions(draft.zone_id) if one.stands] if draft.zone_id else []


def _refuse_order(draft: ZoneDraft, standing: list[ZoneVersion], corrects: UUID | None, today: date) -> None:
    """Raises what says what to do: a version to come is corrected, or followed by a later one."""
    if corrects:
        last = standing.pop() if standing else None
        if last is None or last.id != corrects or last.valid_from <= today:
            raise Conflict("zone_not_correctable")
    if standing and draft.effective_on is not None and draft.effective_on <= standing[-1].valid_from:
        raise Invalid("zone_not_after", fields={"effective_on": "zone_not_after"})


def _organisation(code: str) -> Organisation:
    found = organisations.find(code)
    assert found is not None
    return found


def _since(effective_on: date, at: datetime) -> date | None:
    return effective_on if effective_on <= day_of(at) else None
