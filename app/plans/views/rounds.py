"""Planned rounds."""

from typing import Any

from flask.views import MethodView

from app import access
from app.plans import queries, schemas, walking
from app.plans.rounds import planned
from app.plans.views.areas import days_of
from app.plans.views.blueprint import plans

Data = dict[str, Any]


@plans.route("/rounds")
class RoundsView(MethodView):
    @plans.arguments(schemas.RoundsQuery, location="query")
    @plans.response(200, schemas.RoundsOut)
    def get(self, given: Data) -> Data:
        """What is planned on some days (today), and the patrols that were walked for it; by day and time."""
        actor, (first, behind) = access.actor(), days_of(given)
        rounds = planned(queries.rosters(actor, given, first, behind), first, behind)
        return {"rounds": walking.told(walking.walked(rounds), actor, access.now())}
