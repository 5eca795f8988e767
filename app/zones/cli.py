"""`quanxun zones …`"""

from datetime import date, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import click
import orjson
from flask.cli import AppGroup

from app import access
from app.database import db
from app.organisations import queries as organisations
from app.zones import operations, reevaluation
from app.zones.days import day_of
from app.zones.operations import Proclaimed
from geo.errors import GeoError
from geo.geojson import Feature, read_features, read_multipolygon
from geo.polygon_files import read_polygons
from geo.readings import read_as

zones = AppGroup("zones", help="Key management zones.")
DAY = click.DateTime(["%Y-%m-%d"])


@zones.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--organisation", help="Code of the county, e.g. 330402, when the features do not name it.")
@click.option("--number", help="Number of the announcement.")
@click.option("--announced-on", type=DAY)
@click.option("--effective-on", type=DAY)
@click.option("--text", default="", help="Text of the boundary.")
@click.option("--system", help="Its coordinate system, such as gcj02 or epsg:4549; for all but GeoJSON in WGS-84.")
@click.option("--layer", help="Where the file has several.")
def import_zones(file: Path, **given: Any) -> None:
    """Publish the polygons of a file: GeoJSON in WGS-84, or, with --system, a zipped Shapefile, KML, KMZ, GeoPackage or
    GeoJSON in that system. What a feature of GeoJSON says of itself wins over the options.

    When a boundary was in force already before today, the records since then are decided anew."""
    at = access.now()
    published = publish_file(file, given, at=at)
    db.session.commit()
    click.echo(f"{len(published)} boundaries published")
    since = min(one.effective_on for one in published)
    if since <= day_of(at):
        decide_anew(since, at)


@zones.command("reevaluate")
@click.option("--since", type=DAY, required=True, help="The first day of capture.")
def reevaluate_zones(since: datetime) -> None:
    """Decide anew in which zone the records of the last days lie. An import does it by itself."""
    decide_anew(since.date(), access.now())


def decide_anew(since: date, at: datetime) -> None:
    report = reevaluation.reevaluate(since, by=None, at=at)
    click.echo(f"{report.moved} of {report.seen} records captured since {since} lie in another zone now")


def publish_file(file: Path, given: dict[str, Any], *, at: datetime) -> list[Proclaimed]:
    """Publish a file's features, in their order within each organisation. Raises ClickException; commits nothing."""
    try:
        features = features_of(file.read_bytes(), given.get("system"), given.get("layer"))
    except (GeoError, orjson.JSONDecodeError) as fault:
        place = getattr(fault, "place", None)
        raise click.ClickException(
            f"{file.name}: {fault}{f' at {place.lon:.6f}, {place.lat:.6f}' if place else ''}"
        ) from fault
    by_organisation: dict[str, list[Proclaimed]] = {}
    for number, feature in enumerate(features, start=1):
        code = feature.properties.get("organisation_id") or given.get("organisation")
        if not code:
            raise click.ClickException(f"feature {number}: say which county it belongs to: --organisation CODE")
        by_organisation.setdefault(code, []).append(proclaimed(feature, given, number))
        for warning in feature.warnings:
            click.echo(f"feature {number}: {warning}", err=True)
    for code, boundaries in by_organisation.items():
        organisation = organisations.find(code)
        if organisation is None:
            raise click.ClickException(f"there is no organisation {code}")
        operations.publish(sorted(boundaries, key=lambda one: one.effective_on), organisation, by=None, at=at)
    return [one for boundaries in by_organisation.values() for one in boundaries]


def features_of(data: bytes, system: str | None, layer: str | None) -> list[Feature]:
    """Checked, in WGS-84. Raises GeoError, JSONDecodeError."""
    if system is None:
        return read_features(orjson.loads(data))
    found = []
    for source in read_polygons(data, layer).features:
        polygon, warnings = read_multipolygon(read_as(source.geometry, system))
        found.append(Feature(polygon, {**source.properties, "name": source.name}, warnings))
    return found


def proclaimed(feature: Feature, given: dict[str, Any], number: int) -> Proclaimed:
    said = feature.properties
    announcement = said.get("announcement") or {}
    name = said.get("name")
    if not name:
        raise click.ClickException(f"feature {number}: it has no name")
    return Proclaimed(
        name=name,
        number=announcement.get("number") or _needed(given, "number", number),
        announced_on=_day(announcement.get("announced_on") or _needed(given, "announced_on", number)),
        effective_on=_day(announcement.get("effective_on") or _needed(given, "effective_on", number)),
        text=announcement.get("text") or given.get("text") or "",
        polygon=feature.polygon,
        seat_id=said.get("seat"),
        zone_id=UUID(said["zone_id"]) if said.get("zone_id") else None,
    )


def _needed(given: dict[str, Any], name: str, number: int) -> Any:
    if given.get(name) is None:
        raise click.ClickException(
            f"feature {number}: the announcement's {name} is missing: --{name.replace('_', '-')}"
        )
    return given[name]


def _day(value: Any) -> date:
    return value.date() if isinstance(value, datetime) else date.fromisoformat(value)
