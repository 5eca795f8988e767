"""Lists and pages of records for the supervisor: filters that mean what they say."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest

from tests.people import Caller
from tests.phones import FAR, Data, PhoneOf, inside, new_id

AsPerson = Callable[[str], Caller]
LIST = "/api/v1/incidents"


@pytest.fixture
def records(phone: PhoneOf) -> dict[str, str]:
    """Name → id of six incidents that differ in what can be filtered."""
    officer = phone("officer1")
    patrol = officer.record("patrol")
    data: dict[str, tuple[Data, str]] = {
        "plain": (officer.incident(), "2026-11-10T08:00:00+08:00"),
        "far": (officer.incident(position=officer.fix(*FAR)), "2026-11-10T23:59:59+08:00"),
        "ordered": (officer.incident(action="ordered_to_correct"), "2026-11-11T00:00:00+08:00"),
        "bite": (officer.incident(type="bite"), "2026-11-11T08:00:00+08:00"),
        "street": (officer.incident(organisation_id="330402007"), "2026-11-12T08:00:00+08:00"),
        "patrol": (officer.incident(patrol_id=patrol["id"]), "2026-11-13T08:00:00+08:00"),
    }
    found = {name: officer.record("incident", one, captured_at=at)["id"] for name, (one, at) in data.items()}
    return found | {"patrol_id": patrol["id"]}


def names(caller: Caller, records: dict[str, str], **query: str) -> set[str]:
    answer = caller.get(LIST, query_string=query)
    assert answer.status_code == 200, answer.text
    assert answer.mimetype == "application/geo+json"
    by_id = {value: name for name, value in records.items()}
    return {by_id[feature["id"]] for feature in answer.json["features"]}


ALL = {"plain", "far", "ordered", "bite", "street", "patrol"}


def test_filters(as_person: AsPerson, records: dict[str, str]) -> None:
    supervisor = as_person("supervisor1")
    zone = inside()[0]["properties"]["zone_id"]
    expected: list[tuple[dict[str, str], set[str]]] = [
        ({}, ALL),
        ({"bbox": "119.9,29.9,120.1,30.1"}, {"far"}),
        ({"bbox": "-180,-90,180,90"}, ALL),
        ({"bbox": "0,0,1,1"}, set()),
        ({"from": "2026-11-11"}, ALL - {"plain", "far"}),
        ({"to": "2026-11-10"}, {"plain", "far"}),
        ({"from": "2026-11-11", "to": "2026-11-11"}, {"ordered", "bite"}),
        ({"from": "2026-11-10T16:00:00Z", "to": "2026-11-11T00:00:01Z"}, {"ordered", "bite"}),
        ({"type": "bite"}, {"bite"}),
        ({"type": "bite,unleashed"}, ALL),
        ({"action": "ordered_to_correct"}, {"ordered"}),
        ({"zone": zone}, ALL - {"far"}),
        ({"zone": new_id()}, set()),
        ({"certainty": "outside"}, {"far"}),
        ({"organisation": "330402007"}, {"street"}),
        ({"organisation": "330402"}, ALL),
        ({"organisation": "000000"}, set()),
        ({"patrol": records["patrol_id"]}, {"patrol"}),
        ({"type": "bite", "action": "ordered_to_correct"}, set()),
    ]
    for query, wanted in expected:
        assert names(supervisor, records, **query) == wanted, query


def test_pages_bring_each_once(as_person: AsPerson, records: dict[str, str]) -> None:
    supervisor, seen, cursor = as_person("supervisor1"), [], None
    while True:
        query = {"limit": "2"} | ({"cursor": cursor} if cursor else {})
        page = supervisor.get(LIST, query_string=query).json
        seen += [feature["id"] for feature in page["features"]]
        cursor = page.get("cursor")
        if not cursor:
            break
    assert len(seen) == len(set(seen)) == len(ALL)
    assert set(seen) == {records[name] for name in ALL}


BAD = [
    {"bbox": "1,2,3"},
    {"bbox": "nan,nan,nan,nan"},
    {"bbox": "inf,0,1,1"},
    {"bbox": "10,0,5,5"},
    {"bbox": "-181,0,0,0"},
    {"bbox": "0,0,480,1"},
    {"bbox": "a,b,c,d"},
    {"from": "yesterday!!"},
    {"from": "2026-02-30"},
    {"from": "2026-11-11T08:00:00"},
    {"from": "0001-01-01"},
    {"from": "0001-01-01T00:00:00+08:00"},
    {"to": "9999-12-31"},
    {"zone": "x"},
    {"certainty": "perhaps"},
    {"organisation": "../x"},
    {"cursor": "x"},
    {"limit": "0"},
    {"limit": "2001"},
]


def test_bad_filters_are_refused_by_name(as_person: AsPerson) -> None:
    for path in (LIST, "/api/v1/captures", "/api/v1/persuasions", "/api/v1/patrols"):
        for query in BAD:
            answer = as_person("supervisor1").get(path, query_string=query)
            if path.endswith("patrols") and "bbox" in query:
                continue  # a patrol has no position: nothing is in any box
            assert answer.status_code == 422, (path, query, answer.text)
            assert list(answer.json["fields"]) == list(query)


def test_the_edges_of_time_are_no_fault(as_person: AsPerson) -> None:
    for query in ({"from": "0002-01-01"}, {"to": "9998-12-31"}, {"from": "1970-01-01", "to": "2100-01-01"}):
        assert as_person("supervisor1").get(LIST, query_string=query).status_code == 200


def test_a_page_tells_all_of_a_record(phone: PhoneOf) -> None:
    officer, supervisor = phone("officer1"), phone("supervisor1")
    patrol = officer.record("patrol", officer.patrol(note="n"))
    item = officer.record("incident", officer.incident(patrol_id=patrol["id"], place="公园"))
    edit = officer.item("incident", item["data"] | {"place": "东门"}, item["id"], base=1)
    officer.push(edit)
    page: Any = supervisor.caller.get(f"{LIST}/{item['id']}").json
    assert (page["id"], page["kind"], page["revision"], page["deleted"]) == (item["id"], "incident", 2, False)
    assert page["data"] == edit["data"]
    assert (page["evidence"]["verdict"], page["evidence"]["reason"]) == ("unsigned", "not_signed")
    assert page["meta"]["zone"]["id"] == inside()[0]["properties"]["zone_id"]
    assert page["patrol"]["id"] == patrol["id"]
    assert page["patrol"]["type"] == "morning"
    assert page["patrol"]["team"]["name"] == "南湖一组"
    assert [(entry["revision"], entry["fields"]) for entry in page["history"]][1] == (2, ["place"])
    assert (page["photos"], page["kept"]) == ([], [])
    received = datetime.fromisoformat(page["meta"]["received_at"])
    assert abs((received - officer.clock.now.astimezone(UTC)).total_seconds()) < 1


def test_of_other_kinds(phone: PhoneOf) -> None:
    officer, supervisor = phone("officer1"), phone("supervisor1")
    capture = officer.record("capture", officer.capture(count=3, method="lead", traits={"collar": False}))
    persuasion = officer.record("persuasion", officer.persuasion(topic="faeces", response="left"))
    patrol = officer.record("patrol", officer.patrol(type="evening"))
    (one,) = supervisor.caller.get("/api/v1/captures", query_string={"type": "lead"}).json["features"]
    assert (one["id"], one["properties"]["count"], one["properties"]["method"]) == (capture["id"], 3, "lead")
    (one,) = supervisor.caller.get("/api/v1/persuasions", query_string={"type": "faeces"}).json["features"]
    assert (one["id"], one["geometry"], one["properties"]["response"]) == (persuasion["id"], None, "left")
    (one,) = supervisor.caller.get("/api/v1/patrols", query_string={"type": "evening"}).json["features"]
    assert (one["id"], one["geometry"], one["properties"]["type"]) == (patrol["id"], None, "evening")
    for path in ("captures", "persuasions", "patrols"):
        assert supervisor.caller.get(f"/api/v1/{path}", query_string={"type": "none"}).json["features"] == []
        assert supervisor.caller.get(f"/api/v1/{path}", query_string={"action": "persuaded"}).json["features"] == []
