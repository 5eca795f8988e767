"""Boards for supervisors."""

from typing import Any

import orjson
from flask import Response
from flask.views import MethodView

from app import access
from app.figures import boards, lists, places, points, schemas, spots
from app.figures.periods import Period
from app.interface import Blueprint
from app.maps.views import live
from app.organisations import queries as organisations
from app.organisations.models import Organisation
from app.zones.days import day_of

Data = dict[str, Any]
figures = Blueprint("figures", __name__, url_prefix="/api/v1/figures", description="Boards")


def asked(given: Data) -> tuple[Period, Organisation]:
    """The days and the organisation that a board is of. Raises NotFound for another branch's."""
    actor = access.actor()
    root = organisations.within(actor.organisation_path, given.get("organisation") or actor.organisation_id)
    today = day_of(access.now())
    return Period(given.get("day") or today, given["span"], today), root


@figures.route("/board")
class BoardView(MethodView):
    @figures.arguments(schemas.BoardQuery, location="query")
    @figures.response(200, schemas.BoardOut)
    def get(self, given: Data) -> Response:
        """Counts of a day, a week or a month, against the time before; every one opens its records."""
        made = boards.board(live(), access.actor(), *asked(given), access.now())
        # 500 lines: field by field it takes a third longer
        return Response(orjson.dumps(made), mimetype="application/json")


@figures.route("/patrols")
class PatrolsView(MethodView):
    @figures.arguments(schemas.LineQuery, location="query")
    @figures.response(200, schemas.WalkedPatrolsOut)
    def get(self, given: Data) -> Data:
        """The patrols that a number of the board counts, the newest first."""
        period, root = asked(given)
        line = places.line_of(root, given.get("place"), given.get("team"))
        return {**headed(period, root, line), "patrols": lists.patrols(access.actor(), period, root, line)}


@figures.route("/rounds")
class RoundsView(MethodView):
    @figures.arguments(schemas.LineQuery, location="query")
    @figures.response(200, schemas.PlannedRoundsOut)
    def get(self, given: Data) -> Data:
        """The planned rounds that a number of the board counts, by day and time, with the patrols walked for them."""
        period, root = asked(given)
        line = places.line_of(root, given.get("place"), given.get("team"))
        return {**headed(period, root, line), "rounds": lists.rounds(access.actor(), period, root, line, access.now())}


@figures.route("/points")
class PointsView(MethodView):
    @figures.arguments(schemas.PointsQuery, location="query")
    @figures.response(200, schemas.MorningPointsOut)
    def get(self, given: Data) -> Data:
        """What mornings left open, as a number of the board counts it, the newest first, and what was seen of it again."""
        period, root = asked(given)
        line = places.line_of(root, given.get("place"), given.get("team"))
        found = points.points(live().now(), access.actor(), period, root, line, given.get("zone"))
        return {**headed(period, root, line), "points": found}


@figures.route("/rechecks")
class AskedRechecksView(MethodView):
    @figures.arguments(schemas.LineQuery, location="query")
    @figures.response(200, schemas.AskedRechecksOut)
    def get(self, given: Data) -> Data:
        """The re-checks that supervisors asked for, as a number of the board counts them, by the day they are due."""
        period, root = asked(given)
        line = places.line_of(root, given.get("place"), given.get("team"))
        return {
            **headed(period, root, line),
            "rechecks": points.asked(access.actor(), period, root, line, access.now()),
        }


def headed(period: Period, root: Organisation, line: places.Line) -> Data:
    first, behind = period.stretch
    return {"from": first, "to": behind, "organisation": root, "place": line.place}


@figures.route("/spots")
class ControlledSpotsView(MethodView):
    @figures.response(200, schemas.ControlledSpotsOut)
    def get(self) -> Data:
        """Spots under regular control: incidents inside and patrols that left a trace there, in 7 and in 30 days."""
        return {"spots": spots.board(live().now(), access.actor(), day_of(access.now()))}
