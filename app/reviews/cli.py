"""`quanxun reviews …`: the work list on the command line."""

import time

import click
import sqlalchemy as sa
from flask.cli import AppGroup

from app import access
from app.database import db
from app.reviews import following

FIRST_COUNT = 4
"""Batches after which the database counts the list for the first time, and then whenever it has doubled."""


reviews = AppGroup("reviews", help="The supervisors' work list.")


@reviews.command("follow")
def follow() -> None:
    """Bring the work list up to the change log, in batches. May be stopped and run again at any time."""
    click.echo(follow_all())


def follow_all() -> str:
    """Commits each batch, and lets the database count again while the list grows: else PostgreSQL plans for an empty one."""
    began, changes, batches = time.monotonic(), 0, 0
    while count := following.follow(access.now()):
        changes, batches = changes + count, batches + 1
        if batches >= FIRST_COUNT and batches.bit_count() == 1:
            db.session.execute(sa.text("ANALYZE review_item"))
        db.session.commit()
        db.session.expunge_all()
    db.session.commit()
    return f"{changes} changes followed in {time.monotonic() - began:.1f} s"
