"""A session is new at every sign-in, lives while it is used, and ends at once when it must."""

from collections.abc import Callable

import pytest
from flask import Flask

from tests.accounts.staff import OWN_PASSWORD, after_password
from tests.conftest import Clock
from tests.people import COOKIE, PASSWORD, Caller, sign_in

AsPerson = Callable[[str], Caller]
SESSION = "/api/v1/session"


def test_a_planted_token_is_not_taken_over(app: Flask) -> None:
    client = app.test_client()
    client.set_cookie(COOKIE, "planted-by-somebody-else")
    body = {"username": "officer1", "password": PASSWORD}
    first = client.post(SESSION, json=body)
    second = client.post(SESSION, json=body)
    tokens = [answer.headers["Set-Cookie"].split(";")[0] for answer in (first, second)]
    assert "planted" not in "".join(tokens)
    assert tokens[0] != tokens[1]
    assert first.json["csrf_token"] != second.json["csrf_token"]
    planted = app.test_client()
    planted.set_cookie(COOKIE, "planted-by-somebody-else")
    assert planted.get(SESSION).status_code == 401


@pytest.mark.one_engine
def test_strange_cookies_are_nobody(app: Flask) -> None:
    for value in ("", "x", "x" * 4000, "%00", "é", "\udcff", '"', "a=b; c=d", "../../x"):
        header = f"{COOKIE}={value}".encode("utf-8", "surrogateescape").decode("latin-1")
        answer = app.test_client().get(SESSION, headers={"Cookie": header})
        assert answer.status_code == 401, value


def test_a_session_lives_for_weeks_without_use_and_on_with_use(as_person: AsPerson, clock: Clock) -> None:
    officer = as_person("officer1")
    clock.advance(days=59)
    assert officer.get("/api/v1/zones").status_code == 200
    clock.advance(days=59)
    assert officer.get("/api/v1/zones").status_code == 200
    clock.advance(days=61)
    answer = officer.get("/api/v1/zones")
    assert (answer.status_code, answer.json["code"]) == (401, "sign_in_required")


def test_a_changed_password_ends_every_other_session(app: Flask, as_person: AsPerson) -> None:
    here, elsewhere = as_person("officer1"), Caller(app, sign_in(app, "officer1", device_id="elsewhere"))
    answer = here.post(f"{SESSION}/password", {"old": PASSWORD, "new": OWN_PASSWORD})
    assert answer.status_code == 200
    for old in (Caller(app, here.session), elsewhere):
        assert old.get(SESSION).status_code == 401
    new = Caller(app, after_password(here.session, answer))
    assert new.get(SESSION).status_code == 200
    assert new.get(SESSION).json["device_id"] == "phone-of-officer1"
    assert as_person("officer2").get(SESSION).status_code == 200


def test_the_wrong_old_password_changes_nothing(as_person: AsPerson) -> None:
    officer = as_person("officer1")
    answer = officer.post(f"{SESSION}/password", {"old": "wrong", "new": OWN_PASSWORD})
    assert (answer.status_code, answer.json["code"]) == (403, "bad_credentials")
    assert officer.get(SESSION).status_code == 200


def test_a_disabled_person_is_out_at_once(app: Flask, as_person: AsPerson) -> None:
    officer, admin = as_person("officer1"), as_person("admin1")
    assert officer.get(SESSION).status_code == 200
    admin.patch(f"/api/v1/people/{officer.id}", {"active": False})
    assert officer.get(SESSION).status_code == 401
    assert officer.post("/api/v1/sync/push", {}).status_code == 401
    admin.patch(f"/api/v1/people/{officer.id}", {"active": True})
    assert officer.get(SESSION).status_code == 401
    assert sign_in(app, "officer1")


def test_a_one_time_password_ends_every_session(as_person: AsPerson) -> None:
    officer, admin = as_person("officer1"), as_person("admin1")
    assert admin.post(f"/api/v1/people/{officer.id}/one-time-password").status_code == 200
    assert officer.get(SESSION).status_code == 401


def test_a_revoked_phone_is_out_at_once_and_for_everybody(app: Flask, as_person: AsPerson) -> None:
    admin, shared = as_person("admin1"), "shared-phone"
    people = [Caller(app, sign_in(app, name, device_id=shared)) for name in ("officer1", "officer2")]
    elsewhere = as_person("officer1")
    assert admin.post(f"/api/v1/devices/{shared}/revocation", {}).status_code == 200
    assert [person.get(SESSION).status_code for person in people] == [401, 401]
    assert elsewhere.get(SESSION).status_code == 200
    body = {"username": "officer1", "password": PASSWORD, "device": {"id": shared, "name": "x"}}
    answer = app.test_client().post(SESSION, json=body)
    assert (answer.status_code, answer.json["code"]) == (403, "device_revoked")


def test_a_role_that_is_taken_away_is_gone_with_the_next_request(as_person: AsPerson) -> None:
    supervisor, admin = as_person("supervisor1"), as_person("admin1")
    assert supervisor.get("/api/v1/incidents").status_code == 200
    assert admin.patch(f"/api/v1/people/{supervisor.id}", {"roles": ["volunteer"]}).status_code == 200
    assert supervisor.get("/api/v1/incidents").status_code == 403


def test_who_moves_to_another_branch_reads_there(as_person: AsPerson) -> None:
    supervisor, admin = as_person("supervisor1"), as_person("admin1")
    assert admin.patch(f"/api/v1/people/{supervisor.id}", {"organisation_id": "330483"}).status_code == 200
    assert supervisor.get(SESSION).json["county"]["id"] == "330483"
    under = supervisor.get("/api/v1/organisations", query_string={"level": "county"}).json["organisations"]
    assert [node["id"] for node in under] == ["330483"]
