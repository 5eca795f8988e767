"""A file of boundaries: shown in each reading over what is in force, and made into drafts when somebody has chosen one."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import shapely

from app.accounts.scope import Actor
from app.errors import Invalid
from app.zones import checking, draft_queries, drafts, files
from app.zones.models import ZoneDraft
from geo.errors import GeoError
from geo.polygon_files import read_polygons
from geo.positions import LonLat, in_china
from geo.readings import read_as
from geo.sources import ChooseLayer, Source, SourceFeature
from geo.systems import READINGS, in_degrees, is_known
from geo.which_system import Verdict, which_system
from geo.zone_checks import REFUSE, Checked, Finding, Surroundings, check

Data = dict[str, Any]
DRAWN_FINELY = 20_000
"""Vertices of a file up to which the readings beside the chosen one are drawn as they are; else to about 5 m."""
COARSE_DEGREES = 5e-5
IMPOSSIBLE = frozenset({"swapped_axes", "out_of_range", "projected_metres", "null_island", "not_finite"})
"""What lies nowhere: no hand can mend it in a draft, only another reading of the file can."""


@dataclass(frozen=True)
class Upload:
    """A file with its name, and in which system somebody says that it is."""

    data: bytes
    name: str
    system: str
    layer: str | None = None
    exchanged: bool = False
    """Latitude (northing) first: the axes are put right before anything is read."""


def read(upload: Upload) -> Source:
    """Raises Invalid with what is wrong with the file."""
    if not is_known(upload.system):
        raise Invalid(fields={"system": "zone_unknown_system"})
    try:
        return read_polygons(upload.data, upload.layer)
    except ChooseLayer as fault:
        raise Invalid(
            "zone_file_choose_layer", fields={"layer": {"choose": fault.layers}}, layers="、".join(fault.layers)
        ) from fault
    except GeoError as fault:
        code = f"zone_file_{fault.code}"
        raise Invalid(code if code in KNOWN else "zone_file_bad_file", reason=fault.message) from fault


KNOWN = frozenset(
    f"zone_file_{code}"
    for code in (
        "file_too_large",
        "unknown_format",
        "bad_file",
        "bad_text",
        "bad_archive",
        "archive_too_large",
        "too_many_features",
        "too_many_vertices",
        "no_polygons",
        "shapefile_alone",
    )
)


def preview(source: Source, upload: Upload, around: Surroundings, language: str) -> Data:
    """Every feature in every reading with its findings; nothing is stored."""
    others = [one for one in READINGS if one != upload.system and (upload.system, one) != ("cgcs2000", "wgs84")]
    readings = [upload.system, *(others if in_degrees(upload.system) else [])]
    read_in = {system: [_read(feature, system, upload.exchanged) for feature in source.features] for system in readings}
    verdict = verdict_of(read_in[upload.system], around, upload.system)
    fine = sum(_size(geometry) for geometry, _ in read_in[upload.system]) <= DRAWN_FINELY
    return {
        **_file_facts(source, upload),
        "verdict": verdict_facts(verdict),
        "readings": readings,
        "exchange": should_exchange(source, upload),
        "features": [
            {
                "number": number,
                "name": feature.name,
                "properties": feature.properties,
                "readings": {
                    system: _shown(read_in[system][number - 1], around, language, exact=fine or system == upload.system)
                    for system in readings
                },
            }
            for number, feature in enumerate(source.features, start=1)
        ],
    }


def create(
    source: Source, upload: Upload, given: Data, folder: files.Folder, around: Surroundings, *, by: Actor, at: datetime
) -> list[ZoneDraft]:
    """Drafts of the chosen features, whatever a check will say of them, and the file as it came. Raises Invalid."""
    chosen = [_chosen(source, one["number"]) for one in given["features"]]
    geometries = [
        _taken(one, *_read(feature, upload.system, upload.exchanged))
        for one, feature in zip(given["features"], chosen, strict=True)
    ]
    verdict = verdict_of(geometries, around, upload.system)
    files.keep(folder, upload.data, files.BYTES, by=by, at=at)
    return [
        _draft(one, taken, feature, source, upload, given["organisation_id"], verdict, by=by, at=at)
        for one, taken, feature in zip(given["features"], geometries, chosen, strict=True)
    ]


def _taken(one: Data, geometry: Any, fault: GeoError | None) -> tuple[Any, str | None]:
    """The geometry of a draft, and the fault whose repair was taken with it. Raises Invalid for what can lie nowhere."""
    if geometry is None:
        raise Invalid("zone_file_feature", number=one["number"], reason=fault.message if fault else "")
    found = [each for each in check(geometry, Surroundings()).findings if each.severity == REFUSE]
    if any(each.code in IMPOSSIBLE for each in found):
        raise Invalid("zone_file_out_of_bounds", number=one["number"])
    if not one.get("repair"):
        return geometry, None
    if not found or found[0].repair is None:
        raise Invalid("zone_no_repair", fields={"features": "zone_no_repair"})
    return json.loads(shapely.to_geojson(found[0].repair)), found[0].code


def _draft(
    one: Data,
    taken: tuple[Any, str | None],
    feature: SourceFeature,
    source: Source,
    upload: Upload,
    county: str | None,
    verdict: Verdict,
    *,
    by: Actor,
    at: datetime,
) -> ZoneDraft:
    geometry, mended = taken
    said = {
        **_file_facts(source, upload),
        "feature": one["number"],
        **({"repairs": [{"code": mended, "by": by.name, "at": at.isoformat()}]} if mended else {}),
        "properties": feature.properties,
        "verdict": verdict_facts(verdict),
        "by": by.name,
        "at": at.isoformat(),
    }
    wanted = {
        **{name: value for name, value in one.items() if name != "repair"},
        "name": one.get("name") or feature.name,
        "organisation_id": county,
        "boundary": geometry,
        "source": json.dumps(said, ensure_ascii=False, default=str),
    }
    detail = {"file": upload.name, "sha256": said["file"]["sha256"], "system": upload.system}
    return drafts.create(wanted, by=by, at=at, action="zone_draft_imported", **detail)


def should_exchange(source: Source, upload: Upload) -> bool:
    """Whether the other order of the axes puts all that can be read into China, and this one nothing."""
    here = [_read(feature, upload.system, upload.exchanged)[0] for feature in source.features]
    if any(geometry is not None and in_china(_corner(geometry)) for geometry in here):
        return False
    there = [_read(feature, upload.system, not upload.exchanged)[0] for feature in source.features]
    readable = [geometry for geometry in there if geometry is not None]
    return bool(readable) and all(in_china(_corner(geometry)) for geometry in readable)


def verdict_of(read_in: Sequence[tuple[Any, object]], around: Surroundings, said: str) -> Verdict:
    """Of all features together. Points of nowhere on Earth say nothing."""
    polygons = [shapely.from_geojson(json.dumps(geometry), on_invalid="ignore") for geometry, _ in read_in if geometry]
    usable = [one for one in polygons if one is not None and _on_earth(one)]
    if not usable:
        return Verdict("cannot_tell")
    return which_system(usable, draft_queries.references(around), said if in_degrees(said) else "wgs84")


def verdict_facts(verdict: Verdict) -> Data:
    return {
        "verdict": verdict.verdict,
        "reading": verdict.reading,
        "median_m": verdict.median_m and round(verdict.median_m),
        "shift_m": verdict.shift_m and round(verdict.shift_m),
        "fits": [
            {"reading": fit.reading, "matched": fit.matched, "asked": fit.asked, "median_m": round(fit.median_m)}
            for fit in verdict.fits
        ],
    }


def _file_facts(source: Source, upload: Upload) -> Data:
    sha256 = hashlib.sha256(upload.data).hexdigest()
    return {
        "file": {"name": upload.name, "sha256": sha256, "size": len(upload.data)},
        "format": source.format,
        "layer": source.layer,
        "layers": list(source.layers),
        "declared": source.declared,
        "system": upload.system,
        "exchanged": upload.exchanged,
    }


def _chosen(source: Source, number: int) -> SourceFeature:
    if number > len(source.features):
        raise Invalid(fields={"features": "not_found"})
    return source.features[number - 1]


def _read(feature: SourceFeature, system: str, exchanged: bool) -> tuple[Any, GeoError | None]:
    try:
        return read_as(feature.geometry, system, exchanged=exchanged), None
    except GeoError as fault:
        return None, fault


def _shown(read_in: tuple[Any, GeoError | None], around: Surroundings, language: str, *, exact: bool) -> Data:
    geometry, fault = read_in
    checked = Checked((Finding(fault.code, REFUSE),)) if fault else check(geometry, around)
    if not exact and checked.polygon is not None:
        geometry = json.loads(shapely.to_geojson(shapely.simplify(checked.polygon, COARSE_DEGREES)))
    findings = checking.worded([checking.finding_facts(one) for one in checked.findings], language)
    area = round(checked.area_m2) if checked.area_m2 is not None else None
    possible = geometry is not None and not any(one.code in IMPOSSIBLE for one in checked.findings)
    return {"geometry": geometry, "findings": findings, "area_m2": area, "possible": possible}


def _corner(geometry: Any) -> LonLat:
    return LonLat(*geometry["coordinates"][0][0][0][:2])


def _size(geometry: Any) -> int:
    return sum(len(ring) for rings in geometry["coordinates"] for ring in rings) if geometry else 0


def _on_earth(polygon: Any) -> bool:
    west, south, east, north = polygon.bounds
    return bool(west >= -180 and east <= 180 and south > -85 and north < 85)
