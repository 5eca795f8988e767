"""`quanxun rescue` and `quanxun office-key`."""

from collections import Counter
from pathlib import Path

import click
import orjson
from flask import current_app
from flask.cli import with_appcontext

from app import access, database
from app import office as offices
from app.audit import operations as audit
from app.config import Settings
from app.database import db
from app.deposit import rescue as rescuing
from app.photos.storage import Folder


def settings() -> Settings:
    found: Settings = current_app.config["SETTINGS"]
    return found


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--receipt", type=click.Path(dir_okay=False, path_type=Path), help="Where to write it; FILE.receipt.json")
@click.option("--partial", is_flag=True, help="Take what can be read of a file that breaks off.")
@with_appcontext
def rescue(file: Path, receipt: Path | None, partial: bool) -> None:
    """Take in a phone's rescue file; writes a signed receipt that the phone can open."""
    if settings().office is None:
        raise click.ClickException("there is no office key: OFFICE_KEY, or quanxun office-key")
    office = settings().office
    assert office is not None
    if not partial:
        rescuing.verify(file, office)
    at = access.now()
    done = rescuing.rescued(file, office, Folder(settings().photo_dir), at=at, key=settings().field_key)
    said = orjson.loads(done["receipt"])
    changes = Counter(one["status"] for one in said["changes"])
    photos = Counter(one["status"] for one in said["photos"])
    database.read_write()
    audit.record("rescue", by=None, at=at, changes=dict(changes), photos=dict(photos))
    db.session.commit()
    out = receipt or file.with_name(f"{file.name}.receipt.json")
    out.write_bytes(orjson.dumps(done))
    click.echo(f"changes: {told(changes)}\nphotos: {told(photos)}\nreceipt: {out}")
    if not said["complete"]:
        raise click.ClickException("the file breaks off: ask for a new one from the phone")


def told(counted: Counter[str]) -> str:
    return ", ".join(f"{number} {status}" for status, number in sorted(counted.items())) or "none"


@click.command("office-key")
@with_appcontext
def office_key() -> None:
    """Make the office's key pair in DATA_DIR, once; phones encrypt rescue files to it. Back it up apart."""
    path = settings().data_dir / "office.key"
    try:
        made = offices.write(path)
    except FileExistsError:
        raise click.ClickException(f"{path} is there already") from None
    click.echo(f"{path}\n{made.id}")
