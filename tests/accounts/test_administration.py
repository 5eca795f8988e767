"""People, teams and phones by the administrator; every act is in the audit log, and only there for those of the branch."""

from collections.abc import Callable
from typing import Any

from flask import Flask

from tests.accounts.staff import begin, hire, hired
from tests.people import Caller, sign_in
from tests.phones import new_id

AsPerson = Callable[[str], Caller]


def audited(admin: Caller, **query: str) -> list[dict[str, Any]]:
    entries: list[dict[str, Any]] = admin.get("/api/v1/audit", query_string=query).json["entries"]
    return entries


def test_a_person_is_created_with_a_one_time_password(app: Flask, as_person: AsPerson) -> None:
    admin = as_person("admin1")
    team = admin.post("/api/v1/teams", {"name": "南湖二组", "organisation_id": "330402"}).json
    made = hire(admin, "newcomer", "auxiliary", "330402007", team_ids=[team["id"]])
    assert made["must_change_password"] is True
    assert made["organisation"] == {"id": "330402007", "name": "建设街道"}
    assert [one["name"] for one in made["teams"]] == ["南湖二组"]
    person = begin(app, "newcomer", made["one_time_password"])
    assert person.get("/api/v1/session").json["person"]["roles"] == ["auxiliary"]
    entry = audited(admin, action="person_created")[0]
    assert (entry["subject_id"], entry["actor"]["name"], entry["outcome"]) == (made["id"], "管理员", "done")
    assert entry["detail"]["username"] == "newcomer"


def test_a_taken_name_bad_roles_and_unknown_places_are_refused(as_person: AsPerson) -> None:
    admin = as_person("admin1")
    body = {"username": "newcomer", "name": "n", "roles": ["officer"], "organisation_id": "330402"}
    for change, status, code in (
        ({"username": "officer1"}, 409, "username_taken"),
        ({"roles": []}, 422, "invalid"),
        ({"roles": ["king"]}, 422, "invalid"),
        ({"organisation_id": "999999"}, 422, "unknown_organisation"),
        ({"organisation_id": "120104"}, 422, "unknown_organisation"),
        ({"username": "a b"}, 422, "invalid"),
        ({"username": "ab"}, 422, "invalid"),
        ({"team_ids": [new_id()]}, 404, "not_found"),
    ):
        answer = admin.post("/api/v1/people", body | change)
        assert (answer.status_code, answer.json["code"]) == (status, code), change
    assert admin.post("/api/v1/people", body).status_code == 201


def test_a_person_is_found_read_and_changed(as_person: AsPerson) -> None:
    admin, officer = as_person("admin1"), as_person("officer1")
    found = admin.get("/api/v1/people", query_string={"q": "沈一"}).json["people"]
    assert [person["username"] for person in found] == ["officer1"]
    change = {"name": "沈二鸣", "roles": ["officer", "supervisor"], "organisation_id": "330402007"}
    person = admin.patch(f"/api/v1/people/{officer.id}", change).json
    assert (person["name"], person["roles"], person["organisation"]["id"]) == (
        "沈二鸣",
        ["officer", "supervisor"],
        "330402007",
    )
    assert admin.get(f"/api/v1/people/{officer.id}").json == person
    (entry,) = audited(admin, action="person_changed")
    assert entry["detail"]["changed"] == {
        "name": ["沈一鸣", "沈二鸣"],
        "roles": ["officer", "officer,supervisor"],
        "organisation": ["330402", "330402007"],
    }
    assert admin.patch(f"/api/v1/people/{officer.id}", change).status_code == 200
    assert len(audited(admin, action="person_changed")) == 1


def test_people_come_in_pages(as_person: AsPerson) -> None:
    admin = as_person("admin1")
    names, cursor = [], None
    while True:
        query = {"limit": "3"} | ({"cursor": cursor} if cursor else {})
        page = admin.get("/api/v1/people", query_string=query).json
        names += [person["username"] for person in page["people"]]
        cursor = page["cursor"]
        if not cursor:
            break
    assert names == sorted(names)
    assert len(names) == len(set(names)) == 7
    assert all("last_seen_at" not in person for person in page["people"])
    one = admin.get("/api/v1/people", query_string={"organisation": "330483"}).json["people"]
    assert [person["username"] for person in one] == ["outsider1"]


def test_a_person_is_disabled_and_the_last_administrator_stays(as_person: AsPerson) -> None:
    admin, officer = as_person("admin1"), as_person("officer1")
    assert admin.patch(f"/api/v1/people/{officer.id}", {"active": False}).json["active"] is False
    (entry,) = audited(admin, action="person_disabled")
    assert entry["subject_id"] == officer.id
    for change in ({"active": False}, {"roles": ["officer"]}):
        answer = admin.patch(f"/api/v1/people/{admin.id}", change)
        assert (answer.status_code, answer.json["code"]) == (409, "last_administrator")
    assert admin.get("/api/v1/people").status_code == 200


def test_of_two_administrators_one_may_go(app: Flask, as_person: AsPerson) -> None:
    admin = as_person("admin1")
    second = hired(app, admin, "admin2", "administrator", "330400")
    assert second.patch(f"/api/v1/people/{admin.id}", {"active": False}).status_code == 200
    assert admin.get("/api/v1/people").status_code == 401
    assert second.patch(f"/api/v1/people/{second.id}", {"active": False}).status_code == 409


def test_a_forgotten_password_is_replaced(app: Flask, as_person: AsPerson) -> None:
    admin, officer = as_person("admin1"), as_person("officer1")
    answer = admin.post(f"/api/v1/people/{officer.id}/one-time-password")
    assert answer.status_code == 200
    assert answer.get_json().keys() == {"one_time_password", "expires_at"}
    assert begin(app, "officer1", answer.json["one_time_password"]).get("/api/v1/zones").status_code == 200
    (entry,) = audited(admin, action="password_reset")
    assert entry["subject_id"] == officer.id


def test_a_lost_phone_is_revoked(app: Flask, as_person: AsPerson) -> None:
    admin, officer = as_person("admin1"), as_person("officer1")
    sign_in(app, "officer1", device_id="second-phone")
    devices = admin.get(f"/api/v1/people/{officer.id}/devices").json["devices"]
    assert {device["id"] for device in devices} == {"phone-of-officer1", "second-phone"}
    assert {device["revoked_at"] for device in devices} == {None}
    answer = admin.post("/api/v1/devices/phone-of-officer1/revocation", {"reason": "丢失"})
    assert answer.json["revoked_at"]
    again = admin.post("/api/v1/devices/phone-of-officer1/revocation", {"reason": "again"})
    assert again.json["revoked_at"] == answer.json["revoked_at"]
    (entry,) = audited(admin, action="device_revoked")
    assert (entry["subject_id"], entry["detail"]["reason"]) == ("phone-of-officer1", "丢失")
    assert admin.post("/api/v1/devices/no-such-phone/revocation", {}).status_code == 404


def test_teams_are_founded_filled_changed_and_closed(as_person: AsPerson) -> None:
    admin, officer, volunteer = (as_person(name) for name in ("admin1", "officer1", "volunteer1"))
    body = {"name": "南湖二组", "organisation_id": "330402", "member_ids": [officer.id]}
    team = admin.post("/api/v1/teams", body).json
    assert [member["name"] for member in team["members"]] == ["沈一鸣"]
    assert admin.post("/api/v1/teams", body).json["code"] == "team_name_taken"
    members = f"/api/v1/teams/{team['id']}/members"
    for _ in range(2):
        assert admin.put(f"{members}/{volunteer.id}").status_code == 204
    assert len(admin.get(f"/api/v1/teams/{team['id']}").json["members"]) == 2
    for _ in range(2):
        assert admin.delete(f"{members}/{officer.id}").status_code == 204
    changed = admin.patch(f"/api/v1/teams/{team['id']}", {"name": "南湖三组", "active": False}).json
    assert (changed["name"], changed["active"]) == ("南湖三组", False)
    assert volunteer.get("/api/v1/session").json["person"]["teams"] == []
    actions = [entry["action"] for entry in audited(admin, subject=team["id"])]
    assert actions == ["team_changed", "team_member_removed", "team_member_added", "team_member_added", "team_created"]
    assert "南湖三组" in {team["name"] for team in admin.get("/api/v1/teams").json["teams"]}


def test_a_supervisor_lists_people_and_changes_nobody(as_person: AsPerson) -> None:
    supervisor, officer = as_person("supervisor1"), as_person("officer1")
    people = supervisor.get("/api/v1/people").json["people"]
    assert {person["username"] for person in people} == {
        "officer1",
        "officer2",
        "auxiliary1",
        "volunteer1",
        "supervisor1",
    }
    assert supervisor.get(f"/api/v1/people/{officer.id}").status_code == 403
    assert supervisor.patch(f"/api/v1/people/{officer.id}", {"name": "x"}).status_code == 403
    assert supervisor.post(f"/api/v1/people/{officer.id}/one-time-password").status_code == 403


def test_the_table_of_roles_is_published(as_person: AsPerson) -> None:
    rules = as_person("volunteer1").get("/api/v1/roles").json["rules"]
    assert {
        "role": "volunteer",
        "kind": "persuasion",
        "actions": ["read", "record"],
        "scope": "own",
        "hidden": ["patrol_id"],
    } in rules
    assert not [rule for rule in rules if rule["role"] == "volunteer" and rule["kind"] in ("keeper", "incident")]
