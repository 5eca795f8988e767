"""The key that a phone signs with."""

from typing import Any

from flask import request
from flask.views import MethodView

from app import access
from app.accounts import keys
from app.accounts.views import MAX_SESSION_BODY
from app.database import db
from app.evidence import operations, schemas
from app.interface import Blueprint

Data = dict[str, Any]

signing = Blueprint("signing", __name__, url_prefix="/api/v1/session", description="Signing in")


@signing.before_request
def refuse_long_bodies() -> None:
    request.max_content_length = MAX_SESSION_BODY


@signing.route("/key")
class KeyView(MethodView):
    @signing.arguments(schemas.KeyIn)
    @signing.response(200, schemas.KeyOut)
    @signing.alt_response(409, description="The session has no phone, or the key is another phone's or person's")
    def post(self, given: Data) -> Data:
        """Register the public key that this person signs with on this phone; again is harmless."""
        key_id = keys.register(given["public_key"], by=access.actor(), at=access.now())
        operations.key_registered(key_id)
        db.session.commit()
        return {"key_id": key_id}
