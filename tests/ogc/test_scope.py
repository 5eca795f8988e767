"""A program reads what its person reads, and no more."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask

from tests.accounts.staff import hired
from tests.ogc.asking import COLLECTIONS, get, ids, page, walked
from tests.people import CAST, Caller
from tests.phones import PhoneOf, new_id

AsPerson = Callable[[str], Caller]
KIND = {"incidents": "incident", "captures": "capture", "patrols": "patrol"}
KEEPER = {"name": "金丝雀养犬人", "phone": "13712345678", "id_number": "11010519491231002X"}


@pytest.fixture
def filled(phone: PhoneOf) -> dict[str, dict[str, str]]:
    made: dict[str, dict[str, str]] = {}
    for username in ("officer1", "outsider1"):
        who = phone(username)
        made[username] = {kind: who.record(kind)["id"] for kind in ("incident", "capture", "patrol")}
        who.record("track", who.track(made[username]["patrol"]))
        made[username]["keeper"] = who.record("incident", who.incident(keeper=KEEPER))["id"]
    return made


def test_each_supervisor_reads_the_own_branch(
    app: Flask, as_person: AsPerson, filled: dict[str, dict[str, str]]
) -> None:
    admin = as_person("admin1")
    readers = {
        as_person("supervisor1"): {"officer1"},
        hired(app, admin, "supervisor2", "supervisor", "330483"): {"outsider1"},
        hired(app, admin, "supervisor3", "supervisor", "330400"): {"officer1", "outsider1"},
        hired(app, admin, "supervisor4", "supervisor", "330402009"): set(),
    }
    for who, authors in readers.items():
        for collection, kind in KIND.items():
            kinds = (kind, "keeper") if kind == "incident" else (kind,)
            own = {filled[author][one] for author in authors for one in kinds}
            assert page(who, collection)["numberMatched"] == len(own)
            for query in ({}, {"bbox": "-180,-90,180,90"}, {"datetime": "2020-01-01/.."}, {"cursor": new_id_of_zero()}):
                found = walked(who, collection, **query)
                assert ids(found) == own, (collection, query)
                assert not any(value in str(found) for value in KEEPER.values())
            for author, made in filled.items():
                status = who.get(f"/ogc/collections/{collection}/items/{made[kind]}").status_code
                assert status == (200 if author in authors else 404)
            extent = get(who, f"/ogc/collections/{collection}").get("extent")
            assert (extent is not None) == bool(authors)  # nor is it told where others were


def new_id_of_zero() -> str:
    return "00000000-0000-0000-0000-000000000000"


def test_zones_are_those_of_the_own_county(app: Flask, as_person: AsPerson) -> None:
    admin = as_person("admin1")
    other = hired(app, admin, "supervisor2", "supervisor", "330483")
    ours, theirs = (walked(who, "zones") for who in (as_person("supervisor1"), other))
    assert ours
    assert {one["properties"]["organisation_id"] for one in ours} == {"330402"}
    assert not ids(ours) & ids(theirs)
    for one in ours:
        assert other.get(f"/ogc/collections/zones/items/{one['id']}").status_code == 404


def test_nobody_else_reads_anything(app: Flask, as_person: AsPerson, filled: dict[str, dict[str, str]]) -> None:
    paths = ["/ogc/", "/ogc/collections"]
    paths += [f"/ogc/collections/{name}/items" for name in COLLECTIONS]
    paths += [
        f"/ogc/collections/{name}/items/{filled['officer1'].get(KIND.get(name, ''), new_id())}" for name in COLLECTIONS
    ]
    for path in paths:
        for username in set(CAST) - {"supervisor1"}:
            assert as_person(username).get(path).status_code == 403
        assert app.test_client().get(path).status_code == 401


def test_a_kept_text_is_given_to_those_only_who_may_read_it(
    app: Flask, as_person: AsPerson, filled: dict[str, dict[str, Any]]
) -> None:
    """Whoever reads first."""
    with app.app_context():
        app.config["MAP"].rebase(app.config["MAP"].now())
    city = hired(app, as_person("admin1"), "supervisor3", "supervisor", "330400")
    assert len(walked(city, "incidents")) == 4
    assert ids(walked(as_person("supervisor1"), "incidents")) == {
        filled["officer1"][one] for one in ("incident", "keeper")
    }
