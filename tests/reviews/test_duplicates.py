"""What looks like the same thing twice: hinted at, merged by a person, and separated again."""

from flask import Flask

from tests.phones import Phone, PhoneOf, inside, new_id
from tests.photos.phone import SenderOf
from tests.photos.synthetic import jpeg
from tests.reviews.desk import Desk


def near(phone: Phone, metres: float = 0, minutes: float = 0, **more: str) -> str:
    lon, lat = inside()[1]
    data = phone.incident(position=phone.fix(lon, lat + metres / 111_195), **more)
    recorded: str = phone.record("incident", data, captured_at=phone.now(minutes=minutes))["id"]
    return recorded


def test_the_later_one_names_the_earlier(phone: PhoneOf, desk: Desk) -> None:
    earlier = near(phone("officer1"), minutes=-20)
    later = near(phone("officer2"), metres=25, minutes=-14)
    assert desk.reasons(later)["duplicate"] == {"of": earlier, "distance_m": 25, "seconds": 360, "photo": False}
    assert "duplicate" not in desk.reasons(earlier)
    assert desk.ids("duplicate") == [later]
    assert desk.counts()["duplicate"] == 1
    (other,) = desk.one(later)["near"]
    assert (other["distance_m"], other["seconds"], other["item"]["record_id"]) == (25, -360, earlier)
    (back,) = desk.one(earlier)["near"]
    assert (back["seconds"], back["item"]["record_id"]) == (360, later)


def test_neither_far_nor_late_nor_of_another_type(phone: PhoneOf, desk: Desk) -> None:
    officer = phone("officer1")
    near(officer, minutes=-30)
    near(officer, metres=35, minutes=-30)
    near(officer, minutes=-19.9)
    near(officer, minutes=-30, type="faeces")
    phone("outsider1").record("incident", captured_at=officer.now(minutes=-30))
    assert desk.ids("duplicate") == []


def test_the_earlier_one_may_arrive_later_and_may_leave_again(phone: PhoneOf, desk: Desk) -> None:
    officer = phone("officer1")
    later = near(officer, minutes=-1)
    assert desk.ids("duplicate") == []
    other = phone("officer2")
    item = other.record("incident", captured_at=other.now(minutes=-3))
    assert desk.ids("duplicate") == [later]
    other.statuses(other.withdrawal(item, 1))
    assert desk.ids("duplicate") == []
    assert "duplicate" not in desk.reasons(later)


def test_the_same_photo_far_away(phone: PhoneOf, sender: SenderOf, desk: Desk) -> None:
    officer, photo = phone("officer1"), jpeg()
    ids = [near(officer, metres=n * 5000, minutes=-600 * (2 - n)) for n in range(2)]
    for record_id in ids:
        camera = sender("officer1")
        assert camera.create(camera.facts(photo, record_id=record_id), len(photo), photo).status_code == 201
    assert desk.reasons(ids[1])["duplicate"]["photo"] is True
    assert desk.ids("duplicate") == [ids[1]]


def test_merging_keeps_both_and_can_be_taken_back(phone: PhoneOf, desk: Desk) -> None:
    kept, twin = near(phone("officer1"), minutes=-5), near(phone("officer2"))
    found = desk.decide("merge", twin, into=kept)
    assert (found["state"], found["duplicate_of_id"]) == ("merged", kept)
    assert desk.one(kept)["duplicates"] == [twin]
    assert [one["decision"] for one in desk.one(kept)["decisions"]] == ["merge"]
    for record_id in (kept, twin):
        assert desk.caller.get(f"/api/v1/incidents/{record_id}").status_code == 200
    assert desk.ids("duplicate") == []
    assert desk.code("acceptance", twin) == "review_merged_already"
    assert desk.decide("separation", twin)["state"] == "open"
    assert desk.one(twin)["duplicate_of_id"] is None
    assert [one["decision"] for one in desk.one(kept)["decisions"]] == ["merge", "separate"]
    assert set(desk.ids()) == {kept, twin}


def test_two_that_nothing_pairs_are_merged_by_a_person(phone: PhoneOf, desk: Desk) -> None:
    kept, other = near(phone("officer1"), minutes=-90), near(phone("officer2"), metres=700, type="faeces")
    assert desk.one(other)["near"] == []
    found = desk.decide("merge", other, into=kept)
    assert (found["state"], found["duplicate_of_id"]) == ("merged", kept)


def test_what_does_not_fit_is_not_merged_and_says_why(phone: PhoneOf, desk: Desk) -> None:
    officer = phone("officer1")
    one, two, three = (near(officer, metres=n * 500) for n in range(3))
    stray = officer.record("capture")["id"]
    assert desk.code("merge", one, into=one) == "review_merge_itself"
    assert desk.code("merge", one, into=stray) == "review_merge_kinds"
    desk.decide("merge", one, into=two)
    assert desk.code("merge", three, into=one) == "review_merge_gone"
    assert desk.code("merge", two, into=three) == "review_merge_holds"


def test_one_of_another_branch_is_as_if_it_were_not(phone: PhoneOf, desk: Desk) -> None:
    mine, theirs = near(phone("officer1")), phone("outsider1").record("incident")["id"]
    for other in (theirs, new_id()):
        answer = desk.attempt("merge", mine, into=other)
        assert (answer.status_code, answer.json["code"]) == (404, "review_merge_elsewhere")
        assert "outside your branch" in answer.json["detail"]
    assert desk.one(mine)["state"] == "open"


def test_when_the_kept_one_is_withdrawn_the_other_comes_back(phone: PhoneOf, desk: Desk) -> None:
    officer = phone("officer1")
    kept, twin = officer.record("incident"), near(phone("officer2"))
    desk.decide("merge", twin, into=kept["id"])
    officer.statuses(officer.withdrawal(kept, 1))
    assert desk.ids() == [twin]
    assert "kept_withdrawn" in desk.reasons(twin)


def test_a_narrower_supervisor_learns_no_foreign_number(app: Flask, phone: PhoneOf, desk: Desk) -> None:
    from tests.accounts.staff import hired

    officer = phone("officer1")
    lon, lat = inside()[1]
    mine = officer.incident(position=officer.fix(lon, lat), organisation_id="330402007")
    first = near(officer, minutes=-2)
    second = officer.record("incident", mine)["id"]
    assert desk.reasons(second)["duplicate"]["of"] == first
    street = Desk(hired(app, phone("admin1").caller, "street1", "supervisor", "330402007"))
    assert street.ids() == [second]
    found = street.one(second)
    assert first not in str(found)
    assert found["near"] == []
