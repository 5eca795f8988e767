"""When the time of tracks is over, nothing of them is left, and every phone that had them learns it."""

from typing import Any

import sqlalchemy as sa
from flask import Flask

from tests.conftest import Clock
from tests.databases import Place
from tests.phones import Phone, PhoneOf, new_id
from tests.program import environment, quanxun

CANARY = 30.7512345


def expire(app: Flask, place: Place) -> str:
    from app.database import db

    with app.app_context():
        db.session.remove()
    return quanxun(environment(place.data_dir, DATABASE_URL=place.url), "expire")


def track(phone: Phone, patrol_id: str) -> dict[str, Any]:
    data = phone.track(patrol_id)
    data["points"] = [point | {"lat": CANARY} for point in data["points"]]
    return data


def everything(app: Flask, *tables: str) -> str:
    from app.database import db

    with app.app_context():
        return str([db.session.execute(sa.text(f"SELECT * FROM {table}")).all() for table in tables])


def test_withdrawn_tracks_are_forgotten_too(phone: PhoneOf, app: Flask, place: Place, clock: Clock) -> None:
    officer = phone("officer1")
    clock.advance(days=-400)
    patrol = officer.record("patrol")
    gone = officer.record("track", track(officer, patrol["id"]))
    assert officer.statuses(officer.withdrawal(gone, 1)) == ["accepted"]
    clock.advance(days=400)
    assert "0 keepers and 1 tracks" in expire(app, place)
    assert str(CANARY) not in everything(app, "track", "change_log")
    assert "0 keepers and 0 tracks" in expire(app, place)


def test_a_phone_that_has_a_track_is_told_to_drop_it(phone: PhoneOf, app: Flask, place: Place, clock: Clock) -> None:
    officer, mate = phone("officer1"), phone("officer2")
    clock.advance(days=-400)
    patrol = officer.record("patrol")
    old = officer.record("track", track(officer, patrol["id"]))
    clock.advance(days=400)
    cursor = mate.page()["cursor"]
    expire(app, place)
    (change,) = mate.page(cursor)["changes"]
    assert change == {"kind": "track", "id": old["id"], "revision": 2, "deleted": True, "data": {}}
    cursor = mate.page(cursor)["cursor"]
    expire(app, place)
    assert mate.page(cursor)["changes"] == []
    back = officer.item("track", old["data"], old["id"], base=2)
    assert [(answer["status"], answer["revision"]) for answer in officer.push(back)] == [("accepted", 3)]


def test_nothing_is_left_beside_the_records(phone: PhoneOf, app: Flask, place: Place, clock: Clock) -> None:
    officer, mate = phone("officer1"), phone("officer2")
    clock.advance(days=-800)
    patrol = officer.record("patrol")
    old = officer.record("track", track(officer, patrol["id"]))
    point = old["data"]["points"][0]
    one, two = ({**old["data"], "points": [point] * count} for count in (3, 4))
    assert officer.statuses(officer.item("track", one, old["id"], base=1)) == ["accepted"]
    assert mate.statuses(mate.item("track", two, old["id"], base=1)) == ["conflict"]
    waiting = officer.item("track", track(officer, new_id()))
    named, plain = (officer.incident(patrol_id=new_id(), **more) for more in ({"keeper": {"name": "某人"}}, {}))
    assert officer.statuses(waiting, officer.item("incident", named), officer.item("incident", plain)) == ["held"] * 3
    talk = officer.record("persuasion")
    for writer, count, status in ((officer, 2, "accepted"), (mate, 3, "conflict")):
        data = writer.persuasion(people_at_least=count)
        assert writer.statuses(writer.item("persuasion", data, talk["id"], base=1)) == [status]
    assert "3" in everything(app, "kept_change", "merged_change")
    clock.advance(days=800)
    fresh = officer.record("persuasion")
    for writer, count, status in ((officer, 2, "accepted"), (mate, 3, "conflict")):
        data = writer.persuasion(people_at_least=count)
        assert writer.statuses(writer.item("persuasion", data, fresh["id"], base=1)) == [status]
    expire(app, place)
    assert str(CANARY) not in everything(app, "track", "change_log", "kept_change", "merged_change")
    counts = "SELECT (SELECT count(*) FROM {}), (SELECT count(*) FROM {}), (SELECT count(*) FROM {})"
    from app.database import db

    with app.app_context():
        counted = counts.format("kept_change", "merged_change", "held_change")
        assert tuple(db.session.execute(sa.text(counted)).one()) == (1, 1, 1)


def test_more_than_one_statement_takes(phone: PhoneOf, app: Flask, place: Place, clock: Clock) -> None:
    officer = phone("officer1")
    clock.advance(days=-400)
    patrol = officer.record("patrol")
    for _ in range(3):
        tracks = [officer.item("track", track(officer, patrol["id"])) for _ in range(400)]
        assert set(officer.statuses(*tracks)) == {"accepted"}
    clock.advance(days=400)
    assert "1200 tracks" in expire(app, place)
    assert str(CANARY) not in everything(app, "track", "change_log")
