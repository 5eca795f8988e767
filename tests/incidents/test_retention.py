"""When their time is over, keepers and tracks are gone: from the tables, the feed and the log."""

from base64 import b64encode

import pytest
import sqlalchemy as sa
from flask import Flask

from tests.conftest import Clock
from tests.databases import Place
from tests.phones import FAR, PhoneOf, new_id
from tests.program import environment, quanxun

KEEPER = {"name": "到期养犬人", "phone": "13811112222"}


def expire(app: Flask, place: Place, **more: str) -> str:
    from app.database import db

    with app.app_context():
        db.session.remove()
    return quanxun(environment(place.data_dir, DATABASE_URL=place.url, **more), "expire")


def test_what_is_over_goes_and_the_rest_stays(phone: PhoneOf, app: Flask, place: Place, clock: Clock) -> None:
    officer = phone("officer1")
    clock.advance(days=-200)
    old = officer.record("incident", officer.incident(keeper=KEEPER, note="stays"))
    patrol = officer.record("patrol")
    old_track = officer.record("track", officer.track(patrol["id"], 3))
    clock.advance(days=199)
    new = officer.record("incident", officer.incident(keeper=KEEPER))
    new_track = officer.record("track", officer.track(patrol["id"], 3))
    clock.advance(days=1)
    cursor_before = officer.page()["cursor"]
    assert "1 keepers and 1 tracks deleted" in expire(app, place)
    address = "/api/v1/incidents/{}/keeper"
    assert officer.caller.get(address.format(old["id"])).status_code == 404
    assert officer.caller.get(address.format(new["id"])).json == KEEPER
    page = officer.caller.get(f"/api/v1/incidents/{old['id']}").json
    assert page["data"]["note"] == "stays"
    assert officer.page(cursor_before)["reset"] is False
    state = officer.state()
    assert new_track["id"] in state
    assert len(state[new_track["id"]]["data"]["points"]) == 3
    assert old_track["id"] not in state
    assert str(old_track["data"]["points"][0]["lat"]) not in str(rows_of(app, "track", old_track["id"]))
    assert "0 keepers and 0 tracks deleted" in expire(app, place)


def rows_of(app: Flask, table: str, record_id: str) -> list[str]:
    from app.database import db

    with app.app_context():
        queries = (f"SELECT data FROM {table} WHERE id = :id", "SELECT body FROM change_log WHERE record_id = :id")
        value = record_id.replace("-", "") if db.engine.dialect.name == "sqlite" else record_id
        return [row[0] for query in queries for row in db.session.execute(sa.text(query), {"id": value})]


def test_the_time_is_a_setting(phone: PhoneOf, app: Flask, place: Place, clock: Clock) -> None:
    officer = phone("officer1")
    clock.advance(days=-5)
    officer.record("incident", officer.incident(keeper=KEEPER))
    assert "0 keepers and 0 tracks deleted" in expire(app, place)
    assert "1 keepers and 0 tracks deleted" in expire(app, place, KEEPER_RETENTION_DAYS="4")


def test_it_is_audited_where_it_was_done(phone: PhoneOf, app: Flask, place: Place, clock: Clock) -> None:
    officer, outsider, admin = phone("officer1"), phone("outsider1"), phone("admin1")
    clock.advance(days=-200)
    for writer in (officer, officer, outsider):
        writer.record("incident", writer.incident(keeper=KEEPER, position=writer.fix(*FAR)))
    clock.advance(days=200)
    expire(app, place)
    entries = admin.caller.get("/api/v1/audit?action=retention").json["entries"]
    assert sorted(entry["detail"]["keepers"] for entry in entries) == [1, 2]
    expire(app, place)
    assert len(admin.caller.get("/api/v1/audit?action=retention").json["entries"]) == 2


def test_another_key_stops_nothing_else_and_is_told(phone: PhoneOf, app: Flask, place: Place, clock: Clock) -> None:
    officer = phone("officer1")
    clock.advance(days=-400)
    patrol = officer.record("patrol")
    officer.record("track", officer.track(patrol["id"], 3))
    officer.record("incident", officer.incident(keeper=KEEPER))
    waiting = officer.item("incident", officer.incident(patrol_id=new_id(), keeper=KEEPER))
    assert officer.statuses(waiting) == ["held"]
    clock.advance(days=400)
    other = b64encode(b"another key of thirty-two bytes!").decode()
    with pytest.raises(AssertionError, match=r"1 keepers and 1 tracks deleted(.|\n)*held_keepers: 1 stay"):
        expire(app, place, FIELD_KEY=other)
    assert "0 keepers and 0 tracks deleted" in expire(app, place)
    assert officer.statuses(waiting) == ["held"]
