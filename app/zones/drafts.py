"""Drawing, filling in, and putting away drafts. What a check says stands in `checking.py`, what follows in `announcing.py`."""

import json
from datetime import datetime
from typing import Any
from uuid import uuid4

from app.accounts.scope import Actor
from app.audit import operations as audit
from app.database import db
from app.errors import Conflict, Invalid
from app.organisations import queries as organisations
from app.organisations.models import Organisation
from app.zones import draft_queries, files
from app.zones.life import after
from app.zones.models import ZoneDraft

Data = dict[str, Any]
DRAWN = ("boundary",)
FILLED = ("name", "seat_id", "number", "announced_on", "effective_on", "text")
MOST_BOUNDARY = 6 * 1024 * 1024
"""Characters of GeoJSON: some 150,000 vertices, more than a check lets pass."""
MOST_OPEN = 300
"""Open drafts of one county."""


def create(given: Data, *, by: Actor, at: datetime, action: str = "zone_draft_created", **detail: Any) -> ZoneDraft:
    """A draft of a new zone, or of a new version of `zone_id`, which begins as its last version is. Raises NotFound, Invalid."""
    of = draft_queries.zone(by.organisation_path, given["zone_id"]) if given.get("zone_id") else None
    last = draft_queries.last_version(of.id) if of and "boundary" not in given else None
    home = county(of.organisation_id if of else given.get("organisation_id"), by)
    _refuse_too_many(by, home)
    draft = ZoneDraft(
        id=uuid4(),
        zone_id=of.id if of else None,
        name=of.name if of else _name(given),
        level="key",
        organisation_id=home.id,
        organisation_path=home.path,
        seat_id=of.seat_id if of else _seat(given.get("seat_id"), home),
        state="draft",
        revision=1,
        boundary=last.geojson if last else _text_of(given.get("boundary")),
        text=last.announcement.text if last else None,
        source=given.get("source"),
        confirmed="[]",
        created_at=at,
        created_by_id=by.id,
        created_by=by.name,
        updated_at=at,
        updated_by_id=by.id,
        updated_by=by.name,
    )
    db.session.add(draft)
    db.session.flush()
    note(action, draft, by=by, at=at, **detail, **({"version": last.version} if last else {}))
    return draft


def change(draft: ZoneDraft, given: Data, *, by: Actor, at: datetime) -> None:
    """Write the fields that are given; a changed boundary takes a draft back to the beginning. Raises Conflict, Invalid."""
    if draft.zone_id and ("name" in given or "seat_id" in given):
        raise Invalid(
            "zone_keeps_its_name", fields={name: "zone_keeps_its_name" for name in given if name != "boundary"}
        )
    values = {name: value for name, value in given.items() if name in (*DRAWN, *FILLED)}
    if "seat_id" in values:
        values["seat_id"] = _seat(values["seat_id"], county(draft.organisation_id, by))
    if "boundary" in values:
        values["boundary"] = _text_of(values["boundary"])
    changed = [name for name, value in values.items() if getattr(draft, name) != value]
    move(draft, "draw" if "boundary" in changed else "fill", by=by, at=at)
    for name in changed:
        setattr(draft, name, values[name])
    if "boundary" in changed:
        draft.findings = None
    if changed:
        note("zone_draft_changed", draft, by=by, at=at, fields=sorted(changed))


def put(draft: ZoneDraft, move_name: str, *, by: Actor, at: datetime) -> None:
    """`reopen`, `discard` or `restore`. Raises Conflict."""
    move(draft, move_name, by=by, at=at)
    past = {"reopen": "reopened", "discard": "discarded", "restore": "restored"}[move_name]
    note(f"zone_draft_{past}", draft, by=by, at=at)


def attach_scan(draft: ZoneDraft, folder: files.Folder, data: bytes, name: str, *, by: Actor, at: datetime) -> None:
    """The scanned announcement; another one takes its place, and its bytes stay. Raises Invalid, Conflict."""
    mime = files.kind_of_scan(data)
    move(draft, "fill", by=by, at=at)
    draft.scan_sha256, draft.scan_name = files.keep(folder, data, mime, by=by, at=at), name
    note("zone_scan_added", draft, by=by, at=at, sha256=draft.scan_sha256, name=name)


def detach_scan(draft: ZoneDraft, *, by: Actor, at: datetime) -> None:
    move(draft, "fill", by=by, at=at)
    note("zone_scan_removed", draft, by=by, at=at, sha256=draft.scan_sha256)
    draft.scan_sha256 = draft.scan_name = None


def move(draft: ZoneDraft, name: str, *, by: Actor, at: datetime) -> None:
    """Through the table of moves, counting the revision. Raises Conflict."""
    draft.state = after(draft.state, name)
    if draft.state == "draft":
        draft.checked_at = draft.checked_by = None
    draft.revision += 1
    draft.updated_at, draft.updated_by_id, draft.updated_by = at, by.id, by.name


def note(action: str, draft: ZoneDraft, *, by: Actor, at: datetime, **detail: Any) -> None:
    subject, branch = ("zone_draft", draft.id), draft.organisation_path
    audit.record(action, by=by, at=at, subject=subject, branch=branch, zone=draft.name, **detail)


def _name(given: Data) -> str:
    name = str(given.get("name") or "").strip()
    if not name:
        raise Invalid(fields={"name": "Missing data for required field."})
    return name


def county(code: str | None, by: Actor) -> Organisation:
    """The county that proclaims: one of the own branch. Raises Invalid."""
    if not code:
        own = organisations.find(by.organisation_id)
        code = own.id if own and own.level == "county" else None
    found = organisations.find(code) if code else None
    if found is None or found.level != "county" or not found.path.startswith(by.organisation_path):
        raise Invalid("unknown_organisation", fields={"organisation_id": "unknown_organisation"})
    return found


def _seat(code: str | None, home: Organisation) -> str | None:
    """A town or street of the county. Raises Invalid."""
    if code is None:
        return None
    found = organisations.find(code)
    if found is None or found.level != "street" or not found.path.startswith(home.path):
        raise Invalid("unknown_organisation", fields={"seat_id": "unknown_organisation"})
    return found.id


def _text_of(boundary: Any) -> str | None:
    """As it was drawn, whatever it is."""
    if boundary is None:
        return None
    text = json.dumps(boundary, ensure_ascii=False, separators=(",", ":"))
    if len(text) > MOST_BOUNDARY:
        raise Invalid("zone_boundary_too_long", fields={"boundary": "zone_boundary_too_long"})
    return text


def _refuse_too_many(by: Actor, home: Organisation) -> None:
    mine = [one for one in draft_queries.drafts(by, draft_queries.OPEN) if one.organisation_id == home.id]
    if len(mine) >= MOST_OPEN:
        raise Conflict("zone_drafts_full", most=MOST_OPEN)


def repaired(draft: ZoneDraft, code: str, *, by: Actor, at: datetime) -> None:
    """Take the repair that the last check proposed for a finding. Raises Conflict when there is none."""
    findings = json.loads(draft.findings) if draft.findings else []
    repair = next((one["repair"] for one in findings if one["code"] == code and one.get("repair")), None)
    if repair is None:
        raise Conflict("zone_no_repair")
    move(draft, "draw", by=by, at=at)
    draft.boundary, draft.findings = _text_of(repair), None
    source = json.loads(draft.source) if draft.source else {}
    repairs = [*source.get("repairs", []), {"code": code, "by": by.name, "at": at.isoformat()}]
    draft.source = json.dumps({**source, "repairs": repairs}, ensure_ascii=False)
    note("zone_draft_repaired", draft, by=by, at=at, code=code)
