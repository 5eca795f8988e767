"""The cast of the demo, and how a test speaks to the program as one of them."""

from dataclasses import dataclass
from typing import Any

from flask import Flask
from werkzeug.test import TestResponse

PASSWORD = "quanxun-demo"
CAST = ("officer1", "officer2", "auxiliary1", "volunteer1", "supervisor1", "admin1", "outsider1")
COOKIE = "qx_session"


@dataclass(frozen=True)
class Session:
    """An open session: what the browser keeps after signing in."""

    username: str
    token: str
    csrf_token: str
    device_id: str
    person: dict[str, Any]


def sign_in(app: Flask, username: str, password: str = PASSWORD, device_id: str | None = None) -> Session:
    device_id = device_id or f"phone-of-{username}"
    answer = app.test_client().post(
        "/api/v1/session",
        json={"username": username, "password": password, "device": {"id": device_id, "name": f"{username}'s phone"}},
    )
    assert answer.status_code == 200, answer.text
    token = answer.headers["Set-Cookie"].split(";")[0].removeprefix(f"{COOKIE}=")
    return Session(username, token, answer.json["csrf_token"], device_id, answer.json["person"])


class Caller:
    """One signed-in person: every request carries the cookie, and every write the CSRF token."""

    def __init__(self, app: Flask, session: Session) -> None:
        self.session = session
        self.client = app.test_client()
        self.client.set_cookie(COOKIE, session.token)

    @property
    def id(self) -> str:
        return str(self.session.person["id"])

    @property
    def device_id(self) -> str:
        return self.session.device_id

    def request(self, method: str, path: str, **more: Any) -> TestResponse:
        headers = {"X-CSRF-Token": self.session.csrf_token} | more.pop("headers", {})
        return self.client.open(path, method=method, headers=headers, **more)

    def get(self, path: str, **more: Any) -> TestResponse:
        return self.request("GET", path, **more)

    def post(self, path: str, json: Any = None, **more: Any) -> TestResponse:
        return self.request("POST", path, json=json, **more)

    def put(self, path: str, json: Any = None, **more: Any) -> TestResponse:
        return self.request("PUT", path, json=json, **more)

    def patch(self, path: str, json: Any = None, **more: Any) -> TestResponse:
        return self.request("PATCH", path, json=json, **more)

    def delete(self, path: str, **more: Any) -> TestResponse:
        return self.request("DELETE", path, **more)
