"""Re-checks, and the evening's list."""

from typing import Any
from uuid import UUID

from flask.views import MethodView

from app import access
from app.accounts import queries as accounts
from app.accounts.permissions import BRANCH
from app.accounts.scope import Actor
from app.database import db
from app.errors import NotFound
from app.interface import Blueprint
from app.reviews import evening, following, operations, queries, schemas
from app.reviews import rechecks as work
from app.reviews.models import Recheck
from app.zones.days import day_of
from geo.positions import LonLat

Data = dict[str, Any]
rechecks = Blueprint("rechecks", __name__, url_prefix="/api/v1/rechecks", description="Places to look at again")


@rechecks.route("")
class RechecksView(MethodView):
    @rechecks.arguments(schemas.RechecksQuery, location="query")
    @rechecks.response(200, schemas.RechecksOut)
    def get(self, given: Data) -> Data:
        """Re-checks in scope, by the day they are due: for teams their own, for supervisors those of the branch."""
        found = queries.rechecks(access.actor(), given, day_of(access.now()))
        return {"rechecks": found, "cursor": found[-1].id if len(found) == given["limit"] else None}

    @rechecks.arguments(schemas.AssignIn)
    @rechecks.response(201, schemas.RecheckOut)
    @rechecks.alt_response(404, description="No such record or team in the own branch")
    @rechecks.alt_response(409, description="The record was withdrawn")
    def post(self, given: Data) -> Recheck:
        """Ask a team to look again; its phones learn it at their next sync."""
        at = access.now()
        operations.prepare(at)
        recheck = work.assign(**given, by=access.actor(), at=at)
        db.session.commit()
        return recheck


@rechecks.route("/<uuid:recheck_id>/cancellation")
class CancellationView(MethodView):
    @rechecks.arguments(schemas.CancelIn)
    @rechecks.response(200, schemas.RecheckOut)
    @rechecks.alt_response(409, description="It is done, or cancelled already")
    def post(self, given: Data, recheck_id: UUID) -> Recheck:
        """Call a re-check off, with a reason."""
        recheck = work.cancel(recheck_id, **given, by=access.actor(), at=access.now())
        db.session.commit()
        return recheck


@rechecks.route("/evening")
class EveningView(MethodView):
    @rechecks.arguments(schemas.EveningQuery, location="query")
    @rechecks.response(200, schemas.EveningOut)
    def get(self, given: Data) -> Data:
        """What the morning left open for a team, in walking order (docs/reviews.md)."""
        actor, at = access.actor(), access.now()
        teams = teams_of(actor, given.get("team_id"))
        following.catch_up(at)
        start = LonLat(given["lon"], given["lat"]) if {"lon", "lat"} <= given.keys() else None
        return {"points": evening.points(actor, teams, given.get("day") or day_of(at), start)}


def teams_of(actor: Actor, team_id: UUID | None) -> list[UUID]:
    """The asked one, when it is one's own or of one's branch; else all one's own. Raises NotFound."""
    if team_id is None:
        return sorted(actor.team_ids)
    if team_id not in actor.team_ids:
        if BRANCH not in actor.width("recheck"):
            raise NotFound
        accounts.team(actor.organisation_path, team_id)
    return [team_id]
