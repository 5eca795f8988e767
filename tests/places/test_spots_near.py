"""Spots find the tracks that cross them by the boxes around these: the same ones as reading all of them does."""

from __future__ import annotations

import random
import runpy
from typing import Any

import pytest
import shapely
import sqlalchemy as sa
from flask import Flask

from app.database import db
from app.patrols.models import Track
from tests.phones import Data, Phone, PhoneOf
from tests.places.keeping import Keeper, around, here
from tests.program import ROOT
from tests.zones.drafting import ok

KINDS = {"morning": "mornings", "evening": "evenings", "peak": "others", "daily": "others"}
FINE = 0.0004
"""Degrees: some tracks cross a spot, some pass it by, some lie around it without a point inside."""


def tracks_of(officer: Phone, chance: random.Random, number: int) -> list[tuple[str, list[Data], Data]]:
    """(type of the patrol, points, the track) of patrols that wander near the spots, each in one or two pieces."""
    lon, lat = here()["coordinates"]
    found = []
    for _ in range(number):
        kind = chance.choice(list(KINDS))
        patrol = officer.record("patrol", officer.patrol(type=kind))["id"]
        x, y = lon + chance.uniform(-4, 4) * FINE, lat + chance.uniform(-4, 4) * FINE
        for _ in range(chance.choice((1, 1, 2))):
            points = []
            for _ in range(chance.choice((1, 2, 9))):
                x, y = x + chance.uniform(-2, 2) * FINE, y + chance.uniform(-2, 2) * FINE
                points.append({"lon": round(x, 7), "lat": round(y, 7), "accuracy_m": 5, "at": officer.now()})
            found.append((kind, points, officer.record("track", {"patrol_id": patrol, "points": points})))
    return found


def plainly(area: shapely.Polygon, tracks: list[tuple[str, list[Data], Data]]) -> dict[str, int]:
    """By reading every point."""
    inside = {
        (track["data"]["patrol_id"], kind)
        for kind, points, track in tracks
        if any(shapely.contains_xy(area, one["lon"], one["lat"]) for one in points)
    }
    counts = {"mornings": 0, "evenings": 0, "others": 0}
    for _, kind in inside:
        counts[KINDS[kind]] += 1
    return counts


def area_of(text: str) -> shapely.Polygon:
    numbers = [float(one) for one in text.split(",")]
    return shapely.Polygon(list(zip(numbers[::2], numbers[1::2], strict=True)))


@pytest.mark.parametrize("seed", range(4))
def test_it_counts_what_a_plain_reading_counts(desk: Keeper, phone: PhoneOf, seed: int) -> None:
    chance, officer = random.Random(seed), phone("officer1")
    lon, lat = here()["coordinates"]
    hook = [(-3, -3), (3, -3), (3, 3), (1, 3), (1, -1), (-3, -1), (-3, -3)]
    shapes: list[Data] = [
        here(),
        around(here(), FINE),
        {"type": "Polygon", "coordinates": [[(lon + x * FINE, lat + y * FINE) for x, y in hook]]},
    ]
    for number, geometry in enumerate(shapes):
        desk.make(kind="controlled_spot", name=f"{number}", geometry=geometry)
    tracks = tracks_of(officer, chance, 25)
    withdrawn = chance.sample(tracks, 3)
    for _, _, track in withdrawn:
        assert officer.statuses(officer.withdrawal(track, 1)) == ["accepted"]
    kept = [one for one in tracks if one not in withdrawn]
    spots: list[Any] = ok(desk.caller.get("/api/v1/figures/spots"))["spots"]
    assert len(spots) == len(shapes)
    for spot in spots:
        wanted = plainly(area_of(spot["area"]), kept)
        assert sum(wanted.values()) > 0
        for window in spot["windows"]:
            assert {name: window[name] for name in wanted} == wanted


def boxes(app: Flask) -> list[Any]:
    with app.app_context():
        query = sa.select(Track.south, Track.west, Track.north, Track.east).order_by(Track.row)
        return [tuple(row) for row in db.session.execute(query)]


def test_a_box_follows_its_points(app: Flask, phone: PhoneOf) -> None:
    officer = phone("officer1")
    patrol = officer.record("patrol")["id"]

    def point(lon: float, lat: float) -> Data:
        return {"lon": lon, "lat": lat, "accuracy_m": 5, "at": officer.now()}

    data = {"patrol_id": patrol, "points": [point(120.75, 30.7), point(120.74, 30.8)]}
    track = officer.record("track", data)
    assert boxes(app) == [(30.7, 120.74, 30.8, 120.75)]
    more = data | {"points": [*data["points"], point(120.9, 30.6)]}
    officer.record("track", more, record_id=track["id"], base=1)
    assert boxes(app) == [(30.6, 120.74, 30.8, 120.9)]


def test_the_migration_gives_older_tracks_their_boxes(app: Flask, phone: PhoneOf) -> None:
    officer = phone("officer1")
    tracks_of(officer, random.Random(9), 4)
    before = boxes(app)
    migration = runpy.run_path(str(ROOT / "app" / "migrations" / "versions" / "0014_track_boxes.py"))
    with app.app_context():
        db.session.execute(sa.update(Track).values(dict.fromkeys(migration["BOX"])))
        last = sa.select(sa.func.max(Track.row)).scalar_subquery()
        db.session.execute(sa.update(Track).where(Track.row == last).values(data="{}"))
        migration["fill"](db.session.connection())
        db.session.commit()
    assert boxes(app) == [*before[:-1], (None, None, None, None)]
