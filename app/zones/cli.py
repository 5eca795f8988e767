"""`quanxun zones …`"""

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import click
import orjson
from flask.cli import AppGroup

from app.database import db
from app.organisations import queries as organisations
from app.zones import operations
from app.zones.operations import Proclaimed
from geo.errors import GeoError
from geo.geojson import Feature, read_features

zones = AppGroup("zones", help="Key management zones.")
DAY = click.DateTime(["%Y-%m-%d"])


@zones.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--organisation", help="Code of the county, e.g. 330402, when the features do not name it.")
@click.option("--number", help="Number of the announcement.")
@click.option("--announced-on", type=DAY)
@click.option("--effective-on", type=DAY)
@click.option("--text", default="", help="Text of the boundary.")
def import_zones(file: Path, **given: Any) -> None:
    """Publish the polygons of a GeoJSON file (WGS-84). What a feature says of itself wins over the options."""
    count = publish_file(file, given, at=datetime.now(UTC))
    db.session.commit()
    click.echo(f"{count} boundaries published")


def publish_file(file: Path, given: dict[str, Any], *, at: datetime) -> int:
    """Publish a file's features, in their order within each organisation. Raises ClickException; commits nothing."""
    try:
        features = read_features(orjson.loads(file.read_bytes()))
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
    return len(features)


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
