"""The description of the interface is true: generated requests find no 5xx and no answer that it does not describe."""

from collections.abc import Callable
from typing import Any

import pytest
import schemathesis
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from schemathesis import checks

from tests.conftest import Clock
from tests.people import COOKIE, Caller
from tests.phones import Phone
from tests.places.keeping import Keeper
from tests.plans.planning import Planner
from tests.zones.drafting import Desk, square

AsPerson = Callable[[str], Caller]
ROLES = ("officer1", "auxiliary1", "volunteer1", "supervisor1", "admin1")
CHECKS = [
    checks.not_a_server_error,
    checks.status_code_conformance,
    checks.content_type_conformance,
    checks.response_headers_conformance,
    checks.response_schema_conformance,
]
ENDS_THE_SESSION = {("DELETE", "/api/v1/session")}
"""tests/accounts speaks with it."""


@schemathesis.serializer("application/offset+octet-stream")
def as_it_is(_context: Any, value: Any) -> bytes:
    return value if isinstance(value, bytes) else str(value).encode()


def described(app: Flask) -> Any:
    return schemathesis.openapi.from_wsgi("/api/openapi.json", app)


def operations(schema: Any) -> list[Any]:
    found = [result.ok() for result in schema.get_all_operations()]
    return [one for one in found if (one.method.upper(), one.path) not in ENDS_THE_SESSION]


def known_ids(as_person: AsPerson, clock: Clock) -> dict[str, list[str]]:
    """Things that exist, so that not every address leads to nothing."""
    officer = Phone(as_person("officer1"), clock)
    records = [officer.record(kind)["id"] for kind in ("incident", "persuasion", "capture", "patrol")]
    records.append(officer.record("incident", officer.incident(keeper={"name": "某人"}))["id"])
    team = officer.caller.session.person["teams"][0]["id"]
    draft = Desk(as_person("supervisor1"), clock).checked()
    zone = Desk(as_person("supervisor1"), clock).announced(square(120.9), name="另一块")
    place = Keeper(as_person("supervisor1"), clock).make()
    planner = Planner(as_person("supervisor1"), clock, team)
    roster = planner.roster()
    return {
        "area_id": [roster["area"]["id"]],
        "roster_id": [roster["id"]],
        "record_id": records,
        "draft_id": [draft["id"]],
        "zone_id": [zone["zone_id"]],
        "person_id": [as_person("officer2").id, as_person("outsider1").id],
        "team_id": [team],
        "place_id": [place["id"]],
    }


def ask(operation: Any, callers: list[Caller], ids: dict[str, list[str]], examples: int) -> None:
    """Each generated request as each role: the worst that may come of it is a described problem."""
    known = st.fixed_dictionaries({}, optional={name: st.sampled_from(values) for name, values in ids.items()})

    @settings(max_examples=examples, deadline=None, suppress_health_check=list(HealthCheck), database=None)
    @given(case=operation.as_strategy(), names=known)
    def run(case: Any, names: dict[str, str]) -> None:
        for name in set(names) & set(case.path_parameters or {}):
            case.path_parameters[name] = names[name]
        for caller in callers:
            headers = {"X-CSRF-Token": caller.session.csrf_token}
            answer = case.call(headers=headers, cookies={COOKIE: caller.session.token})
            case.validate_response(answer, checks=CHECKS)

    run()


def fuzz(app: Flask, as_person: AsPerson, clock: Clock, examples: int) -> None:
    callers = [as_person(username) for username in ROLES]
    ids = known_ids(as_person, clock)
    faults = []
    for operation in operations(described(app)):
        try:
            ask(operation, callers, ids, examples)
        except Exception as fault:
            faults.append(f"{operation.method} {operation.path}: {fault}")
    assert not faults, "\n".join(faults)
    assert [caller.get("/api/v1/session").status_code for caller in callers] == [200] * len(callers)


def test_generated_requests_find_nothing_undescribed(app: Flask, as_person: AsPerson, clock: Clock) -> None:
    fuzz(app, as_person, clock, 4)


@pytest.mark.long
def test_many_generated_requests_find_nothing_undescribed(app: Flask, as_person: AsPerson, clock: Clock) -> None:
    fuzz(app, as_person, clock, 300)
