"""Alembic's way in. Migrations are generated on PostGIS and run on both engines."""

from typing import Any

from alembic import context
from flask import current_app

import app.models  # noqa: F401  every table
from app.database import db


def include_object(_thing: Any, name: str | None, kind: str, reflected: bool, compare_to: Any) -> bool:
    """What the spatial engines keep for themselves is not ours to drop."""
    if kind == "table" and reflected and compare_to is None:
        return False
    return not (kind == "index" and name is not None and name.startswith("idx_"))


def run() -> None:
    engine = current_app.extensions["migrate"].db.engine
    with engine.connect() as connection:
        context.configure(
            connection=connection,
            target_metadata=db.metadata,
            include_object=include_object,
            render_as_batch=False,
            transaction_per_migration=True,
        )
        with context.begin_transaction():
            context.run_migrations()


run()
