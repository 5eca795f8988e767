"""One box for streets, zones, places and numbers; what lies elsewhere is not found."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.maps.tiles import Data
from tests.people import Caller
from tests.phones import PhoneOf, inside

AsPerson = Callable[[str], Caller]


def found(who: Caller, text: str) -> Any:
    answer = who.get("/api/v1/map/search", query_string={"q": text})
    assert answer.status_code == 200, answer.text
    return answer.json


def ids(who: Caller, text: str) -> list[str]:
    return [one["id"] for one in found(who, text)["records"]]


def test_streets_and_zones_of_the_own_branch(as_person: AsPerson) -> None:
    supervisor = as_person("supervisor1")
    names = {one["name"] for one in found(supervisor, "街道")["organisations"]}
    assert names
    assert all(one["id"].startswith("330402") for one in found(supervisor, "街道")["organisations"])
    name = inside()[0]["properties"]["name"]
    assert [one["name"] for one in found(supervisor, name)["zones"]] == [name]
    assert found(supervisor, "桐乡")["organisations"] == []


def test_a_place_in_words_newest_first(as_person: AsPerson, phone: PhoneOf) -> None:
    supervisor, officer = as_person("supervisor1"), phone("officer1")
    older = officer.record("incident", officer.incident(place="中基路 12 号_北门"), captured_at=officer.now(days=-3))
    newer = officer.record("capture", officer.capture(place="中基路 100% 处"))
    officer.record("incident", officer.incident(place="南湖路", note="中基路"))
    assert ids(supervisor, "中基路") == [newer["id"], older["id"]]
    assert ids(supervisor, "100%") == [newer["id"]]
    assert ids(supervisor, "号_北") == [older["id"]]
    assert ids(supervisor, "%") == [newer["id"]]


@pytest.mark.parametrize("digits", [6, 8, 12, 20, 32])
def test_a_record_by_the_end_of_its_number(some: list[Data], as_person: AsPerson, digits: int) -> None:
    wanted = some[11]["id"]
    assert ids(as_person("supervisor1"), wanted.replace("-", "")[-digits:].upper()) == [wanted]
    assert ids(as_person("supervisor1"), wanted) == [wanted]


@pytest.mark.parametrize("digits", [8, 13, 20])
def test_a_record_by_the_beginning_of_its_number(phone: PhoneOf, as_person: AsPerson, digits: int) -> None:
    officer = phone("officer1")
    wanted = officer.record("incident")["id"]
    number = wanted.replace("-", "")
    assert wanted in ids(as_person("supervisor1"), number[:digits])
    assert ids(as_person("supervisor1"), f"{number[-8:-4]} {number[-4:]}") == [wanted]
    wide = "".join(chr(ord(digit) + 0xFEE0) for digit in number[-8:].upper())  # as a Chinese keyboard types
    assert ids(as_person("supervisor1"), wide) == [wanted]


def test_of_another_county_nothing(some: list[Data], as_person: AsPerson, phone: PhoneOf) -> None:
    outsider = phone("outsider1")
    theirs = outsider.record("incident", outsider.incident(place="梧桐街"))
    assert ids(as_person("supervisor1"), theirs["id"]) == ids(as_person("supervisor1"), "梧桐街") == []


def test_a_page_pasted_into_a_search_is_told_what_to_do(as_person: AsPerson) -> None:
    supervisor = as_person("supervisor1")
    for path in ("map/search", "reviews", "places", "organisations"):
        for language, words in (("zh-CN", "只留"), ("en", "Keep a few words")):
            answer = supervisor.request("GET", f"/api/v1/{path}?q={'x' * 501}", headers={"Accept-Language": language})
            assert answer.status_code == 422, path
            assert words in str(answer.json["fields"]), answer.text
