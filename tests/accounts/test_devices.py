"""A phone is revoked for the people of a branch, and whoever still holds it is told why."""

from collections.abc import Callable
from itertools import chain

import pytest
from flask import Flask

from tests.accounts.staff import hired
from tests.people import PASSWORD, Caller, sign_in

AsPerson = Callable[[str], Caller]
SESSION = "/api/v1/session"
SHARED = "shared-phone"


def on_shared(app: Flask, *usernames: str) -> list[Caller]:
    return [Caller(app, sign_in(app, username, device_id=SHARED)) for username in usernames]


def revoke(by: Caller) -> object:
    answer = by.post(f"/api/v1/devices/{SHARED}/revocation", {"reason": "丢失"})
    assert answer.status_code == 200, answer.text
    return answer.json["revoked_at"]


def test_an_open_session_says_that_the_phone_is_revoked(app: Flask, as_person: AsPerson) -> None:
    (officer,) = on_shared(app, "officer1")
    revoke(as_person("admin1"))
    for answer in (officer.get(SESSION), officer.post("/api/v1/sync/push", {}), officer.get("/api/v1/zones")):
        assert (answer.status_code, answer.json["code"]) == (401, "device_revoked")


def test_people_of_another_branch_share_it_still(app: Flask, as_person: AsPerson) -> None:
    county = hired(app, as_person("admin1"), "admin-nanhu", "administrator", "330402")
    officer, outsider = on_shared(app, "officer1", "outsider1")
    assert revoke(county)
    assert officer.get(SESSION).json["code"] == "device_revoked"
    assert outsider.get(SESSION).status_code == 200
    assert signing_in_again(app, "officer2") == (403, "device_revoked")
    assert signing_in_again(app, "outsider1") == (200, None)
    revoke(as_person("admin1"))
    assert outsider.get(SESSION).json["code"] == "device_revoked"
    assert signing_in_again(app, "outsider1") == (403, "device_revoked")


def signing_in_again(app: Flask, username: str) -> tuple[int, str | None]:
    body = {"username": username, "password": PASSWORD, "device": {"id": SHARED, "name": "x"}}
    answer = app.test_client().post(SESSION, json=body)
    return answer.status_code, answer.json.get("code")


def test_each_administrator_sees_it_as_their_people_may_use_it(app: Flask, as_person: AsPerson) -> None:
    admin = as_person("admin1")
    county = hired(app, admin, "admin-nanhu", "administrator", "330402")
    officer, outsider = on_shared(app, "officer1", "outsider1")
    revoke(county)
    seen = {}
    for person in (officer, outsider):
        devices = admin.get(f"/api/v1/people/{person.id}/devices").json["devices"]
        seen[person.id] = {device["id"]: device["revoked_at"] for device in devices}
    assert seen[officer.id][SHARED]
    assert seen[outsider.id][SHARED] is None
    (entry,) = admin.get("/api/v1/audit?action=device_revoked").json["entries"]
    assert entry["detail"]["of"] == "/330400/330402/"


def test_a_session_that_came_from_elsewhere_into_the_branch_ends(app: Flask, as_person: AsPerson) -> None:
    admin = as_person("admin1")
    county = hired(app, admin, "admin-nanhu", "administrator", "330402")
    _, outsider = on_shared(app, "officer1", "outsider1")
    revoke(county)
    assert admin.patch(f"/api/v1/people/{outsider.id}", {"organisation_id": "330402"}).status_code == 200
    assert outsider.get(SESSION).json["code"] == "device_revoked"


def test_who_moves_away_does_not_wake_an_ended_session(app: Flask, as_person: AsPerson) -> None:
    admin = as_person("admin1")
    county = hired(app, admin, "admin-nanhu", "administrator", "330402")
    (officer,) = on_shared(app, "officer1")
    revoke(county)
    assert admin.patch(f"/api/v1/people/{officer.id}", {"organisation_id": "330483"}).status_code == 200
    assert officer.get(SESSION).status_code == 401


# ---------------------------------------------------------------- lists in pages
def pages(admin: Caller, path: str, name: str, limit: int) -> list[list[str]]:
    found, cursor = [], None
    while True:
        query = {"limit": limit} | ({"cursor": cursor} if cursor else {})
        page = admin.get(path, query_string=query).json
        found.append([one["id"] for one in page[name]])
        cursor = page["cursor"]
        if not cursor:
            return found


def test_devices_come_in_pages(app: Flask, as_person: AsPerson) -> None:
    admin, officer = as_person("admin1"), as_person("officer1")
    for number in range(4):
        sign_in(app, "officer1", device_id=f"phone-{number}")
    path = f"/api/v1/people/{officer.id}/devices"
    (whole,) = pages(admin, path, "devices", 100)
    assert set(whole) == {"phone-of-officer1", *(f"phone-{number}" for number in range(4))}
    parts = pages(admin, path, "devices", 2)
    assert [len(part) for part in parts] == [2, 2, 1]
    assert list(chain(*parts)) == whole


def test_teams_come_in_pages(as_person: AsPerson) -> None:
    admin = as_person("admin1")
    for number, place in enumerate(("330402", "330483", "330402007", "330402", "330483")):
        body = {"name": f"队{number}", "organisation_id": place}
        assert admin.post("/api/v1/teams", body).status_code == 201
    (whole,) = pages(admin, "/api/v1/teams", "teams", 100)
    assert len(whole) >= 6
    parts = pages(admin, "/api/v1/teams", "teams", 2)
    assert {len(part) for part in parts[:-1]} == {2}
    assert list(chain(*parts)) == whole


@pytest.mark.one_engine
def test_a_cursor_of_nobodys_is_refused(as_person: AsPerson) -> None:
    admin, officer = as_person("admin1"), as_person("officer1")
    for path, cursor in (("/api/v1/teams", officer.id), (f"/api/v1/people/{officer.id}/devices", "no-such-phone")):
        answer = admin.get(path, query_string={"cursor": cursor})
        assert (answer.status_code, answer.json["code"]) == (422, "bad_cursor")
