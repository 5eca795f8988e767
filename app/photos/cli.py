"""`quanxun photos …`"""

from collections.abc import Iterator
from datetime import timedelta
from uuid import UUID

import click
import sqlalchemy as sa
from flask import current_app
from flask.cli import AppGroup

from app import access
from app.database import db
from app.errors import Gone
from app.photos import derivatives, filing, sweeping
from app.photos.errors import NotAPhoto
from app.photos.images import SIZES, UNKNOWN
from app.photos.models import COMPLETE, Photo
from app.photos.storage import Folder, sha256_of

photos = AppGroup("photos", help="Originals and their derivatives.")


@photos.command()
def verify() -> None:
    """Hash every original and compare it with what was promised; ends with 1 when one is lost or changed."""
    checked, faults = 0, 0
    for photo_id, sha256, _ in complete():
        checked += 1
        if fault := wrong(photo_id, sha256):
            faults += 1
            click.echo(f"{photo_id}: {fault}")
    click.echo(f"{checked} originals, {faults} lost or changed")
    if faults:
        raise SystemExit(1)


@photos.command()
def derive() -> None:
    """Make the derivatives that are missing, as after a restore without them."""
    made = 0
    for photo_id, _, mime in complete():
        if mime == UNKNOWN or folder().derivative(photo_id, SIZES[-1]).exists():
            continue
        try:
            derivatives.derivative(folder(), photo_id, SIZES[-1])
            made += 1
        except (Gone, NotAPhoto) as error:
            click.echo(f"{photo_id}: {error}", err=True)
    click.echo(f"derivatives of {made} photos made")


@photos.command()
@click.option("--days", default=filing.ABANDONED.days, show_default=True, type=click.IntRange(1, 3650))
def sweep(days: int) -> None:
    """Delete what is left of uploads that nobody has gone on with for some days; never an original."""
    swept = sweeping.sweep(folder(), access.now() - timedelta(days=days))
    click.echo(f"{len(swept)} abandoned uploads deleted")


def folder() -> Folder:
    return Folder(current_app.config["SETTINGS"].photo_dir)


def wrong(photo_id: UUID, sha256: str) -> str | None:
    try:
        return None if sha256_of(folder().original(photo_id)) == sha256 else "changed"
    except Gone:
        return "lost"


def complete() -> Iterator[tuple[UUID, str, str | None]]:
    """Id, hash and media type of every complete photo, oldest first; no transaction lasts while a file is read."""
    after = 0
    while True:
        query = sa.select(Photo.row, Photo.id, Photo.sha256, Photo.mime).order_by(Photo.row).limit(500)
        rows = db.session.execute(query.where(Photo.row > after, Photo.state == COMPLETE)).all()
        db.session.rollback()
        if not rows:
            return
        yield from ((row.id, row.sha256, row.mime) for row in rows)
        after = rows[-1].row
