"""Signing in, and the administration of people, teams and phones."""

from types import SimpleNamespace
from typing import Any
from uuid import UUID

from flask import Response, make_response, request
from flask.views import MethodView

from app import access, database
from app.accounts import (
    guard,
    keys,
    operations,
    passwords,
    permissions,
    queries,
    schemas,
    signing_in,
    throttling,
    vaults,
)
from app.accounts.models import Device, Person
from app.accounts.scope import Actor
from app.accounts.signing_in import DeviceIn
from app.database import db
from app.errors import Conflict, DomainError, Forbidden, Invalid, NotFound, Unauthenticated
from app.interface import Blueprint
from app.office import base64url
from app.organisations import queries as organisations
from app.organisations.models import Organisation, Team

Data = dict[str, Any]

session = Blueprint("session", __name__, url_prefix="/api/v1/session", description="Signing in")
people = Blueprint("people", __name__, url_prefix="/api/v1", description="People, teams and phones")


MAX_SESSION_BODY = 8 * 1024


# ---------------------------------------------------------------- session
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


# ---------------------------------------------------------------- people
def branch() -> str:
    return access.actor().organisation_path


def organisation_in_branch(organisation_id: str | None) -> Organisation | None:
    if organisation_id is None:
        return None
    try:
        return organisations.within(branch(), organisation_id)
    except NotFound as error:
        raise Invalid("unknown_organisation", fields={"organisation_id": "unknown_organisation"}) from error


@people.route("/people")
class PeopleView(MethodView):
    @people.arguments(schemas.PeopleQuery, location="query")
    @people.response(200, schemas.PeopleOut)
    def get(self, given: Data) -> Data:
        """People of the own branch."""
        limit = given["limit"]
        found = queries.people(
            branch(),
            text=given.get("q"),
            organisation=given.get("organisation"),
            after=given.get("cursor"),
            limit=limit,
        )
        return {"people": found, "cursor": found[-1].username if len(found) == limit else None}

    @people.arguments(schemas.PersonIn)
    @people.response(201, schemas.PersonCreatedOut)
    def post(self, given: Data) -> SimpleNamespace:
        """A new person; the one-time password is shown once."""
        at, by = access.now(), access.actor()
        fresh = passwords.fresh()  # slow: before the write turn is taken
        organisation = organisation_in_branch(given["organisation_id"])
        assert organisation is not None
        person, password = operations.create_person(
            given["username"],
            given["name"],
            given["roles"],
            organisation,
            by=by,
            at=at,
            hours=access.settings().one_time_password_hours,
            password=fresh,
        )
        for team_id in given["team_ids"]:
            operations.add_member(queries.team(branch(), team_id), person, by=by, at=at)
        db.session.commit()
        facts = {name: getattr(person, name) for name in schemas.PersonOut().fields}
        return SimpleNamespace(**facts, one_time_password=password, password_expires_at=person.password_expires_at)


@people.route("/people/<uuid:person_id>")
class PersonView(MethodView):
    @people.response(200, schemas.PersonOut)
    def get(self, person_id: UUID) -> Person:
        """One person of the own branch."""
        return queries.person(branch(), person_id)

    @people.arguments(schemas.PersonPatch)
    @people.response(200, schemas.PersonOut)
    def patch(self, given: Data, person_id: UUID) -> Person:
        """Rename, give roles, move, disable or enable."""
        person = queries.person(branch(), person_id)
        organisation = organisation_in_branch(given.pop("organisation_id", None))
        operations.update_person(person, by=access.actor(), at=access.now(), organisation=organisation, **given)
        db.session.commit()
        return person


@people.route("/people/<uuid:person_id>/one-time-password")
class OneTimePasswordView(MethodView):
    @people.response(200, schemas.OneTimePasswordOut)
    def post(self, person_id: UUID) -> Data:
        """A new one-time password; the person's sessions end."""
        fresh = passwords.fresh()  # slow: before the write turn is taken
        person = queries.person(branch(), person_id)
        hours = access.settings().one_time_password_hours
        by, at = access.actor(), access.now()
        password = operations.reset_password(person, by=by, at=at, hours=hours, password=fresh)
        db.session.commit()
        return {"one_time_password": password, "expires_at": person.password_expires_at}


@people.route("/people/<uuid:person_id>/devices")
class DevicesView(MethodView):
    @people.arguments(schemas.DevicesQuery, location="query")
    @people.response(200, schemas.DevicesOut)
    def get(self, given: Data, person_id: UUID) -> Data:
        """The phones a person has signed in on, each with the keys that this person signs with there."""
        person, limit = queries.person(branch(), person_id), given["limit"]
        found = queries.devices_of(person.id, after=given.get("cursor"), limit=limit)
        own_keys = keys.of_person(person.id)
        facts = [
            device | {"keys": own_keys.get(device["id"], [])}
            for device in device_facts(found, person.organisation.path)
        ]
        return {"devices": facts, "cursor": found[-1].id if len(found) == limit else None}


def device_facts(devices: list[Device], path: str) -> list[Data]:
    """As somebody of the branch with `path` may use them."""
    revoked = queries.revoked_at([device.id for device in devices], path)
    return [
        {
            "id": device.id,
            "name": device.name,
            "registered_at": device.registered_at,
            "last_seen_at": device.last_seen_at,
            "revoked_at": revoked.get(device.id),
        }
        for device in devices
    ]


@people.route("/devices/<string:device_id>/revocation")
class RevocationView(MethodView):
    @people.arguments(schemas.RevocationIn)
    @people.response(200, schemas.DeviceOut)
    def post(self, given: Data, device_id: str) -> Any:
        """A lost phone: for the people of the own branch it can neither read nor send any more."""
        device = queries.device(branch(), device_id)
        operations.revoke_device(device, given["reason"], of=branch(), by=access.actor(), at=access.now())
        db.session.commit()
        return device_facts([device], branch())[0]


# ---------------------------------------------------------------- teams
def team_facts(teams: list[Team]) -> list[Data]:
    members = queries.members([team.id for team in teams])
    return [
        {
            "id": team.id,
            "name": team.name,
            "organisation": team.organisation,
            "active": team.active,
            "members": members[team.id],
        }
        for team in teams
    ]


@people.route("/teams")
class TeamsView(MethodView):
    @people.arguments(schemas.TeamsQuery, location="query")
    @people.response(200, schemas.TeamsOut)
    def get(self, given: Data) -> Data:
        """Teams of the own branch."""
        limit = given["limit"]
        after = queries.before(Team, given["cursor"]) if "cursor" in given else None
        found = organisations.teams(branch(), after=after, limit=limit)
        return {"teams": team_facts(found), "cursor": found[-1].id if len(found) == limit else None}

    @people.arguments(schemas.TeamIn)
    @people.response(201, schemas.TeamOut)
    def post(self, given: Data) -> Data:
        """A new team."""
        at, by = access.now(), access.actor()
        organisation = organisation_in_branch(given["organisation_id"])
        assert organisation is not None
        team = operations.create_team(given["name"], organisation, by=by, at=at)
        for person_id in given["member_ids"]:
            operations.add_member(team, queries.person(branch(), person_id), by=by, at=at)
        db.session.commit()
        return team_facts([team])[0]


@people.route("/teams/<uuid:team_id>")
class TeamView(MethodView):
    @people.response(200, schemas.TeamOut)
    def get(self, team_id: UUID) -> Data:
        """One team with its members."""
        return team_facts([queries.team(branch(), team_id)])[0]

    @people.arguments(schemas.TeamPatch)
    @people.response(200, schemas.TeamOut)
    def patch(self, given: Data, team_id: UUID) -> Data:
        """Rename, move, close or open a team."""
        team = queries.team(branch(), team_id)
        organisation = organisation_in_branch(given.pop("organisation_id", None))
        operations.update_team(team, by=access.actor(), at=access.now(), organisation=organisation, **given)
        db.session.commit()
        return team_facts([team])[0]


@people.route("/teams/<uuid:team_id>/members/<uuid:person_id>")
class MemberView(MethodView):
    @people.response(204)
    def put(self, team_id: UUID, person_id: UUID) -> None:
        """Add a member; again is harmless."""
        team, person = queries.team(branch(), team_id), queries.person(branch(), person_id)
        operations.add_member(team, person, by=access.actor(), at=access.now())
        db.session.commit()

    @people.response(204)
    def delete(self, team_id: UUID, person_id: UUID) -> None:
        """Remove a member; again is harmless."""
        team, person = queries.team(branch(), team_id), queries.person(branch(), person_id)
        operations.remove_member(team, person, by=access.actor(), at=access.now())
        db.session.commit()


@people.route("/roles")
class RolesView(MethodView):
    @people.response(200, schemas.RolesOut)
    def get(self) -> Data:
        """Which role may do and see what."""
        return {"rules": permissions.TABLE}
