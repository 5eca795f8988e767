"""Photos: tus in, derivatives and audited originals out."""

from uuid import UUID

from flask import Response
from flask.views import MethodView
from flask_smorest import Blueprint

photos = Blueprint("photos", __name__, url_prefix="/api/v1", description="Photos")


@photos.route("/uploads")
class UploadsView(MethodView):
    def options(self) -> Response: ...

    def post(self) -> Response: ...


@photos.route("/uploads/<uuid:photo_id>")
class UploadView(MethodView):
    def options(self, photo_id: UUID) -> Response: ...

    def head(self, photo_id: UUID) -> Response: ...

    def patch(self, photo_id: UUID) -> Response: ...


@photos.route("/photos/<uuid:photo_id>/original")
class OriginalView(MethodView):
    def get(self, photo_id: UUID) -> Response: ...


@photos.route("/photos/<uuid:photo_id>/<int:size>")
class DerivativeView(MethodView):
    def get(self, photo_id: UUID, size: int) -> Response: ...
