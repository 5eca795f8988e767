"""Reading, making, changing, copying and ending rosters."""

from typing import Any
from uuid import UUID

from flask.views import MethodView

from app import access
from app.database import db
from app.organisations import queries as organisations
from app.places.schemas import EndIn
from app.plans import copying, queries, revisions, rosters, schemas, telling
from app.plans.models import Roster
from app.plans.views.areas import days_of
from app.plans.views.blueprint import plans

Data = dict[str, Any]


@plans.route("/rosters")
class RostersView(MethodView):
    @plans.arguments(schemas.RostersQuery, location="query")
    @plans.response(200, schemas.RostersOut)
    def get(self, given: Data) -> Data:
        """Rosters that hold on some days (today), by team and time."""
        found = queries.rosters(access.actor(), given, *days_of(given))
        return {"rosters": [telling.dumped(roster) for roster in found]}

    @plans.arguments(schemas.RosterIn)
    @plans.response(201, schemas.RosterOut)
    @plans.alt_response(409, description="The id is another roster's")
    def post(self, given: Data) -> Data:
        """Plan a team for an area."""
        made = rosters.create(given, tolerance_minutes=usual_tolerance(), by=access.actor(), at=access.now())
        if made.revision == 1:
            revisions.publish([made], at=access.now())
        db.session.commit()
        return dumped(made)


@plans.route("/rosters/copies")
class CopiesView(MethodView):
    @plans.arguments(schemas.CopyIn)
    @plans.response(201, schemas.CopiedOut)
    def post(self, given: Data) -> Data:
        """Plan a week's pattern once more, for other weeks or another team; what is planned already is not doubled."""
        tolerance = usual_tolerance()
        made, already = copying.copy_week(given, tolerance_minutes=tolerance, by=access.actor(), at=access.now())
        revisions.publish(made, at=access.now())
        db.session.commit()
        return {"rosters": [telling.dumped(roster) for roster in made], "already": already}


@plans.route("/rosters/<uuid:roster_id>")
class RosterView(MethodView):
    @plans.response(200, schemas.RosterOut)
    def get(self, roster_id: UUID) -> Data:
        """One roster, also one that has ended, with its history."""
        return dumped(queries.one(Roster, access.actor(), roster_id))

    @plans.arguments(schemas.RosterPatch)
    @plans.response(200, schemas.RosterOut)
    @plans.alt_response(409, description="Somebody has changed it since")
    def patch(self, given: Data, roster_id: UUID) -> Data:
        """Correct some fields from its first day on, or say which days are called off; what stood there before stays in
        its history."""
        roster = queries.to_change(Roster, access.actor(), roster_id, given.pop("revision"))
        if rosters.change(roster, given, by=access.actor(), at=access.now()):
            revisions.publish([roster], at=access.now())
        db.session.commit()
        return dumped(roster)


@plans.route("/rosters/<uuid:roster_id>/ending")
class RosterEndingView(MethodView):
    @plans.arguments(EndIn)
    @plans.response(200, schemas.RosterOut)
    @plans.alt_response(409, description="Somebody has changed it since")
    def post(self, given: Data, roster_id: UUID) -> Data:
        """End it on a day; what was planned before stays. The day it began: it was written by mistake."""
        roster = queries.to_change(Roster, access.actor(), roster_id, given["revision"])
        revisions.ended(roster, given["valid_until"], given["reason"], by=access.actor(), at=access.now())
        revisions.publish([roster], at=access.now())
        db.session.commit()
        return dumped(roster)


@plans.route("/rosters/<uuid:roster_id>/succession")
class SuccessionView(MethodView):
    @plans.arguments(schemas.SuccessionIn)
    @plans.response(201, schemas.RosterOut)
    @plans.alt_response(409, description="Somebody has changed it since")
    def post(self, given: Data, roster_id: UUID) -> Data:
        """Change it from a day on: it ends there, and the answer is the roster that follows."""
        roster = queries.to_change(Roster, access.actor(), roster_id, given.pop("revision"))
        first = given.pop("from_day")
        both = rosters.succeed(roster, first, given, by=access.actor(), at=access.now())
        revisions.publish(both, at=access.now())
        db.session.commit()
        return dumped(both[1])


@plans.route("/teams")
class TeamsView(MethodView):
    @plans.response(200, schemas.PlanningTeamsOut)
    def get(self) -> Data:
        """The teams of the own branch, for which plans can be made."""
        found = organisations.teams(access.actor().organisation_path)
        return {"teams": [{"id": team.id, "name": team.name} for team in found if team.active]}


def usual_tolerance() -> int:
    return access.settings().plan_tolerance_minutes


def dumped(roster: Roster) -> Data:
    return {**telling.dumped(roster), "history": queries.history(roster.id)}
