"""What a production start refuses, said once and plainly before any worker runs."""

import contextlib
import threading
from typing import Any

import sqlalchemy as sa
from flask import Flask

from app import create_app
from app.accounts.models import Person
from app.config import BadSetting, from_environment
from app.database import db
from app.errors import DomainError


def check() -> None:
    """Raises BadSetting for settings that cannot be used, and in production for demo accounts."""
    settings = from_environment()
    if not settings.production:
        return
    with create_app(settings).app_context():
        found = demo_accounts()
        db.engine.dispose()  # the workers open their own connections
    if found:
        raise BadSetting(
            f"This database holds demo accounts ({', '.join(found)}), whose password everybody knows. Production needs "
            "a database of its own: set DATA_DIR or DATABASE_URL to a new place, then: quanxun migrate"
        )


def notice_restore(app: Any) -> None:
    """Look at the epoch of the product's own data; a database that does not answer yet is looked at by the first request."""
    if not isinstance(app, Flask) or "WATCH" not in app.config:
        return
    with app.app_context(), contextlib.suppress(sa.exc.DBAPIError):
        app.config["WATCH"].life()


def warm_map(app: Any) -> threading.Thread | None:
    """Bring the map's columns up to date beside the first requests: seven seconds a million records when there are none."""
    if not isinstance(app, Flask):
        return None

    def warm() -> None:
        with app.app_context(), contextlib.suppress(sa.exc.DBAPIError, DomainError):
            app.config["MAP"].now()

    thread = threading.Thread(target=warm, name="warm-map", daemon=True)
    thread.start()
    return thread


def note_log_end(app: Any) -> None:
    if isinstance(app, Flask) and "WATCH" in app.config:
        app.config["WATCH"].catch_up()


def demo_accounts() -> list[str]:
    try:
        return list(db.session.scalars(sa.select(Person.username).where(Person.demo).order_by(Person.username)))
    except sa.exc.DBAPIError as error:
        raise BadSetting("The database is not ready. First: quanxun migrate") from error
    finally:
        db.session.remove()
