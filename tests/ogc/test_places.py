"""Places for QGIS: those of the county, by box and by day, page after page."""

import json
from collections.abc import Callable
from typing import Any

import shapely

from tests.conftest import Clock
from tests.ogc.asking import followed, get
from tests.people import Caller
from tests.places.keeping import Keeper, around, here
from tests.zones.drafting import ok

AsPerson = Callable[[str], Caller]
ITEMS, AREAS = (f"/ogc/collections/{name}/items" for name in ("places", "place-areas"))


def names(caller: Caller, items: str = ITEMS, **query: Any) -> list[str]:
    return sorted(one["properties"]["name"] for one in get(caller, items, **query)["features"])


def test_places_by_box_and_day(as_person: AsPerson, clock: Clock) -> None:
    desk = Keeper(as_person("supervisor1"), clock)
    point = desk.make(name="点", kind="service_point", services=["registration", "chip"])
    desk.make(name="片", geometry=around(here(0.01), 0.002))
    ended = desk.make(name="旧", geometry=here(0.02), valid_from=desk.day(-30))
    ok(desk.end(ended, desk.day(-10)))
    lon, lat = here()["coordinates"]
    assert names(desk.caller) == ["旧", "点", "片"]
    corner = f"{lon + 0.0115},{lat},{lon + 0.0119},{lat + 0.0001}"
    assert names(desk.caller, bbox=corner) == []
    assert names(desk.caller, AREAS, bbox=corner) == names(desk.caller, AREAS) == ["片"]
    assert names(desk.caller, bbox=f"{lon + 0.013},{lat},{lon + 0.014},{lat + 0.001}") == []
    assert names(desk.caller, datetime=f"{desk.day()}T00:00:00Z/..") == ["点", "片"]
    assert names(desk.caller, datetime=f"../{desk.day(-20)}T00:00:00Z") == ["旧"]
    one = get(desk.caller, f"{ITEMS}/{point['id']}")
    assert (one["properties"]["services"], one["geometry"]) == ("registration,chip", here())
    area = next(one for one in get(desk.caller, ITEMS)["features"] if one["properties"]["name"] == "片")
    (outline,) = get(desk.caller, AREAS)["features"]
    assert (area["id"], area["geometry"]["type"]) == (outline["id"], "Point")
    assert (outline["geometry"]["type"], outline["properties"]) == ("MultiPolygon", area["properties"])
    assert shapely.contains(*(shapely.from_geojson(json.dumps(one["geometry"])) for one in (outline, area)))
    assert get(desk.caller, f"{AREAS}/{outline['id']}")["geometry"] == outline["geometry"]
    assert desk.caller.get(f"{AREAS}/{point['id']}").status_code == 404
    first = get(desk.caller, ITEMS, limit=2)
    rest = get(desk.caller, str(followed(first, "next")))
    assert (first["numberMatched"], len(first["features"]), len(rest["features"])) == (3, 2, 1)
