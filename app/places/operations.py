"""Writing places: made, corrected, ended; each time kept as it was."""

from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

import orjson
import sqlalchemy as sa

from app.accounts.scope import Actor
from app.audit import operations as audit
from app.changes import operations as changes
from app.database import db, prefix_range
from app.errors import Conflict, Invalid
from app.organisations import queries as organisations
from app.organisations.models import Organisation, Team
from app.places import kinds, queries, shapes
from app.places.models import Place, PlaceRevision
from app.zones.days import day_of

Data = dict[str, Any]
LEVELS = ("street", "community")
TYPED = ("name", "sub_kind", "valid_from", "valid_until")
DETAILS = (
    "address",
    "note",
    "opening_hours",
    "phone",
    "services",
    "capacity",
    "reason",
    "mornings_a_week",
    "evenings_a_week",
    "team_id",
)


def create(given: Data, *, by: Actor, at: datetime) -> Place:
    """A new place; the same `id` from the same person again is the place that was made of it. Raises Invalid, Conflict.
    `publish` what was made, then commit."""
    if given.get("id") and (found := db.session.get(Place, given["id"])):
        if found.created_by_id != by.id or found.kind != given["kind"]:
            raise Conflict("place_id_taken")
        return found
    made = Place(
        id=given.get("id") or uuid4(),
        kind=given["kind"],
        valid_from=day_of(at),
        details="{}",
        revision=0,
        created_at=at,
        created_by_id=by.id,
    )
    _write(made, given, by=by, at=at)
    db.session.add(made)
    db.session.flush()
    _keep(made, None, by=by, at=at)
    audit.record(
        "place_created", by=by, at=at, subject=("place", made.id), branch=made.organisation_path, name=made.name
    )
    return made


def change(place: Place, given: Data, *, by: Actor, at: datetime) -> bool:
    """Write the fields that are given; whether anything is different now. Raises Invalid."""
    before = _plain(place)
    _write(place, given, by=by, at=at, counted=False)
    changed = queries.differences(before, _plain(place))
    if changed:
        _touch(place, by=by, at=at)
        _keep(place, None, by=by, at=at)
        _note("place_changed", place, changed, by=by, at=at)
    return bool(changed)


def end(place: Place, until: date, reason: str, *, by: Actor, at: datetime) -> None:
    """From the midnight of `until` on it is no place any more; all that was written of it stays. Raises Invalid."""
    before = _plain(place)
    _refuse_backwards(place.valid_from, until)
    place.valid_until = until
    _touch(place, by=by, at=at)
    _keep(place, reason, by=by, at=at)
    _note("place_ended", place, queries.differences(before, _plain(place)), by=by, at=at, reason=reason)


def publish(places: list[Place], *, at: datetime) -> None:
    """Into the log, for the phones: the last statement before the commit."""
    changes.append([_change(place, at) for place in places])


def _write(place: Place, given: Data, *, by: Actor, at: datetime, counted: bool = True) -> None:
    if given.get("organisation_id") or not place.organisation_id:
        home = _home(given.get("organisation_id"), by)
        place.organisation_id, place.organisation_name, place.organisation_path = home.id, home.name, home.path
    for name in TYPED:
        if name in given:
            setattr(place, name, given[name])
    place.name = place.name.strip()
    if not place.name:
        raise Invalid(fields={"name": "Missing data for required field."})
    _refuse_backwards(place.valid_from, place.valid_until)
    if "geometry" in given or not place.geojson:
        shape = shapes.shape_of(given.get("geometry"))
        shapes.refuse_far(shape, place.organisation_path)
        place.geojson = shapes.text_of(shape)
        place.west, place.south, place.east, place.north = shape.bounds
    _write_details(place, given, by, at)
    if counted:
        _touch(place, by=by, at=at)


def _write_details(place: Place, given: Data, by: Actor, at: datetime) -> None:
    """Only what the kind has, and only what may be chosen. Raises Invalid."""
    known = kinds.in_force(place.organisation_path, day_of(at))
    written = {name: given[name] for name in DETAILS if name in given}
    foreign = {name for name, value in written.items() if value is not None} - known.fields_of(place.kind)
    if foreign:
        raise Invalid("place_not_of_kind", fields=dict.fromkeys(sorted(foreign), "place_not_of_kind"))
    if given.get("sub_kind") and not known.takes(place.kind, given["sub_kind"]):
        raise Invalid("place_unknown_kind", fields={"sub_kind": "place_unknown_kind"})
    if not known.services.issuperset(written.get("services") or ()):
        raise Invalid("place_unknown_kind", fields={"services": "place_unknown_kind"})
    if written.get("team_id"):
        written["team_id"] = str(_team(written["team_id"], by).id)
    kept = {**orjson.loads(place.details), **written}
    details = {name: value for name, value in kept.items() if value not in (None, "", [])}
    place.details = orjson.dumps(details, option=orjson.OPT_SORT_KEYS).decode()


def _home(code: str | None, by: Actor) -> Organisation:
    found = organisations.find(code) if code else None
    if found is None or found.level not in LEVELS or not found.path.startswith(by.organisation_path):
        raise Invalid("unknown_organisation", fields={"organisation_id": "unknown_organisation"})
    return found


def _team(team_id: UUID, by: Actor) -> Team:
    query = sa.select(Team).join(Team.organisation)
    found = db.session.scalar(query.where(Team.id == team_id, prefix_range(Organisation.path, by.reach)))
    if found is None:
        raise Invalid("place_unknown_team", fields={"team_id": "place_unknown_team"})
    return found


def _refuse_backwards(first: date, until: date | None) -> None:
    """The same day on both sides: it was written by mistake, and was never a place."""
    if until is not None and until < first:
        raise Invalid("place_ends_before", fields={"valid_until": "place_ends_before"})


def _touch(place: Place, *, by: Actor, at: datetime) -> None:
    place.revision += 1
    place.updated_at, place.updated_by_id, place.updated_by = at, by.id, by.name


def _plain(place: Place) -> Data:
    found: Data = orjson.loads(orjson.dumps(queries.facts(place)))
    return found


def _keep(place: Place, reason: str | None, *, by: Actor, at: datetime) -> None:
    facts = orjson.dumps(queries.facts(place)).decode()
    written = {"written_at": at, "written_by_id": by.id, "written_by": by.name}
    db.session.add(PlaceRevision(place_id=place.id, revision=place.revision, facts=facts, reason=reason, **written))


def _note(action: str, place: Place, changed: Data, *, by: Actor, at: datetime, **detail: Any) -> None:
    subject, branch = ("place", place.id), place.organisation_path
    audit.record(action, by=by, at=at, subject=subject, branch=branch, name=place.name, changed=changed, **detail)


def _change(place: Place, at: datetime) -> Data:
    return {
        "kind": "place",
        "record_id": place.id,
        "revision": place.revision,
        "deleted": False,
        "change_id": None,
        "organisation_path": place.organisation_path,
        "team_id": None,
        "author_id": None,
        "changed_by_id": None,
        "appended_at": at,
        "body": queries.body(place),
    }
