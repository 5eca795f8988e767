"""Checking a draft: findings, and who has confirmed which of them.

A `refuse` stops it. A `confirm` asks a person who says so by its code; what was confirmed of one boundary holds for that one
only, and of one neighbour for that one. Where no known edge tells the coordinate system of an import, `looked_at_map` is asked.
"""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from shapely.geometry import mapping

from app.accounts.scope import Actor
from app.errors import Conflict, Invalid
from app.messages import MESSAGES, message
from app.zones import draft_queries, drafts
from app.zones.areas import area_words
from app.zones.days import day_of
from app.zones.models import ZoneDraft
from geo.readings import exchanged_before
from geo.systems import in_degrees
from geo.which_system import which_system
from geo.zone_checks import CONFIRM, REFUSE, Checked, Finding, by_severity, check, of_system

Data = dict[str, Any]


def run(draft: ZoneDraft, *, by: Actor, at: datetime) -> None:
    """Check a draft and keep what was found; it is `checked` when nothing stops it and all is confirmed. Raises Conflict."""
    findings = found_in(draft, at=at).findings
    _judge(draft, findings, by=by, at=at)
    codes = sorted({one.code for one in findings})
    drafts.note("zone_draft_checked", draft, by=by, at=at, outcome=draft.state, findings=codes)


def confirm(draft: ZoneDraft, codes: Sequence[str], *, by: Actor, at: datetime) -> None:
    """Somebody has looked at findings and says so. Raises Invalid for a code that is not asked, Conflict."""
    findings = found_in(draft, at=at).findings
    asked = [one for one in findings if one.severity == CONFIRM]
    if strange := sorted(set(codes) - {one.code for one in asked}):
        raise Invalid("zone_nothing_to_confirm", fields=dict.fromkeys(strange, "zone_nothing_to_confirm"))
    said = {"boundary": digest(draft), "by": by.name, "at": at.isoformat()}
    new = [{"code": one.code, "key": one.key, **said} for one in asked if one.code in codes]
    draft.confirmed = json.dumps([*json.loads(draft.confirmed), *new], ensure_ascii=False)
    _judge(draft, findings, by=by, at=at)
    drafts.note("zone_draft_confirmed", draft, by=by, at=at, outcome=draft.state, codes=sorted(codes))


def refuse_unchecked(draft: ZoneDraft, *, at: datetime) -> Any:
    """The polygon to announce. Raises Conflict when a check of today would not pass: a neighbour may have been announced."""
    checked = found_in(draft, at=at)
    if checked.polygon is None or not passes(draft, checked.findings):
        raise Conflict("zone_check_again")
    return checked.polygon


def found_in(draft: ZoneDraft, *, at: datetime) -> Checked:
    geometry = json.loads(draft.boundary) if draft.boundary else None
    on = draft.effective_on or day_of(at)
    around = draft_queries.surroundings(draft.organisation_path, draft.organisation_id, draft.zone_id, on)
    checked = check(geometry, around)
    source = json.loads(draft.source) if draft.source else {}
    if "system" not in source:
        return checked
    said = source["system"] if in_degrees(source["system"]) else "wgs84"
    if checked.polygon is None:
        return Checked(tuple(_where_it_was_read(one, said) for one in checked.findings))
    verdict = which_system([checked.polygon], draft_queries.references(around), said)
    # A wrong system explains what overlaps and what lies outside: it is said before them.
    return Checked(by_severity([of_system(verdict), *checked.findings]), checked.polygon)


def _where_it_was_read(one: Finding, system: str) -> Finding:
    """The repair of exchanged axes, read in the system of the file at the right place."""
    if one.code != "swapped_axes" or one.repair is None:
        return one
    return replace(one, repair=exchanged_before(one.repair, system))


def passes(draft: ZoneDraft, findings: Sequence[Finding]) -> bool:
    held = confirmed_keys(draft)
    return all(one.severity != REFUSE and (one.severity != CONFIRM or one.key in held) for one in findings)


def confirmed_keys(draft: ZoneDraft) -> set[str]:
    """What was confirmed of the boundary as it is now."""
    now = digest(draft)
    return {one["key"] for one in json.loads(draft.confirmed) if one["boundary"] == now}


def digest(draft: ZoneDraft) -> str:
    return hashlib.sha256((draft.boundary or "").encode()).hexdigest()


def _judge(draft: ZoneDraft, findings: Sequence[Finding], *, by: Actor, at: datetime) -> None:
    fine = passes(draft, findings)
    drafts.move(draft, "pass" if fine else "fail", by=by, at=at)
    draft.findings = json.dumps([finding_facts(one, confirmed_keys(draft)) for one in findings], ensure_ascii=False)
    if fine:
        draft.checked_at, draft.checked_by = at, by.name


def finding_facts(one: Finding, held: set[str] | frozenset[str] = frozenset()) -> Data:
    """As JSON; the words are added when it is read, in the reader's language."""
    return {
        "code": one.code,
        "key": one.key,
        "severity": one.severity,
        "place": list(one.place) if one.place else None,
        "params": dict(one.params),
        "repair": json.loads(json.dumps(mapping(one.repair))) if one.repair else None,
        "confirmed": one.key in held,
    }


def worded(findings: Sequence[Data] | None, language: str) -> list[Data] | None:
    if findings is None:
        return None
    return [{**one, **_words(one, language)} for one in findings]


def _words(one: Data, language: str) -> Data:
    """Of what GEOS calls a fault by one of its many names: of an invalid shape."""
    code = f"finding_{one['code']}"
    code = code if code in MESSAGES[language] else "finding_invalid_shape"
    params = {name: value for name, value in one["params"].items() if name != "reading"}
    if "area_m2" in params:
        params["area"] = area_words(params["area_m2"])
    if reading := one["params"].get("reading"):
        params["reading"] = message(f"system_{reading}", language)[0]
    title, detail = message(code, language, **params)
    return {"title": title, "detail": detail}
