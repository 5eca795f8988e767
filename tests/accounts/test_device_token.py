"""A phone's session takes two secrets: the cookie, and a token that the phone keeps sealed under its person's PIN."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from tests.accounts.staff import OWN_PASSWORD
from tests.people import COOKIE, PASSWORD, Caller, Session

AsPerson = Callable[[str], Caller]
SESSION = "/api/v1/session"
HEADER = "X-Device-Token"


def opened(app: Flask, username: str, **device: Any) -> TestResponse:
    body = {"username": username, "password": PASSWORD, "device": {"id": f"sealed-{username}", **device}}
    return app.test_client().post(SESSION, json=body)


def caller(app: Flask, answer: TestResponse) -> Caller:
    """Who holds the cookie of this answer, and nothing more."""
    token = answer.headers["Set-Cookie"].split(";")[0].removeprefix(f"{COOKIE}=")
    return Caller(app, Session("", token, answer.json["csrf_token"], answer.json["device_id"], answer.json["person"]))


def with_token(answer: TestResponse) -> dict[str, str]:
    return {HEADER: answer.json["device_token"]}


READS = ("/api/v1/sync/changes", "/api/v1/zones", "/api/v1/incidents", SESSION, "/api/v1/photos/x/320")


def test_the_cookie_alone_reads_nothing(app: Flask) -> None:
    answer = opened(app, "officer1", token=True)
    thief = caller(app, answer)
    for path in READS[:-1]:
        refused = thief.get(path)
        assert (refused.status_code, refused.json["code"]) == (401, "device_token_required"), path
        refused = thief.get(path, headers={HEADER: "another"})
        assert (refused.status_code, refused.json["code"]) == (401, "device_token_required"), path
        assert thief.get(path, headers=with_token(answer)).status_code == 200, path


def test_it_is_told_once(app: Flask) -> None:
    answer = opened(app, "officer1", token=True)
    phone = caller(app, answer)
    assert len(answer.json["device_token"]) >= 40
    assert "device_token" not in phone.get(SESSION, headers=with_token(answer)).json


def test_the_token_of_another_session_does_not_help(app: Flask) -> None:
    mine, others = opened(app, "officer1", token=True), opened(app, "officer2", token=True)
    assert caller(app, mine).get(SESSION, headers=with_token(others)).status_code == 401


def test_pushing_and_uploading_take_it_too(app: Flask) -> None:
    phone = caller(app, opened(app, "officer1", token=True))
    assert phone.post("/api/v1/sync/push", {}).json["code"] == "device_token_required"
    tus = {"Tus-Resumable": "1.0.0", "Upload-Length": "1"}
    assert phone.request("POST", "/api/v1/uploads", headers=tus).status_code == 401


def test_without_asking_a_session_is_as_before(app: Flask) -> None:
    for more in ({}, {"token": False}):
        answer = opened(app, "officer1", **more)
        assert "device_token" not in answer.json
        assert caller(app, answer).get(SESSION).status_code == 200


@pytest.mark.parametrize("username", ["supervisor1", "admin1"])
def test_who_records_nothing_keeps_nothing_and_gets_none(app: Flask, username: str) -> None:
    answer = opened(app, username, token=True)
    assert "device_token" not in answer.json
    assert caller(app, answer).get(SESSION).status_code == 200


def test_a_new_password_keeps_it(app: Flask) -> None:
    answer = opened(app, "officer1", token=True)
    phone = caller(app, answer)
    passwords = {"old": PASSWORD, "new": OWN_PASSWORD}
    assert phone.post(f"{SESSION}/password", passwords).json["code"] == "device_token_required"
    changed = phone.post(f"{SESSION}/password", passwords, headers=with_token(answer))
    assert changed.status_code == 200
    assert "device_token" not in changed.json
    after = caller(app, changed)
    assert after.get(SESSION).status_code == 401
    assert after.get(SESSION, headers=with_token(answer)).status_code == 200


def test_a_phone_that_has_put_it_away_can_still_sign_out(app: Flask) -> None:
    answer = opened(app, "officer1", token=True)
    phone = caller(app, answer)
    assert phone.delete(SESSION).status_code == 204
    assert phone.get(SESSION, headers=with_token(answer)).json["code"] == "sign_in_required"


def test_a_strange_token_is_a_wrong_one(app: Flask) -> None:
    phone = caller(app, opened(app, "officer1", token=True))
    for value in ("", " ", "x" * 4000, "é", "%00"):
        assert phone.get(SESSION, headers={HEADER: value}).status_code == 401


def test_what_a_phone_notices_is_in_the_log(app: Flask, as_person: AsPerson) -> None:
    officer = as_person("officer1")
    path = f"{SESSION}/phone-events"
    assert officer.post(path, {"event": "storage_lost", "unsent": 7}).status_code == 204
    (entry,) = as_person("admin1").get("/api/v1/audit?action=device_storage_lost").json["entries"]
    assert (entry["subject_id"], entry["detail"]) == (officer.device_id, {"unsent": 7})
    assert entry["actor"]["id"] == officer.id
    outsider = {"event": "anything", "unsent": 7}
    assert officer.post(path, outsider).status_code == 422
    assert officer.post(path, {"event": "storage_lost", "unsent": -1}).status_code == 422
    desk = caller(app, app.test_client().post(SESSION, json={"username": "supervisor1", "password": PASSWORD}))
    assert desk.post(path, {"event": "storage_lost", "unsent": 1}).status_code == 409
    assert app.test_client().post(path, json={"event": "storage_lost", "unsent": 1}).status_code == 401
