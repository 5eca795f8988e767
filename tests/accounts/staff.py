"""People whom a test hires through the API, and signs in."""

from dataclasses import replace
from typing import Any

from flask import Flask
from werkzeug.test import TestResponse

from tests.people import COOKIE, Caller, Session, sign_in

OWN_PASSWORD = "rosy-Lantern-417"


def token_in(answer: TestResponse) -> str:
    return answer.headers["Set-Cookie"].split(";")[0].removeprefix(f"{COOKIE}=")


def hire(admin: Caller, username: str, role: str, organisation_id: str, **more: Any) -> dict[str, Any]:
    """A new person; the answer with the one-time password."""
    body = {"username": username, "name": f"{username}的名字", "roles": [role], "organisation_id": organisation_id}
    answer = admin.post("/api/v1/people", body | more)
    assert answer.status_code == 201, answer.text
    made: dict[str, Any] = answer.json
    return made


def begin(app: Flask, username: str, one_time_password: str) -> Caller:
    """Sign in with a one-time password and set an own one."""
    session = sign_in(app, username, one_time_password)
    caller = Caller(app, session)
    answer = caller.post("/api/v1/session/password", {"old": one_time_password, "new": OWN_PASSWORD})
    assert answer.status_code == 200, answer.text
    return Caller(app, after_password(session, answer))


def after_password(session: Session, answer: TestResponse) -> Session:
    return replace(session, token=token_in(answer), csrf_token=answer.json["csrf_token"])


def hired(app: Flask, admin: Caller, username: str, role: str, organisation_id: str, **more: Any) -> Caller:
    made = hire(admin, username, role, organisation_id, **more)
    return begin(app, username, made["one_time_password"])
