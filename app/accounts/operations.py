"""Administration of people, teams and phones; every act is audited."""

import contextlib
import re
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from uuid import UUID, uuid4

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from app.accounts import actors, keys, passwords, queries, signing_in
from app.accounts.models import Device, DeviceRevocation, Membership, Person
from app.accounts.passwords import Fresh
from app.accounts.permissions import ROLES
from app.accounts.schemas import USERNAME
from app.accounts.scope import Actor
from app.audit import operations as audit
from app.database import db, locked
from app.errors import Conflict, Forbidden, Invalid
from app.organisations.models import Organisation, Team


def role_text(roles: Iterable[str]) -> str:
    chosen = [role for role in ROLES if role in set(roles)]
    if not chosen or len(chosen) != len(set(roles)):
        raise Invalid("bad_roles", fields={"roles": "bad_roles"})
    return ",".join(chosen)


def create_person(
    username: str,
    name: str,
    roles: Iterable[str],
    organisation: Organisation,
    *,
    by: Actor | None,
    at: datetime,
    hours: int,
    password: Fresh | None = None,
) -> tuple[Person, str]:
    """A new person with a one-time password, which is returned and stored nowhere."""
    if not re.match(USERNAME, username):
        raise Invalid("bad_username", fields={"username": "bad_username"})
    password = password or passwords.fresh()
    if queries.by_username(username):
        raise Conflict("username_taken", fields={"username": "username_taken"})
    person = Person(
        id=uuid4(),
        username=username,
        name=name,
        roles=role_text(roles),
        organisation=organisation,
        password_hash="",
        active=True,
        demo=False,
        created_at=at,
    )
    db.session.add(person)
    _give(person, password, at=at, hours=hours)
    with _unless_taken("username_taken", "username"):
        db.session.flush()
    audit.record(
        "person_created",
        by=by,
        at=at,
        subject=("person", person.id),
        branch=organisation.path,
        username=username,
        roles=person.roles,
    )
    return person, password.text


@contextlib.contextmanager
def _unless_taken(code: str, field: str) -> Iterator[None]:
    """Somebody else may have written the same name since it was looked up."""
    try:
        yield
    except IntegrityError as error:
        db.session.rollback()
        raise Conflict(code, fields={field: code}) from error


def _give(person: Person, password: Fresh, *, at: datetime, hours: int) -> None:
    person.password_hash = password.hash
    person.must_change_password, person.password_expires_at = True, at + timedelta(hours=hours)


def reset_password(person: Person, *, by: Actor | None, at: datetime, hours: int, password: Fresh | None = None) -> str:
    """A new one-time password; every session and application password of the person ends."""
    password = password or passwords.fresh()
    _give(person, password, at=at, hours=hours)
    signing_in.end_sessions(person, at=at)
    signing_in.end_passwords(person, at=at)
    audit.record("password_reset", by=by, at=at, subject=("person", person.id), branch=person.organisation.path)
    return password.text


def update_person(
    person: Person,
    *,
    by: Actor | None,
    at: datetime,
    name: str | None = None,
    roles: Iterable[str] | None = None,
    organisation: Organisation | None = None,
    active: bool | None = None,
) -> None:
    """Rename, give roles, move, disable or enable. What has changed is audited; a disabled person's sessions end."""
    before = {
        "name": person.name,
        "roles": person.roles,
        "organisation": person.organisation_id,
        "active": person.active,
    }
    wanted = {
        "name": name if name is not None else person.name,
        "roles": role_text(roles) if roles is not None else person.roles,
        "organisation": organisation.id if organisation else person.organisation_id,
        "active": person.active if active is None else active,
    }
    _keep_an_administrator(person, str(wanted["roles"]), bool(wanted["active"]))
    if by is not None and by.id == person.id and wanted["roles"] != before["roles"]:
        raise Forbidden("own_roles")
    person.name, person.roles, person.active = str(wanted["name"]), str(wanted["roles"]), bool(wanted["active"])
    if organisation:
        note_move(person, organisation, at=at)
        person.organisation = organisation
        leave_teams_elsewhere(person, by=by, at=at)
    if before["active"] and not person.active:
        signing_in.end_sessions(person, at=at)
        signing_in.end_passwords(person, at=at)
    changed = {key: [before[key], wanted[key]] for key in before if before[key] != wanted[key]}
    if changed:
        action = "person_disabled" if changed.get("active") == [True, False] else "person_changed"
        audit.record(
            action, by=by, at=at, subject=("person", person.id), branch=person.organisation.path, changed=changed
        )


def note_move(person: Person, to: Organisation, *, at: datetime) -> None:
    """What was recorded in the county that is left does not belong to the new one, and the programs that read there end."""
    if not actors.in_reach(to.path, person.organisation.path):
        person.moved_at, person.moved_from = at, person.organisation.path
        signing_in.end_passwords(person, at=at)


def leave_teams_elsewhere(person: Person, *, by: Actor | None, at: datetime) -> None:
    """After a move: teams of another county are left behind, and with them what they record."""
    for team in list(person.teams):
        if not actors.in_reach(team.organisation.path, person.organisation.path):
            remove_member(team, person, by=by, at=at)


def _keep_an_administrator(person: Person, roles: str, active: bool) -> None:
    was = person.active and "administrator" in person.role_set
    stays = active and "administrator" in roles.split(",")
    if was and not stays and queries.active_administrators() <= 1:
        raise Conflict("last_administrator")


def revoke_device(
    device: Device, reason: str | None, *, of: str, by: Actor | None, at: datetime, branch: str | None = None
) -> None:
    """A lost phone, given up for the people of the branch with path `of`: their sessions there end, and none begins.

    `branch` for the audit when nobody acts.
    """
    db.session.execute(locked(sa.select(Device.id).where(Device.id == device.id)))
    if queries.revoked_at([device.id], of):
        return
    db.session.add(DeviceRevocation(device_id=device.id, organisation_path=of, revoked_at=at, reason=reason))
    signing_in.end_sessions_on(device, of, at=at)
    keys.revoke(device.id, of, at=at)
    subject = ("device", device.id)
    audit.record("device_revoked", by=by, at=at, subject=subject, branch=branch, reason=reason, of=of)


def create_team(name: str, organisation: Organisation, *, by: Actor | None, at: datetime) -> Team:
    _refuse_taken(name, organisation.id)
    team = Team(id=uuid4(), name=name, organisation=organisation, active=True, created_at=at)
    db.session.add(team)
    with _unless_taken("team_name_taken", "name"):
        db.session.flush()
    audit.record("team_created", by=by, at=at, subject=("team", team.id), branch=organisation.path, name=name)
    return team


def _refuse_taken(name: str, organisation_id: str, but: UUID | None = None) -> None:
    query = sa.select(Team.id).where(
        Team.name == name, Team.organisation_id == organisation_id, Team.id != (but or uuid4())
    )
    if db.session.scalar(query):
        raise Conflict("team_name_taken", fields={"name": "team_name_taken"})


def update_team(
    team: Team,
    *,
    by: Actor | None,
    at: datetime,
    name: str | None = None,
    organisation: Organisation | None = None,
    active: bool | None = None,
) -> None:
    before = {"name": team.name, "organisation": team.organisation_id, "active": team.active}
    _refuse_taken(name or team.name, organisation.id if organisation else team.organisation_id, team.id)
    team.name = name or team.name
    team.organisation = organisation or team.organisation
    team.active = team.active if active is None else active
    with _unless_taken("team_name_taken", "name"):
        db.session.flush()
    after = {"name": team.name, "organisation": team.organisation.id, "active": team.active}
    changed = {key: [before[key], after[key]] for key in before if before[key] != after[key]}
    if changed:
        audit.record(
            "team_changed", by=by, at=at, subject=("team", team.id), branch=team.organisation.path, changed=changed
        )


def add_member(team: Team, person: Person, *, by: Actor | None, at: datetime) -> None:
    if not actors.in_reach(team.organisation.path, person.organisation.path):
        raise Invalid("team_elsewhere")
    if db.session.get(Membership, (team.id, person.id)) is None:
        try:
            with db.session.begin_nested():
                db.session.add(Membership(team_id=team.id, person_id=person.id))
        except IntegrityError:  # somebody else has, just now
            return
        audit.record(
            "team_member_added",
            by=by,
            at=at,
            subject=("team", team.id),
            branch=team.organisation.path,
            person=person.id,
        )


def remove_member(team: Team, person: Person, *, by: Actor | None, at: datetime) -> None:
    membership = db.session.get(Membership, (team.id, person.id))
    if membership is not None:
        db.session.delete(membership)
        audit.record(
            "team_member_removed",
            by=by,
            at=at,
            subject=("team", team.id),
            branch=team.organisation.path,
            person=person.id,
        )
