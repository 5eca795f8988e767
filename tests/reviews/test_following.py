"""The list follows the log in batches: stopped and resumed, by several at once, and again from the beginning."""

import threading
from datetime import UTC, datetime

import pytest
import sqlalchemy as sa
from flask import Flask

from app.database import db
from app.reviews import following
from app.reviews.models import ReviewCursor, ReviewItem
from tests.databases import Place
from tests.phones import PhoneOf
from tests.program import environment, quanxun
from tests.reviews.desk import Desk

NAMES = [column.key for column in ReviewItem.__table__.columns if column.key not in ("updated_at", "revision")]


def contents(app: Flask) -> list[tuple[object, ...]]:
    with app.app_context():
        query = sa.select(*(getattr(ReviewItem, name) for name in NAMES)).order_by(ReviewItem.record_id)
        return [tuple(row) for row in db.session.execute(query)]


def rewound(app: Flask, *, empty: bool) -> None:
    with app.app_context():
        if empty:
            db.session.execute(sa.delete(ReviewItem))
        db.session.execute(sa.update(ReviewCursor).values(seq=0))
        db.session.commit()


@pytest.fixture
def many(phone: PhoneOf) -> list[str]:
    officer = phone("officer1")
    items = [officer.item("incident", captured_at=officer.now(minutes=-n)) for n in range(40)]
    assert set(officer.statuses(*items)) == {"accepted"}
    officer.push(officer.withdrawal(items[3], 1))
    return [item["id"] for item in items]


def test_in_batches_it_becomes_what_it_is_at_once(
    app: Flask, many: list[str], desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert len(desk.ids(limit=200)) == 39
    whole = contents(app)
    rewound(app, empty=True)
    monkeypatch.setattr(following, "AT_ONCE", 7)
    monkeypatch.setattr(following, "IN_A_REQUEST", 2)
    page = desk.page(limit=200)
    assert len(page["items"]) in (13, 14)  # the withdrawn one may be among them
    assert page["behind"] is True
    while page["behind"]:
        page = desk.page(limit=200)
    assert len(page["items"]) == 39
    assert contents(app) == whole


def test_looking_again_changes_nothing(app: Flask, many: list[str], desk: Desk) -> None:
    desk.decide("acceptance", many[0])
    desk.decide("return", many[1], text="看不清")
    before = contents(app)
    rewound(app, empty=False)
    desk.ids()
    assert contents(app) == before


def test_several_workers_follow_the_same_log(app: Flask, many: list[str], desk: Desk) -> None:
    desk.ids()
    whole = contents(app)
    rewound(app, empty=True)
    errors: list[BaseException] = []

    def work() -> None:
        try:
            with app.app_context():
                while following.follow(datetime.now(UTC)):
                    db.session.commit()
                db.session.commit()
        except BaseException as error:
            errors.append(error)

    monkey = following.AT_ONCE
    following.AT_ONCE = 3
    try:
        threads = [threading.Thread(target=work) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    finally:
        following.AT_ONCE = monkey
    assert errors == []
    assert contents(app) == whole


def test_the_command_follows_all_of_it(app: Flask, place: Place, many: list[str], desk: Desk) -> None:
    said = quanxun(environment(place.data_dir, DATABASE_URL=place.url), "reviews", "follow")
    assert said.startswith("41 changes followed")
    assert len(desk.ids(limit=200)) == 39


def test_a_decision_sees_what_nobody_has_read_yet(phone: PhoneOf, desk: Desk) -> None:
    record_id = phone("officer1").record("incident")["id"]
    answer = desk.caller.post(f"/api/v1/reviews/{record_id}/acceptance", {"revision": 1})
    assert answer.status_code == 200, answer.text
