"""Places travel to the phones of the county, and a record may name the one it was seen in."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
import sqlalchemy as sa
from flask import Flask

from tests.phones import Data, Phone, PhoneOf, new_id
from tests.places.keeping import Keeper, here
from tests.zones.drafting import ok


def places_in(changes: list[Data]) -> list[Data]:
    return [change for change in changes if change["kind"] == "place"]


def walked(phone: Phone, limit: int) -> list[Data]:
    """Everything a new phone is sent, in pages of a size."""
    found, cursor = [], ""
    while True:
        page = phone.page(cursor, limit)
        found += page["changes"]
        cursor = page["cursor"]
        if not page["more"]:
            return found


def test_a_phone_learns_of_each_revision(desk: Keeper, phone: PhoneOf) -> None:
    officer, outsider = phone("officer1"), phone("outsider1")
    officer.pull()
    outsider.pull()
    made = desk.make(sub_kind="indoor_market")
    (change,) = places_in(officer.pull())
    assert (change["id"], change["revision"], change["deleted"]) == (made["id"], 1, False)
    assert change["data"]["geometry"] == here()
    assert (change["data"]["kind"], change["data"]["sub_kind"], change["data"]["valid_until"]) == (
        "forbidden_place",
        "indoor_market",
        None,
    )
    ok(desk.end(made, desk.day()))
    (change,) = places_in(officer.pull())
    assert (change["revision"], change["data"]["valid_until"]) == (2, desk.day())
    assert places_in(outsider.pull()) == []


@pytest.mark.parametrize("limit", [1, 2, 3, 1000])
def test_a_new_phone_gets_what_holds_and_what_is_to_come_however_old(
    desk: Keeper, phone: PhoneOf, app: Flask, limit: int
) -> None:
    from app.changes.models import Change
    from app.database import db

    kept = [desk.make(name=f"场所{number}", geometry=here(number / 1000))["id"] for number in range(4)]
    kept.append(desk.make(name="将来", valid_from=desk.day(30))["id"])
    gone = desk.make(name="已结束")
    ok(desk.end(gone, desk.day()))
    with app.app_context():
        old = sa.update(Change).values(appended_at=datetime(2020, 1, 1, tzinfo=UTC))
        db.session.execute(old)
        db.session.commit()
    got = [change["id"] for change in places_in(walked(phone("volunteer1"), limit))]
    assert sorted(got) == sorted(kept)
    assert places_in(walked(phone("outsider1"), limit)) == []


def test_an_incident_keeps_the_place_that_was_chosen(desk: Keeper, phone: PhoneOf) -> None:
    made, officer = desk.make(), phone("officer1")
    seen = officer.incident(type="forbidden_place", place="室内菜市场", place_id=made["id"])
    item = officer.record("incident", seen)
    assert officer.data(item["id"])["place_id"] == made["id"]
    ok(desk.end(made, desk.day()))
    assert officer.record("incident", seen), "a phone without a network may not know that it has ended"
    without = officer.item("incident", officer.incident(place_id=None), item["id"], base=1)
    assert officer.statuses(without) == ["accepted"]
    assert "place_id" not in officer.data(item["id"])


def test_a_wrong_place_is_refused_and_says_so(desk: Keeper, phone: PhoneOf) -> None:
    made, shelter = desk.make(), desk.make(kind="shelter", name="收容所")
    officer, outsider = phone("officer1"), phone("outsider1")
    for one, place_id in ((officer, new_id()), (officer, shelter["id"]), (outsider, made["id"])):
        item = one.item("incident", one.incident(type="forbidden_place", place_id=place_id))
        (result,) = one.push(item)
        assert result["error"]["code"] == "unknown_place"
        assert set(result["error"]["fields"]) == {"place_id"}
    assert officer.code(officer.item("incident", officer.incident(place_id="x"))) == "invalid"
    good = officer.item("incident", officer.incident(type="forbidden_place", place_id=made["id"]))
    bad = officer.item("incident", officer.incident(place_id=new_id()))
    assert officer.statuses(bad, good) == ["refused", "accepted"]
