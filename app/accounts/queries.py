"""Reading people, teams and devices within a branch."""

from datetime import datetime
from typing import Any, TypeVar
from uuid import UUID

import sqlalchemy as sa

from app.accounts.models import Device, DeviceRevocation, Membership, Person, SignIn
from app.database import db, prefix_range
from app.errors import Invalid, NotFound
from app.organisations.models import Organisation, Team

Row = TypeVar("Row")


def people(
    branch: str, *, text: str | None = None, organisation: str | None = None, after: str | None = None, limit: int = 100
) -> list[Person]:
    """People of a branch by account name; `after` is the last account name of the page before."""
    query = sa.select(Person).join(Person.organisation).where(prefix_range(Organisation.path, branch))
    if text:
        name = sa.or_(Person.name.contains(text, autoescape=True), Person.username.contains(text, autoescape=True))
        query = query.where(name)
    if organisation:
        query = query.where(Organisation.path.contains(f"/{organisation}/", autoescape=True))
    if after:
        query = query.where(Person.username > after)
    return list(db.session.scalars(query.order_by(Person.username).limit(limit)))


def person(branch: str, person_id: UUID) -> Person:
    """Raises NotFound, also for people of other branches."""
    found = db.session.get(Person, person_id)
    if found is None or not found.organisation.path.startswith(branch):
        raise NotFound
    return found


def by_username(username: str) -> Person | None:
    """Whatever the case it is written in."""
    return db.session.scalar(sa.select(Person).where(sa.func.lower(Person.username) == username.lower()))


def has_used(username: str, device_id: str) -> bool:
    """Whether somebody has signed in on a phone before."""
    used = sa.select(SignIn.person_id).join(Person).where(SignIn.device_id == device_id)
    return db.session.scalar(used.where(sa.func.lower(Person.username) == username.lower()).limit(1)) is not None


def names(ids: set[UUID]) -> dict[UUID, str]:
    query = sa.select(Person.id, Person.name).where(Person.id.in_(list(ids)))
    return dict(db.session.execute(query).all())


def team(branch: str, team_id: UUID) -> Team:
    """Raises NotFound, also for teams of other branches."""
    found = db.session.get(Team, team_id)
    if found is None or not found.organisation.path.startswith(branch):
        raise NotFound
    return found


def members(team_ids: list[UUID]) -> dict[UUID, list[Person]]:
    query = (
        sa.select(Membership.team_id, Person)
        .join(Person, Person.id == Membership.person_id)
        .where(Membership.team_id.in_(team_ids))
        .order_by(Person.username)
    )
    found: dict[UUID, list[Person]] = {team_id: [] for team_id in team_ids}
    for team_id, member in db.session.execute(query).all():
        found[team_id].append(member)
    return found


def member_ids(team_id: UUID) -> frozenset[UUID]:
    return frozenset(db.session.scalars(sa.select(Membership.person_id).where(Membership.team_id == team_id)))


def revoked_at(device_ids: list[str], path: str) -> dict[str, datetime]:
    """Which phones were revoked for people whose organisation has `path`, and when."""
    of_branch = sa.and_(
        DeviceRevocation.device_id.in_(device_ids),
        sa.literal(path).startswith(DeviceRevocation.organisation_path),
    )
    columns = (DeviceRevocation.device_id, sa.func.min(DeviceRevocation.revoked_at))
    query = sa.select(*columns).where(of_branch).group_by(DeviceRevocation.device_id)
    return {row[0]: row[1] for row in db.session.execute(query)}


def devices_of(person_id: UUID, *, after: str | None = None, limit: int | None = None) -> list[Device]:
    """The phones a person has signed in on, newest first; `after` is the last of the page before."""
    used = sa.select(SignIn.device_id).where(SignIn.person_id == person_id, SignIn.device_id.isnot(None))
    place = sa.tuple_(Device.registered_at, Device.id)
    query = sa.select(Device).where(Device.id.in_(used))
    if after:
        last = before(Device, after)
        query = query.where(place < sa.tuple_(last.registered_at, last.id))
    return list(db.session.scalars(query.order_by(Device.registered_at.desc(), Device.id.desc()).limit(limit)))


def before(model: type[Row], key: Any) -> Row:
    """The last row of the page before. Raises Invalid for what is no cursor of ours."""
    found = db.session.get(model, key)
    if found is None:
        raise Invalid("bad_cursor", fields={"cursor": "bad_cursor"})
    return found


def device(branch: str, device_id: str) -> Device:
    """A phone that somebody of the branch has signed in on. Raises NotFound."""
    query: Any = (
        sa.select(Device)
        .join(SignIn, SignIn.device_id == Device.id)
        .join(Person, Person.id == SignIn.person_id)
        .join(Organisation, Organisation.id == Person.organisation_id)
        .where(Device.id == device_id, prefix_range(Organisation.path, branch))
        .limit(1)
    )
    found: Device | None = db.session.scalar(query)
    if found is None:
        raise NotFound
    return found


def active_administrators() -> int:
    query = sa.select(sa.func.count()).select_from(Person)
    return db.session.scalar(query.where(Person.active, Person.roles.contains("administrator"))) or 0
