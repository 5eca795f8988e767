"""A forgotten PIN: the office opens a phone's data key for the person whose it is, on that phone, upon the password."""

import os
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from app.office import fresh
from tests.accounts.staff import hire
from tests.accounts.test_device_token import caller, opened, with_token
from tests.conftest import Clock
from tests.deposit.rescue_file import wrapped, wrapped_without_device
from tests.evidence.keys import base64url
from tests.people import PASSWORD, Caller, sign_in
from tests.test_secrets import everything_in

AsPerson = Callable[[str], Caller]
VAULT = "/api/v1/session/vault"
RAW = bytes(range(32))
Data = dict[str, Any]


def office_of(someone: Caller) -> dict[str, str]:
    found: dict[str, str] = someone.get("/api/v1/session").json["office_key"]
    return found


def wrap_of(someone: Caller, raw: bytes = RAW) -> Data:
    return wrapped(office_of(someone), someone.id, someone.device_id, "key-1", raw)


def asked(someone: Caller, wrap: Data, password: str = PASSWORD) -> TestResponse:
    return someone.post(VAULT, {"password": password, "wrap": wrap})


def opened_in_log(as_person: AsPerson) -> list[tuple[str, str]]:
    entries = as_person("admin1").get("/api/v1/audit?action=vault_opened").json["entries"]
    return [(one["outcome"], one["subject_id"]) for one in entries]


def test_the_person_gets_the_key_and_the_server_keeps_nothing_of_it(
    app: Flask, as_person: AsPerson, capfd: pytest.CaptureFixture[str]
) -> None:
    officer, raw = as_person("officer1"), os.urandom(32)
    wrap = wrap_of(officer, raw)
    answer = asked(officer, wrap)
    assert (answer.status_code, answer.json) == (200, {"key": base64url(raw)})
    assert "no-store" in answer.headers["Cache-Control"]
    assert opened_in_log(as_person) == [("done", officer.device_id)]
    places = everything_in(app) + "".join(capfd.readouterr())
    for canary in (base64url(raw), raw.decode("latin-1"), raw.hex(), wrap["sealed"], wrap["nonce"]):
        assert canary not in places


def test_an_open_phone_without_the_password_gets_nothing(as_person: AsPerson) -> None:
    officer = as_person("officer1")
    answer = asked(officer, wrap_of(officer), "guessed-1234")
    assert (answer.status_code, answer.json["code"]) == (403, "bad_credentials")
    assert opened_in_log(as_person) == []


def test_a_stolen_profile_with_its_cookie_gets_nothing_even_with_the_password(app: Flask, as_person: AsPerson) -> None:
    answer = opened(app, "officer1", token=True)
    thief = caller(app, answer)
    wrap = wrapped(answer.json["office_key"], thief.id, thief.device_id, "key-1", RAW)
    refused = asked(thief, wrap)
    assert (refused.status_code, refused.json["code"]) == (401, "device_token_required")
    body = {"password": PASSWORD, "wrap": wrap}
    assert thief.post(VAULT, body, headers=with_token(answer)).status_code == 200
    assert app.test_client().post(VAULT, json=body).status_code == 401


def test_nobody_opens_what_is_not_theirs_on_this_phone(app: Flask, as_person: AsPerson) -> None:
    officer, colleague = as_person("officer1"), as_person("officer2")
    own = wrap_of(officer)
    elsewhere = Caller(app, sign_in(app, "officer1", device_id="another-phone"))
    strange = {**fresh().public}
    pretended = wrapped({**strange, "id": office_of(officer)["id"]}, officer.id, officer.device_id, "key-1", RAW)
    cases = {
        "a colleague's": asked(colleague, own),
        "as if it were one's own": asked(colleague, {**own, "person": colleague.id, "device": colleague.device_id}),
        "another phone's": asked(elsewhere, own),
        "as if it were this phone's": asked(elsewhere, {**own, "device": "another-phone"}),
        "another office's": asked(officer, wrapped(strange, officer.id, officer.device_id, "key-1", RAW)),
        "another office's under our name": asked(officer, pretended),
        "of another key": asked(officer, {**own, "key": "key-2"}),
        "touched": asked(officer, {**own, "sealed": ("B" if own["sealed"][0] == "A" else "A") + own["sealed"][1:]}),
        "no key": asked(officer, {**own, "ephemeral": "A" * 122}),
    }
    assert {name: (one.status_code, one.json["code"]) for name, one in cases.items()} == dict.fromkeys(
        cases, (422, "vault_unreadable")
    )
    assert {outcome for outcome, _ in opened_in_log(as_person)} == {"refused"}
    older = wrapped_without_device(office_of(officer), officer.id, "key-1", RAW)
    assert asked(officer, older).status_code == 422


def test_who_records_nothing_has_nothing_to_open(as_person: AsPerson) -> None:
    for username in ("supervisor1", "admin1"):
        someone = as_person(username)
        assert (asked(someone, wrap_of(someone)).json["code"]) == "not_allowed"


def test_a_session_without_a_phone_opens_nothing(app: Flask, as_person: AsPerson) -> None:
    answer = app.test_client().post("/api/v1/session", json={"username": "officer1", "password": PASSWORD})
    assert asked(caller(app, answer), wrap_of(as_person("officer1"))).json["code"] == "device_mismatch"


def test_a_one_time_password_has_to_be_changed_first(app: Flask, as_person: AsPerson) -> None:
    made = hire(as_person("admin1"), "newcomer", "officer", "330402")
    newcomer = Caller(app, sign_in(app, "newcomer", made["one_time_password"]))
    refused = asked(newcomer, wrap_of(newcomer), made["one_time_password"])
    assert (refused.status_code, refused.json["code"]) == (403, "password_change_required")


def test_guesses_at_the_password_are_slowed(app: Flask, as_person: AsPerson) -> None:
    officer = as_person("officer1")
    wrap, tries = wrap_of(officer), app.config["SETTINGS"].sign_in_tries
    found = [asked(officer, wrap, f"guess-number-{n}").status_code for n in range(tries + 1)]
    assert found == [403] * tries + [429]
    assert asked(officer, wrap).status_code == 429
    assert asked(as_person("officer2"), wrap_of(as_person("officer2"))).status_code == 200


def test_so_is_opening_and_signing_in_does_not_set_it_back(app: Flask, as_person: AsPerson, clock: Clock) -> None:
    officer = as_person("officer1")
    wrap, settings = wrap_of(officer), app.config["SETTINGS"]
    for _ in range(settings.sign_in_tries):
        assert asked(officer, wrap).status_code == 200
    again = Caller(app, sign_in(app, "officer1"))
    assert asked(again, wrap).status_code == 429
    clock.advance(minutes=settings.sign_in_minutes + 1)
    assert asked(again, wrap).status_code == 200


@pytest.mark.parametrize(
    "change",
    [{"v": 1}, {"office": "x" * 44}, {"person": "x"}, {"device": "|"}, {"key": ""}, {"sealed": "A"}, {"more": 1}],
    ids=str,
)
def test_its_shape_is_bounded(as_person: AsPerson, change: Data) -> None:
    officer = as_person("officer1")
    answer = asked(officer, {**wrap_of(officer), **change})
    assert (answer.status_code, answer.json["code"]) == (422, "invalid")
    long = {"password": "p" * 201, "wrap": wrap_of(officer)}
    assert officer.post(VAULT, long).status_code == 422
