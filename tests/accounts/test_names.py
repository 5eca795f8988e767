"""Account names are one whatever their case, and what somebody typed for one is kept readable only when it is one."""

from collections.abc import Callable

import pytest
import sqlalchemy as sa
from flask import Flask

from tests.accounts.staff import hire
from tests.databases import Place
from tests.people import PASSWORD, Caller, sign_in
from tests.program import environment, quanxun

AsPerson = Callable[[str], Caller]
SESSION = "/api/v1/session"
TYPED = "My-Secret-Horse-7"


def test_signing_in_takes_any_case(app: Flask) -> None:
    assert sign_in(app, "OFFICER1").person["username"] == "officer1"


def test_a_name_is_taken_in_any_case(as_person: AsPerson) -> None:
    admin = as_person("admin1")
    hire(admin, "Anna.L", "officer", "330402")
    for name in ("anna.l", "ANNA.L", "Officer1"):
        body = {"username": name, "name": "n", "roles": ["officer"], "organisation_id": "330402"}
        answer = admin.post("/api/v1/people", body)
        assert (answer.status_code, answer.json["code"]) == (409, "username_taken")


def test_a_name_taken_meanwhile_in_another_case_is_a_conflict(
    as_person: AsPerson, monkeypatch: pytest.MonkeyPatch
) -> None:
    from app.accounts import queries

    monkeypatch.setattr(queries, "by_username", lambda _username: None)
    body = {"username": "OFFICER1", "name": "n", "roles": ["officer"], "organisation_id": "330402"}
    assert as_person("admin1").post("/api/v1/people", body).status_code == 409


@pytest.mark.one_engine
@pytest.mark.parametrize("name", ["ab", "a b", "沈一鸣", "x" * 41, "officer\n"])
def test_the_command_line_asks_for_the_same_names(place: Place, as_person: AsPerson, name: str) -> None:
    env = environment(place.data_dir, DATABASE_URL=place.url)
    with pytest.raises(AssertionError, match="This account name will not do"):
        quanxun(env, "people", "create", name, "n", "--role", "officer", "--organisation", "330402")
    body = {"username": name, "name": "n", "roles": ["officer"], "organisation_id": "330402"}
    assert as_person("admin1").post("/api/v1/people", body).status_code == 422


def test_a_password_typed_for_a_name_is_not_kept(app: Flask, as_person: AsPerson) -> None:
    from app.database import db

    client = app.test_client()
    for name in (TYPED, "Officer1"):
        assert client.post(SESSION, json={"username": name, "password": "x"}).status_code == 401
    with app.app_context():
        kept = {
            table: str(db.session.execute(sa.text(f"SELECT * FROM {table}")).all())
            for table in ("audit_entry", "sign_in_try")
        }
        refused = db.session.execute(
            sa.text("SELECT subject_id, organisation_path FROM audit_entry WHERE outcome = 'refused' ORDER BY seq")
        ).all()
    assert all(TYPED.lower() not in text.lower() for text in kept.values())
    assert "officer1" not in kept["sign_in_try"].lower()
    (unknown, nowhere), (known, path) = refused
    assert (unknown[0], len(unknown), nowhere) == ("#", 17, None)
    assert (known, path) == ("officer1", "/330400/330402/")
    entries = as_person("admin1").get("/api/v1/audit?action=sign_in").json["entries"]
    assert [entry["subject_id"] for entry in entries if entry["outcome"] == "refused"] == ["officer1"]


@pytest.mark.one_engine
def test_the_digest_of_a_name_needs_the_secret_key() -> None:
    from app.accounts.throttling import attempt

    def account(key: bytes) -> str:
        return attempt(TYPED, "192.0.2.1", None, key).account

    assert account(b"one") == account(b"one") != account(b"two")


def test_the_own_password_may_not_hold_the_name_in_any_case(as_person: AsPerson) -> None:
    answer = as_person("officer1").post(f"{SESSION}/password", {"old": PASSWORD, "new": "xOFFICER1x"})
    assert answer.json["code"] == "weak_password"
