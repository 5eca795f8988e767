"""What a change was made on is named by the change that made it: the numbers of a life that was lost say nothing."""

from pathlib import Path
from typing import Any

from app.changes.holding import ORPHAN_AFTER
from tests.conftest import Clock
from tests.databases import Place
from tests.phones import Data, Phone, PhoneOf, new_id
from tests.restoring import keep


def upon(phone: Phone, record_id: str, **fields: Any) -> Data:
    """A change of what the feed tells, as the client makes it."""
    found = phone.state()[record_id]
    data = dict(found["data"])
    meta = data.pop("meta")
    more = {"base": found["revision"], "base_change": meta["change_id"]}
    return phone.item("incident", data | fields, record_id, **more)


def test_the_feed_tells_which_change_made_a_revision(phone: PhoneOf) -> None:
    officer, mate = phone("officer1"), phone("officer2")
    first = officer.record("incident")
    assert officer.meta(first["id"])["change_id"] == first["change_id"]
    second = upon(mate, first["id"], place="p")
    assert mate.statuses(second) == ["accepted"]
    assert officer.meta(first["id"])["change_id"] == second["change_id"]


def test_a_number_of_the_lost_life_does_not_point_at_other_content(
    phone: PhoneOf, place: Place, tmp_path: Path
) -> None:
    officer, mate = phone("officer1"), phone("officer2")
    bring_back = keep(place, tmp_path)
    first = officer.record("incident", officer.incident(note="n0", place="p0"))
    second = upon(mate, first["id"], place="p1")
    assert mate.statuses(second) == ["accepted"]
    third = upon(officer, first["id"], note="n1")
    assert officer.statuses(third) == ["accepted"]
    fourth = upon(mate, first["id"], place="p2")
    assert mate.statuses(fourth) == ["accepted"]
    before = officer.data(first["id"])
    bring_back()
    assert mate.statuses(fourth) == ["held"]
    assert officer.statuses(first, third) == ["accepted", "held"]
    assert mate.statuses(second) == ["accepted"]
    assert officer.data(first["id"]) == before
    assert mate.statuses(second, fourth) == officer.statuses(first, third) == ["duplicate", "duplicate"]


def test_the_base_of_a_change_that_others_were_merged_into(phone: PhoneOf, place: Place, tmp_path: Path) -> None:
    """The second is not there again yet when the fourth comes, which was made on both."""
    officer, mate, auxiliary = phone("officer1"), phone("officer2"), phone("auxiliary1")
    first = officer.record("incident", officer.incident(note="n0", place="p0"))
    bring_back = keep(place, tmp_path)
    second = mate.item("incident", first["data"] | {"place": "p1"}, first["id"], base=1, base_change=first["change_id"])
    third = officer.item(
        "incident", first["data"] | {"note": "n1"}, first["id"], base=1, base_change=first["change_id"]
    )
    assert mate.statuses(second) == officer.statuses(third) == ["accepted"]
    fourth = upon(auxiliary, first["id"], place="p2")
    assert auxiliary.statuses(fourth) == ["accepted"]
    before = officer.data(first["id"])
    bring_back()
    assert auxiliary.statuses(fourth) == ["held"]
    assert officer.statuses(third) == ["accepted"]
    assert officer.data(first["id"]) == before
    assert mate.statuses(second) == ["conflict"]  # kept beside, in the record's history
    assert officer.data(first["id"]) == before


def test_what_never_comes_back_holds_nothing_up_for_ever(
    phone: PhoneOf, place: Place, tmp_path: Path, clock: Clock
) -> None:
    officer, mate = phone("officer1"), phone("officer2")
    first = officer.record("incident", officer.incident(note="n0", place="p0"))
    bring_back = keep(place, tmp_path)
    assert mate.statuses(upon(mate, first["id"], place="p1")) == ["accepted"]
    own, theirs = upon(officer, first["id"], note="n1"), upon(phone("auxiliary1"), first["id"], dog={"colour": "黑"})
    bring_back()
    assert officer.statuses(own) == phone("auxiliary1").statuses(theirs) == ["held"]
    clock.now += ORPHAN_AFTER
    assert officer.statuses(own) == ["held"]
    clock.advance(seconds=1)
    (mine,), (others,) = officer.push(own), phone("auxiliary1").push(theirs)
    assert mine["status"] == others["status"] == "conflict"
    assert mine["error"]["fields"] == {
        "note": {"theirs": "n0", "yours": "n1"},
        "place": {"theirs": "p0", "yours": "p1"},
    }
    assert officer.data(first["id"]) == first["data"]


def test_the_base_must_be_of_the_record(phone: PhoneOf) -> None:
    officer = phone("officer1")
    one, other = officer.record("incident"), officer.record("incident")
    wrong = officer.item("incident", None, one["id"], base=1, base_change=other["change_id"])
    (answer,) = officer.push(wrong)
    assert (answer["status"], answer["error"]["code"]) == ("refused", "change_id_taken")
    assert list(answer["error"]["fields"]) == ["base_change"]
    assert officer.statuses(officer.item("incident", None, one["id"], base=1, base_change=new_id())) == ["held"]
