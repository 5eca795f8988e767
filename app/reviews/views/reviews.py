"""The supervisors' work list."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from flask.views import MethodView

from app import access
from app.database import db
from app.errors import language
from app.interface import Blueprint
from app.messages import message
from app.photos.views import folder
from app.reviews import beside, chips, following, likeness, operations, queries, schemas
from app.reviews.models import ReviewItem
from app.zones.days import day_of

Data = dict[str, Any]
reviews = Blueprint("reviews", __name__, url_prefix="/api/v1/reviews", description="The supervisors' work list")
DECIDED = "Somebody has decided, or the record has changed since"
NOT_OWN = "One's own record"


@reviews.route("")
class ReviewsView(MethodView):
    @reviews.arguments(schemas.ReviewsQuery, location="query")
    @reviews.response(200, schemas.ReviewsOut)
    def get(self, given: Data) -> Data:
        """A tab of the work list, the most urgent first and of those the newest; `done` is what was decided today."""
        at = access.now()
        current = following.catch_up(at)
        items, cursor = queries.page(access.actor(), given, at)
        return {"items": items, "cursor": cursor, "behind": not current}


@reviews.route("/counts")
class CountsView(MethodView):
    @reviews.arguments(schemas.FiltersIn, location="query")
    @reviews.response(200, schemas.TabCountsOut)
    def get(self, given: Data) -> Data:
        """How many there are in each tab."""
        at = access.now()
        current = following.catch_up(at)
        found = queries.counts(access.actor(), given, at)
        return {"counts": found, "most": queries.MOST_COUNTED, "behind": not current}


@reviews.route("/return-reasons")
class ReturnReasonsView(MethodView):
    @reviews.response(200, schemas.ReturnReasonsOut)
    def get(self) -> Data:
        """What a record may be returned with, as short words; own words may stand beside them."""
        return {"reasons": chips.on(day_of(access.now()))}


@reviews.route("/<uuid:record_id>")
class ReviewView(MethodView):
    @reviews.response(200, schemas.WholeOut)
    def get(self, record_id: UUID) -> Data:
        """One record's review with near duplicates, decisions and re-checks."""
        following.catch_up(access.now())
        return whole(queries.item_for(access.actor(), record_id))


@reviews.route("/<uuid:record_id>/photos")
class PhotosView(MethodView):
    @reviews.response(200, schemas.BesideOut)
    def get(self, record_id: UUID) -> Data:
        """Photos to compare a record's own with: of re-checks, of what it was a re-check of, of what it looks like."""
        following.catch_up(access.now())
        actor = access.actor()
        return beside.beside(actor, queries.item_for(actor, record_id))


def whole(item: ReviewItem) -> Data:
    found = queries.whole(access.actor(), item)
    ids = [near["item"]["record_id"] for near in found["near"]]
    alike = likeness.to_others(item.record_id, ids, folder())
    return {**found, "near": [{**near, "alike": alike.get(near["item"]["record_id"])} for near in found["near"]]}


def decided(decide: Callable[[], ReviewItem]) -> Data:
    """The list is brought up to the log first: a decision on what has changed since is refused."""
    operations.prepare(access.now())
    item = decide()
    db.session.commit()
    return queries.whole(access.actor(), item)


@reviews.route("/<uuid:record_id>/acceptance")
class AcceptanceView(MethodView):
    @reviews.arguments(schemas.ItemRevisionIn)
    @reviews.response(200, schemas.WholeOut)
    @reviews.alt_response(403, description=NOT_OWN)
    @reviews.alt_response(409, description=DECIDED)
    def post(self, given: Data, record_id: UUID) -> Data:
        """Accept a record as it is."""
        return decided(
            lambda: operations.accept(record_id, given["revision"], by=access.actor(), at=access.now())
        )  # fmt: skip


@reviews.route("/<uuid:record_id>/return")
class ReturnView(MethodView):
    @reviews.arguments(schemas.ReturnIn)
    @reviews.response(200, schemas.WholeOut)
    @reviews.alt_response(403, description=NOT_OWN)
    @reviews.alt_response(409, description=DECIDED)
    def post(self, given: Data, record_id: UUID) -> Data:
        """Return a record to who recorded it; their phone learns it at its next sync."""
        return decided(lambda: operations.send_back(record_id, **given, by=access.actor(), at=access.now()))


@reviews.route("/<uuid:record_id>/merge")
class MergeView(MethodView):
    @reviews.arguments(schemas.MergeIn)
    @reviews.response(200, schemas.WholeOut)
    @reviews.alt_response(403, description=NOT_OWN)
    @reviews.alt_response(404, description="No such record in the own branch, or no such other one")
    @reviews.alt_response(409, description="Somebody has decided, the record has changed since, or the two do not fit")
    def post(self, given: Data, record_id: UUID) -> Data:
        """Say that a record is a duplicate of another one; both stay readable."""
        return decided(lambda: operations.merge(record_id, **given, by=access.actor(), at=access.now()))


@reviews.route("/<uuid:record_id>/separation")
class SeparationView(MethodView):
    @reviews.arguments(schemas.ItemRevisionIn)
    @reviews.response(200, schemas.WholeOut)
    @reviews.alt_response(403, description=NOT_OWN)
    @reviews.alt_response(409, description=DECIDED)
    def post(self, given: Data, record_id: UUID) -> Data:
        """Take a merge back."""
        return decided(lambda: operations.separate(record_id, **given, by=access.actor(), at=access.now()))


@reviews.route("/<uuid:record_id>/zone")
class ZoneView(MethodView):
    @reviews.arguments(schemas.ZoneIn)
    @reviews.response(200, schemas.WholeOut)
    @reviews.alt_response(403, description=NOT_OWN)
    @reviews.alt_response(409, description=DECIDED)
    def post(self, given: Data, record_id: UUID) -> Data:
        """Say whether an uncertain record lies in the key zone, and why. Position and computed certainty stay."""
        return decided(lambda: operations.rule_zone(record_id, **given, by=access.actor(), at=access.now()))


@reviews.route("/acceptances")
class AcceptancesView(MethodView):
    @reviews.arguments(schemas.AcceptancesIn)
    @reviews.response(200, schemas.AcceptancesOut)
    def post(self, given: Data) -> Data:
        """Accept several records; each is answered by itself."""
        at = access.now()
        operations.prepare(at)
        wanted = {one["record_id"]: one["revision"] for one in given["items"]}
        answers = operations.accept_all(list(wanted.items()), by=access.actor(), at=at)
        db.session.commit()
        return {"results": [told(record_id, error) for record_id, error in answers]}


def told(record_id: UUID, error: Any) -> Data:
    if error is None:
        return {"record_id": record_id, "accepted": True, "code": None, "detail": None}
    words = message(error.code, language(), **error.values)[1]
    return {"record_id": record_id, "accepted": False, "code": error.code, "detail": words}
