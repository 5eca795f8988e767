"""Signing in and out, the own password, the forgotten PIN."""

from typing import Any

from flask import Response, make_response, request
from flask.views import MethodView

from app import access, database
from app.accounts import guard, permissions, schemas, signing_in, throttling, vaults
from app.accounts.models import Person
from app.accounts.scope import Actor
from app.accounts.signing_in import DeviceIn
from app.database import db
from app.errors import Conflict, DomainError, Forbidden, Unauthenticated
from app.interface import Blueprint
from app.office import base64url
from app.organisations import queries as organisations

Data = dict[str, Any]

session = Blueprint("session", __name__, url_prefix="/api/v1/session", description="Signing in")

MAX_SESSION_BODY = 8 * 1024


@session.before_request
def refuse_long_bodies() -> None:
    """Anybody may send these: a name and a password are short."""
    request.max_content_length = MAX_SESSION_BODY


@session.route("")
class SessionView(MethodView):
    @session.arguments(schemas.SessionIn)
    @session.response(200, schemas.SessionOut)
    def post(self, given: Data) -> Response:
        """Sign in; registers the phone."""
        guard.refuse_foreign_origin()
        token, device_token = open_session(given)
        return session_response(token, device_token)

    @session.response(200, schemas.SessionOut)
    def get(self) -> Response:
        """Who is signed in here."""
        return session_response(request.cookies[access.COOKIE])

    @session.response(204)
    def delete(self) -> Response:
        """Sign out; what the phone holds stays."""
        signing_in.sign_out(access.actor(), at=access.now())
        db.session.commit()
        response = make_response("", 204)
        response.delete_cookie(
            access.COOKIE, path="/", httponly=True, samesite="Strict", secure=access.settings().production
        )
        return response


@session.route("/password")
class PasswordView(MethodView):
    @session.arguments(schemas.PasswordIn)
    @session.response(200, schemas.SessionOut)
    def post(self, given: Data) -> Response:
        """Set an own password; begins a new session and ends all others."""
        at, days = access.now(), access.settings().session_days
        person = access.actor()
        database.read_only()
        attempt = throttling.attempt(person.username, access.source(), person.device_id, secret())
        throttling.refuse_flood(attempt, throttle(), at=at)
        new = signing_in.new_password(person, given["old"], given["new"], at=at)
        database.read_write()
        try:
            token = signing_in.change_password(person, new, attempt, at=at, days=days)
        except Forbidden:
            db.session.commit()  # the try counts
            raise
        db.session.commit()
        return session_response(token)


@session.route("/phone-events")
class PhoneEventsView(MethodView):
    @session.arguments(schemas.PhoneEventIn)
    @session.response(204)
    def post(self, given: Data) -> None:
        """What this phone noticed about itself, for the audit log."""
        by = access.actor()
        if by.device_id is None:
            raise Conflict("device_mismatch")
        signing_in.report_phone(by, given["event"], unsent=given["unsent"], at=access.now())
        db.session.commit()


@session.route("/vault")
class VaultView(MethodView):
    @session.arguments(schemas.VaultIn)
    @session.response(200, schemas.VaultOut)
    @session.alt_response(409, description="This office has no key, or this session no phone")
    @session.alt_response(429, description="Too many tries")
    def post(self, given: Data) -> Data:
        """For a forgotten PIN: the own data key on this phone, upon the password; it is kept nowhere here."""
        at, by, office = access.now(), access.actor(), access.settings().office
        if by.must_change_password:
            raise Forbidden("password_change_required")
        if office is None or by.device_id is None:
            raise Conflict("no_office_key" if office is None else "device_mismatch")
        database.read_only()
        attempt = throttling.attempt(by.username, access.source(), by.device_id, secret())
        for one in (attempt, vaults.opening(attempt, by)):
            throttling.refuse_flood(one, throttle(), at=at)
        fits = signing_in.checked(by.username, given["password"], at=at) is not None
        database.read_write()
        try:
            key = vaults.given_back(given["wrap"], office, by, attempt, fits=fits, at=at)
        except DomainError:
            db.session.commit()  # the try counts
            raise
        db.session.commit()
        return {"key": base64url(key)}


def secret() -> bytes:
    return access.settings().secret_key.encode()


def throttle() -> throttling.Throttle:
    return throttling.Throttle(access.settings().sign_in_tries, access.settings().sign_in_minutes)


def open_session(given: Data) -> tuple[str, str | None]:
    """The session's token and the phone's. The slow check of the password runs before the write turn is taken."""
    at, username = access.now(), given["username"]
    device = DeviceIn(given["device"]["id"], given["device"]["name"]) if given.get("device") else None
    attempt = throttling.attempt(username, access.source(), device.id if device else None, secret())
    throttling.refuse_flood(attempt, throttle(), at=at)
    person = signing_in.checked(username, given["password"], at=at)
    person_id = person.id if person else None
    database.read_write()
    if person_id is None:
        throttling.count(attempt, at=at)
        db.session.commit()
        raise Unauthenticated("bad_credentials")
    person = db.session.get_one(Person, person_id)
    wanted = device is not None and given["device"]["token"] and permissions.records(person.role_set)
    device_token, token_digest = signing_in.fresh_device_token() if wanted else (None, None)
    days = access.settings().session_days
    try:
        token = signing_in.sign_in(person, device, attempt, at=at, days=days, device_token_digest=token_digest)
    except DomainError as error:
        db.session.rollback()
        raise error
    if before := request.cookies.get(access.COOKIE):
        signing_in.end_session(before, at=at)  # nobody else goes on with it behind this one's back
    db.session.commit()
    return token, device_token


def session_response(token: str, device_token: str | None = None) -> Response:
    person, _ = signing_in.actor_by_token(token, at=access.now())
    once = {"device_token": device_token} if device_token else {}
    response = make_response(schemas.SessionOut().dump(session_facts(person) | once))
    response.headers["Cache-Control"] = "no-store"
    response.set_cookie(
        access.COOKIE,
        token,
        max_age=access.settings().session_days * 86400,
        path="/",
        httponly=True,
        samesite="Strict",
        secure=access.settings().production,
    )
    return response


def session_facts(actor: Actor) -> Data:
    epoch = access.life().id
    person = db.session.get_one(Person, actor.id)
    return {
        "person": {
            "id": person.id,
            "name": person.name,
            "username": person.username,
            "roles": person.roles.split(","),
            "organisation": person.organisation,
            "teams": [team for team in person.teams if team.active],
        },
        "csrf_token": actor.csrf_token,
        "server_time": access.now(),
        "epoch": epoch,
        "device_id": actor.device_id,
        "must_change_password": actor.must_change_password,
        "permissions": permissions.granted(actor.roles),
        "office_key": office.public if (office := access.settings().office) else None,
        "county": organisations.county_of(actor.organisation_path),
    }
