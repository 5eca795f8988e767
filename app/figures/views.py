"""Boards for supervisors."""

from typing import Any

from flask.views import MethodView

from app import access
from app.figures import boards, schemas, spots
from app.figures.periods import Period
from app.interface import Blueprint
from app.maps.views import live
from app.organisations import queries as organisations
from app.zones.days import day_of

figures = Blueprint("figures", __name__, url_prefix="/api/v1/figures", description="Boards")


@figures.route("/board")
class BoardView(MethodView):
    @figures.arguments(schemas.BoardQuery, location="query")
    @figures.response(200, schemas.BoardOut)
    def get(self, given: dict[str, Any]) -> dict[str, Any]:
        """Counts of a day, a week or a month, against the time before; every one opens its records on the map."""
        actor = access.actor()
        root = organisations.within(actor.organisation_path, given.get("organisation") or actor.organisation_id)
        period = Period(given.get("day") or day_of(access.now()), given["span"])
        return boards.board(live().now(), actor, period, root, access.now())


@figures.route("/spots")
class ControlledSpotsView(MethodView):
    @figures.response(200, schemas.ControlledSpotsOut)
    def get(self) -> dict[str, Any]:
        """Spots under regular control: incidents inside and patrols that left a trace there, in 7 and in 30 days."""
        return {"spots": spots.board(live().now(), access.actor(), day_of(access.now()))}
