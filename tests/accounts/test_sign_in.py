"""Signing in and out: the right answers, and the same refusal for everything that is wrong."""

import runpy
from collections.abc import Callable

import pytest
from argon2 import Type, extract_parameters
from flask import Flask

from tests.accounts.staff import begin, hire, token_in
from tests.conftest import Clock
from tests.people import COOKIE, PASSWORD, Caller, sign_in

AsPerson = Callable[[str], Caller]
SESSION = "/api/v1/session"


def test_signing_in_tells_what_the_phone_needs(app: Flask, clock: Clock) -> None:
    device = {"id": "a-new-phone", "name": "华为 Mate"}
    body = {"username": "officer1", "password": PASSWORD, "device": device}
    answer = app.test_client().post(SESSION, json=body)
    assert answer.status_code == 200
    found = answer.json
    assert found["person"]["roles"] == ["officer"]
    assert found["person"]["organisation"] == {
        "id": "330402",
        "name": "南湖区",
        "level": "county",
        "path": "/330400/330402/",
    }
    assert [team["name"] for team in found["person"]["teams"]] == ["南湖一组"]
    assert found["county"] == {"id": "330402", "name": "南湖区"}
    assert found["device_id"] == "a-new-phone"
    assert found["must_change_password"] is False
    assert {"kind": "incident", "action": "ordered_to_correct"} in found["permissions"]
    assert found["server_time"].startswith(clock.now.isoformat()[:19])
    assert len(found["csrf_token"]) >= 20
    assert found["epoch"]


def test_without_a_phone_one_may_sign_in_too(app: Flask) -> None:
    answer = app.test_client().post(SESSION, json={"username": "supervisor1", "password": PASSWORD})
    assert (answer.status_code, answer.json["device_id"]) == (200, None)


def test_the_permissions_are_those_of_the_role(as_person: AsPerson) -> None:
    volunteer = {(g["kind"], g["action"]) for g in as_person("volunteer1").get(SESSION).json["permissions"]}
    assert ("persuasion", "record") in volunteer
    assert not {kind for kind, _ in volunteer} & {"incident", "keeper", "patrol", "person"}


def test_whatever_is_wrong_the_answer_is_the_same(app: Flask, as_person: AsPerson) -> None:
    officer2 = as_person("officer2")
    as_person("admin1").patch(f"/api/v1/people/{officer2.id}", {"active": False})
    client = app.test_client()
    answers = [
        client.post(SESSION, json={"username": username, "password": password})
        for username, password in (
            ("officer1", "wrong"),
            ("nobody", PASSWORD),
            ("officer2", PASSWORD),
        )
    ]
    assert {answer.status_code for answer in answers} == {401}
    assert len({answer.text for answer in answers}) == 1
    assert answers[0].json["code"] == "bad_credentials"
    assert all("Set-Cookie" not in answer.headers for answer in answers)


@pytest.mark.one_engine
def test_a_bad_request_is_explained(app: Flask) -> None:
    for body, fields in (
        ({}, {"username", "password"}),
        ({"username": "a"}, {"password"}),
        ({"username": "", "password": "x"}, {"username"}),
        ({"username": "a", "password": "x", "role": "administrator"}, {"role"}),
        ({"username": ["a"], "password": {"$ne": ""}}, {"username", "password"}),
        ({"username": "a", "password": "x" * 201}, {"password"}),
        ({"username": "a", "password": "x", "device": {"id": "with space"}}, {"device.id"}),
    ):
        answer = app.test_client().post(SESSION, json=body)
        assert (answer.status_code, set(answer.json["fields"])) == (422, fields)


def test_signing_out_ends_this_session_and_no_other(app: Flask, as_person: AsPerson) -> None:
    other, here = as_person("officer1"), Caller(app, sign_in(app, "officer1", device_id="second"))
    answer = here.delete(SESSION)
    assert answer.status_code == 204
    assert "Max-Age=0" in answer.headers["Set-Cookie"]
    assert Caller(app, here.session).get(SESSION).status_code == 401
    assert other.get(SESSION).status_code == 200


# ---------------------------------------------------------------- only from our own pages
@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://evil.test"},
        {"Origin": "null"},
        {"Origin": "http://localhost.evil.test"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
    ],
    ids=str,
)
@pytest.mark.one_engine
def test_another_site_does_not_sign_anybody_in(app: Flask, headers: dict[str, str]) -> None:
    answer = app.test_client().post(SESSION, json={"username": "officer1", "password": PASSWORD}, headers=headers)
    assert (answer.status_code, answer.json["code"]) == (403, "csrf")
    assert "Set-Cookie" not in answer.headers


@pytest.mark.one_engine
def test_a_form_signs_nobody_in(app: Flask) -> None:
    text = f'{{"username":"officer1","password":"{PASSWORD}"}}'
    for content_type in ("text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x"):
        answer = app.test_client().post(SESSION, data=text, content_type=content_type)
        assert answer.status_code == 415
        assert "Set-Cookie" not in answer.headers


@pytest.mark.one_engine
def test_json_as_text_changes_nothing(app: Flask, as_person: AsPerson) -> None:
    admin = as_person("admin1")
    data = '{"name":"n","organisation_id":"330402"}'
    answer = admin.request("POST", "/api/v1/teams", data=data, content_type="text/plain")
    assert answer.status_code == 415
    device = admin.request("POST", "/api/v1/devices/phone-of-officer1/revocation", data="{}", content_type="text/plain")
    assert device.status_code == 415
    assert as_person("officer1").get(SESSION).status_code == 200


# ---------------------------------------------------------------- one-time passwords
def test_a_one_time_password_opens_nothing_but_its_change(app: Flask, as_person: AsPerson) -> None:
    made = hire(as_person("admin1"), "newcomer", "officer", "330402")
    session = sign_in(app, "newcomer", made["one_time_password"])
    caller = Caller(app, session)
    assert caller.get(SESSION).json["must_change_password"] is True
    for path in ("/api/v1/zones", "/api/v1/sync/changes", "/api/v1/incidents"):
        answer = caller.get(path)
        assert (answer.status_code, answer.json["code"]) == (403, "password_change_required")
    body = {"device_id": "phone-of-newcomer", "sent_at": "2026-11-21T00:00:00Z", "items": [{}]}
    assert caller.post("/api/v1/sync/push", body).json["code"] == "password_change_required"
    own = begin(app, "newcomer", made["one_time_password"])
    assert own.get(SESSION).json["must_change_password"] is False
    assert own.get("/api/v1/zones").status_code == 200
    again = app.test_client().post(SESSION, json={"username": "newcomer", "password": made["one_time_password"]})
    assert again.status_code == 401


def test_a_one_time_password_is_over_after_three_days(app: Flask, as_person: AsPerson, clock: Clock) -> None:
    made = hire(as_person("admin1"), "newcomer", "officer", "330402")
    clock.advance(hours=72, seconds=1)
    answer = app.test_client().post(SESSION, json={"username": "newcomer", "password": made["one_time_password"]})
    assert (answer.status_code, answer.json["code"]) == (403, "one_time_password_expired")
    assert "Set-Cookie" not in answer.headers


WEAK = ["short", "officer1officer1", "quanxun-demo", "aaaaaaaaaaaa", "password", PASSWORD.upper(), "MyOFFICER1pass"]


def test_a_simple_password_is_refused(as_person: AsPerson) -> None:
    officer = as_person("officer1")
    for new in WEAK:
        answer = officer.post(f"{SESSION}/password", {"old": PASSWORD, "new": new})
        assert (answer.status_code, answer.json["code"]) == (422, "weak_password"), new
        assert list(answer.json["fields"]) == ["new"]
    assert officer.get(SESSION).status_code == 200


def test_a_password_of_any_script_and_length_works(app: Flask, as_person: AsPerson) -> None:
    officer = as_person("officer1")
    new = "塍𠮷犬巡 " * 30
    answer = officer.post(f"{SESSION}/password", {"old": PASSWORD, "new": new})
    assert answer.status_code == 200
    assert token_in(answer) != officer.session.token
    assert sign_in(app, "officer1", new)
    assert COOKIE in answer.headers["Set-Cookie"]


@pytest.mark.one_engine
def test_a_name_that_nobody_has_is_compared_as_slowly_as_any() -> None:
    from app.accounts import passwords

    assert passwords.__file__
    products = runpy.run_path(passwords.__file__)  # what these tests have quickened is untouched in it
    cost = extract_parameters(products["_NOBODY"])
    assert cost == extract_parameters(products["hashed"]("some words"))
    assert (cost.type, cost.memory_cost, cost.time_cost) == (Type.ID, 64 * 1024, 3)
    assert not products["matches"](None, "quanxun-demo")
