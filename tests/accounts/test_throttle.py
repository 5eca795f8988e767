"""Guessing passwords is slowed where it happens; the owner signs in elsewhere, and nobody learns which account exists."""

from typing import Any

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from tests.conftest import Clock
from tests.people import PASSWORD, Caller, sign_in

SESSION = "/api/v1/session"


def attempt(app: Flask, username: str, password: str, address: str = "203.0.113.9", **device: str) -> TestResponse:
    body: dict[str, Any] = {"username": username, "password": password}
    if device:
        body["device"] = device | {"name": "x"}
    return app.test_client().post(SESSION, json=body, environ_overrides={"REMOTE_ADDR": address})


@pytest.fixture
def flooded(app: Flask) -> Flask:
    """Ten wrong passwords for officer1 from one address."""
    for number in range(10):
        assert attempt(app, "officer1", f"guess{number}").status_code == 401
    return app


def test_the_eleventh_try_is_refused_even_when_it_is_right(flooded: Flask) -> None:
    answer = attempt(flooded, "officer1", PASSWORD)
    assert (answer.status_code, answer.json["code"]) == (429, "too_many_tries")
    assert "15" in answer.json["detail"]
    assert answer.headers["Retry-After"] == "900"
    assert "Set-Cookie" not in answer.headers


def test_the_owner_signs_in_elsewhere_and_on_the_own_phone(flooded: Flask) -> None:
    assert attempt(flooded, "officer1", PASSWORD, "198.51.100.7").status_code == 200
    assert attempt(flooded, "officer1", PASSWORD, id="phone-of-officer1").status_code == 200
    assert attempt(flooded, "officer1", PASSWORD, id="phone-of-officer2").status_code == 429
    assert attempt(flooded, "officer1", PASSWORD, id="some-new-phone").status_code == 429


def test_after_a_while_it_is_open_again(flooded: Flask, clock: Clock) -> None:
    clock.advance(minutes=14)
    assert attempt(flooded, "officer1", PASSWORD).status_code == 429
    clock.advance(minutes=1, seconds=1)
    assert attempt(flooded, "officer1", PASSWORD).status_code == 200


def test_an_account_that_does_not_exist_looks_the_same(flooded: Flask) -> None:
    unknown = [attempt(flooded, "nobody", f"guess{n}", "203.0.113.77") for n in range(10)]
    assert {answer.status_code for answer in unknown} == {401}
    refusals = [attempt(flooded, "nobody", "x", "203.0.113.77"), attempt(flooded, "officer1", "x")]
    assert {answer.status_code for answer in refusals} == {429}
    assert len({answer.text for answer in refusals}) == 1


def test_spraying_one_password_over_many_accounts_is_slowed_too(app: Flask) -> None:
    answers = [attempt(app, f"person{number}", "Summer-2026") for number in range(51)]
    assert [answer.status_code for answer in answers] == [401] * 50 + [429]
    assert attempt(app, "officer1", PASSWORD).status_code == 429
    assert attempt(app, "officer1", PASSWORD, "198.51.100.7").status_code == 200


def test_one_subscriber_has_one_turn_however_many_addresses(app: Flask) -> None:
    for number in range(10):
        assert attempt(app, "officer1", "guess", f"2001:db8:7:1:{number:x}::1").status_code == 401
    assert attempt(app, "officer1", PASSWORD, "2001:db8:7:1:ffff::2").status_code == 429
    assert attempt(app, "officer1", PASSWORD, "2001:db8:7:2::1").status_code == 200
    for number in range(10):
        assert attempt(app, "officer2", "guess", f"{'::ffff:' * (number % 2)}192.0.2.1").status_code == 401
    assert attempt(app, "officer2", PASSWORD, "192.0.2.1").status_code == 429


def test_a_crowd_is_slowed_and_the_owner_is_not(app: Flask, clock: Clock) -> None:
    """Thirty addresses, one try each: from then on one try of a new source in half a minute."""
    for number in range(30):
        assert attempt(app, "officer1", "guess", f"203.0.113.{number}").status_code == 401
    slowed = attempt(app, "officer1", PASSWORD, "198.51.100.7")
    assert (slowed.status_code, slowed.json["code"], slowed.headers["Retry-After"]) == (429, "too_many_tries", "30")
    assert attempt(app, "officer1", PASSWORD, id="phone-of-officer1").status_code == 200
    assert attempt(app, "officer2", PASSWORD, "198.51.100.7").status_code == 200
    clock.advance(seconds=31)
    assert attempt(app, "officer1", "guess", "203.0.113.99").status_code == 401
    assert attempt(app, "officer1", PASSWORD, "198.51.100.7").status_code == 429
    clock.advance(seconds=31)
    assert attempt(app, "officer1", PASSWORD, "198.51.100.7").status_code == 200


def test_case_makes_no_new_account_to_guess_at(flooded: Flask) -> None:
    assert attempt(flooded, "OFFICER1", PASSWORD).status_code == 429


def test_a_forwarded_address_is_believed_only_behind_a_known_proxy(flooded: Flask) -> None:
    body = {"username": "officer1", "password": PASSWORD}
    for name in ("X-Forwarded-For", "X-Real-IP", "Forwarded"):
        answer = flooded.test_client().post(
            SESSION, json=body, headers={name: "198.51.100.7"}, environ_overrides={"REMOTE_ADDR": "203.0.113.9"}
        )
        assert answer.status_code == 429


def test_the_old_password_cannot_be_guessed_from_an_open_session(app: Flask) -> None:
    officer = Caller(app, sign_in(app, "officer1"))
    body = {"old": "guess", "new": "rosy-Lantern-417"}
    statuses = [officer.post(f"{SESSION}/password", body).status_code for _ in range(11)]
    assert statuses == [403] * 10 + [429]
    assert officer.post(f"{SESSION}/password", body | {"old": PASSWORD}).status_code == 429


@pytest.mark.long
def test_a_thousand_tries_are_throttled_by_the_tenth(app: Flask) -> None:
    answers = [attempt(app, "officer1", f"guess{number}").status_code for number in range(1000)]
    assert answers[:10] == [401] * 10
    assert set(answers[10:]) == {429}
    assert attempt(app, "officer1", PASSWORD, "198.51.100.7").status_code == 200
