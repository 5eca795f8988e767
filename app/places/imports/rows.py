"""One row of a file as the place that would be made of it, with everything that is to be said of it first."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from app.errors import Invalid
from app.organisations.models import Organisation
from app.places import kinds, shapes
from app.places.imports import cells, findings, positions
from app.places.imports.findings import Finding
from app.places.imports.homes import Homes
from app.places.imports.sorts import Sort, sort_of
from geo.sources import SourceFeature

Data = dict[str, Any]
LONGEST_NAME = 80


@dataclass(frozen=True)
class Wish:
    """How a file is to be read: field → heading, what words of its kinds mean, and where the rest belongs."""

    system: str
    kind: str
    columns: Mapping[str, str]
    sorts: Mapping[str, str | None]
    homes: Homes
    branch: str
    on: date


@dataclass(frozen=True)
class Candidate:
    """`given` is what `operations.create` takes; `shape` is where it lies, or None."""

    number: int
    given: Data
    findings: tuple[Finding, ...]
    shape: Any
    home: Organisation | None
    home_by: str | None
    sort: str
    """What the file says of its kind, as it stands there."""
    sort_known: bool


def candidate(feature: SourceFeature, wish: Wish, name: str | None = None) -> Candidate:
    """`name` instead of the one in the file."""
    text = {field: cells.text(feature.properties.get(head)) for field, head in wish.columns.items()}
    shape, found = _shape(feature, wish)
    home = wish.homes.home(
        text.get("street", ""), text.get("community", ""), text.get("address", ""), None if found else shape
    )
    if home.unmatched:
        found.append(findings.note("no_such_organisation", "organisation_id", name=home.unmatched[:80]))
    if home.organisation is None:
        found.append(findings.refuse("no_organisation", "organisation_id"))
    elif shape is not None and not found:
        found += _far(shape, home.organisation)
    called, of_name = _name(name if name is not None else text.get("name", ""))
    sort, of_sort = _sort(text.get("sort", ""), wish)
    details, of_details = _details(text, sort, wish)
    given = {
        "kind": sort.kind,
        "sub_kind": sort.sub_kind,
        "name": called,
        "organisation_id": home.organisation.id if home.organisation else None,
        "geometry": shape and shapes.document_of(shape),
        **details,
    }
    told = (*of_name, *found, *of_sort, *of_details)
    return Candidate(feature.number, given, told, shape, home.organisation, home.by, text.get("sort", ""), sort.known)


def _shape(feature: SourceFeature, wish: Wish) -> tuple[Any, list[Finding]]:
    geometry, fault = positions.read(feature, wish.columns, wish.system)
    if fault:
        return None, [fault]
    try:
        return shapes.shape_of(geometry), []
    except Invalid as error:
        code = "too_detailed" if error.code == "place_too_detailed" else "bad_shape"
        return None, [findings.refuse(code, "geometry", **error.values)]


def _far(shape: Any, home: Organisation) -> list[Finding]:
    try:
        shapes.refuse_far(shape, home.path)
    except Invalid:
        return [findings.refuse("far_away", "geometry")]
    return []


def _name(text: str) -> tuple[str, list[Finding]]:
    called = " ".join(text.split())
    if not called:
        return "", [findings.refuse("no_name", "name")]
    if len(called) > LONGEST_NAME:
        return called, [findings.refuse("long_name", "name", most=LONGEST_NAME)]
    return called, []


def _sort(text: str, wish: Wish) -> tuple[Sort, list[Finding]]:
    sort = sort_of(text, wish.kind, kinds.in_force(wish.branch, wish.on), wish.sorts)
    return sort, [] if sort.known else [findings.note("unknown_kind", "sub_kind", text=text[:80])]


def _details(text: Mapping[str, str], sort: Sort, wish: Wish) -> tuple[Data, list[Finding]]:
    """What the kind has, as it can be kept; the rest goes into the note, so that nothing of the file is lost."""
    known = kinds.in_force(wish.branch, wish.on)
    fields = known.fields_of(sort.kind)
    taken: Data = {}
    left: list[str] = []
    for field in cells.DETAILS:
        if not (said := text.get(field, "")):
            continue
        value = cells.value(field, said, known) if field in fields else None
        if value is None:
            left.append(f"{wish.columns[field]}：{said}")
        else:
            taken[field] = value
    heads = [one.partition("：")[0] for one in left]
    if not sort.known:
        left.append(f"{wish.columns['sort']}：{text['sort']}")
    told = [findings.note("into_note", "note", heads="、".join(heads))] if heads else []
    written = "\n".join([part for part in (text.get("note", ""), *left) if part])
    if len(written) > cells.LONGEST_NOTE:
        told.append(findings.note("note_cut", "note", most=cells.LONGEST_NOTE))
    return {**taken, **({"note": written[: cells.LONGEST_NOTE]} if written else {})}, told
