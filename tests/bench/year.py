"""A year of a city in a database: records thick where people walk their dogs, zones, and a supervisor who sees all of it.

    python -m tests.bench.year DATA_DIR [RECORDS]      (DATABASE_URL as always; the demo must be in it)

Written straight into the tables and the change log, as the push writes them, and not through the push: a million through
the door would take an hour. Places are drawn around a few thousand corners, times around morning and evening.
"""

import os
import random
import sys
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import numpy as np
import orjson
import shapely
import sqlalchemy as sa

from app import bulk
from app.accounts import operations as accounts
from app.accounts import passwords
from app.changes.bodies import change_row
from app.changes.models import Change
from app.database import SRID, db, is_sqlite
from app.incidents.models import Incident, Persuasion
from app.organisations.models import Organisation
from app.organisations.outlines import outlines
from app.strays.models import Capture
from app.zones import queries as zones
from app.zones.operations import Proclaimed, publish
from tests.bench import zones_bench
from tests.people import PASSWORD

Data = dict[str, Any]
RECORDS, CORNERS, AT_ONCE = 1_000_000, 3_000, 20_000
MADE = 1_000_000
"""More records than these are copies of them, each at a place of its own nearby and with an id of its own."""
NEARBY_DEGREES = 0.002
DAYS = 365
SUPERVISOR = "supervisor-of-all"
SPREAD_M, LONELY, LOOKED_AGAIN = 120, 0.2, 0.4
TYPES = ("unleashed", "no_tag", "faeces", "nuisance", "unregistered", "long_leash", "forbidden_place", "bite")
TYPE_WEIGHTS = (34, 18, 14, 9, 8, 6, 5, 1)
ACTIONS, ACTION_WEIGHTS = ("persuaded", "ordered_to_correct", "case_proposed"), (82, 15, 3)
HOURS = np.array([0.2] * 6 + [6, 9, 3, 1, 1, 1, 1, 1, 1, 1, 2, 4, 10, 9, 4, 2, 1, 0.5])
CITY = "330400"
MADE_BY = "bench"
TEAMS = [UUID(int=(7 << 76) | (8 << 60) | number) for number in range(40)]
AUTHORS = [UUID(int=(7 << 76) | (9 << 60) | number) for number in range(300)]


@dataclass(frozen=True)
class Corner:
    lon: float
    lat: float
    organisation: Organisation
    weight: float


def fill(records: int = RECORDS, seed: int = 1) -> None:
    """Inside an application context; commits."""
    at = datetime.now(UTC)
    chance = np.random.default_rng(seed)
    city = db.session.get_one(Organisation, CITY)
    supervise(city, at)
    announce(city, chance, at)
    db.session.commit()
    corners = spots(chance)
    for begin in range(0, min(records, MADE), AT_ONCE):
        write(rows(corners, min(AT_ONCE, records - begin), chance, at), at)
        db.session.commit()
    for begin in range(MADE, records, MADE):
        copy(min(MADE, records - begin) / MADE)
        db.session.commit()
    db.session.execute(sa.text("ANALYZE"))
    db.session.commit()


def supervise(city: Organisation, at: datetime) -> None:
    person, _ = accounts.create_person(SUPERVISOR, "全市督导", ["supervisor"], city, by=None, at=at, hours=1)
    person.password_hash, person.must_change_password, person.demo = passwords.hashed(PASSWORD), False, True


def announce(city: Organisation, chance: np.random.Generator, at: datetime) -> None:
    """500 zones of 200 vertices."""
    day = (at - timedelta(days=DAYS + 1)).date()
    publish(
        [
            Proclaimed(zone.id, f"测〔2025〕{zone.id}号", day, day, "", shapely.MultiPolygon([zone.polygon]))
            for zone in zones_bench.zones(chance)
        ],
        city, by=None, at=at,
    )  # fmt: skip


def spots(chance: np.random.Generator) -> list[Corner]:
    """Corners inside the counties, a few of them much busier than the others."""
    found = []
    counties = {
        feature["id"]: shapely.from_geojson(orjson.dumps(feature["geometry"]).decode()) for feature in outlines()
    }
    streets = db.session.scalars(
        sa.select(Organisation).where(Organisation.level == "street", Organisation.path.startswith(f"/{CITY}/"))
    ).all()
    for number in range(CORNERS):
        street = streets[int(chance.integers(len(streets)))]
        polygon = counties[street.path.split("/")[2]]
        west, south, east, north = polygon.bounds
        while True:
            lon, lat = chance.uniform(west, east), chance.uniform(south, north)
            if polygon.contains(shapely.Point(lon, lat)):
                break
        found.append(Corner(lon, lat, street, 1 / (number + 5)))
    return found


def rows(corners: list[Corner], count: int, chance: np.random.Generator, at: datetime) -> dict[Any, list[Data]]:
    weights = np.array([corner.weight for corner in corners])
    chosen = chance.choice(len(corners), count, p=weights / weights.sum())
    lonely = np.where(chance.random(count) < LONELY, 25, 1) * SPREAD_M
    east, south = (chance.normal(0, 1, count) * lonely for _ in range(2))
    lon = np.round(np.array([corners[n].lon for n in chosen]) + east / 95_700, 6)
    lat = np.round(np.array([corners[n].lat for n in chosen]) + south / 111_000, 6)
    days, hours = chance.integers(0, DAYS, count), chance.choice(24, count, p=HOURS / HOURS.sum())
    seconds = chance.integers(0, 3600, count)
    start = at.replace(hour=16, minute=0, second=0, microsecond=0) - timedelta(days=DAYS + 1)  # midnight in Shanghai
    times = [
        start + timedelta(days=int(d), hours=int(h), seconds=int(s))
        for d, h, s in zip(days, hours, seconds, strict=True)
    ]
    decided = zones.zones().decide(
        [{"lon": x, "lat": y, "accuracy_m": 8.0} for x, y in zip(lon.tolist(), lat.tolist(), strict=True)], times
    )
    kinds = chance.choice(3, count, p=[0.8, 0.15, 0.05])
    made: dict[Any, list[Data]] = {Incident: [], Persuasion: [], Capture: []}
    models = list(made)
    pick = random.Random(int(chance.integers(2**31)))
    for n in range(count):
        model = models[kinds[n]]
        made[model].append(row(model, corners[chosen[n]], float(lon[n]), float(lat[n]), times[n], decided[n], pick))
    return made


def row(
    model: Any, corner: Corner, lon: float, lat: float, captured: datetime, zone: Data, pick: random.Random
) -> Data:
    millis, here = int(captured.timestamp() * 1000), corner.organisation
    text = captured.isoformat(timespec="seconds")
    position = {"lon": lon, "lat": lat, "accuracy_m": 8.0, "fixed_at": text, "provider": "gps"}
    record_id = UUID(int=(millis << 80) | (7 << 76) | (pick.getrandbits(12) << 64) | (2 << 62) | pick.getrandbits(62))
    common = {
        "id": record_id,
        "revision": 1,
        "deleted": False,
        "author_id": pick.choice(AUTHORS),
        "author_name": "测试员",
        "device_id": MADE_BY,
        "organisation_id": here.id,
        "organisation_name": here.name,
        "organisation_path": here.path,
        "team_id": pick.choice(TEAMS),
        "captured_at": captured,
        "captured_text": text,
        "clock_offset_ms": 0,
        "received_at": captured,
        "position": (lon, lat),
        "accuracy_m": 8.0,
        "patrol_id": None,
        **zone,
        **({} if model is Persuasion else {"looked_again": pick.random() < LOOKED_AGAIN}),
    }
    if model is Incident:
        kind, action = pick.choices(TYPES, TYPE_WEIGHTS)[0], pick.choices(ACTIONS, ACTION_WEIGHTS)[0]
        data: Data = {"type": kind, "action": action, "position": position, "place": "南湖路与环城河交叉口"}
        own: Data = {"type": kind, "action": action, "has_keeper": False}
    elif model is Persuasion:
        data = {"topic": "unleashed", "people_at_least": 1, "position": position}
        own = {"topic": "unleashed", "people_at_least": 1}
    else:
        data = {"count": 1, "method": "net", "position": position}
        own = {"count": 1, "method": "net", "condition": None}
    return common | own | {"data": orjson.dumps(data).decode()}


def write(made: dict[Any, list[Data]], at: datetime) -> None:
    for model, some in made.items():
        bulk.insert(model, some)
        log = [change_row(model.__tablename__, one, one["id"], one["author_id"], at) for one in some]
        bulk.insert(Change, log)


def copy(share: float) -> None:
    """A part of what was made once more, within the database. The log and the text of the records are not copied: for the
    map, which reads neither."""
    chance = sa.func.random() / 2.0**64 if is_sqlite() else sa.func.random() - 0.5
    for model in (Incident, Persuasion, Capture):
        table: Any = model.__table__
        count = db.session.scalar(sa.select(sa.func.count()).where(table.c.device_id == MADE_BY)) or 0
        lon, lat = (
            sa.func.round(sa.cast(of(table.c.position) + NEARBY_DEGREES * chance, sa.Numeric), 6)
            for of in (sa.func.ST_X, sa.func.ST_Y)
        )
        new = {
            "id": new_id(table.c.id),
            "device_id": sa.literal("copied"),
            "position": sa.func.MakePoint(lon, lat, SRID)
            if is_sqlite()
            else sa.func.ST_SetSRID(sa.func.ST_MakePoint(lon, lat), SRID),
        }
        columns = [column for column in table.c if column.key != "row"]
        values = [new.get(column.key, column) for column in columns]
        made = sa.select(*values).where(table.c.device_id == MADE_BY).limit(int(count * share))
        db.session.execute(sa.insert(table).from_select(columns, made))


def new_id(column: Any) -> Any:
    """Of the same instant, so that the order of ids stays that of time."""
    text = sa.type_coerce(column, sa.String)
    if is_sqlite():
        return sa.func.substr(text, 1, 20).concat(sa.func.lower(sa.func.hex(sa.func.randomblob(6))))
    text = sa.cast(column, sa.String)
    return sa.cast(
        sa.func.substr(text, 1, 24).concat(sa.func.substr(sa.func.md5(sa.cast(sa.func.random(), sa.String)), 1, 12)),
        sa.Uuid,
    )


def main() -> None:
    from app import create_app
    from app.config import from_environment
    from tests.program import environment

    data_dir, *more = sys.argv[1:]
    url = {"DATABASE_URL": os.environ["DATABASE_URL"]} if "DATABASE_URL" in os.environ else {}
    app = create_app(from_environment(environment(Path(data_dir), **url)))
    with app.app_context():
        fill(*map(int, more))


if __name__ == "__main__":
    main()
