"""Clocks: the phone's time is kept as sent; the zone is the one in force at capture by the server's clock."""

import json
import math
import random
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask

from tests.conftest import Clock
from tests.phones import FAR, Data, PhoneOf, boundary, demo_zones, instant

ZONE = "余新镇重点管理区（演示）"
CHANGE = datetime.fromisoformat("2026-07-01T00:00:00+08:00")
"""Midnight at which the second version of the zone takes effect."""


def versions() -> list[Data]:
    return [feature for feature in demo_zones() if feature["properties"]["name"] == ZONE]


def only_new() -> tuple[float, float]:
    """A point of the second boundary that the first did not hold."""
    old, new = map(boundary, versions())
    point = new.difference(old.buffer(0.001)).representative_point()
    return point.x, point.y


def test_the_time_of_capture_is_kept_as_sent(phone: PhoneOf) -> None:
    officer = phone("officer1")
    text = "2026-11-20T06:30:00.250+08:00"
    item = officer.record("incident", captured_at=text)
    assert officer.meta(item["id"])["captured_at"] == text
    assert officer.meta(item["id"])["clock_offset_ms"] == 0


def test_the_zone_is_the_one_in_force_at_capture(phone: PhoneOf) -> None:
    officer = phone("officer1")
    lon, lat = only_new()
    for seconds, certainty, version in ((-1, "outside", None), (0, "inside", 2)):
        at = (CHANGE + timedelta(seconds=seconds)).isoformat()
        item = officer.record("incident", officer.incident(position=officer.fix(lon, lat)), captured_at=at)
        meta = officer.meta(item["id"])
        assert meta["zone_certainty"] == certainty
        assert (meta["zone"] and meta["zone"]["version"]) == version


def test_a_known_offset_corrects_the_capture(phone: PhoneOf) -> None:
    """The phone is a day behind: by its clock the old boundary was in force, by the server's the new one."""
    officer = phone("officer1")
    lon, lat = only_new()
    day = 86_400_000
    shown = (CHANGE - timedelta(hours=12)).isoformat()
    data = officer.incident(position=officer.fix(lon, lat))
    item = officer.record("incident", data, captured_at=shown, evidence={"clock_offset_ms": day})
    meta = officer.meta(item["id"])
    assert (meta["zone_certainty"], meta["clock_offset_ms"], meta["captured_at"]) == ("inside", day, shown)
    query = {"from": "2026-07-01", "to": "2026-07-01"}
    (listed,) = officer.caller.get("/api/v1/incidents", query_string=query).json["features"]
    by_server = (CHANGE + timedelta(hours=12)).isoformat()
    assert listed["properties"]["captured_at"] == by_server
    whole = officer.caller.get(f"/api/v1/incidents/{item['id']}").json["meta"]
    assert (whole["captured_at"], whole["corrected_at"]) == (shown, by_server)


@pytest.mark.parametrize("days", [-1, 1])
def test_without_evidence_the_offset_is_what_sending_shows(phone: PhoneOf, days: int) -> None:
    officer = phone("officer1")
    lon, lat = only_new()
    officer.clock.now = CHANGE.astimezone(UTC) + timedelta(hours=1)
    by_phone = officer.now(days=days)
    item = officer.item("incident", officer.incident(position=officer.fix(lon, lat)), captured_at=by_phone)
    assert officer.statuses(item, sent_at=by_phone) == ["accepted"]
    meta = officer.meta(item["id"])
    assert (meta["zone_certainty"], meta["clock_offset_ms"]) == ("inside", -days * 86_400_000)
    assert meta["captured_at"] == by_phone


def test_a_little_difference_is_the_networks(phone: PhoneOf) -> None:
    officer = phone("officer1")
    item = officer.item("incident")
    officer.push(item, sent_at=officer.now(seconds=-4))
    assert officer.meta(item["id"])["clock_offset_ms"] == 0


def test_a_phone_that_believes_in_1970(phone: PhoneOf) -> None:
    officer = phone("officer1")
    text = "1970-01-01T08:00:30+08:00"
    item = officer.item("incident", captured_at=text)
    assert officer.statuses(item, sent_at="1970-01-01T08:01:00+08:00") == ["accepted"]
    meta = officer.meta(item["id"])
    assert (meta["captured_at"], meta["zone_certainty"]) == (text, "inside")
    corrected = instant(text) + timedelta(milliseconds=meta["clock_offset_ms"])
    assert abs(corrected - (officer.clock.now - timedelta(seconds=30))) < timedelta(seconds=2)
    today = corrected.astimezone(instant(text).tzinfo).date().isoformat()
    query = {"from": today, "to": today}
    assert len(officer.caller.get("/api/v1/incidents", query_string=query).json["features"]) == 1


@pytest.mark.parametrize("sent_at", ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-12:00"])
def test_a_clock_beyond_all_calendars_corrects_nothing(phone: PhoneOf, sent_at: str) -> None:
    officer = phone("officer1")
    item = officer.item("incident")
    assert officer.statuses(item, sent_at=sent_at) == ["accepted"]
    assert officer.meta(item["id"])["clock_offset_ms"] == 0


def test_other_time_zones_name_the_same_instant(phone: PhoneOf) -> None:
    officer = phone("officer1")
    lon, lat = only_new()
    for text in ("2026-06-30T16:00:00Z", "2026-06-30T11:00:00-05:00", "2026-07-01T00:00:00+08:00"):
        item = officer.record("incident", officer.incident(position=officer.fix(lon, lat)), captured_at=text)
        assert officer.meta(item["id"])["zone_certainty"] == "inside"


def test_the_server_orders_by_receipt_whatever_the_phones_say(phone: PhoneOf) -> None:
    officer = phone("officer1")
    late = officer.record("persuasion", captured_at=officer.now(days=1))
    early = officer.record("persuasion", captured_at=officer.now(days=-300))
    assert [change["id"] for change in officer.pull()] == [late["id"], early["id"]]


def test_a_fix_near_the_border_is_uncertain(phone: PhoneOf) -> None:
    officer = phone("officer1")
    lon, lat = next(iter(boundary(versions()[1]).exterior.coords))
    item = officer.record("incident", officer.incident(position=officer.fix(lon, lat, 20)))
    assert officer.meta(item["id"])["zone_certainty"] == "uncertain"
    far = officer.record("incident", officer.incident(position=officer.fix(*FAR, accuracy_m=20)))
    assert officer.meta(far["id"])["zone_certainty"] == "outside"
    lost = officer.record("incident", officer.incident(position=officer.fix(*FAR, accuracy_m=100_000)))
    assert officer.meta(lost["id"])["zone_certainty"] == "uncertain"


def test_a_zone_changed_while_the_phone_was_offline(phone: PhoneOf, app: Flask, clock: Clock, tmp_path: Path) -> None:
    """Recorded before the new boundary took effect, sent after: the old version is named, and stays named."""
    officer = phone("officer1")
    old = boundary(versions()[1]).representative_point()
    data = officer.incident(position=officer.fix(old.x, old.y))
    before = officer.item("incident", data)
    publish(app, tmp_path, effective_on=clock.now.date() + timedelta(days=2), at=clock.now)
    clock.advance(days=5)
    after = officer.item("incident", data)
    assert officer.statuses(before, after, sent_at=officer.now()) == ["accepted", "accepted"]
    assert officer.meta(before["id"])["zone"]["version"] == 2
    assert officer.meta(after["id"])["zone"] is None
    changed = officer.item("incident", data | {"note": "n"}, before["id"], base=1)
    assert officer.statuses(changed) == ["accepted"]
    assert officer.meta(before["id"])["zone"]["version"] == 2


def publish(app: Flask, folder: Path, *, effective_on: date, at: datetime) -> None:
    """The zone moves away, far to the west."""
    from app.database import db
    from app.zones import cli

    square = [[120.0, 30.0], [120.01, 30.0], [120.01, 30.01], [120.0, 30.01], [120.0, 30.0]]
    announcement = {"number": "新", "announced_on": "2026-01-01", "effective_on": effective_on.isoformat(), "text": "t"}
    properties = {"name": ZONE, "organisation_id": "330402", "announcement": announcement}
    feature = {"type": "Feature", "properties": properties, "geometry": {"type": "Polygon", "coordinates": [square]}}
    file = folder / "zones.geojson"
    file.write_text(json.dumps({"type": "FeatureCollection", "features": [feature]}), encoding="utf-8")
    with app.app_context():
        cli.publish_file(file, {}, at=at)
        db.session.commit()


@pytest.mark.parametrize(("minutes", "flagged"), [(0, False), (4.9, False), (5.1, True), (-5.1, True), (-1440, True)])
def test_a_clock_more_than_five_minutes_off_is_flagged(phone: PhoneOf, minutes: float, flagged: bool) -> None:
    officer = phone("officer1")
    known = officer.record("incident", evidence={"clock_offset_ms": int(minutes * 60_000)})
    shown = officer.item("incident")
    officer.push(shown, sent_at=officer.now(minutes=-minutes))
    for item in (known, shown):
        assert officer.meta(item["id"])["clock_skewed"] is flagged
    supervisor_page = officer.caller.get(f"/api/v1/incidents/{known['id']}").json
    assert supervisor_page["meta"]["clock_skewed"] is flagged


def test_a_phone_whose_clock_runs_backwards_keeps_its_order_here(phone: PhoneOf) -> None:
    """Across midnight, and a year back: the server's order is that of receipt."""
    officer = phone("officer1")
    shown = ["2026-11-21T00:00:01+08:00", "2026-11-20T23:59:58+08:00", "2025-11-20T12:00:00+08:00"]
    items = [officer.record("persuasion", captured_at=text) for text in shown]
    assert [change["id"] for change in officer.pull()] == [item["id"] for item in items]
    assert [officer.meta(item["id"])["captured_at"] for item in items] == shown


def test_a_thousand_fixes_as_near_to_an_edge_as_they_are_accurate_are_uncertain(phone: PhoneOf) -> None:
    """And none of them is a penalty: what was done stays what the officer chose."""
    officer = phone("officer1")
    edge = boundary(versions()[1]).exterior
    chance = random.Random(34)
    items = []
    for _ in range(1000):
        here = edge.interpolate(chance.random(), normalized=True)
        accuracy = chance.uniform(3, 60)
        away, angle = chance.uniform(0, 0.98) * accuracy / 111_195, chance.uniform(0, 2 * math.pi)
        lon = here.x + away * math.cos(angle) / math.cos(math.radians(here.y))
        fix = officer.fix(lon, here.y + away * math.sin(angle), accuracy)
        items.append(officer.item("incident", officer.incident(position=fix)))
    for start in range(0, 1000, 500):
        assert set(officer.statuses(*items[start : start + 500])) == {"accepted"}
    state = officer.state()
    assert {state[item["id"]]["data"]["meta"]["zone_certainty"] for item in items} == {"uncertain"}
    assert {state[item["id"]]["data"]["action"] for item in items} == {"persuaded"}
