"""The ways of patrols on the map."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from tests.maps.tiles import Data
from tests.people import Caller
from tests.phones import PhoneOf, inside

AsPerson = Callable[[str], Caller]
PATH = "/api/v1/map/tracks"


def asked(who: Caller, **wish: str) -> Data:
    answer = who.get(PATH, query_string=wish)
    assert answer.status_code == 200, answer.text
    found: Data = answer.json
    return found


@pytest.fixture
def walked(phone: PhoneOf) -> dict[str, str]:
    """Three patrols: with a track that breaks off, with two records, with nothing."""
    officer = phone("officer1")
    lon, lat = inside()[1]
    ids = {}
    for name in ("tracked", "told", "silent"):
        item = officer.item("patrol", officer.patrol())
        assert officer.statuses(item) == ["accepted"]
        ids[name] = item["id"]
    begun = officer.clock.now - timedelta(hours=1)
    seconds = (0, 60, 120, 1800, 1860)
    points = [
        {"lon": lon + at * 1e-6, "lat": lat, "accuracy_m": 5, "at": (begun + timedelta(seconds=at)).isoformat()}
        for at in seconds
    ]
    track = officer.item("track", {"patrol_id": ids["tracked"], "points": points})
    told = [
        officer.item(
            "incident",
            officer.incident(patrol_id=ids["told"], position=officer.fix(lon + step * 1e-3, lat)),
            captured_at=officer.now(minutes=-50 + step),
        )
        for step in range(2)
    ]
    assert set(officer.statuses(track, *told)) == {"accepted"}
    return ids


def test_each_way_says_how_it_is_known(walked: dict[str, str], as_person: AsPerson) -> None:
    found = asked(as_person("supervisor1"))
    labels = {(one["properties"]["patrol_id"], one["properties"]["label"]) for one in found["features"]}
    assert labels == {
        (walked["tracked"], "recorded"),
        (walked["tracked"], "missing"),
        (walked["told"], "inferred"),
    }
    assert (found["patrols"], found["without"], found["more"]) == (3, 1, False)
    recorded = next(one for one in found["features"] if one["properties"]["label"] == "recorded")
    assert len(recorded["geometry"]["coordinates"]) == 2
    assert recorded["properties"]["team"] and recorded["properties"]["type"] == "morning"


def test_days_team_and_street_choose(walked: dict[str, str], as_person: AsPerson) -> None:
    supervisor = as_person("supervisor1")
    assert asked(supervisor, **{"from": "2020-01-01", "to": "2020-01-02"})["patrols"] == 0
    assert asked(supervisor, team="00000000-0000-4000-8000-000000000000")["patrols"] == 0
    assert asked(supervisor, organisation="330402")["patrols"] == 3


def test_nobody_sees_ways_of_another_branch_and_only_supervisors_see_any(
    walked: dict[str, str], phone: PhoneOf, as_person: AsPerson
) -> None:
    outsider = phone("outsider1")
    assert outsider.statuses(outsider.item("patrol", outsider.patrol())) == ["accepted"]
    assert asked(as_person("supervisor1"))["patrols"] == len(walked)
    for name in ("officer1", "volunteer1", "admin1"):
        assert as_person(name).get(PATH).status_code == 403
