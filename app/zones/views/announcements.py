"""Announcing, withdrawing, and the scanned document."""

from typing import Any
from uuid import UUID

from flask import Response
from flask.views import MethodView

from app import access
from app.database import db
from app.errors import NotFound
from app.organisations import queries as organisations
from app.zones import announcing, draft_queries, drafts, reevaluation, schemas
from app.zones.announcing import Announced
from app.zones.models import Announcement
from app.zones.views import bodies
from app.zones.views.drafts import dumped, sent, to_change
from app.zones.views.zones import zones

Data = dict[str, Any]
FILES = ["application/pdf", "image/jpeg", "image/png"]
A_FILE = {
    "description": "The file, byte for byte",
    "content": {mime: {"schema": schemas.BINARY} for mime in FILES},
}


def answered(found: Announced) -> Data:
    """After the commit: a boundary that was in force already is followed by the records since then."""
    version = found.version
    names = ("zone_id", "version", "valid_from", "valid_until")
    facts = {**{name: getattr(version, name) for name in names}, "version_id": version.id, "redecided": None}
    if found.since:
        report = reevaluation.reevaluate(found.since, by=access.actor(), at=access.now())
        facts["redecided"] = {"seen": report.seen, "moved": report.moved}
    return facts


@zones.route("/drafts/<uuid:draft_id>/announcement")
class AnnouncementView(MethodView):
    @zones.arguments(schemas.AnnounceIn)
    @zones.response(201, schemas.AnnouncedOut)
    @zones.alt_response(
        409, description="It is not checked, a check of today would not pass, or somebody has changed it since"
    )
    def post(self, given: Data, draft_id: UUID) -> Data:
        """Publish a checked draft whose announcement is filled in. In force already: the records since are decided anew."""
        draft = to_change(draft_id, given)
        found = announcing.announce(draft, given.get("corrects"), by=access.actor(), at=access.now())
        db.session.commit()
        return answered(found)


@zones.route("/<uuid:zone_id>/withdrawal")
class WithdrawalView(MethodView):
    @zones.arguments(schemas.AnnouncementIn)
    @zones.response(201, schemas.AnnouncedOut)
    @zones.alt_response(409, description="It is withdrawn already")
    def post(self, given: Data, zone_id: UUID) -> Data:
        """End a zone by an announcement; `effective_on` is the first day on which it is general zone."""
        zone = draft_queries.zone(access.actor().organisation_path, zone_id)
        found = announcing.withdraw(zone, given, by=access.actor(), at=access.now())
        db.session.commit()
        return answered(found)


@zones.route("/drafts/<uuid:draft_id>/scan")
class ScanView(MethodView):
    @zones.doc(responses={200: A_FILE})
    @zones.alt_response(410, description="The file is lost")
    def get(self, draft_id: UUID) -> Response:
        """The scanned announcement of a draft."""
        draft = draft_queries.draft(access.actor(), draft_id)
        return sent(draft.scan_sha256, draft.scan_name)

    @zones.arguments(schemas.ScanQuery, location="query")
    @zones.doc(requestBody=schemas.SCAN)
    @zones.response(200, schemas.DraftOut)
    @zones.alt_response(409, description="Somebody has changed it since, or it is announced or discarded")
    @zones.alt_response(413, description="More than 20 MB")
    @zones.alt_response(507, description="No room")
    def put(self, given: Data, draft_id: UUID) -> Data:
        """The scanned announcement: PDF, JPEG or PNG, at most 20 MB; the body is the file."""
        data = bodies.raw()
        draft, name = to_change(draft_id, given), bodies.printable(given["name"])
        drafts.attach_scan(draft, bodies.folder(), data, name, by=access.actor(), at=access.now())
        db.session.commit()
        return dumped(draft)

    @zones.arguments(schemas.RevisionQuery, location="query")
    @zones.response(200, schemas.DraftOut)
    @zones.alt_response(409, description="Somebody has changed it since, or it is announced or discarded")
    def delete(self, given: Data, draft_id: UUID) -> Data:
        """Take the scan off the draft; its bytes stay in the house."""
        draft = to_change(draft_id, given)
        drafts.detach_scan(draft, by=access.actor(), at=access.now())
        db.session.commit()
        return dumped(draft)


@zones.route("/announcements/<uuid:announcement_id>/scan")
class AnnouncedScanView(MethodView):
    @zones.doc(responses={200: A_FILE})
    @zones.alt_response(410, description="The file is lost")
    def get(self, announcement_id: UUID) -> Response:
        """The scanned document of an announcement, for everybody of the county."""
        found = db.session.get(Announcement, announcement_id)
        place = organisations.find(found.organisation_id) if found else None
        if found is None or place is None or not place.path.startswith(access.actor().reach):
            raise NotFound
        return sent(found.scan_sha256, found.scan_name)
