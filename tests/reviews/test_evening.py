"""What the morning left open is the evening's list."""

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from tests.conftest import Clock
from tests.phones import Phone, PhoneOf, inside
from tests.reviews.desk import RECHECKS, Desk
from tests.reviews.test_rechecks import team_of, today

Data = dict[str, Any]
SHANGHAI = ZoneInfo("Asia/Shanghai")


@pytest.fixture
def clock() -> Clock:
    """Half past five in the afternoon, yesterday: nobody can tell what day it is at midnight."""
    clock = Clock()
    local = (clock.now - timedelta(days=1)).astimezone(SHANGHAI).replace(hour=17, minute=30, second=0, microsecond=0)
    clock.now = local.astimezone(UTC)
    return clock


def at(phone: Phone, hour: int) -> str:
    return datetime.fromisoformat(phone.now()).astimezone(SHANGHAI).replace(hour=hour).isoformat()


def seen(phone: Phone, hour: int, metres: float = 0, **more: Any) -> str:
    lon, lat = inside()[1]
    data = phone.incident(position=phone.fix(lon, lat + metres / 111_195), **more)
    recorded: str = phone.record("incident", data, captured_at=at(phone, hour))["id"]
    return recorded


def evening(phone: Phone, **query: Any) -> list[Data]:
    answer = phone.caller.get(f"{RECHECKS}/evening", query_string=query)
    assert answer.status_code == 200, answer.text
    found: list[Data] = answer.json["points"]
    return found


def test_open_points_in_walking_order(phone: PhoneOf, desk: Desk, clock: Clock) -> None:
    officer = phone("officer1")
    far, near = seen(officer, 7, 900), seen(officer, 8, 100, action="ordered_to_correct")
    middle = seen(officer, 15, 500)  # in the afternoon, but it was returned
    desk.decide("return", middle, codes=["other_angle"])
    checked = desk.assign(near, team_of(officer), today(clock))
    lon, lat = inside()[1]
    found = evening(officer, lon=lon, lat=lat)
    assert [point["record_id"] for point in found] == [near, middle, far]
    assert [point["why"] for point in found] == [["morning", "recheck"], ["returned"], ["morning"]]
    assert [point["leg_m"] for point in found] == [100, 400, 400]
    assert (found[0]["recheck_id"], found[0]["type"]) == (checked["id"], "unleashed")
    assert [point["record_id"] for point in evening(officer, lon=lon, lat=lat + 0.01)] == [far, middle, near]


def test_what_is_settled_or_of_another_sort_is_left_out(phone: PhoneOf, desk: Desk, clock: Clock) -> None:
    officer = phone("officer1")
    seen(officer, 7, type="faeces")
    seen(officer, 7, 300, action="case_proposed")
    seen(officer, 15, 600)
    withdrawn = officer.item("incident", officer.incident(), captured_at=at(officer, 7))
    officer.push(withdrawn)
    officer.push(officer.withdrawal(withdrawn, 1))
    kept, twin = seen(officer, 7, 2000), seen(officer, 7, 2010)
    desk.decide("merge", twin, into=kept)
    done = seen(officer, 7, 3000)
    recheck = desk.assign(done, team_of(officer), today(clock))
    officer.push(officer.item("recheck", {"result": "nothing_found"}, recheck["id"], base=1))
    assert [point["record_id"] for point in evening(officer)] == [kept]
    assert evening(officer, day=today(clock, -1)) == []


def test_a_morning_ends_at_noon_whatever_the_patrol_is_called(phone: PhoneOf) -> None:
    officer = phone("officer1")
    team = team_of(officer)
    patrols = [
        officer.record("patrol", officer.patrol(type=kind, started_at=at(officer, 8), team_id=team))["id"]
        for kind in ("morning", "peak")
    ]
    seen(officer, 13, patrol_id=patrols[0])
    early = seen(officer, 8, 300, patrol_id=patrols[1])
    assert [point["record_id"] for point in evening(officer)] == [early]


def test_it_is_the_teams_own(phone: PhoneOf, desk: Desk) -> None:
    officer, outsider = phone("officer1"), phone("outsider1")
    record = seen(officer, 7)
    team = team_of(officer)
    assert [point["record_id"] for point in evening(phone("auxiliary1"), team_id=team)] == [record]
    found = desk.caller.get(f"{RECHECKS}/evening", query_string={"team_id": team}).json["points"]
    assert [point["record_id"] for point in found] == [record]
    assert desk.caller.get(f"{RECHECKS}/evening").json["points"] == []
    assert evening(outsider) == []
    assert outsider.caller.get(f"{RECHECKS}/evening", query_string={"team_id": team}).status_code == 404
    assert phone("volunteer1").caller.get(f"{RECHECKS}/evening").status_code == 403
