"""Seeded canaries: a keeper, a password, a token. They turn up where they belong and nowhere else."""

import json
from collections.abc import Callable

import pytest
import sqlalchemy as sa
from flask import Flask

from app.database import db
from tests.accounts.staff import OWN_PASSWORD, hire
from tests.conftest import Clock
from tests.people import PASSWORD, Caller, sign_in
from tests.phones import Phone, new_id

AsPerson = Callable[[str], Caller]
KEEPER = {"name": "金丝雀养犬人", "phone": "13712345678", "id_number": "11010519491231002X"}


def everything_in(app: Flask, without: tuple[str, ...] = ()) -> str:
    """All the database holds, as text."""
    found = []
    with app.app_context():
        for table in db.metadata.sorted_tables:
            if table.name in without:
                continue
            names = ", ".join(column.name for column in table.columns if "geometry" not in str(column.type).lower())
            for row in db.session.execute(sa.text(f"SELECT {names} FROM {table.name}")):
                found += [bytes(v).decode("latin-1") if isinstance(v, bytes | memoryview) else str(v) for v in row]
    return "\n".join(found)


def texts_of(keeper: dict[str, str]) -> list[str]:
    return [text for value in keeper.values() for text in (value, json.dumps(value)[1:-1])]


def test_a_keeper_is_read_online_by_role_and_nowhere_else(
    app: Flask, as_person: AsPerson, clock: Clock, capfd: pytest.CaptureFixture[str]
) -> None:
    officer, supervisor, auxiliary = (Phone(as_person(n), clock) for n in ("officer1", "supervisor1", "auxiliary1"))
    item = officer.record("incident", officer.incident(keeper=KEEPER))
    held = officer.item("incident", officer.incident(keeper=KEEPER, patrol_id=new_id()))
    wrong = officer.item("incident", officer.incident(keeper=KEEPER | {"id_number": "110105194912310021"}))
    unknown = officer.item("incident", officer.incident(keeper=KEEPER, type="nonsense"))
    changed = officer.item("incident", item["data"] | {"note": "n"}, item["id"], base=1)
    clash = auxiliary.item("incident", item["data"] | {"note": "other"}, item["id"], base=1)
    answers = [
        phone.send(*items) for phone, items in ((officer, [held, wrong, unknown, changed]), (auxiliary, [clash]))
    ]
    assert [r["status"] for r in answers[0].json["results"]] == ["held", "refused", "refused", "accepted"]
    assert answers[1].json["results"][0]["status"] == "conflict"
    address = f"/api/v1/incidents/{item['id']}"
    keeper = supervisor.caller.get(f"{address}/keeper")
    assert keeper.json == KEEPER
    assert "no-store" in keeper.headers["Cache-Control"]
    places = {
        "answers": "".join(answer.text for answer in answers),
        "feed": json.dumps([phone.page() for phone in (officer, supervisor, auxiliary)], ensure_ascii=False),
        "list": supervisor.caller.get("/api/v1/incidents").text,
        "page": supervisor.caller.get(address).text,
        "audit": as_person("admin1").get("/api/v1/audit").text,
        "database": everything_in(app),
        "log": "".join(capfd.readouterr()),
    }
    for place, text in places.items():
        for canary in texts_of(KEEPER):
            assert canary not in text, f"{canary} in the {place}"
    assert '"has_keeper":true' in places["page"].replace(" ", "")


def test_passwords_and_tokens_stand_nowhere(app: Flask, as_person: AsPerson, capfd: pytest.CaptureFixture[str]) -> None:
    admin = as_person("admin1")
    made = hire(admin, "canary", "officer", "330402")
    session = sign_in(app, "canary", made["one_time_password"])
    caller = Caller(app, session)
    wrong = caller.post("/api/v1/session/password", {"old": "wrong-Canary-1", "new": OWN_PASSWORD})
    weak = caller.post("/api/v1/session/password", {"old": made["one_time_password"], "new": "quanxun-demo"})
    assert (wrong.status_code, weak.status_code) == (403, 422)
    caller.post("/api/v1/session/password", {"old": made["one_time_password"], "new": OWN_PASSWORD})
    app.test_client().post("/api/v1/session", json={"username": "canary", "password": "wrong-Canary-2"})
    places = {
        "database": everything_in(app),
        "audit": admin.get("/api/v1/audit").text,
        "person": admin.get(f"/api/v1/people/{made['id']}").text,
        "errors": wrong.text + weak.text,
        "log": "".join(capfd.readouterr()),
    }
    canaries = [PASSWORD, OWN_PASSWORD, made["one_time_password"], session.token, "wrong-Canary-1", "wrong-Canary-2"]
    for place, text in places.items():
        for canary in canaries:
            assert canary not in text, f"{canary} in the {place}"


@pytest.mark.one_engine
def test_an_unexpected_fault_says_nothing_of_itself(
    app: Flask, as_person: AsPerson, clock: Clock, capfd: pytest.CaptureFixture[str]
) -> None:
    """A table that is gone, for real: the answer is a plain 500, the log names no body."""
    officer = Phone(as_person("officer1"), clock)
    with app.app_context():
        db.session.execute(sa.text("DROP TABLE keeper"))
        db.session.commit()
    item = officer.item("incident", officer.incident(keeper=KEEPER, note="金丝雀备注"))
    answer = officer.send(item)
    assert answer.status_code in (500, 503)
    assert answer.mimetype == "application/problem+json"
    assert "keeper" not in answer.text
    assert "SELECT" not in answer.text.upper().replace("SELECTED", "")
    log = "".join(capfd.readouterr())
    for canary in (*texts_of(KEEPER), "金丝雀备注"):
        assert canary not in log
