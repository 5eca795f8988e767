"""The violation catalogue in force decides what can be recorded, and with which consequence."""

from collections.abc import Callable
from typing import Any

from flask import Flask

from tests.accounts.staff import hired
from tests.conftest import Clock
from tests.people import CAST, Caller
from tests.phones import Phone, PhoneOf

AsPerson = Callable[[str], Caller]


def catalogue(caller: Caller, **query: str) -> dict[str, Any]:
    answer = caller.get("/api/v1/catalogue", query_string=query)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json
    return found


def test_everybody_reads_the_catalogue_of_the_own_city(as_person: AsPerson) -> None:
    for username in CAST:
        found = catalogue(as_person(username))
        assert (found["verified"], found["penalties_enabled"]) == (True, True)
        codes = [entry["code"] for entry in found["types"]]
        assert len(codes) == len(set(codes))
        assert {"unleashed", "no_tag", "faeces", "bite"} <= set(codes)
        for entry in found["types"]:
            assert entry["name"]["zh-CN"]
            assert entry["name"]["en"]
            for basis in entry["legal_basis"]:
                assert basis["law"] and basis["article"] and basis["source"]
    assert catalogue(as_person("officer1"))["name"] == "嘉兴市违法行为目录"


def test_a_law_that_changes_changes_the_catalogue_on_its_day(as_person: AsPerson) -> None:
    officer = as_person("officer1")

    def nuisance(on: str) -> Any:
        (entry,) = [entry for entry in catalogue(officer, on=on)["types"] if entry["code"] == "nuisance"]
        return entry

    old, new = nuisance("2025-12-31"), nuisance("2026-01-01")
    assert old != new
    assert (old.get("valid_until"), new.get("valid_from")) == ("2025-12-31", "2026-01-01")


def test_a_city_without_verified_rules_records_but_proposes_nothing(
    app: Flask, as_person: AsPerson, clock: Clock
) -> None:
    from app.accounts import operations as accounts
    from app.database import db
    from app.organisations import queries as tree
    from tests.accounts.staff import begin

    with app.app_context():
        node = tree.within("/", "120104")
        _, password = accounts.create_person("nankai1", "南开", ["officer"], node, by=None, at=clock.now, hours=72)
        db.session.commit()
    caller = begin(app, "nankai1", password)
    found = catalogue(caller)
    assert (found["verified"], found["penalties_enabled"]) == (False, False)
    phone = Phone(caller, clock)
    phone.record("incident", phone.incident(action="persuaded"))
    assert phone.code(phone.item("incident", phone.incident(action="case_proposed"))) == "unverified_rule"


def test_a_type_that_is_not_in_force_is_refused_alone(phone: PhoneOf) -> None:
    officer = phone("officer1")
    good, bad = officer.item("incident"), officer.item("incident", officer.incident(type="space_dog"))
    answers = officer.push(bad, good)
    assert [(a["status"], a["error"] and a["error"]["code"]) for a in answers] == [
        ("refused", "unknown_type"),
        ("accepted", None),
    ]


def test_bad_days_are_refused(as_person: AsPerson) -> None:
    for value in ("today", "2026-13-01", "21.11.2026", ""):
        answer = as_person("officer1").get("/api/v1/catalogue", query_string={"on": value})
        assert (answer.status_code, list(answer.json["fields"])) == (422, ["on"])


def test_a_street_reads_the_catalogue_of_its_city(app: Flask, as_person: AsPerson) -> None:
    street = hired(app, as_person("admin1"), "street1", "auxiliary", "330402007024")
    assert catalogue(street)["name"] == "嘉兴市违法行为目录"
