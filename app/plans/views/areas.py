"""Reading, making, correcting and ending patrol areas."""

from datetime import date
from typing import Any
from uuid import UUID

from flask.views import MethodView

from app import access
from app.database import db
from app.places.schemas import EndIn
from app.plans import areas, queries, revisions, schemas, telling
from app.plans.models import PatrolArea
from app.plans.rounds import ONE_DAY
from app.plans.views.blueprint import plans
from app.zones.days import day_of

Data = dict[str, Any]


def days_of(given: Data) -> tuple[date, date]:
    """The first day asked for and the one behind the last; today without any."""
    today = day_of(access.now())
    first = given.get("first") or min(today, given.get("last") or today)
    return first, (given.get("last") or max(first, today)) + ONE_DAY


@plans.route("/areas")
class AreasView(MethodView):
    @plans.arguments(schemas.AreasQuery, location="query")
    @plans.response(200, schemas.AreasOut)
    def get(self, given: Data) -> Data:
        """Patrol areas that hold on some days (today), by name."""
        found = queries.areas(access.actor(), given, *days_of(given))
        return {"areas": [telling.dumped(area) for area in found]}

    @plans.arguments(schemas.AreaIn)
    @plans.response(201, schemas.AreaOut)
    @plans.alt_response(409, description="The id is another area's")
    def post(self, given: Data) -> Data:
        """Make an area."""
        made = areas.create(given, by=access.actor(), at=access.now())
        db.session.commit()
        return dumped(made)


@plans.route("/areas/<uuid:area_id>")
class AreaView(MethodView):
    @plans.response(200, schemas.AreaOut)
    def get(self, area_id: UUID) -> Data:
        """One area, also one that has ended, with its history."""
        return dumped(queries.one(PatrolArea, access.actor(), area_id))

    @plans.arguments(schemas.AreaPatch)
    @plans.response(200, schemas.AreaOut)
    @plans.alt_response(409, description="Somebody has changed it since")
    def patch(self, given: Data, area_id: UUID) -> Data:
        """Correct some fields; what stood there before stays in its history."""
        area = queries.to_change(PatrolArea, access.actor(), area_id, given.pop("revision"))
        if areas.change(area, given, by=access.actor(), at=access.now()):
            revisions.publish(queries.of_area(area.id), at=access.now())
        db.session.commit()
        return dumped(area)


@plans.route("/areas/<uuid:area_id>/ending")
class AreaEndingView(MethodView):
    @plans.arguments(EndIn)
    @plans.response(200, schemas.AreaOut)
    @plans.alt_response(409, description="Somebody has changed it since")
    def post(self, given: Data, area_id: UUID) -> Data:
        """End it on a day: from then on nothing is planned there, whatever its rosters say."""
        area = queries.to_change(PatrolArea, access.actor(), area_id, given["revision"])
        revisions.ended(area, given["valid_until"], given["reason"], by=access.actor(), at=access.now())
        revisions.publish(queries.of_area(area.id), at=access.now())
        db.session.commit()
        return dumped(area)


def dumped(area: PatrolArea) -> Data:
    return {**telling.dumped(area), "history": queries.history(area.id)}
