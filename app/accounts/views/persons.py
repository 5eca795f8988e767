"""The people of a branch."""

from types import SimpleNamespace
from typing import Any
from uuid import UUID

from flask.views import MethodView

from app import access
from app.accounts import operations, passwords, permissions, queries, schemas
from app.accounts.models import Person
from app.database import db
from app.errors import Invalid, NotFound
from app.interface import Blueprint
from app.organisations import queries as organisations
from app.organisations.models import Organisation

Data = dict[str, Any]

people = Blueprint("people", __name__, url_prefix="/api/v1", description="People, teams and phones")


def branch() -> str:
    return access.actor().organisation_path


def organisation_in_branch(organisation_id: str | None) -> Organisation | None:
    if organisation_id is None:
        return None
    try:
        return organisations.within(branch(), organisation_id)
    except NotFound as error:
        raise Invalid("unknown_organisation", fields={"organisation_id": "unknown_organisation"}) from error


@people.route("/people")
class PeopleView(MethodView):
    @people.arguments(schemas.PeopleQuery, location="query")
    @people.response(200, schemas.PeopleOut)
    def get(self, given: Data) -> Data:
        """People of the own branch."""
        limit = given["limit"]
        found = queries.people(
            branch(),
            text=given.get("q"),
            organisation=given.get("organisation"),
            after=given.get("cursor"),
            limit=limit,
        )
        return {"people": found, "cursor": found[-1].username if len(found) == limit else None}

    @people.arguments(schemas.PersonIn)
    @people.response(201, schemas.PersonCreatedOut)
    def post(self, given: Data) -> SimpleNamespace:
        """A new person; the one-time password is shown once."""
        at, by = access.now(), access.actor()
        fresh = passwords.fresh()  # slow: before the write turn is taken
        organisation = organisation_in_branch(given["organisation_id"])
        assert organisation is not None
        person, password = operations.create_person(
            given["username"],
            given["name"],
            given["roles"],
            organisation,
            by=by,
            at=at,
            hours=access.settings().one_time_password_hours,
            password=fresh,
        )
        for team_id in given["team_ids"]:
            operations.add_member(queries.team(branch(), team_id), person, by=by, at=at)
        db.session.commit()
        facts = {name: getattr(person, name) for name in schemas.PersonOut().fields}
        return SimpleNamespace(**facts, one_time_password=password, password_expires_at=person.password_expires_at)


@people.route("/people/<uuid:person_id>")
class PersonView(MethodView):
    @people.response(200, schemas.PersonOut)
    def get(self, person_id: UUID) -> Person:
        """One person of the own branch."""
        return queries.person(branch(), person_id)

    @people.arguments(schemas.PersonPatch)
    @people.response(200, schemas.PersonOut)
    def patch(self, given: Data, person_id: UUID) -> Person:
        """Rename, give roles, move, disable or enable."""
        person = queries.person(branch(), person_id)
        organisation = organisation_in_branch(given.pop("organisation_id", None))
        operations.update_person(person, by=access.actor(), at=access.now(), organisation=organisation, **given)
        db.session.commit()
        return person


@people.route("/people/<uuid:person_id>/one-time-password")
class OneTimePasswordView(MethodView):
    @people.response(200, schemas.OneTimePasswordOut)
    def post(self, person_id: UUID) -> Data:
        """A new one-time password; the person's sessions end."""
        fresh = passwords.fresh()  # slow: before the write turn is taken
        person = queries.person(branch(), person_id)
        hours = access.settings().one_time_password_hours
        by, at = access.actor(), access.now()
        password = operations.reset_password(person, by=by, at=at, hours=hours, password=fresh)
        db.session.commit()
        return {"one_time_password": password, "expires_at": person.password_expires_at}


@people.route("/roles")
class RolesView(MethodView):
    @people.response(200, schemas.RolesOut)
    def get(self) -> Data:
        """Which role may do and see what."""
        return {"rules": permissions.TABLE}
