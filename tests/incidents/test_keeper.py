"""The keeper of an incident: written down by who may, read one at a time by who may, each reading in the audit log."""

from collections.abc import Callable

import sqlalchemy as sa
from flask import Flask

from tests.people import Caller
from tests.phones import PhoneOf, new_id

AsPerson = Callable[[str], Caller]
KEEPER = {"name": "王小明", "phone": "13800138000", "id_number": "11010519491231002X"}


def address(record_id: str) -> str:
    return f"/api/v1/incidents/{record_id}/keeper"


def test_written_down_and_read_by_role(phone: PhoneOf, as_person: AsPerson) -> None:
    officer = phone("officer1")
    item = officer.record("incident", officer.incident(keeper=KEEPER))
    assert officer.meta(item["id"])["has_keeper"] is True
    assert "keeper" not in officer.data(item["id"])
    statuses = {
        username: as_person(username).get(address(item["id"])).status_code
        for username in ("officer1", "officer2", "supervisor1", "auxiliary1", "volunteer1", "admin1", "outsider1")
    }
    assert statuses == {
        "officer1": 200,
        "officer2": 200,
        "supervisor1": 200,
        "auxiliary1": 403,
        "volunteer1": 403,
        "admin1": 403,
        "outsider1": 404,
    }
    assert as_person("supervisor1").get(address(item["id"])).json == KEEPER


def test_each_reading_is_audited(phone: PhoneOf, as_person: AsPerson) -> None:
    officer, supervisor = phone("officer1"), as_person("supervisor1")
    with_keeper = officer.record("incident", officer.incident(keeper=KEEPER))
    without = officer.record("incident")
    assert supervisor.get(address(with_keeper["id"])).status_code == 200
    assert supervisor.get(address(without["id"])).status_code == 404
    assert as_person("outsider1").get(address(with_keeper["id"])).status_code == 404
    entries = as_person("admin1").get("/api/v1/audit", query_string={"action": "keeper_read"}).json["entries"]
    found = [(entry["actor"]["name"], entry["subject_id"], entry["outcome"], entry["detail"]) for entry in entries]
    assert found == [
        ("钱督导", without["id"], "nothing", {}),
        ("钱督导", with_keeper["id"], "done", {}),
    ]


def test_an_auxiliary_writes_one_down_and_does_not_read_it(phone: PhoneOf) -> None:
    auxiliary, officer = phone("auxiliary1"), phone("officer1")
    item = auxiliary.record("incident", auxiliary.incident(keeper=KEEPER))
    assert auxiliary.caller.get(address(item["id"])).status_code == 403
    assert officer.caller.get(address(item["id"])).json == KEEPER


def test_changed_struck_out_and_left_alone(phone: PhoneOf) -> None:
    officer = phone("officer1")
    item = officer.record("incident", officer.incident(keeper=KEEPER))
    base = 1

    def change(**fields: object) -> None:
        nonlocal base
        data = item["data"] | {"note": f"{base}"} | fields
        assert officer.statuses(officer.item("incident", data, item["id"], base=base)) == ["accepted"]
        base += 1

    item["data"] = {name: value for name, value in item["data"].items() if name != "keeper"}
    change()
    assert officer.caller.get(address(item["id"])).json == KEEPER
    change(keeper={"name": "李四"})
    assert officer.caller.get(address(item["id"])).json == {"name": "李四"}
    change(keeper=None)
    assert officer.caller.get(address(item["id"])).status_code == 404
    assert officer.meta(item["id"])["has_keeper"] is False


def test_an_empty_keeper_is_none(phone: PhoneOf) -> None:
    officer = phone("officer1")
    for keeper in ({}, {"name": ""}, {"name": None, "phone": ""}, None):
        item = officer.record("incident", officer.incident(keeper=keeper))
        assert officer.meta(item["id"])["has_keeper"] is False
        assert officer.caller.get(address(item["id"])).status_code == 404


def test_bad_numbers_are_refused_with_their_field(phone: PhoneOf) -> None:
    officer = phone("officer1")
    for field, value in (
        ("id_number", "110105194912310021"),
        ("id_number", "1101051949123100"),
        ("id_number", "11010519491231002x"),
        ("phone", "call me"),
        ("phone", "1" * 21),
        ("name", "字" * 61),
        ("address", "x"),
    ):
        (answer,) = officer.push(officer.item("incident", officer.incident(keeper={field: value})))
        assert answer["status"] == "refused", (field, value)
        assert list(answer["error"]["fields"]) == [f"keeper.{field}"]
        assert value not in str(answer["error"])


def test_only_an_incident_has_a_keeper(phone: PhoneOf) -> None:
    officer = phone("officer1")
    for kind in ("persuasion", "capture", "patrol"):
        assert officer.code(officer.item(kind, getattr(officer, kind)(keeper=KEEPER))) == "invalid"


def test_at_rest_it_is_sealed_and_bound_to_its_incident(phone: PhoneOf, app: Flask) -> None:
    from app.database import db

    officer = phone("officer1")
    one, two = (officer.record("incident", officer.incident(keeper=KEEPER | {"name": name})) for name in ("甲", "乙"))
    with app.app_context():
        rows = db.session.execute(sa.text("SELECT incident_id, sealed FROM keeper")).all()
        sealed = {str(row[0]).replace("-", ""): bytes(row[1]) for row in rows}
        assert not any(b"13800138000" in value for value in sealed.values())
        assert len(set(sealed.values())) == 2
        swap = sa.text("UPDATE keeper SET sealed = :sealed WHERE incident_id = :id")
        key = next(row[0] for row in rows if str(row[0]).replace("-", "") == one["id"].replace("-", ""))
        db.session.execute(swap, {"sealed": sealed[two["id"].replace("-", "")], "id": key})
        db.session.commit()
    answer = officer.caller.get(address(one["id"]))
    assert answer.status_code == 500
    assert "乙" not in answer.text


def test_an_incident_that_nobody_has(as_person: AsPerson) -> None:
    assert as_person("supervisor1").get(address(new_id())).status_code == 404
