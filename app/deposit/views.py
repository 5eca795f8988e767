"""Deposits of phones that may not push any more, and filing what was kept."""

from typing import Any
from uuid import UUID

from flask.views import MethodView

from app import access
from app.changes.items import Result
from app.database import db
from app.deposit import mending, schemas
from app.interface import Blueprint
from app.quarantine import queries

Data = dict[str, Any]

deposit = Blueprint("deposit", __name__, url_prefix="/api/v1", description="Deposits")


@deposit.route("/quarantine/<uuid:change_id>/filing")
class FilingView(MethodView):
    @deposit.arguments(schemas.FilingIn)
    @deposit.response(200, schemas.FilingOut)
    @deposit.alt_response(409, description="Settled already")
    def post(self, given: Data, change_id: UUID) -> Result:
        """File what was kept, with these data in place of its own, as its author; the history names who did it."""
        item = queries.item(access.actor(), change_id)
        key = access.settings().field_key
        result = mending.file(item, given["data"], by=access.actor(), at=access.now(), key=key)
        db.session.commit()
        return result
