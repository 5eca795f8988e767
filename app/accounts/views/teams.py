"""The teams of a branch and who is in them."""

from typing import Any
from uuid import UUID

from flask.views import MethodView

from app import access
from app.accounts import operations, queries, schemas
from app.accounts.views.persons import branch, organisation_in_branch, people
from app.database import db
from app.organisations import queries as organisations
from app.organisations.models import Team

Data = dict[str, Any]


def team_facts(teams: list[Team]) -> list[Data]:
    members = queries.members([team.id for team in teams])
    return [
        {
            "id": team.id,
            "name": team.name,
            "organisation": team.organisation,
            "active": team.active,
            "members": members[team.id],
        }
        for team in teams
    ]


@people.route("/teams")
class TeamsView(MethodView):
    @people.arguments(schemas.TeamsQuery, location="query")
    @people.response(200, schemas.TeamsOut)
    def get(self, given: Data) -> Data:
        """Teams of the own branch."""
        limit = given["limit"]
        after = queries.before(Team, given["cursor"]) if "cursor" in given else None
        found = organisations.teams(branch(), after=after, limit=limit)
        return {"teams": team_facts(found), "cursor": found[-1].id if len(found) == limit else None}

    @people.arguments(schemas.TeamIn)
    @people.response(201, schemas.TeamOut)
    def post(self, given: Data) -> Data:
        """A new team."""
        at, by = access.now(), access.actor()
        organisation = organisation_in_branch(given["organisation_id"])
        assert organisation is not None
        team = operations.create_team(given["name"], organisation, by=by, at=at)
        for person_id in given["member_ids"]:
            operations.add_member(team, queries.person(branch(), person_id), by=by, at=at)
        db.session.commit()
        return team_facts([team])[0]


@people.route("/teams/<uuid:team_id>")
class TeamView(MethodView):
    @people.response(200, schemas.TeamOut)
    def get(self, team_id: UUID) -> Data:
        """One team with its members."""
        return team_facts([queries.team(branch(), team_id)])[0]

    @people.arguments(schemas.TeamPatch)
    @people.response(200, schemas.TeamOut)
    def patch(self, given: Data, team_id: UUID) -> Data:
        """Rename, move, close or open a team."""
        team = queries.team(branch(), team_id)
        organisation = organisation_in_branch(given.pop("organisation_id", None))
        operations.update_team(team, by=access.actor(), at=access.now(), organisation=organisation, **given)
        db.session.commit()
        return team_facts([team])[0]


@people.route("/teams/<uuid:team_id>/members/<uuid:person_id>")
class MemberView(MethodView):
    @people.response(204)
    def put(self, team_id: UUID, person_id: UUID) -> None:
        """Add a member; again is harmless."""
        team, person = queries.team(branch(), team_id), queries.person(branch(), person_id)
        operations.add_member(team, person, by=access.actor(), at=access.now())
        db.session.commit()

    @people.response(204)
    def delete(self, team_id: UUID, person_id: UUID) -> None:
        """Remove a member; again is harmless."""
        team, person = queries.team(branch(), team_id), queries.person(branch(), person_id)
        operations.remove_member(team, person, by=access.actor(), at=access.now())
        db.session.commit()
