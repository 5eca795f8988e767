"""The demonstration: seven people, synthetic zones, and ten days of records, filed the way phones file them.

Development only. Every name, place and number is invented; the outlines are "demo, not authoritative".
"""

import json
import random
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import cycle
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import shapely
import sqlalchemy as sa

from app.accounts import actors, passwords
from app.accounts import operations as accounts
from app.accounts.models import Person
from app.accounts.scope import Actor
from app.config import Settings
from app.database import db
from app.demo_looks import ask_for_rechecks, looks
from app.demo_photos import add_photos
from app.demo_plans import add_plans, street_of
from app.organisations import queries as tree
from app.organisations.models import Team
from app.places import operations as places
from app.sync import operations as sync
from app.sync.filing import Push
from app.zones import cli as zones
from app.zones.days import SHANGHAI, day_of
from app.zones.models import Zone, ZoneVersion

Data = dict[str, Any]
Seat = tuple[shapely.Geometry, str]

ZONES = Path(__file__).parent / "zones" / "data" / "demo_zones.geojson"
DAYS = 10
PEOPLE = (
    ("officer1", "沈一鸣", ("officer",), "330402", "南湖一组"),
    ("officer2", "陆晓岚", ("officer",), "330402", "南湖一组"),
    ("auxiliary1", "周建国", ("auxiliary",), "330402", "南湖一组"),
    ("volunteer1", "徐阿姨", ("volunteer",), "330402", None),
    ("supervisor1", "钱督导", ("supervisor",), "330402", None),
    ("admin1", "管理员", ("administrator",), "330400", None),
    ("outsider1", "桐乡执法员", ("officer",), "330483", "桐乡一组"),
)
KINDS = (
    ("unleashed", 34), ("no_tag", 18), ("faeces", 14), ("nuisance", 9), ("unregistered", 8), ("long_leash", 6),
    ("forbidden_place", 5), ("unvaccinated", 3), ("fierce_breed", 2), ("bite", 1),
)  # fmt: skip
ACTIONS = (("persuaded", 82), ("ordered_to_correct", 15), ("case_proposed", 3))
PLACES = ("公园东门", "菜市场北侧", "小区主入口", "沿河步道", "中心广场", "学校围墙外", "公交站旁", "社区活动中心")
DEMO_PLACES: tuple[Data, ...] = (
    {"kind": "forbidden_place", "sub_kind": "indoor_market", "name": "演示室内农贸市场", "address": "演示路 12 号"},
    {"kind": "forbidden_place", "sub_kind": "greenway", "name": "演示绿道", "area": True},
    {"kind": "forbidden_place", "sub_kind": "medical", "name": "演示卫生服务中心"},
    {
        "kind": "service_point",
        "name": "演示办证服务点",
        "services": ["registration", "renewal", "vaccination"],
        "opening_hours": "周一至周五 8:30–17:00（演示）",
    },
    {"kind": "shelter", "name": "演示收容所", "capacity": 80},
    {
        "kind": "controlled_spot",
        "name": "演示广场",
        "area": True,
        "reason": "傍晚遛犬集中（演示）",
        "mornings_a_week": 2,
        "evenings_a_week": 3,
    },
)
KEEPERS = ({"name": "王演示", "phone": "13800000001"}, {"name": "李演示"}, {"phone": "13800000002"})
HAUNTED, HAUNTS = 0.4, ((0.4, 0.55), (0.65, 0.35))
"""How many of all meet at the same spots, and where in a zone's box these are."""
COLOURS = ("黄", "白", "黑", "棕", "黄白", "黑白")


def load(settings: Settings) -> str:
    """Load what is missing; returns a sentence for the person who waits."""
    if db.session.scalar(sa.select(Person.id).where(Person.demo)):
        return "the demo is there already"
    at = datetime.now(UTC)
    if not db.session.scalar(sa.select(Zone.id)):
        zones.publish_file(ZONES, {}, at=at - timedelta(days=DAYS + 1))
    people = create_people(at)
    count = file_records(people, settings, at)
    add_places(people["supervisor1"], at)
    planned = add_plans(people["supervisor1"], people["officer1"], DAYS, settings, at)
    db.session.commit()  # all or nothing
    officer = actors.of_person(people["officer1"])
    for recheck_id, answer, when in ask_for_rechecks(people["supervisor1"], people["officer1"], at):
        push(officer, [item("recheck", answer, when, recheck_id)], when, settings)
    db.session.commit()
    add_photos(settings, at)
    return f"demo loaded: {len(people)} people, {count} records, {planned} rosters"


def create_people(at: datetime) -> dict[str, Person]:
    password = passwords.hashed(passwords.DEMO_PASSWORD)
    people: dict[str, Person] = {}
    teams: dict[str, Team] = {}
    for username, name, roles, organisation_id, team_name in PEOPLE:
        node = tree.within("/", organisation_id)
        person, _ = accounts.create_person(username, name, roles, node, by=None, at=at, hours=1)
        person.password_hash, person.must_change_password, person.demo = password, False, True
        people[username] = person
        if team_name:
            teams.setdefault(team_name, teams.get(team_name) or accounts.create_team(team_name, node, by=None, at=at))
            accounts.add_member(teams[team_name], person, by=None, at=at)
    return people


def add_places(supervisor: Person, at: datetime) -> None:
    """Invented places inside the demo's zones of 南湖区; each says 演示 in its name."""
    by, today = actors.of_person(supervisor), day_of(at)
    made = []
    for number, (facts, zone) in enumerate(zip(DEMO_PLACES, cycle(zones_with_seats("330402")), strict=False)):
        point = shapely.maximum_inscribed_circle(shapely.from_geojson(zone.geojson)).centroid
        lon, lat = round(point.x + 0.0012 * (number // 3), 6), round(point.y, 6)
        geometry = shapely.Point(lon, lat)
        if facts.get("area"):
            geometry = geometry.buffer(0.0011, quad_segs=3)
        given = {name: value for name, value in facts.items() if name != "area"}
        given |= {"organisation_id": zone.zone.seat_id, "geometry": json.loads(shapely.to_geojson(geometry))}
        made.append(places.create({**given, "valid_from": today - timedelta(days=DAYS)}, by=by, at=at))
    places.publish(made, at=at)


def zones_with_seats(organisation_id: str) -> list[ZoneVersion]:
    query = sa.select(ZoneVersion).join(Zone).where(Zone.organisation_id == organisation_id, Zone.seat_id.isnot(None))
    return list(db.session.scalars(query.order_by(Zone.seat_id, ZoneVersion.version)))[:3]


def file_records(people: dict[str, Person], settings: Settings, at: datetime) -> int:
    """Ten days of mornings and evenings in 南湖区, and a few in 桐乡市."""
    chance = random.Random(20261121)  # noqa: S311  a demonstration, the same every time
    authors = {name: actors.of_person(person) for name, person in people.items()}
    nanhu, tongxiang = seats("330402"), seats("330483")
    today, count = day_of(at), 0
    for back in range(DAYS, -1, -1):
        day = today - timedelta(days=back)
        for hour, kind in ((6, "morning"), (18, "evening")):
            author = authors[chance.choice(("officer1", "officer2"))]
            # now and then somewhere else than planned, as it happens
            there = [one for one in nanhu if one[1] == street_of(kind, day)] if chance.random() < 0.75 else nanhu
            count += file_round(author, day, hour, kind, there, chance, settings, at)
            count += file_volunteer(authors["volunteer1"], day, hour, nanhu, chance, settings, at)
        count += file_round(authors["outsider1"], day, 7, "morning", tongxiang, chance, settings, at)
    return count


def seats(organisation_id: str) -> list[Seat]:
    """The key zones of a county, and the street or town of which each is the seat."""
    query = sa.select(ZoneVersion).join(Zone).where(Zone.organisation_id == organisation_id, Zone.seat_id.isnot(None))
    versions = db.session.scalars(query.order_by(ZoneVersion.id))
    return [(shapely.from_geojson(version.geojson), str(version.zone.seat_id)) for version in versions]


def file_round(
    author: Actor,
    day: date,
    hour: int,
    kind: str,
    areas: list[Seat],
    chance: random.Random,
    settings: Settings,
    now: datetime,
) -> int:
    """One patrol with what was seen on it."""
    start = datetime.combine(day, time(hour, chance.randint(20, 40)), SHANGHAI)
    end = start + timedelta(minutes=chance.randint(55, 90))
    if end > now:
        return 0
    area, street = chance.choice(areas)
    patrol_id = uuid4()
    data = {"type": kind, "started_at": text(start), "ended_at": text(end), "organisation_id": street}
    items = [item("patrol", data, start, patrol_id)]
    for moment in moments(start, end, chance.randint(5, 11), chance):
        items.append(item("incident", incident(area, moment, patrol_id, chance), moment))
    if chance.random() < 0.5:
        moment = start + timedelta(minutes=30)
        items.append(item("capture", capture(area, moment, patrol_id, chance), moment))
    if kind == "evening":
        items += [item("recheck", data, moment) for data, moment in looks(author, day, start, end, chance)]
    return push(author, items, end + timedelta(minutes=2), settings)


def file_volunteer(
    author: Actor,
    day: date,
    hour: int,
    areas: list[Seat],
    chance: random.Random,
    settings: Settings,
    now: datetime,
) -> int:
    start = datetime.combine(day, time(hour, 50), SHANGHAI)
    items = []
    for moment in moments(start, start + timedelta(minutes=50), chance.randint(1, 4), chance):
        topic = chance.choice(("unleashed", "faeces", "no_tag", "other"))
        area, street = chance.choice(areas)
        data: Data = {"topic": topic, "people_at_least": chance.choice((1, 1, 1, 2, 3)), "organisation_id": street}
        data["position"] = fix(area, moment, chance)
        items.append(item("persuasion", data, moment))
    return push(author, items, start + timedelta(minutes=55), settings) if start + timedelta(hours=1) < now else 0


def moments(start: datetime, end: datetime, count: int, chance: random.Random) -> Iterator[datetime]:
    minutes = int((end - start).total_seconds() // 60) - 2
    for minute in sorted(chance.sample(range(1, minutes), count)):
        yield start + timedelta(minutes=minute, seconds=chance.randint(0, 59))


def incident(area: shapely.Geometry, moment: datetime, patrol_id: UUID, chance: random.Random) -> Data:
    size = chance.choice(("small", "small", "medium", "large"))
    return {
        "patrol_id": str(patrol_id),
        "type": weighted(KINDS, chance),
        "action": weighted(ACTIONS, chance),
        "position": fix(area, moment, chance),
        "place": chance.choice(PLACES),
        "dog": {"size": size, "colour": chance.choice(COLOURS)},
        **({"keeper": chance.choice(KEEPERS)} if chance.random() < 0.15 else {}),
    }


def capture(area: shapely.Geometry, moment: datetime, patrol_id: UUID, chance: random.Random) -> Data:
    return {
        "patrol_id": str(patrol_id),
        "position": fix(area, moment, chance),
        "count": chance.choice((1, 1, 1, 2)),
        "method": chance.choice(("trap_cage", "net", "lead", "seen_only")),
        "condition": chance.choice(("unremarkable", "unremarkable", "injured")),
        "traits": {"size": chance.choice(("small", "medium")), "colour": chance.choice(COLOURS)},
        "destination": "犬只收容所（演示）",
    }


def weighted(table: tuple[tuple[str, int], ...], chance: random.Random) -> str:
    return chance.choices([name for name, _ in table], [weight for _, weight in table])[0]


def fix(area: shapely.Geometry, moment: datetime, chance: random.Random) -> Data:
    """A fix where people walk their dogs, or somewhere in the zone's box, a little more: most inside, some on the border,
    some outside."""
    west, south, east, north = area.bounds
    if chance.random() < HAUNTED:
        across, up = chance.choice(HAUNTS)
        lon = west + across * (east - west) + chance.uniform(-0.0003, 0.0003)
        lat = south + up * (north - south) + chance.uniform(-0.0003, 0.0003)
    else:
        margin = 0.08
        lon = chance.uniform(west - margin * (east - west), east + margin * (east - west))
        lat = chance.uniform(south - margin * (north - south), north + margin * (north - south))
    accuracy = chance.choice((5, 6, 8, 12, 20))
    return {
        "lon": round(lon, 6),
        "lat": round(lat, 6),
        "accuracy_m": accuracy,
        "fixed_at": text(moment),
        "provider": "gps",
    }


def item(kind: str, data: Data, moment: datetime, record_id: UUID | None = None) -> Data:
    return {
        "change_id": str(uuid4()),
        "id": str(record_id or uuid4()),
        "kind": kind,
        "op": "put",
        "base": 0,
        "captured_at": text(moment),
        "data": data,
    }


def push(author: Actor, items: list[Data], at: datetime, settings: Settings) -> int:
    """File items as a phone would; all of them must be accepted."""
    device = f"demo-phone-{author.username}"
    given = Push(replace(author, device_id=device), device, at, at, settings.field_key)
    results = sync.store(sync.judge_all(items, given), given)
    wrong = [result for result in results if result.status != "accepted"]
    if wrong:
        raise RuntimeError(f"the demo was not accepted: {wrong[0]}")
    return len(results)


def text(moment: datetime) -> str:
    return moment.isoformat(timespec="seconds")
