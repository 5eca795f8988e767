"""Who acts, made from the database: a person, or the rows of a session or of an application password."""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from app.accounts.models import Membership, Person
from app.accounts.scope import Actor
from app.organisations.models import Organisation, Team
from app.organisations.queries import county_path

TeamPlace = aliased(Organisation)


def in_reach(team_path: str, person_path: str) -> bool:
    """Whether a team counts for a person: one of the person's county, whatever a membership from before a move says."""
    return team_path.startswith(county_path(person_path))


def of_person(person: Person) -> Actor:
    """A person as the one who acts, outside any session."""
    return Actor(
        id=person.id,
        name=person.name,
        username=person.username,
        roles=person.role_set,
        organisation_id=person.organisation_id,
        organisation_name=person.organisation.name,
        organisation_path=person.organisation.path,
        team_ids=frozenset(
            team.id
            for team in person.teams
            if team.active and in_reach(team.organisation.path, person.organisation.path)
        ),
        moved_at=person.moved_at,
        moved_from=person.moved_from,
    )


def facts(holder: Any, *columns: Any) -> sa.Select[Any]:
    """`columns` of a `holder` (with `person_id`) and what makes its active person an Actor: one row for each team, at least
    one."""
    person = (
        Person.id,
        Person.name,
        Person.username,
        Person.roles,
        Person.organisation_id,
        Person.must_change_password,
        Person.moved_at,
        Person.moved_from,
        Organisation.name.label("organisation_name"),
        Organisation.path.label("organisation_path"),
        Team.id.label("team_id"),
        TeamPlace.path.label("team_path"),
    )
    return (
        sa.select(*columns, *person)
        .select_from(holder)
        .join(Person, Person.id == holder.person_id)
        .join(Organisation, Organisation.id == Person.organisation_id)
        .outerjoin(Membership, Membership.person_id == Person.id)
        .outerjoin(Team, sa.and_(Team.id == Membership.team_id, Team.active))
        .outerjoin(TeamPlace, TeamPlace.id == Team.organisation_id)
        .where(Person.active)
    )


def of_rows(rows: Sequence[Any], **session: Any) -> Actor:
    """From all rows of `facts` of one holder; `session` is what the Actor knows beside the person."""
    found = rows[0]
    return Actor(
        id=found.id,
        name=found.name,
        username=found.username,
        roles=frozenset(found.roles.split(",")),
        organisation_id=found.organisation_id,
        organisation_name=found.organisation_name,
        organisation_path=found.organisation_path,
        team_ids=frozenset(
            row.team_id for row in rows if row.team_id and in_reach(row.team_path, found.organisation_path)
        ),
        must_change_password=found.must_change_password,
        moved_at=found.moved_at,
        moved_from=found.moved_from,
        **session,
    )
