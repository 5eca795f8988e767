"""Reading people, teams and devices within a branch."""

from typing import Any
from uuid import UUID

import sqlalchemy as sa

from app.accounts.models import Device, Membership, Person, SignIn
from app.database import db
from app.errors import NotFound
from app.organisations.models import Organisation, Team


def people(
    branch: str, *, text: str | None = None, organisation: str | None = None, after: str | None = None, limit: int = 100
) -> list[Person]:
    """People of a branch by account name; `after` is the last account name of the page before."""
    query = sa.select(Person).join(Person.organisation).where(Organisation.path.startswith(branch, autoescape=True))
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
    return db.session.scalar(sa.select(Person).where(Person.username == username))


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


def devices_of(person_id: UUID) -> list[Device]:
    used = sa.select(SignIn.device_id).where(SignIn.person_id == person_id, SignIn.device_id.isnot(None))
    return list(db.session.scalars(sa.select(Device).where(Device.id.in_(used)).order_by(Device.last_seen_at.desc())))


def device(branch: str, device_id: str) -> Device:
    """A phone that somebody of the branch has signed in on. Raises NotFound."""
    query: Any = (
        sa.select(Device)
        .join(SignIn, SignIn.device_id == Device.id)
        .join(Person, Person.id == SignIn.person_id)
        .join(Organisation, Organisation.id == Person.organisation_id)
        .where(Device.id == device_id, Organisation.path.startswith(branch, autoescape=True))
        .limit(1)
    )
    found: Device | None = db.session.scalar(query)
    if found is None:
        raise NotFound
    return found


def active_administrators() -> int:
    query = sa.select(sa.func.count()).select_from(Person)
    return db.session.scalar(query.where(Person.active, Person.roles.contains("administrator"))) or 0
