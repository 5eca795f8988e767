"""Photos: tus in, derivatives and audited originals out."""

import contextlib
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote
from uuid import UUID

from flask import Response, request, send_file
from flask.views import MethodView
from werkzeug.exceptions import ClientDisconnected

from app import access, database, lines
from app.audit import operations as audit
from app.database import db
from app.errors import NotFound, UnsupportedMediaType, language
from app.interface import Blueprint
from app.photos import captions, derivatives, images, queries, schemas, stamps, throttle, tus, uploads
from app.photos.errors import PhotoTooLarge
from app.photos.storage import Folder

photos = Blueprint("photos", __name__, url_prefix="/api/v1", description="Photos")

CHUNK = 64 * 1024
ENDINGS = {"image/jpeg": "jpg", "image/png": "png", "image/webp": "webp", "image/heic": "heic", "image/heif": "heif"}
FOR_GOOD = "private, max-age=31536000, immutable"
SANDBOX = "default-src 'none'; sandbox"


@photos.after_request
def speak_tus(response: Response) -> Response:
    """Every answer about an upload names the version, refusals included."""
    if "/uploads" in request.path:
        response.headers["Tus-Resumable"] = tus.VERSION
    return response


@photos.route("/uploads")
class UploadsView(MethodView):
    @photos.response(204, headers=schemas.ABILITIES_OUT)
    def options(self) -> Response:
        """What this server can do of tus."""
        return Response(status=204, headers=tus.ABILITIES)

    @photos.doc(
        parameters=[schemas.VERSION_IN, schemas.LENGTH_IN, schemas.METADATA_IN, schemas.CHECKSUM_IN],
        requestBody=schemas.body(required=False),
    )
    @photos.response(201, headers=schemas.CREATED_OUT, description="Filed; the body, if there was one, was taken")
    @photos.alt_response(403, description="The record is somebody else's")
    @photos.alt_response(409, description="The id is taken")
    @photos.alt_response(412, description="Another version of tus")
    @photos.alt_response(413, description="More than 40 MB")
    @photos.alt_response(422, description="The bytes are not the promised ones; they may be sent again from 0")
    @photos.alt_response(429, description="Too many uploads of this person are under way")
    @photos.alt_response(507, description="No room; nothing was filed")
    def post(self) -> Response:
        """Promise a photo, with its bytes or without. Promising it twice is harmless."""
        refuse_other_versions()
        promise = tus.promise(request.headers.get("Upload-Length"), request.headers.get("Upload-Metadata"))
        sum_ = tus.checksum(request.headers.get("Upload-Checksum"))
        found = uploads.create(folder(), promise, body(), sum_, by=access.actor(), at=access.now())
        look_later(found, promise.photo_id)
        where = f"/api/v1/uploads/{promise.photo_id}"
        return Response(status=201, headers={"Location": where, "Upload-Offset": str(found.offset)})


@photos.route("/uploads/<uuid:photo_id>")
class UploadView(MethodView):
    @photos.response(204, headers=schemas.ABILITIES_OUT)
    def options(self, photo_id: UUID) -> Response:
        """What this server can do of tus."""
        return Response(status=204, headers=tus.ABILITIES)

    @photos.doc(parameters=[schemas.VERSION_IN])
    @photos.response(200, headers=schemas.PROGRESS_OUT)
    @photos.alt_response(404, description="No upload of one's own")
    def head(self, photo_id: UUID) -> Response:
        """How many bytes of a photo are safe here."""
        refuse_other_versions()
        found = uploads.progress(folder(), photo_id, by=access.actor(), at=access.now())
        look_later(found, photo_id)
        offsets = {"Upload-Offset": str(found.offset), "Upload-Length": str(found.size)}
        return Response(status=200, headers={**offsets, "Cache-Control": "no-store"})

    @photos.doc(
        parameters=[schemas.VERSION_IN, schemas.OFFSET_IN, schemas.CHECKSUM_IN], requestBody=schemas.body(required=True)
    )
    @photos.response(204, headers=schemas.RECEIVED_OUT)
    @photos.alt_response(404, description="No upload of one's own")
    @photos.alt_response(409, description="Not where the file ends; `Upload-Offset` says where that is")
    @photos.alt_response(412, description="Another version of tus")
    @photos.alt_response(422, description="The bytes are not the promised ones; they may be sent again from 0")
    @photos.alt_response(460, description="The body is not what its checksum says, and was discarded")
    @photos.alt_response(507, description="No room; what was here before stays")
    def patch(self, photo_id: UUID) -> Response:
        """Send bytes from an offset on."""
        refuse_other_versions()
        offset = tus.number(request.headers.get("Upload-Offset"), "Upload-Offset")
        if request.mimetype != tus.MEDIA_TYPE:
            raise UnsupportedMediaType(expected=tus.MEDIA_TYPE)
        sum_ = tus.checksum(request.headers.get("Upload-Checksum"))
        found = uploads.resume(folder(), photo_id, offset, body(), sum_, by=access.actor(), at=access.now())
        look_later(found, photo_id)
        return Response(status=204, headers={"Upload-Offset": str(found.offset)})


@photos.route("/photos/<uuid:photo_id>/original")
class OriginalView(MethodView):
    @photos.response(200, schemas.BINARY, content_type=images.UNKNOWN)
    @photos.alt_response(404, description="No such photo in scope, or not complete")
    def get(self, photo_id: UUID) -> Response:
        """The untouched original as an attachment; each reading is audited."""
        by, at = access.actor(), access.now()
        photo = queries.complete(photo_id, by)
        path, name, branch = folder().original(photo_id), names(photo), photo.organisation_path
        with database.writing():
            audit.record("photo_original_read", by=by, at=at, subject=("photo", photo_id), branch=branch)
        answer = send_file(path, mimetype=images.UNKNOWN, conditional=False, etag=False)
        answer.headers |= {"Content-Disposition": name, "Content-Security-Policy": SANDBOX, "Cache-Control": "no-store"}
        return answer


@photos.route("/photos/<uuid:photo_id>/stamped")
class StampedView(MethodView):
    @photos.response(200, schemas.BINARY, content_type="image/jpeg")
    @photos.alt_response(404, description="No such photo in scope, or not complete")
    @photos.alt_response(422, description="No picture can be made of these bytes")
    def get(self, photo_id: UUID) -> Response:
        """A copy with time, place, team, number and a QR code beneath the picture, made now; each reading is audited."""
        by, at = access.actor(), access.now()
        photo = queries.complete(photo_id, by)
        path, name, branch = folder().original(photo_id), names(photo, copy=True), photo.organisation_path
        stamp = stamps.Stamp(captions.lines(photo, language()), f"{request.host_url}verify/{photo_id}")
        with database.writing():
            audit.record("photo_stamped_read", by=by, at=at, subject=("photo", photo_id), branch=branch)
        with derivatives.decoding():
            answer = Response(stamps.stamped(path, stamp), mimetype="image/jpeg")
        answer.headers |= {"Content-Disposition": name, "Content-Security-Policy": SANDBOX, "Cache-Control": "no-store"}
        return answer


@photos.route("/photos/<uuid:photo_id>/verification")
class VerificationView(MethodView):
    @photos.arguments(schemas.VerificationIn)
    @photos.response(200, schemas.VerificationOut)
    @photos.alt_response(429, description="Asked too often")
    def post(self, given: dict[str, Any], photo_id: UUID) -> dict[str, Any]:
        """Whether a file with this hash is the one that was recorded under this number, and nothing else. For anybody."""
        throttle.refuse_flood(access.source())
        return {"same": queries.has_hash(photo_id, given["sha256"])}


@photos.route("/photos/<uuid:photo_id>/<int:size>", parameters=[schemas.SIZE_IN])
class DerivativeView(MethodView):
    @photos.response(200, schemas.BINARY, content_type="image/jpeg")
    @photos.alt_response(304, description="The copy at hand is good")
    @photos.alt_response(404, description="No such photo in scope, not complete, or no such size")
    @photos.alt_response(422, description="No picture can be made of these bytes")
    def get(self, photo_id: UUID, size: int) -> Response:
        """A photo made small (320 or 1280 pixels), upright, without metadata."""
        if size not in images.SIZES:
            raise NotFound
        tag = f"{queries.complete(photo_id, access.actor()).sha256[:32]}-{size}"
        db.session.rollback()  # it may take a while
        path = derivatives.derivative(folder(), photo_id, size)
        answer = send_file(path, mimetype="image/jpeg", etag=tag, conditional=True)
        answer.headers |= {"Cache-Control": FOR_GOOD, "Content-Security-Policy": SANDBOX, "Vary": "Cookie"}
        return answer


# ---------------------------------------------------------------- the request
def folder() -> Folder:
    return Folder(access.settings().photo_dir)


def refuse_other_versions() -> None:
    if request.headers.get("Tus-Resumable") != tus.VERSION:
        raise tus.WrongVersion


def body() -> Iterator[bytes]:
    """The request's bytes in pieces. Raises UnsupportedMediaType or PhotoTooLarge at once."""
    if (request.content_length or 0) > tus.MAX_BYTES:
        raise PhotoTooLarge(limit=f"{tus.MAX_BYTES // 1024**2} MB")
    empty = not request.content_length and "chunked" not in request.headers.get("Transfer-Encoding", "")
    if not empty and request.mimetype != tus.MEDIA_TYPE:
        raise UnsupportedMediaType(expected=tus.MEDIA_TYPE)
    request.max_content_length = tus.MAX_BYTES
    return pieces()


def pieces() -> Iterator[bytes]:
    """A line that breaks just ends them: what has come counts, and the phone goes on from there."""
    with contextlib.suppress(OSError, ClientDisconnected):
        lines.allow(CHUNK)
        while piece := request.stream.read(CHUNK):
            yield piece
            lines.allow(CHUNK)


def look_later(found: uploads.Progress, photo_id: UUID) -> None:
    if found.fresh:
        derivatives.later(folder(), photo_id)


def names(photo: Any, *, copy: bool = False) -> str:
    """A generated name, in ASCII and in words; what the phone called its file appears nowhere."""
    day, ending = photo.captured_text[:10], "jpg" if copy else ENDINGS.get(photo.mime, "bin")
    kind, called = ("stamped", "加印副本") if copy else ("photo", "照片")
    words = quote(f"犬巡{called}-{day}-{photo.id}.{ending}")
    return f"attachment; filename=\"{kind}-{day}-{photo.id}.{ending}\"; filename*=UTF-8''{words}"
