"""Spots under regular control: what is counted, what is not, and that it is what the map shows."""

from __future__ import annotations

import time
from typing import Any

from app.maps.snapshot.live import REST_S
from tests.phones import PhoneOf
from tests.places.keeping import Keeper, around, here
from tests.zones.drafting import ok


def spots(desk: Keeper) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = ok(desk.caller.get("/api/v1/figures/spots"))["spots"]
    return found


def counts(window: dict[str, Any]) -> tuple[int, int, int, int]:
    return window["mornings"], window["evenings"], window["others"], window["incidents"]


def test_a_patrol_counts_by_a_record_or_a_track_point_inside(desk: Keeper, phone: PhoneOf) -> None:
    lon, lat = here()["coordinates"]
    made = desk.make(kind="controlled_spot", name="广场", geometry=around(here(), 0.0005), mornings_a_week=3)
    officer = phone("officer1")
    seen = officer.record("patrol")
    for _ in range(2):
        officer.record("incident", officer.incident(patrol_id=seen["id"], position=officer.fix(lon, lat)))
    walked = officer.record("patrol", officer.patrol(type="evening"))
    point = {"lon": lon + 0.0001, "lat": lat, "accuracy_m": 5, "at": officer.now()}
    officer.record("track", {"patrol_id": walked["id"], "points": [point]})
    passed_by = officer.record("patrol", officer.patrol(type="peak"))
    officer.record("incident", officer.incident(patrol_id=passed_by["id"], position=officer.fix(lon + 0.0006, lat)))
    officer.record("patrol", officer.patrol(type="daily"))
    alone = officer.record("incident", officer.incident(position=officer.fix(lon, lat)))
    (spot,) = spots(desk)
    assert spot["place_id"] == made["id"]
    assert [counts(window) for window in spot["windows"]] == [(1, 1, 0, 3), (1, 1, 0, 3)]
    shown = ok(
        desk.caller.get(
            "/api/v1/map/records",
            query_string={"area": spot["area"], "kind": "incident", "from": spot["windows"][0]["from"]},
        )
    )
    assert alone["id"] in str(shown)
    assert officer.statuses(officer.withdrawal(alone, 1)) == ["accepted"]
    time.sleep(REST_S + 0.1)  # so long an answer of the map counts as fresh
    assert counts(spots(desk)[0]["windows"][0]) == (1, 1, 0, 2)


def test_days_and_branches_are_kept_apart(desk: Keeper, phone: PhoneOf) -> None:
    lon, lat = here()["coordinates"]
    desk.make(kind="controlled_spot", name="路口", geometry=here())
    officer = phone("officer1")
    old = officer.record("patrol", officer.patrol(started_at=officer.now(days=-10)), captured_at=officer.now(days=-10))
    seen = officer.incident(patrol_id=old["id"], position=officer.fix(lon, lat + 0.0003))
    officer.record("incident", seen, captured_at=officer.now(days=-10))
    (spot,) = spots(desk)
    assert [counts(window) for window in spot["windows"]] == [(0, 0, 0, 0), (1, 0, 0, 1)]
    assert phone("outsider1").caller.get("/api/v1/figures/spots").status_code == 403
    ended = desk.listed()[0]
    ok(desk.end(ended, desk.day()))
    assert spots(desk) == []
