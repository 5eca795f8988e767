"""When their time is over, keepers and tracks are gone: from the tables, the feed and the log."""

import sqlalchemy as sa
from flask import Flask

from tests.conftest import Clock
from tests.databases import Place
from tests.phones import PhoneOf
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


def test_it_is_audited(phone: PhoneOf, app: Flask, place: Place) -> None:
    from app.database import db

    expire(app, place)
    with app.app_context():
        detail = db.session.scalar(sa.text("SELECT detail FROM audit_entry WHERE action = 'retention'"))
    assert detail == '{"keepers":0,"tracks":0}'
