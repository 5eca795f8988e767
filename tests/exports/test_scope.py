"""Nothing leaves by a file that its reader does not see anyway."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from tests.accounts.staff import hired
from tests.exports.readers import FORMATS, exported, get
from tests.people import CAST, Caller
from tests.phones import PhoneOf

AsPerson = Callable[[str], Caller]
KEEPER = {"name": "金丝雀养犬人", "phone": "13712345678", "id_number": "11010519491231002X"}


@pytest.fixture
def filled(phone: PhoneOf) -> dict[str, set[str]]:
    """Records of two counties, with keepers, and of a volunteer."""
    made: dict[str, set[str]] = {}
    for username in ("officer1", "outsider1", "volunteer1"):
        who = phone(username)
        kinds = ("persuasion", "capture") if username == "volunteer1" else ("incident", "persuasion", "capture")
        made[username] = {who.record(kind)["id"] for kind in kinds}
        if username != "volunteer1":
            made[username].add(who.record("incident", who.incident(keeper=KEEPER))["id"])
    return made


@pytest.mark.parametrize("form", FORMATS)
def test_supervisors_get_their_branch_and_nobody_else_gets_anything(
    app: Flask, as_person: AsPerson, filled: dict[str, set[str]], tmp_path: Path, form: str
) -> None:
    admin = as_person("admin1")
    elsewhere = hired(app, admin, "supervisor2", "supervisor", "330483")
    city = hired(app, admin, "supervisor3", "supervisor", "330400")
    sees = {
        as_person("supervisor1"): filled["officer1"] | filled["volunteer1"],
        elsewhere: filled["outsider1"],
        city: set().union(*filled.values()),
    }
    foreign = ",".join(sorted(set().union(*filled.values())))
    for who, own in sees.items():
        for query in ({}, {"ids": foreign}, {"organisation": "330400"}):
            assert {row["number"] for row in exported(who, form, tmp_path, **query)} == own
        placed = {row["number"] for row in exported(who, form, tmp_path, bbox="-180,-90,180,90")}
        assert placed
        assert placed < own  # persuasions have no position here
    for username in set(CAST) - {"supervisor1"}:
        assert get(as_person(username), form).status_code == 403
    assert app.test_client().get(f"/api/v1/exports/{form}").status_code == 401


@pytest.mark.parametrize("form", FORMATS)
def test_keepers_are_in_no_file(as_person: AsPerson, filled: dict[str, set[str]], tmp_path: Path, form: str) -> None:
    text = str(exported(as_person("supervisor1"), form, tmp_path))
    raw = get(as_person("supervisor1"), form).data
    for canary in KEEPER.values():
        assert canary not in text
        assert canary.encode() not in raw


def test_a_body_is_guarded_like_any_write(as_person: AsPerson, filled: dict[str, set[str]]) -> None:
    body: dict[str, Any] = {"ids": sorted(filled["outsider1"])}
    assert as_person("officer1").post("/api/v1/exports/csv", body).status_code == 403
    answer = as_person("supervisor1").post("/api/v1/exports/csv", body, headers={"X-CSRF-Token": ""})
    assert answer.json["code"] == "csrf"
    answer = as_person("supervisor1").post("/api/v1/exports/csv", body, buffered=True)
    assert answer.data.decode("utf-8-sig").count("\r\n") == 1  # the headings
