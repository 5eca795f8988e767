"""Photos to compare a record's own with: of its re-checks and of what looks like it, and of nobody else's records."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from flask import Flask

from app.zones.days import day_of
from tests.accounts.staff import hired
from tests.conftest import Clock
from tests.people import Caller
from tests.phones import Phone, PhoneOf, inside, new_id
from tests.photos.phone import SenderOf
from tests.photos.synthetic import jpeg
from tests.reviews.desk import Desk

AsPerson = Callable[[str], Caller]
Data = dict[str, Any]


def beside(desk: Desk, record_id: str) -> Data:
    answer = desk.caller.get(f"/api/v1/reviews/{record_id}/photos")
    assert answer.status_code == 200, answer.text
    found: Data = answer.json
    return found


def told(desk: Desk, record_id: str) -> list[tuple[str, str, str]]:
    return [(one["id"], one["of"], one["record_id"]) for one in beside(desk, record_id)["photos"]]


def photographed(sender: SenderOf, username: str, record_id: str) -> str:
    return sender(username).send(jpeg(), record_id=record_id)


def rechecked(desk: Desk, phone: Phone, record_id: str, clock: Clock) -> Data:
    team = phone.caller.session.person["teams"][0]["id"]
    return desk.assign(record_id, team, (day_of(clock.now) + timedelta(days=1)).isoformat())


def near(phone: Phone, minutes: float) -> Data:
    lon, lat = inside()[1]
    data = phone.incident(position=phone.fix(lon, lat))
    return phone.record("incident", data, captured_at=phone.now(minutes=minutes))


def test_a_record_alone_has_nothing_beside_it(phone: PhoneOf, sender: SenderOf, desk: Desk) -> None:
    record = phone("officer1").record("incident")["id"]
    photographed(sender, "officer1", record)
    assert beside(desk, record) == {"own": "original", "photos": []}


def test_photos_of_a_recheck_that_found_nothing(phone: PhoneOf, sender: SenderOf, desk: Desk, clock: Clock) -> None:
    officer = phone("officer1")
    record = officer.record("incident")["id"]
    recheck = rechecked(desk, officer, record, clock)
    item = officer.item("recheck", {"result": "nothing_found"}, recheck["id"], base=1)
    assert officer.statuses(item) == ["accepted"]
    photo = photographed(sender, "officer1", recheck["id"])
    assert told(desk, record) == [(photo, "recheck", record)]
    (one,) = beside(desk, record)["photos"]
    assert (one["state"], bool(one["captured_at"])) == ("complete", True)


def test_photos_of_a_slow_phone_stand_where_the_server_would_have_them(
    phone: PhoneOf, sender: SenderOf, desk: Desk, clock: Clock
) -> None:
    officer = phone("officer1")
    evidence = {"clock_offset_ms": 4 * 3_600_000}
    first = officer.record("incident", captured_at=officer.now(minutes=-240), evidence=evidence)["id"]
    photographed(sender, "officer1", first)
    recheck = rechecked(desk, officer, first, clock)
    again = officer.record("incident", officer.incident(recheck_id=recheck["id"]))["id"]
    photographed(sender, "officer1", again)
    (original,) = beside(desk, again)["photos"]
    ahead = datetime.fromisoformat(original["corrected_at"]) - datetime.fromisoformat(original["captured_at"])
    assert ahead == timedelta(hours=4)
    (own,) = desk.caller.get(f"/api/v1/incidents/{first}").json["photos"]
    assert own["corrected_at"] == original["corrected_at"]


def test_a_record_that_answered_and_the_one_before_it(
    phone: PhoneOf, sender: SenderOf, desk: Desk, clock: Clock
) -> None:
    officer = phone("officer1")
    record = officer.record("incident", captured_at=officer.now(days=-3))["id"]
    first = photographed(sender, "officer1", record)
    recheck = rechecked(desk, officer, record, clock)
    again = officer.record("incident", officer.incident(recheck_id=recheck["id"]))["id"]
    second = photographed(sender, "officer1", again)
    assert told(desk, record) == [(second, "recheck", again)]
    assert beside(desk, record)["own"] == "original"
    assert told(desk, again) == [(first, "original", record)]
    assert beside(desk, again)["own"] == "recheck"


def test_what_looks_like_it_also_when_merged_and_not_when_withdrawn(
    phone: PhoneOf, sender: SenderOf, desk: Desk
) -> None:
    officer = phone("officer1")
    earlier, later = near(officer, -5), near(phone("officer2"), -2)
    photos = [photographed(sender, who, of["id"]) for who, of in (("officer1", earlier), ("officer2", later))]
    assert told(desk, earlier["id"]) == [(photos[1], "alike", later["id"])]
    assert told(desk, later["id"]) == [(photos[0], "alike", earlier["id"])]
    desk.decide("merge", later["id"], into=earlier["id"])
    assert told(desk, earlier["id"]) == [(photos[1], "alike", later["id"])]
    assert told(desk, later["id"]) == [(photos[0], "alike", earlier["id"])]
    officer.statuses(officer.withdrawal(earlier, 1))
    assert told(desk, later["id"]) == []


def test_a_recheck_that_names_a_foreign_record_tells_nothing_of_it(
    phone: PhoneOf, sender: SenderOf, desk: Desk, clock: Clock
) -> None:
    officer, outsider = phone("officer1"), phone("outsider1")
    record, foreign = officer.record("incident")["id"], outsider.record("incident")["id"]
    photographed(sender, "outsider1", foreign)
    recheck = rechecked(desk, officer, record, clock)
    found = {"result": "found", "record_id": foreign}
    assert officer.statuses(officer.item("recheck", found, recheck["id"], base=1)) == ["accepted"]
    assert told(desk, record) == []


def test_it_is_for_supervisors_of_the_branch(app: Flask, phone: PhoneOf, as_person: AsPerson) -> None:
    record = phone("officer1").record("incident")["id"]
    path = f"/api/v1/reviews/{record}/photos"
    for username in ("officer1", "volunteer1", "outsider1", "admin1"):
        assert as_person(username).get(path).status_code == 403, username
    other = hired(app, as_person("admin1"), "supervisor9", "supervisor", "330483")
    assert other.get(path).status_code == 404
    assert as_person("supervisor1").get(f"/api/v1/reviews/{new_id()}/photos").status_code == 404
