"""Hot spots tell of the records that the list shows for them."""

from collections.abc import Callable
from datetime import datetime

from tests.maps.test_lists import asked, whole_list
from tests.people import Caller
from tests.phones import PhoneOf, inside

AsPerson = Callable[[str], Caller]


def test_a_busy_corner_this_week_and_the_week_before(phone: PhoneOf, as_person: AsPerson) -> None:
    officer, supervisor = phone("officer1"), as_person("supervisor1")
    lon, lat = inside()[1]
    for number in range(9):
        place = officer.fix(lon + number * 1e-5, lat)
        words = {"place": "月河街口" if number in (1, 2, 3) else None if number == 0 else f"旧的{number}"}
        officer.record("incident", officer.incident(position=place, **words), captured_at=officer.now(hours=-number))
    for _ in range(2):
        officer.record("capture", officer.capture(position=officer.fix(lon, lat)), captured_at=officer.now(days=-10))
    officer.record("incident", officer.incident(position=officer.fix(lon + 0.05, lat)))
    since = officer.now(days=-7)
    (spot,) = asked(supervisor, "spots", **{"from": since})["spots"]
    assert (spot["count"], spot["before"]) == (9, 2)
    assert sum(spot["hours"]) == 9
    assert spot["place"] == "月河街口"
    assert spot["organisation"]["id"].startswith("330402")
    assert abs(spot["centre"][0] - lon) < 1e-3 and abs(spot["centre"][1] - lat) < 1e-3
    area = ",".join(f"{x},{y}" for x, y in spot["area"])
    listed = whole_list(supervisor, 50, area=area, **{"from": since})
    assert len(listed) == 9
    assert datetime.fromisoformat(since) < min(
        datetime.fromisoformat(one["properties"]["captured_at"]) for one in listed
    )


def test_without_a_beginning_there_is_no_before(phone: PhoneOf, as_person: AsPerson) -> None:
    officer = phone("officer1")
    for _ in range(6):
        officer.record("incident", officer.incident(place=None))
    (spot,) = asked(as_person("supervisor1"), "spots")["spots"]
    assert (spot["count"], spot["before"], spot["place"]) == (6, None, None)
    assert asked(as_person("supervisor1"), "spots", type="none")["spots"] == []
