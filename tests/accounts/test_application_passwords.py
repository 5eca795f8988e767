"""Application passwords: made by supervisors, shown once, good for reading /ogc/ and nothing else, and over when they should be."""

import base64
from collections.abc import Callable
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from werkzeug.test import TestResponse

from app.accounts.models import ApplicationPassword
from app.database import db
from tests.accounts.staff import hired
from tests.conftest import Clock
from tests.people import CAST, Caller

AsPerson = Callable[[str], Caller]
PATH = "/api/v1/application-passwords"


def make(who: Caller, name: str = "QGIS") -> dict[str, Any]:
    answer = who.post(PATH, {"name": name})
    assert answer.status_code == 201, answer.text
    made: dict[str, Any] = answer.json
    return made


def use(app: Flask, username: str, password: str, path: str = "/ogc/", address: str = "10.0.0.9") -> TestResponse:
    token = base64.b64encode(f"{username}:{password}".encode()).decode()
    headers = {"Authorization": f"Basic {token}"}
    return app.test_client().get(path, headers=headers, environ_base={"REMOTE_ADDR": address})


def test_it_is_shown_once_and_kept_as_a_digest(app: Flask, as_person: AsPerson) -> None:
    supervisor = as_person("supervisor1")
    made = make(supervisor)
    assert len(base64.urlsafe_b64decode(made["password"])) >= 16  # 128 bits
    listed = supervisor.get(PATH)
    assert made["password"] not in listed.text
    assert listed.json["application_passwords"] == [
        {name: made[name] for name in ("id", "name", "created_at", "last_used_at")}
    ]
    with app.app_context():
        kept = db.session.scalars(sa.select(ApplicationPassword)).one()
        assert made["password"].encode() not in bytes(kept.digest)
        assert len(kept.digest) == 32


def test_it_reads_ogc_and_nothing_else(app: Flask, as_person: AsPerson) -> None:
    password = make(as_person("supervisor1"))["password"]
    assert use(app, "supervisor1", password).status_code == 200
    assert use(app, "SUPERVISOR1", password).status_code == 200
    for path in ("/api/v1/incidents", "/api/v1/session", PATH, "/api/v1/map/stamp", "/api/v1/exports/csv"):
        assert use(app, "supervisor1", password, path).status_code == 401, path
    assert (
        app.test_client().post("/api/v1/session", json={"username": "supervisor1", "password": password}).status_code
        == 401
    )


def test_who_comes_without_one_is_asked_for_it(app: Flask, as_person: AsPerson) -> None:
    made = make(as_person("supervisor1"))
    tries = [
        ("supervisor1", "wrong"),
        ("supervisor1", "quanxun-demo"),
        ("officer1", made["password"]),
        ("", ""),
        ("\0", "x"),
    ]
    for username, password in tries:
        answer = use(app, username, password)
        assert (answer.status_code, answer.json["code"]) == (401, "bad_application_password")
        assert answer.headers["WWW-Authenticate"].startswith('Basic realm="Quanxun"')
    bare = app.test_client().get("/ogc/collections")
    assert (bare.status_code, bare.headers["WWW-Authenticate"][:5]) == (401, "Basic")
    assert app.test_client().get("/ogc/", headers={"Authorization": "Basic !!!"}).status_code == 401
    assert as_person("supervisor1").get("/ogc/").status_code == 200  # the own session will do


def test_only_supervisors_make_them(as_person: AsPerson) -> None:
    for username in set(CAST) - {"supervisor1"}:
        assert as_person(username).post(PATH, {"name": "QGIS"}).status_code == 403
        assert as_person(username).get(PATH).status_code == 403


def test_one_is_ended_by_its_owner_only(app: Flask, as_person: AsPerson) -> None:
    supervisor = as_person("supervisor1")
    other = hired(app, as_person("admin1"), "supervisor2", "supervisor", "330402")
    first, second = make(supervisor), make(supervisor, "GDAL")
    assert other.delete(f"{PATH}/{first['id']}").status_code == 404
    assert supervisor.delete(f"{PATH}/{first['id']}").status_code == 204
    assert supervisor.delete(f"{PATH}/{first['id']}").status_code == 404
    assert use(app, "supervisor1", first["password"]).status_code == 401
    assert use(app, "supervisor1", second["password"]).status_code == 200
    assert [one["name"] for one in supervisor.get(PATH).json["application_passwords"]] == ["GDAL"]


def test_ten_at_once_are_enough(as_person: AsPerson) -> None:
    supervisor = as_person("supervisor1")
    made = [make(supervisor, f"n{number}") for number in range(10)]
    assert supervisor.post(PATH, {"name": "one more"}).json["code"] == "too_many_application_passwords"
    supervisor.delete(f"{PATH}/{made[0]['id']}")
    make(supervisor, "one more")


ENDS: dict[str, Callable[[Caller, str], TestResponse]] = {
    "disabled": lambda admin, person: admin.patch(f"/api/v1/people/{person}", {"active": False}),
    "moved out": lambda admin, person: admin.patch(f"/api/v1/people/{person}", {"organisation_id": "330483"}),
    "password reset": lambda admin, person: admin.post(f"/api/v1/people/{person}/one-time-password"),
}


@pytest.mark.parametrize("how", ENDS)
def test_it_ends_with_its_person_and_does_not_come_back(app: Flask, as_person: AsPerson, how: str) -> None:
    admin, supervisor = as_person("admin1"), as_person("supervisor1")
    password = make(supervisor)["password"]
    assert ENDS[how](admin, supervisor.id).status_code == 200
    assert use(app, "supervisor1", password).status_code == 401
    admin.patch(f"/api/v1/people/{supervisor.id}", {"active": True, "organisation_id": "330402"})
    assert use(app, "supervisor1", password).status_code == 401


def test_who_is_no_supervisor_any_more_reads_nothing(app: Flask, as_person: AsPerson) -> None:
    password = make(as_person("supervisor1"))["password"]
    as_person("admin1").patch(f"/api/v1/people/{as_person('supervisor1').id}", {"roles": ["officer"]})
    assert use(app, "supervisor1", password).status_code == 403


def test_guessing_is_slowed_and_the_owner_goes_on(app: Flask, as_person: AsPerson) -> None:
    password = make(as_person("supervisor1"))["password"]
    statuses = [use(app, "supervisor1", f"guess{number}").status_code for number in range(30)]
    assert statuses == [401] * 10 + [429] * 20
    assert use(app, "supervisor1", password).status_code == 200
    body = {"username": "supervisor1", "password": "quanxun-demo"}
    assert (
        app.test_client().post("/api/v1/session", json=body, environ_base={"REMOTE_ADDR": "10.0.0.9"}).status_code
        == 200
    )


def test_last_use_and_the_audit_log_tell_of_it(app: Flask, as_person: AsPerson, clock: Clock) -> None:
    supervisor, admin = as_person("supervisor1"), as_person("admin1")
    made = make(supervisor)
    clock.advance(hours=1)
    use(app, "supervisor1", made["password"])
    first = clock.now
    clock.advance(minutes=5)
    use(app, "supervisor1", made["password"])
    (listed,) = supervisor.get(PATH).json["application_passwords"]
    assert listed["last_used_at"][:19] == first.isoformat()[:19]
    supervisor.delete(f"{PATH}/{made['id']}")
    entries = admin.get("/api/v1/audit").json["entries"]
    told = [(entry["action"], entry["detail"]) for entry in entries if entry["action"].startswith("application")]
    assert told == [
        ("application_password_ended", {"name": "QGIS"}),
        ("application_password_created", {"name": "QGIS"}),
    ]
    assert made["password"] not in str(entries)
