"""The tree of organisations: the real code lists, and of those no more than the own county."""

from collections.abc import Callable
from typing import Any

from flask import Flask

from tests.accounts.staff import hired
from tests.people import Caller

AsPerson = Callable[[str], Caller]


def nodes(caller: Caller, **query: str) -> list[dict[str, Any]]:
    answer = caller.get("/api/v1/organisations", query_string=query)
    assert answer.status_code == 200, answer.text
    found: list[dict[str, Any]] = answer.json["organisations"]
    return found


def test_the_city_has_its_counties_streets_and_communities(as_person: AsPerson) -> None:
    admin = as_person("admin1")
    counties = {node["name"] for node in nodes(admin, level="county")}
    assert {"南湖区", "秀洲区", "嘉善县", "海盐县", "海宁市", "平湖市", "桐乡市"} <= counties
    assert len(nodes(admin, level="street", limit="2000")) > 70
    assert len(nodes(admin, level="community", limit="2000")) > 1000


def test_everybody_below_sees_the_own_county_only(app: Flask, as_person: AsPerson) -> None:
    street = hired(app, as_person("admin1"), "street1", "officer", "330402007")
    for caller in (as_person("officer1"), as_person("volunteer1"), street):
        found = nodes(caller, limit="2000")
        assert len(found) > 50
        assert all(node["path"].startswith("/330400/330402/") for node in found)
    assert nodes(as_person("officer1"), under="330483") == []


def test_the_tree_is_searched_by_name_level_and_place(as_person: AsPerson) -> None:
    officer = as_person("officer1")
    assert [node["id"] for node in nodes(officer, q="建设街道")] == ["330402007"]
    below = nodes(officer, under="330402007", limit="2000")
    assert {node["level"] for node in below} == {"street", "community"}
    assert {node["parent_id"] for node in below if node["level"] == "community"} == {"330402007"}
    assert nodes(officer, q="%") == nodes(officer, q="_") == []
    assert len(nodes(officer, limit="3")) == 3


def test_bad_questions_are_refused(as_person: AsPerson) -> None:
    for query in (
        {"level": "planet"},
        {"under": "x y"},
        {"q": ""},
        {"q": "字" * 61},
        {"limit": "0"},
        {"limit": "2001"},
    ):
        answer = as_person("officer1").get("/api/v1/organisations", query_string=query)
        assert (answer.status_code, list(answer.json["fields"])) == (422, list(query))
