"""Before every request: who is it, may they, and is a write really theirs. What each route takes stands in `app/access.py`."""

import hmac

from flask import Flask, g, request

from app import access, clients, database
from app.accounts import application_passwords, signing_in, throttling
from app.accounts.permissions import allowed
from app.accounts.scope import Actor
from app.errors import Forbidden, Malformed, Unauthenticated
from app.json_bodies import storable

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
    g.actor = by_application_password() or authenticate()
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


def by_application_password() -> Actor | None:
    """Who comes by HTTP Basic, which is for /ogc/ only. Raises Unauthenticated, or TooMany."""
    given, at = request.authorization, access.now()
    if given is None or given.type != "basic" or (request.endpoint or "").split(".")[0] != access.BASIC:
        return None
    username, text = given.username or "", given.password or ""
    found = application_passwords.actor_by(username, text, at=at)
    if found is None:
        refuse_guess(username)
        raise Unauthenticated("bad_application_password")
    person, password_id, stale = found
    if stale:
        with database.writing():
            application_passwords.note_use(password_id, at=at)
    return person


def refuse_guess(username: str) -> None:
    """Note a password that does not fit. Raises TooMany when it was tried too often."""
    settings, at = access.settings(), access.now()
    if not storable(username):
        return
    attempt = application_passwords.attempt(username, access.source(), settings.secret_key.encode())
    throttle = throttling.Throttle(settings.sign_in_tries, settings.sign_in_minutes)
    throttling.refuse_flood(attempt, throttle, at=at)
    with database.writing():
        throttling.count(attempt, at=at)


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
