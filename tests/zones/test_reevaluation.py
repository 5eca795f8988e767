"""A boundary entered late: records captured since it took effect are decided anew, and that is logged."""

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask

from tests.conftest import Clock
from tests.databases import Place
from tests.phones import Data, PhoneOf, boundary
from tests.program import quanxun
from tests.sync.test_clock import ZONE, versions

Enter = Callable[..., str]
DAYS = 3


@pytest.fixture
def enter(place: Place, app: Flask, tmp_path: Path, clock: Clock) -> Enter:
    """The zone moved away, to the west, some days ago; the program's own command tells it today."""
    from tests.program import environment

    clock.now = datetime.now(UTC)  # the program beside this one has the clock on the wall

    def run(days_ago: int) -> str:
        square = [[120.0, 30.0], [120.01, 30.0], [120.01, 30.01], [120.0, 30.01], [120.0, 30.0]]
        effective_on = (clock.now + timedelta(hours=8) - timedelta(days=days_ago)).date().isoformat()
        announcement = {"number": "新", "announced_on": "2026-01-01", "effective_on": effective_on, "text": "t"}
        properties = {"name": ZONE, "organisation_id": "330402", "announcement": announcement}
        geometry = {"type": "Polygon", "coordinates": [square]}
        feature = {"type": "Feature", "properties": properties, "geometry": geometry}
        file = tmp_path / "zones.geojson"
        file.write_text(json.dumps({"type": "FeatureCollection", "features": [feature]}), encoding="utf-8")
        return quanxun(environment(place.data_dir, DATABASE_URL=place.url), "zones", "import", str(file))

    return run


def captured(phone: PhoneOf, days_ago: float) -> Data:
    officer = phone("officer1")
    old = boundary(versions()[1]).representative_point()
    data = officer.incident(position=officer.fix(old.x, old.y))
    item = officer.record("incident", data, captured_at=officer.now(days=-days_ago))
    assert officer.meta(item["id"])["zone"]["name"] == ZONE
    return item


def test_what_was_captured_since_lies_elsewhere_and_the_rest_stays(phone: PhoneOf, enter: Enter) -> None:
    officer, supervisor = phone("officer1"), phone("supervisor1")
    before, since = captured(phone, DAYS + 1.5), captured(phone, 1)
    officer.pull(), supervisor.pull()
    assert "1 of 1 records captured since" in enter(DAYS)
    assert officer.meta(before["id"])["zone"]["version"] == 2
    assert officer.meta(since["id"])["zone"] is None
    assert officer.meta(since["id"])["zone_certainty"] == "outside"
    for one in (officer, supervisor):
        (change,) = [change for change in one.pull() if change["kind"] == "incident"]
        assert (change["id"], change["revision"], change["data"]["meta"]["zone"]) == (since["id"], 1, None)
        assert change["data"]["meta"]["change_id"] == since["change_id"]
    (shown,) = supervisor.caller.get(f"/api/v1/incidents?bbox=119,29,122,32&zone={zone_id(before, phone)}").json[
        "features"
    ]
    assert shown["id"] == before["id"]


def zone_id(item: Data, phone: PhoneOf) -> str:
    found: str = phone("officer1").meta(item["id"])["zone"]["id"]
    return found


def test_it_is_told_in_the_history_and_in_the_audit_log(phone: PhoneOf, enter: Enter) -> None:
    item = captured(phone, 1)
    enter(DAYS)
    page = phone("supervisor1").caller.get(f"/api/v1/incidents/{item['id']}").json
    (entry,) = page["history"][1:]
    assert (entry["revision"], entry["fields"], entry["author"]) == (1, ["zone"], None)
    (entry,) = phone("admin1").caller.get("/api/v1/audit", query_string={"action": "zones_reevaluated"}).json["entries"]
    assert entry["detail"]["records"] == {f"inside {ZONE} 2 → outside": 1}


def test_whoever_had_seen_it_before_changes_it_without_a_conflict(phone: PhoneOf, enter: Enter) -> None:
    officer, mate = phone("officer1"), phone("officer2")
    item = captured(phone, 1)
    enter(DAYS)
    upon = {"base": 1, "base_change": item["change_id"]}
    assert mate.statuses(mate.item("incident", item["data"] | {"place": "p"}, item["id"], **upon)) == ["accepted"]
    assert officer.statuses(officer.item("incident", item["data"] | {"note": "n"}, item["id"], base=1)) == ["accepted"]
    assert officer.data(item["id"]) == item["data"] | {"place": "p", "note": "n"}
    assert officer.meta(item["id"])["zone"] is None


def test_a_second_time_changes_nothing(phone: PhoneOf, enter: Enter, app: Flask, clock: Clock) -> None:
    from app.zones import reevaluation

    captured(phone, 1)
    enter(DAYS)
    with app.app_context():
        report = reevaluation.reevaluate((clock.now - timedelta(days=30)).date(), by=None, at=clock.now)
    assert (report.seen, report.moved) == (1, 0)


def test_what_takes_effect_tomorrow_touches_nothing(phone: PhoneOf, enter: Enter) -> None:
    item = captured(phone, 1)
    assert "records" not in enter(-1)
    assert phone("officer1").meta(item["id"])["zone"]["version"] == 2
