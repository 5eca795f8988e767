"""Before every request: who is it, may they, and is a write really theirs. What each route takes stands in `app/access.py`."""

import hmac

from flask import Flask, g, request

from app import access, clients, database
from app.accounts import signing_in
from app.accounts.permissions import allowed
from app.accounts.scope import Actor
from app.errors import Forbidden, Malformed, Unauthenticated

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})


def guard() -> None:
    """The guard itself."""
    database.read_only()
    if request.endpoint is None:
        return
    refuse_nul()
    wanted = access.takes(request.endpoint, request.method)
    if wanted == access.PUBLIC:
        return
    clients.refuse_too_old()
    g.actor = authenticate()
    if f"{request.endpoint}:{request.method}" not in access.WITHOUT_DEVICE_TOKEN:
        signing_in.check_device_token(g.actor, request.headers.get(access.DEVICE_HEADER, ""))
    if wanted is None:
        raise Forbidden
    if g.actor.must_change_password and not request.endpoint.startswith("session."):
        raise Forbidden("password_change_required")
    if isinstance(wanted, tuple) and not allowed(g.actor.roles, *wanted):
        raise Forbidden
    if request.method not in SAFE_METHODS:
        check_csrf(g.actor)
        database.read_write()


def refuse_nul() -> None:
    """No address of ours holds a NUL, and PostgreSQL cannot be asked for one. Raises Malformed."""
    if "\0" in request.path or any("\0" in text for pair in request.args.items(multi=True) for text in pair):
        raise Malformed("bad_text")


def authenticate() -> Actor:
    token = request.cookies.get(access.COOKIE)
    if not token:
        raise Unauthenticated
    person, stale = signing_in.actor_by_token(token, at=access.now())
    if stale:
        with database.writing():
            signing_in.note_use(person, at=access.now(), days=access.settings().session_days)
    return person


def check_csrf(person: Actor) -> None:
    """Raises Forbidden unless the session's own token comes with a write."""
    given = request.headers.get("X-CSRF-Token", "")
    if not hmac.compare_digest(given.encode(), person.csrf_token.encode()):
        raise Forbidden("csrf")


def refuse_foreign_origin() -> None:
    """For the one write that has no token yet, signing in: only from our own pages. Raises Forbidden."""
    origin = request.headers.get("Origin")
    if request.headers.get("Sec-Fetch-Site", "same-origin") not in ("same-origin", "none"):
        raise Forbidden("csrf")
    if origin and origin != request.host_url.rstrip("/"):
        raise Forbidden("csrf")


def end_request(error: BaseException | None = None) -> None:
    """Tests and commands that go on in the same thread write again."""
    if error is None:
        database.end_reading()
    database.reset()


def register(app: Flask) -> None:
    app.before_request(guard)
    app.teardown_request(end_request)
