"""`quanxun backup`, `quanxun restore`, `quanxun epoch`."""

import os
from datetime import datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

import click
from alembic.script import ScriptDirectory
from flask import current_app
from flask.cli import with_appcontext
from flask_migrate import upgrade

from app import access
from app.audit import operations as audit
from app.backup import operations, restoring
from app.backup.errors import BackupError
from app.changes import epochs, queries
from app.config import Settings
from app.database import db
from app.incidents import keepers

KEYS = "FIELD_KEY, SECRET_KEY and the office's key are not in it: keep copies of them elsewhere."


def settings() -> Settings:
    found: Settings = current_app.config["SETTINGS"]
    return found


@click.command()
@click.argument("target", type=click.Path(file_okay=False, path_type=Path))
@click.option("--keep", type=click.IntRange(1, 10_000), help="Afterwards delete the oldest but so many.")
@with_appcontext
def backup(target: Path, keep: int | None) -> None:
    """Back up database and photos into a new folder below TARGET, while the server runs."""
    os.umask(0o077)
    at = access.now()
    try:
        made = operations.make(target, settings(), at=at, software=version("quanxun"), keep=keep)
    except BackupError as error:
        raise click.ClickException(str(error)) from error
    opens = keepers.sample_opens(settings().field_key)
    photos = made.manifest.originals
    audit.record("backup_made", by=None, at=at, folder=made.folder.name, photos=photos.files)
    db.session.commit()
    rows = sum(made.manifest.facts.tables.values())
    click.echo(f"{made.folder}: {rows} rows, {photos.files} photos ({made.linked} unchanged since the last backup)")
    if photos.later:
        click.echo(f"{photos.later} photos came while it was made: they are in the next one")
    for what, ids in (("lost", photos.missing), ("not what was promised", photos.changed)):
        for photo_id in ids:
            click.echo(f"photo {photo_id}: its original is {what}", err=True)
    if opens is False:
        click.echo("The present FIELD_KEY does not open the keepers' data in this database.", err=True)
    for old in made.pruned:
        click.echo(f"deleted: {old}")
    click.echo(KEYS)


@click.command()
@click.argument("source", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--replace", is_flag=True, help="Move the data that are here aside first.")
@click.option("--despite-damage", is_flag=True, help="Go on without photos that the backup has lost.")
@click.option("--other-key", is_flag=True, help="Go on though FIELD_KEY is another one; keepers' data stay closed.")
@with_appcontext
def restore(source: Path, **wishes: bool) -> None:
    """Bring back the backup in the folder SOURCE. Stop the server first."""
    os.umask(0o077)
    at = access.now()
    try:
        done = restoring.restore(source, settings(), restoring.Wish(**wishes), at=at, known=known_revision)
    except BackupError as error:
        raise click.ClickException(str(error)) from error
    db.engine.dispose()  # whatever was open was the database before
    upgrade()
    epoch = begin_anew(at)
    opens = keepers.sample_opens(settings().field_key)
    audit.record("restored", by=None, at=at, made_at=done.manifest.made_at, photos=done.photos, lost=len(done.lost))
    db.session.commit()
    click.echo(f"restored as of {done.manifest.made_at}: {done.photos} photos, every hash as it was written")
    for name in done.lost:
        click.echo(f"lost: {name}", err=True)
    if done.aside:
        click.echo(f"what was here before: {done.aside}")
    if opens is not None:
        click.echo(f"the field key {'opens' if opens else 'DOES NOT OPEN'} the keepers' data")
    click.echo(f"new epoch {epoch}: every phone reads anew and sends again what it keeps of the last two weeks")
    click.echo("next: quanxun photos derive, quanxun expire, then start the server")


@click.command()
@click.option("--new", is_flag=True, help="Begin a new one, after a restore by other tools onto a new machine.")
@with_appcontext
def epoch(new: bool) -> None:
    """The epoch of these data."""
    life = queries.life()
    if life is None:
        raise click.ClickException("the database was never migrated: quanxun migrate")
    click.echo(begin_anew(access.now()) if new else life.id)


def begin_anew(at: datetime) -> str:
    epochs.ensure(at)
    db.session.commit()
    watch: Any = current_app.config["WATCH"]
    return str(watch.settle(lost=queries.life()).id)


def known_revision(revision: str) -> bool:
    scripts = ScriptDirectory(current_app.extensions["migrate"].directory)
    return any(script.revision == revision for script in scripts.walk_revisions())
