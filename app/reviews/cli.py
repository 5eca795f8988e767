"""`quanxun reviews …`: the work list on the command line."""

import time
from datetime import UTC, datetime

import click
from flask.cli import AppGroup

from app.database import db
from app.reviews import following


reviews = AppGroup("reviews", help="The supervisors' work list.")


@reviews.command("follow")
def follow() -> None:
    """Bring the work list up to the change log, in batches. May be stopped and run again at any time."""
    click.echo(follow_all())


def follow_all() -> str:
    began, changes = time.monotonic(), 0
    while count := following.follow(datetime.now(UTC)):
        db.session.commit()
        db.session.expunge_all()
        changes += count
    db.session.commit()
    return f"{changes} changes followed in {time.monotonic() - began:.1f} s"
