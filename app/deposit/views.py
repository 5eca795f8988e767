"""Deposits of phones that may not push any more, and filing what was kept."""

import contextlib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

from flask import Response, request
from flask.views import MethodView

from app import access, database
from app.accounts import actors, throttling
from app.accounts.models import Person
from app.accounts.throttling import Attempt, Throttle
from app.audit import operations as audit
from app.changes.items import Result
from app.database import db
from app.deposit import mending, operations, rescue, schemas, signed, tokens
from app.errors import Conflict, NotFound, TooLarge, UnsupportedMediaType, language
from app.interface import Blueprint
from app.messages import message
from app.photos import schemas as photo_schemas
from app.photos import tus, uploads
from app.photos import views as photos
from app.photos.storage import Folder, room_left
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


# ---------------------------------------------------------------- without a session
@deposit.route("/deposit")
class DepositView(MethodView):
    @deposit.arguments(schemas.DepositIn)
    @deposit.response(200, schemas.DepositOut)
    @deposit.alt_response(429, description="Too much of what this address sent was not signed by a phone of ours")
    def post(self, given: Data) -> Data:
        """Hand in signed changes. Nothing is read back but receipts; who their authors are now does not show."""
        at, attempt = access.now(), this_attempt()
        throttling.refuse_flood(attempt, throttle(), at=at)
        items = [own(item, given["device_id"]) for item in signed.checked(given["items"])]
        database.read_write()
        taking = operations.Taking(at, access.settings().field_key)
        answers = operations.take(items, taking)
        if None in items:
            throttling.note(attempt, at=at)
        photos = operations.tickets(items, answers, taking)
        db.session.commit()
        return {"server_time": at, "receipts": [receipt_facts(one) for one in answers], "photos": photos}


def own(item: signed.Signed | None, device_id: str) -> signed.Signed | None:
    return item if item and item.device_id == device_id else None


def receipt_facts(answer: operations.Answer) -> Data:
    receipt = operations.receipt_of(answer, access.settings().field_key)
    title, detail = message(answer.code or "not_deposited", language())
    error = {"code": answer.code, "message": f"{title}：{detail}"} if answer.code else None
    return {"change_id": answer.change_id, "receipt": receipt, "status": answer.status, "error": error}


def this_attempt() -> Attempt:
    """Counted by source alone: deposits name no account."""
    source = f"deposit {throttling.network(access.source())}"
    return Attempt("deposit", "deposit", source, known=True)


def throttle() -> Throttle:
    return Throttle(access.settings().sign_in_tries, access.settings().sign_in_minutes)


# ---------------------------------------------------------------- rescue files
MAX_RESCUE = 1024**3
OCTETS = "application/octet-stream"


@deposit.route("/deposit/rescue")
class RescueView(MethodView):
    @deposit.doc(requestBody={"required": True, "content": {OCTETS: {"schema": photo_schemas.BINARY}}})
    @deposit.response(200, schemas.RescueOut)
    @deposit.alt_response(409, description="This office has no key")
    @deposit.alt_response(422, description="Not a whole rescue file of this office; nothing was taken in")
    @deposit.alt_response(507, description="No room; nothing was taken in")
    def post(self) -> Data:
        """Hand in the rescue file of any phone of this office; who carries it cannot read it."""
        database.read_only()
        settings, at = access.settings(), access.now()
        if settings.office is None:
            raise Conflict("no_office_key")
        if request.mimetype != OCTETS:
            raise UnsupportedMediaType(expected=OCTETS)
        with kept_apart(settings.data_dir / "rescue") as path:
            rescue.verify(path, settings.office)
            done = rescue.rescued(path, settings.office, photos.folder(), at=at, key=settings.field_key)
        database.read_write()
        audit.record("rescue", by=access.actor(), at=at)
        db.session.commit()
        return done


@contextlib.contextmanager
def kept_apart(folder: Path) -> Iterator[Path]:
    """The request's body as a file that is gone afterwards. Raises StorageFull or TooLarge."""
    size = request.content_length or 0
    if size > MAX_RESCUE:
        raise TooLarge(limit="1 GB")
    Folder(folder).refuse_when_full(size)
    request.max_content_length = MAX_RESCUE
    path = folder / uuid4().hex
    try:
        with room_left(), path.open("xb") as file:
            while piece := request.stream.read(photos.CHUNK):
                file.write(piece)
        yield path
    finally:
        path.unlink(missing_ok=True)


# ---------------------------------------------------------------- photos by ticket
TICKET_IN: Data = photo_schemas.given(
    "X-Deposit-Ticket", "What the deposit answered for this photo", required=True, type="string", maxLength=1000
)


@deposit.after_request
def speak_tus(response: Response) -> Response:
    if "/uploads" in request.path:
        response.headers["Tus-Resumable"] = tus.VERSION
    return response


@deposit.route("/deposit/uploads")
class PhotosView(MethodView):
    @deposit.doc(
        parameters=[
            TICKET_IN,
            photo_schemas.VERSION_IN,
            photo_schemas.LENGTH_IN,
            photo_schemas.METADATA_IN,
            photo_schemas.CHECKSUM_IN,
        ],
        requestBody=photo_schemas.body(required=False),
    )
    @deposit.response(201, headers=photo_schemas.CREATED_OUT)
    @deposit.alt_response(404, description="No ticket for this photo")
    @deposit.alt_response(507, description="No room; nothing was filed")
    def post(self) -> Response:
        """Promise a photo that a deposit named, with its bytes or without, as `POST /uploads`."""
        photos.refuse_other_versions()
        ticket = ticket_of()
        promise = tus.promise(request.headers.get("Upload-Length"), request.headers.get("Upload-Metadata"))
        if (promise.photo_id, promise.record_id, promise.sha256) != (ticket.photo_id, ticket.record_id, ticket.sha256):
            raise NotFound
        sum_ = tus.checksum(request.headers.get("Upload-Checksum"))
        by = author_of(ticket)
        found = uploads.create(photos.folder(), promise, photos.body(), sum_, by=by, at=access.now())
        photos.look_later(found, promise.photo_id)
        where = f"/api/v1/deposit/uploads/{promise.photo_id}"
        return Response(status=201, headers={"Location": where, "Upload-Offset": str(found.offset)})


@deposit.route("/deposit/uploads/<uuid:photo_id>")
class PhotoView(MethodView):
    @deposit.doc(parameters=[TICKET_IN, photo_schemas.VERSION_IN])
    @deposit.response(200, headers=photo_schemas.PROGRESS_OUT)
    @deposit.alt_response(404, description="No ticket for this photo")
    def head(self, photo_id: UUID) -> Response:
        """How many bytes of it are safe here."""
        photos.refuse_other_versions()
        by = author_of(ticket_of(photo_id))
        found = uploads.progress(photos.folder(), photo_id, by=by, at=access.now())
        photos.look_later(found, photo_id)
        offsets = {"Upload-Offset": str(found.offset), "Upload-Length": str(found.size)}
        return Response(status=200, headers={**offsets, "Cache-Control": "no-store"})

    @deposit.doc(
        parameters=[TICKET_IN, photo_schemas.VERSION_IN, photo_schemas.OFFSET_IN, photo_schemas.CHECKSUM_IN],
        requestBody=photo_schemas.body(required=True),
    )
    @deposit.response(204, headers=photo_schemas.RECEIVED_OUT)
    @deposit.alt_response(404, description="No ticket for this photo")
    @deposit.alt_response(409, description="Not where the file ends")
    @deposit.alt_response(507, description="No room; what was here before stays")
    def patch(self, photo_id: UUID) -> Response:
        """Send bytes of it from an offset on."""
        photos.refuse_other_versions()
        by = author_of(ticket_of(photo_id))
        offset = tus.number(request.headers.get("Upload-Offset"), "Upload-Offset")
        if request.mimetype != tus.MEDIA_TYPE:
            raise UnsupportedMediaType(expected=tus.MEDIA_TYPE)
        sum_ = tus.checksum(request.headers.get("Upload-Checksum"))
        found = uploads.resume(photos.folder(), photo_id, offset, photos.body(), sum_, by=by, at=access.now())
        photos.look_later(found, photo_id)
        return Response(status=204, headers={"Upload-Offset": str(found.offset)})


def ticket_of(photo_id: UUID | None = None) -> tokens.Ticket:
    """Raises NotFound for a ticket that is not ours, too old, or another photo's."""
    text = request.headers.get("X-Deposit-Ticket", "")
    ticket = tokens.ticket_in(text, access.settings().field_key, at=access.now())
    if photo_id is not None and ticket.photo_id != photo_id:
        raise NotFound
    return ticket


def author_of(ticket: tokens.Ticket) -> Any:
    author = actors.of_person(db.session.get_one(Person, ticket.author_id))
    return replace(author, device_id=ticket.device_id)
