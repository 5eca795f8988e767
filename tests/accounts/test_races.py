"""What two do at the same moment ends as if one had come after the other; slow hashes hold nobody up."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask

from tests.accounts.staff import OWN_PASSWORD
from tests.people import COOKIE, PASSWORD, Caller, sign_in

AsPerson = Callable[[str], Caller]
SESSION = "/api/v1/session"


def blind(monkeypatch: pytest.MonkeyPatch, kind: str) -> None:
    """The first look for a row finds nothing: it is written between look and insert."""
    from app.database import db

    get = db.session.get
    looked: list[object] = []

    def not_yet(entity: Any, *more: Any, **options: Any) -> Any:
        if entity.__name__ == kind and not looked:
            looked.append(kind)
            return None
        return get(entity, *more, **options)

    monkeypatch.setattr(db.session, "get", not_yet)


def test_a_name_taken_meanwhile_is_a_conflict(as_person: AsPerson, monkeypatch: pytest.MonkeyPatch) -> None:
    from app.accounts import operations, queries

    admin = as_person("admin1")
    body = {"username": "officer1", "name": "甲", "roles": ["officer"], "organisation_id": "330402"}
    team = {"name": "一组", "organisation_id": "330402"}
    other = admin.post("/api/v1/teams", team | {"name": "二组"}).json["id"]
    assert admin.post("/api/v1/teams", team).status_code == 201
    monkeypatch.setattr(queries, "by_username", lambda _username: None)
    monkeypatch.setattr(operations, "_refuse_taken", lambda *_given: None)
    for answer, code in (
        (admin.post("/api/v1/people", body), "username_taken"),
        (admin.post("/api/v1/teams", team), "team_name_taken"),
        (admin.patch(f"/api/v1/teams/{other}", {"name": "一组"}), "team_name_taken"),
    ):
        assert (answer.status_code, answer.json["code"]) == (409, code)


def test_a_member_added_meanwhile_is_no_fault(as_person: AsPerson, monkeypatch: pytest.MonkeyPatch) -> None:
    admin, officer = as_person("admin1"), as_person("officer1")
    team = admin.post("/api/v1/teams", {"name": "一组", "organisation_id": "330402", "member_ids": [officer.id]}).json
    blind(monkeypatch, "Membership")
    assert admin.put(f"/api/v1/teams/{team['id']}/members/{officer.id}").status_code == 204
    assert len(admin.get(f"/api/v1/teams/{team['id']}").json["members"]) == 1


def test_a_phone_registered_meanwhile_is_no_fault(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    sign_in(app, "officer1", device_id="shared")
    blind(monkeypatch, "Device")
    assert sign_in(app, "officer2", device_id="shared").device_id == "shared"


def test_a_new_sign_in_ends_the_session_that_came_along(app: Flask) -> None:
    old = sign_in(app, "officer1")
    client = app.test_client()
    client.set_cookie(COOKIE, old.token)
    wrong = client.post(SESSION, json={"username": "officer2", "password": "wrong"})
    assert wrong.status_code == 401
    assert Caller(app, old).get(SESSION).status_code == 200
    assert client.post(SESSION, json={"username": "officer2", "password": PASSWORD}).status_code == 200
    assert Caller(app, old).get(SESSION).status_code == 401
    assert client.get(SESSION).json["person"]["username"] == "officer2"


@pytest.mark.one_engine
def test_no_hash_is_made_in_the_write_turn(app: Flask, as_person: AsPerson, monkeypatch: pytest.MonkeyPatch) -> None:
    from app.accounts import passwords
    from app.engines import WriteTurn

    held: list[bool] = []
    taken: list[int] = [0]
    take, give_back, hashed, matches = WriteTurn.take, WriteTurn.give_back, passwords.hashed, passwords.matches

    def counted(step: int, do: Callable[[WriteTurn], None]) -> Callable[[WriteTurn], None]:
        def run(turn: WriteTurn) -> None:
            do(turn)
            taken[0] += step

        return run

    def noted(do: Callable[..., Any]) -> Callable[..., Any]:
        def run(*given: Any) -> Any:
            held.append(bool(taken[0]))
            return do(*given)

        return run

    monkeypatch.setattr(WriteTurn, "take", counted(1, take))
    monkeypatch.setattr(WriteTurn, "give_back", counted(-1, give_back))
    monkeypatch.setattr(passwords, "hashed", noted(hashed))
    monkeypatch.setattr(passwords, "matches", noted(matches))
    admin, officer = as_person("admin1"), as_person("officer1")
    body = {"username": "new1", "name": "甲", "roles": ["officer"], "organisation_id": "330402"}
    assert admin.post("/api/v1/people", body).status_code == 201
    changed = officer.post(f"{SESSION}/password", {"old": PASSWORD, "new": OWN_PASSWORD})
    assert changed.status_code == 200
    assert admin.post(f"/api/v1/people/{officer.id}/one-time-password").status_code == 200
    assert held == [False] * 4
