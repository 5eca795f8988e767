"""A parameter that an address does not take is refused by name, whoever asks; what the description lists is taken."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask

from tests.conftest import Clock
from tests.people import Caller
from tests.phones import Phone, new_id

AsPerson = Callable[[str], Caller]
pytestmark = pytest.mark.one_engine


@pytest.mark.parametrize(
    ("username", "path"),
    [
        ("supervisor1", "/api/v1/incidents"),
        ("supervisor1", "/api/v1/organisations"),
        ("supervisor1", "/api/v1/zones"),
        ("supervisor1", "/api/v1/districts"),
        ("supervisor1", "/api/v1/session"),
        ("officer1", "/api/v1/sync/changes"),
        ("admin1", "/api/v1/people"),
        ("admin1", "/api/v1/teams"),
        ("admin1", "/api/v1/audit"),
        ("admin1", "/api/v1/roles"),
    ],
)
@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_a_parameter_nobody_reads_is_refused_by_name(
    as_person: AsPerson, username: str, path: str, method: str
) -> None:
    answer = as_person(username).request(method, path, query_string={"form": "2026-11-21", "z": "1"})
    assert answer.status_code == 422
    if method == "GET":
        assert answer.json["fields"] == {"form": "没有这一项", "z": "没有这一项"}
    assert as_person(username).request(method, path).status_code == 200


def test_a_write_takes_none_and_does_nothing(as_person: AsPerson, clock: Clock) -> None:
    admin, officer = as_person("admin1"), Phone(as_person("officer1"), clock)
    body = {"name": "一组", "organisation_id": "330402"}
    assert admin.post("/api/v1/teams?force=1", body).status_code == 422
    assert admin.post("/api/v1/teams", body).status_code == 201
    item = officer.item("persuasion")
    push = {"device_id": officer.caller.device_id, "sent_at": officer.now(), "items": [item]}
    assert officer.caller.post("/api/v1/sync/push?dry=1", push).status_code == 422
    assert officer.statuses(item) == ["accepted"]


def test_an_outsider_is_asked_to_sign_in_first(app: Flask) -> None:
    assert app.test_client().get("/api/v1/incidents?form=x").status_code == 401


def test_every_described_parameter_is_taken(app: Flask, as_person: AsPerson) -> None:
    described = app.test_client().get("/api/openapi.json").json["paths"]
    for path, operations in described.items():
        for parameter in parameters(operations.get("get", {})):
            for username in ("supervisor1", "admin1"):
                answer = as_person(username).get(re.sub(r"{\w+}", new_id(), path), query_string={parameter: "1"})
                assert answer.status_code != 422 or parameter not in unknown(answer.get_json()), (path, parameter)


FAR = (
    "0001-01-01",
    "0001-01-02",
    "9999-12-30",
    "9999-12-31",
    "0001-01-01T00:00:00+14:00",
    "9999-12-31T23:59:59-12:00",
    "9999-12-31T23:59:59Z",
)
OGC = {
    f"/ogc/collections/{name}/items": ["datetime"] for name in ("zones", "incidents", "captures", "patrols", "places")
}


@pytest.mark.parametrize("value", FAR)
def test_no_time_is_too_far(app: Flask, as_person: AsPerson, value: str) -> None:
    """The first and the last days of all calendars are answered or refused; nothing breaks upon them."""
    described = app.test_client().get("/api/openapi.json").json["paths"]
    asked = {path: operations["get"] for path, operations in described.items() if "get" in operations}
    met = 0
    for username in ("supervisor1", "officer1", "admin1"):
        caller = as_person(username)
        for path, operation in asked.items():
            needed = {
                one["name"]: likely(one["schema"]) for one in operation.get("parameters", []) if one.get("required")
            }
            for name in of_time(operation):
                answer = caller.get(re.sub(r"{\w+}", new_id(), path), query_string=needed | {name: value})
                assert answer.status_code < 500, (username, path, name)
                met += answer.status_code == 200
        for path, names in OGC.items():
            for name in names:
                assert caller.get(path, query_string={name: value}).status_code < 500, (username, path, name)
    assert met or "T" in value


def of_time(operation: dict[str, Any]) -> list[str]:
    """Dates, times, and texts that may be either."""
    return [
        one["name"]
        for one in operation.get("parameters", [])
        if one["in"] == "query" and one["schema"].get("type") == "string" and not one["schema"].get("enum")
    ]


def likely(schema: dict[str, Any]) -> object:
    if "enum" in schema:
        return schema["enum"][0]
    if schema.get("type") in ("integer", "number"):
        return schema.get("minimum", 1)
    return {"date": "2026-11-21", "date-time": "2026-11-21T08:00:00Z", "uuid": new_id()}.get(
        schema.get("format", ""), "x"
    )


def parameters(operation: dict[str, Any]) -> list[str]:
    return [each["name"] for each in operation.get("parameters", []) if each.get("in") == "query"]


def unknown(problem: dict[str, Any]) -> set[str]:
    return {name for name, words in problem.get("fields", {}).items() if words == "没有这一项"}


def test_the_client_files_take_what_a_launcher_adds(app: Flask) -> None:
    assert app.test_client().get("/healthz?utm=x").status_code == 200
