"""The audit log: who did what when, for administrators of the branch, in pages, never to be changed."""

from collections.abc import Callable

from flask import Flask

from tests.accounts.staff import hired
from tests.conftest import Clock
from tests.people import PASSWORD, Caller, sign_in

AsPerson = Callable[[str], Caller]
AUDIT = "/api/v1/audit"


def test_signing_in_and_out_is_audited(app: Flask, as_person: AsPerson, clock: Clock) -> None:
    admin = as_person("admin1")
    clock.advance(minutes=5)
    officer = Caller(app, sign_in(app, "officer1", device_id="phone-x"))
    officer.delete("/api/v1/session")
    entries = admin.get(AUDIT, query_string={"actor": "沈一鸣", "limit": 2}).json["entries"]
    assert [entry["action"] for entry in entries] == ["sign_out", "sign_in"]
    assert (entries[1]["subject_kind"], entries[1]["subject_id"]) == ("device", "phone-x")
    assert entries[1]["at"].startswith(clock.now.isoformat()[:19])
    assert entries[1]["actor"]["id"] == officer.id
    assert entries[1]["source"]


def test_entries_come_newest_first_and_in_pages(as_person: AsPerson) -> None:
    admin = as_person("admin1")
    for number in range(7):
        admin.post("/api/v1/teams", {"name": f"队{number}", "organisation_id": "330402"})
    seen, cursor = [], None
    while True:
        query = {"action": "team_created", "limit": 3} | ({"cursor": cursor} if cursor is not None else {})
        page = admin.get(AUDIT, query_string=query).json
        seen += [entry["detail"]["name"] for entry in page["entries"]]
        cursor = page["cursor"]
        if cursor is None:
            break
    assert seen[:7] == [f"队{number}" for number in reversed(range(7))]
    assert len(seen) == len(set(seen))


def test_an_administrator_of_a_county_reads_no_other(app: Flask, as_person: AsPerson) -> None:
    city = as_person("admin1")
    county = hired(app, city, "admin2", "administrator", "330402")
    city.post("/api/v1/teams", {"name": "桐乡二组", "organisation_id": "330483"})
    city.post("/api/v1/teams", {"name": "南湖二组", "organisation_id": "330402"})
    names = [
        entry["detail"]["name"] for entry in county.get(AUDIT, query_string={"action": "team_created"}).json["entries"]
    ]
    assert "南湖二组" in names
    assert "桐乡二组" not in names
    assert county.get(AUDIT, query_string={"actor": "桐乡执法员"}).json["entries"] == []


def test_a_refused_sign_in_is_seen_by_the_administrator(app: Flask, as_person: AsPerson) -> None:
    body = {"username": "officer1", "password": "wrong"}
    assert app.test_client().post("/api/v1/session", json=body).status_code == 401
    entries = as_person("admin1").get(AUDIT, query_string={"action": "sign_in", "subject": "officer1"}).json["entries"]
    assert [(entry["outcome"], entry["actor"]) for entry in entries] == [("refused", None)]
    assert PASSWORD not in str(entries)


def test_nobody_writes_or_deletes_entries(as_person: AsPerson) -> None:
    for method in ("POST", "PUT", "PATCH", "DELETE"):
        assert as_person("admin1").request(method, AUDIT, json={}).status_code == 405
