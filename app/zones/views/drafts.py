"""Drafts of boundaries: drawing, checking, confirming; what they would change."""

from typing import Any
from uuid import UUID

from flask import Response, send_file
from flask.views import MethodView

from app import access
from app.database import db
from app.errors import Conflict, NotFound, language
from app.organisations import queries as organisations
from app.zones import affected, checking, draft_queries, drafts, schemas
from app.zones.days import day_of
from app.zones.files import BYTES, ENDINGS
from app.zones.models import ZoneDraft, ZoneFile
from app.zones.views import bodies
from app.zones.views.zones import zones

Data = dict[str, Any]
SANDBOX = "default-src 'none'; sandbox"


def dumped(draft: ZoneDraft) -> Data:
    names = organisations.by_ids(draft_queries.mentioned([draft]))
    facts = draft_queries.facts(draft, names)
    return {**facts, "findings": checking.worded(facts["findings"], language())}


def to_change(draft_id: UUID, given: Data) -> ZoneDraft:
    return draft_queries.draft_to_change(access.actor(), draft_id, given.pop("revision"))


def sent(sha256: str | None, name: str | None) -> Response:
    """A kept file as a download; nothing in it runs."""
    if sha256 is None or (found := db.session.get(ZoneFile, sha256)) is None:
        raise NotFound
    ending = ENDINGS.get(found.mime)
    answer = send_file(
        bodies.folder().read(sha256),
        mimetype=found.mime,
        as_attachment=True,
        download_name=name or f"{sha256[:12]}.{ending}",
    )
    answer.headers["Content-Security-Policy"] = SANDBOX
    return answer


@zones.route("/drafts")
class DraftsView(MethodView):
    @zones.arguments(schemas.DraftsQuery, location="query")
    @zones.response(200, schemas.DraftsOut)
    def get(self, given: Data) -> Data:
        """Drafts of the own branch, without their boundaries, newest change first; open ones by default."""
        states = draft_queries.OPEN if given["state"] == "open" else [given["state"]]
        found = draft_queries.drafts(access.actor(), states)
        names = organisations.by_ids(draft_queries.mentioned(found))
        return {"drafts": [draft_queries.summary(one, names) for one in found]}

    @zones.arguments(schemas.DraftIn)
    @zones.response(201, schemas.DraftOut)
    @zones.alt_response(404, description="No such zone in the own branch")
    @zones.alt_response(409, description="Too many open drafts")
    def post(self, given: Data) -> Data:
        """A draft of a new zone or of a new version; its boundary may follow."""
        draft = drafts.create(
            {name: value for name, value in given.items() if name != "source"}, by=access.actor(), at=access.now()
        )
        db.session.commit()
        return dumped(draft)


@zones.route("/drafts/<uuid:draft_id>")
class DraftView(MethodView):
    @zones.response(200, schemas.DraftOut)
    def get(self, draft_id: UUID) -> Data:
        """One draft with its boundary, its findings and what of its announcement is filled in."""
        return dumped(draft_queries.draft(access.actor(), draft_id))

    @zones.arguments(schemas.DraftPatch)
    @zones.response(200, schemas.DraftOut)
    @zones.alt_response(409, description="Somebody has changed it since, or it is announced or discarded")
    def patch(self, given: Data, draft_id: UUID) -> Data:
        """Write some fields. A changed boundary takes a checked draft back; what was confirmed held for the other one."""
        draft = to_change(draft_id, given)
        drafts.change(draft, given, by=access.actor(), at=access.now())
        db.session.commit()
        return dumped(draft)


@zones.route("/drafts/<uuid:draft_id>/check")
class CheckView(MethodView):
    @zones.arguments(schemas.RevisionIn)
    @zones.response(200, schemas.DraftOut)
    @zones.alt_response(409, description="Somebody has changed it since, or it is announced or discarded")
    def post(self, given: Data, draft_id: UUID) -> Data:
        """Run all checks. `checked` when nothing refuses it and all that asks is confirmed; else `draft`, with the findings."""
        draft = to_change(draft_id, given)
        checking.run(draft, by=access.actor(), at=access.now())
        db.session.commit()
        return dumped(draft)


@zones.route("/drafts/<uuid:draft_id>/confirmation")
class ConfirmationView(MethodView):
    @zones.arguments(schemas.ConfirmIn)
    @zones.response(200, schemas.DraftOut)
    @zones.alt_response(409, description="Somebody has changed it since, or it is announced or discarded")
    def post(self, given: Data, draft_id: UUID) -> Data:
        """Confirm findings of severity `confirm` by their codes; checks again."""
        draft = to_change(draft_id, given)
        checking.confirm(draft, given["codes"], by=access.actor(), at=access.now())
        db.session.commit()
        return dumped(draft)


@zones.route("/drafts/<uuid:draft_id>/repair")
class RepairView(MethodView):
    @zones.arguments(schemas.RepairIn)
    @zones.response(200, schemas.DraftOut)
    @zones.alt_response(409, description="No repair was proposed, or somebody has changed it since")
    def post(self, given: Data, draft_id: UUID) -> Data:
        """Take the repair that the last check proposed; who did is kept."""
        draft = to_change(draft_id, given)
        drafts.repaired(draft, given["code"], by=access.actor(), at=access.now())
        db.session.commit()
        return dumped(draft)


def put(draft_id: UUID, given: Data, move: str) -> Data:
    draft = to_change(draft_id, given)
    drafts.put(draft, move, by=access.actor(), at=access.now())
    db.session.commit()
    return dumped(draft)


@zones.route("/drafts/<uuid:draft_id>/reopening")
class ReopeningView(MethodView):
    @zones.arguments(schemas.RevisionIn)
    @zones.response(200, schemas.DraftOut)
    @zones.alt_response(409, description="It is not checked, or somebody has changed it since")
    def post(self, given: Data, draft_id: UUID) -> Data:
        """Back from checked to draft."""
        return put(draft_id, given, "reopen")


@zones.route("/drafts/<uuid:draft_id>/discarding")
class DiscardingView(MethodView):
    @zones.arguments(schemas.RevisionIn)
    @zones.response(200, schemas.DraftOut)
    @zones.alt_response(409, description="It is announced, or somebody has changed it since")
    def post(self, given: Data, draft_id: UUID) -> Data:
        """Put it away; nothing of it is deleted."""
        return put(draft_id, given, "discard")


@zones.route("/drafts/<uuid:draft_id>/restoring")
class RestoringView(MethodView):
    @zones.arguments(schemas.RevisionIn)
    @zones.response(200, schemas.DraftOut)
    @zones.alt_response(409, description="It is not discarded, or somebody has changed it since")
    def post(self, given: Data, draft_id: UUID) -> Data:
        """Bring a discarded one back."""
        return put(draft_id, given, "restore")


@zones.route("/drafts/<uuid:draft_id>/affected")
class AffectedView(MethodView):
    @zones.arguments(schemas.AffectedQuery, location="query")
    @zones.response(200, schemas.AffectedOut)
    @zones.alt_response(409, description="There is no boundary yet that could be announced")
    def get(self, given: Data, draft_id: UUID) -> Data:
        """Records of the last days (90) that lie inside, and those that would lie elsewhere, newest first."""
        by, at = access.actor(), access.now()
        draft = draft_queries.draft(by, draft_id)
        polygon = checking.found_in(draft, at=at).polygon
        if polygon is None:
            raise Conflict("zone_not_drawn")
        found = affected.by_draft(draft, polygon, draft.effective_on or day_of(at), given["days"], by=by, at=at)
        first, last = given["cursor"], given["cursor"] + given["limit"]
        counts = {name: getattr(found, name) for name in ("since", "seen", "inside", "uncertain", "redecided")}
        more = last if last < len(found.elsewhere) else None
        return {
            **counts,
            "days": given["days"],
            "elsewhere": len(found.elsewhere),
            "records": found.elsewhere[first:last],
            "cursor": more,
        }


@zones.route("/drafts/<uuid:draft_id>/source")
class SourceView(MethodView):
    @zones.response(200, content_type=BYTES, schema={"type": "string", "format": "binary"})
    @zones.alt_response(410, description="The file is lost")
    def get(self, draft_id: UUID) -> Response:
        """The file that it was imported from, byte for byte."""
        source = draft_queries.facts_of_source(draft_queries.draft(access.actor(), draft_id))
        file = source.get("file", {})
        return sent(file.get("sha256"), file.get("name"))
