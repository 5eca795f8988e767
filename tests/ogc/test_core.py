"""The documents of OGC API - Features, found by following links from the landing page."""

from collections.abc import Callable

import pytest

from tests.ogc.asking import COLLECTIONS, Data, followed, get
from tests.people import Caller
from tests.phones import PhoneOf, inside

AsPerson = Callable[[str], Caller]
CORE = "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf"


def test_everything_is_found_from_the_landing_page(as_person: AsPerson) -> None:
    supervisor = as_person("supervisor1")
    landing = get(supervisor, "/ogc/")
    paths = {rel: followed(landing, rel) for rel in ("self", "service-desc", "conformance", "data")}
    assert paths == {
        "self": "/ogc/",
        "service-desc": "/ogc/api",
        "conformance": "/ogc/conformance",
        "data": "/ogc/collections",
    }
    assert set(get(supervisor, "/ogc/conformance")["conformsTo"]) == {
        f"{CORE}/core",
        f"{CORE}/oas30",
        f"{CORE}/geojson",
    }
    listed = get(supervisor, "/ogc/collections")
    assert [one["id"] for one in listed["collections"]] == list(COLLECTIONS)
    for one in listed["collections"]:
        alone = get(supervisor, str(followed(one, "self")))
        assert alone == one
        items = supervisor.get(str(followed(one, "items")))
        assert (items.status_code, items.mimetype) == (200, "application/geo+json")
    assert supervisor.get("/ogc/collections").mimetype == "application/json"


def test_the_interface_is_described_in_openapi_3_0(as_person: AsPerson) -> None:
    supervisor = as_person("supervisor1")
    answer = supervisor.get("/ogc/api")
    assert answer.content_type == "application/vnd.oai.openapi+json;version=3.0"
    described: Data = answer.get_json(force=True)
    assert described["openapi"].startswith("3.0.")
    root = described["servers"][0]["url"].removeprefix("http://localhost")
    for path, operations in described["paths"].items():
        assert set(operations) == {"get"}
        assert supervisor.get(root + path.replace("{featureId}", "none")).status_code == (404 if "{" in path else 200)
    named = {one["name"] for one in described["paths"]["/collections/incidents/items"]["get"]["parameters"]}
    assert {"limit", "bbox", "datetime"} <= named


def test_the_extent_holds_every_feature(some: list[Data], as_person: AsPerson) -> None:
    supervisor = as_person("supervisor1")
    for name in ("incidents", "captures", "zones"):
        (box,) = get(supervisor, f"/ogc/collections/{name}")["extent"]["spatial"]["bbox"]
        everything = get(supervisor, f"/ogc/collections/{name}/items", limit=10000)
        placed = [one for one in everything["features"] if one["geometry"]]
        inside_it = get(supervisor, f"/ogc/collections/{name}/items", limit=10000, bbox=",".join(map(str, box)))
        assert inside_it["numberMatched"] == len(placed) > 0
    assert "extent" not in get(supervisor, "/ogc/collections/patrols")


BAD = [
    {"limit": "0"},
    {"limit": "-1"},
    {"limit": "ten"},
    {"limit": "１０"},
    {"bbox": "1,2,3"},
    {"bbox": "a,b,c,d"},
    {"bbox": "nan,1,2,3"},
    {"bbox": "120,31,121,30"},
    {"bbox_crs": "http://www.opengis.net/def/crs/EPSG/0/4490"},
    {"datetime": "yesterday"},
    {"datetime": "../.."},
    {"datetime": "2026-11-22T08:00:00"},
    {"datetime": "2026-11-22T08:00:00Z/2026-11-21T08:00:00Z"},
    {"cursor": "7"},
    {"f": "html"},
    {"name": "x"},
]


@pytest.mark.parametrize("query", BAD, ids=str)
@pytest.mark.parametrize("name", COLLECTIONS)
def test_what_cannot_be_read_is_refused_with_400(as_person: AsPerson, name: str, query: dict[str, str]) -> None:
    problem = get(as_person("supervisor1"), f"/ogc/collections/{name}/items", 400, **query)
    assert set(problem["fields"]) == {key.replace("_", "-") for key in query}


def test_what_is_not_there_is_404(as_person: AsPerson) -> None:
    supervisor = as_person("supervisor1")
    for path in (
        "people",
        "persons/items",
        "incidents/items/x",
        "incidents/items/00000000-0000-4000-8000-000000000000",
    ):
        assert supervisor.get(f"/ogc/collections/{path}").status_code == 404
    assert supervisor.get("/ogc/nothing").status_code == 404


def test_a_single_feature_is_the_one_of_the_page(some: list[Data], as_person: AsPerson) -> None:
    supervisor = as_person("supervisor1")
    for name in ("incidents", "captures", "zones"):
        for one in get(supervisor, f"/ogc/collections/{name}/items", limit=3)["features"]:
            answer = supervisor.get(f"/ogc/collections/{name}/items/{one['id']}")
            assert answer.mimetype == "application/geo+json"
            alone = answer.get_json(force=True)
            assert followed(alone, "self") == f"/ogc/collections/{name}/items/{one['id']}"
            assert {key: value for key, value in alone.items() if key != "links"} == one


def test_a_feature_says_what_the_list_says(some: list[Data], as_person: AsPerson) -> None:
    supervisor = as_person("supervisor1")
    for name in ("incidents", "captures"):
        listed = {one["id"]: one for one in get(supervisor, f"/api/v1/{name}", limit=2000)["features"]}
        features = get(supervisor, f"/ogc/collections/{name}/items")["features"]
        assert len(features) == len(listed)
        for one in features:
            facts, expected = one["properties"], listed[one["id"]]["properties"]
            zone = expected["zone"] or {}
            assert one["geometry"] == listed[one["id"]]["geometry"]
            for same in ("kind", "captured_at", "zone_certainty", "place", "accuracy_m"):
                assert facts[same] == expected[same]
            assert (facts["zone_id"], facts["zone"], facts["zone_version"]) == (
                zone.get("id"), zone.get("name"), zone.get("version"),
            )  # fmt: skip
            assert (facts["organisation_id"], facts["organisation"]) == tuple(expected["organisation"].values())
            assert facts["team"] == as_person("officer1").session.person["teams"][0]["name"]
            if name == "incidents":
                assert (facts["type"], facts["action"]) == (expected["type"], expected["action"])
                assert facts["type_name"]
            else:
                assert (facts["method"], facts["count"]) == (expected["method"], expected["count"])


def test_a_wrong_clock_is_corrected(phone: PhoneOf, as_person: AsPerson) -> None:
    """The day by which features are asked for is the one that they show."""
    slow: Data = {"captured_at": "2026-11-19T23:30:00+08:00", "evidence": {"clock_offset_ms": 3_600_000}}
    item = phone("officer1").record("incident", **slow)
    (one,) = get(as_person("supervisor1"), "/ogc/collections/incidents/items", datetime="2026-11-19T16:00:00Z/..")[
        "features"
    ]
    assert (one["id"], one["properties"]["captured_at"]) == (item["id"], "2026-11-20T00:30:00+08:00")


def test_zones_are_all_versions_and_those_of_a_day_when_asked(as_person: AsPerson) -> None:
    supervisor = as_person("supervisor1")
    known = {one["id"]: one for one in supervisor.get("/api/v1/zones").json["features"]}
    features = {one["id"]: one for one in get(supervisor, "/ogc/collections/zones/items")["features"]}
    assert set(known) <= set(features)
    for version, one in known.items():
        assert features[version]["geometry"] == one["geometry"]
        assert features[version]["properties"]["name"] == one["properties"]["name"]
        assert features[version]["properties"]["announcement"] == one["properties"]["announcement"]["number"]
    zone, (lon, lat) = inside()
    begun = zone["properties"]["announcement"]["effective_on"]
    there = f"{lon},{lat},{lon},{lat}"
    (found,) = get(supervisor, "/ogc/collections/zones/items", bbox=there, datetime=begun)["features"]
    assert found["properties"]["zone_id"] == zone["properties"]["zone_id"]
    assert get(supervisor, "/ogc/collections/zones/items", datetime="../1999-12-31")["numberMatched"] == 0


def test_a_limit_that_is_none_says_what_one_is(as_person: AsPerson) -> None:
    supervisor = as_person("supervisor1")
    for given in ("0", "-1", "ten"):
        for language, words in (("zh-CN", "1 到 10000 的整数"), ("en", "a whole number from 1 to 10000")):
            answer = supervisor.request(
                "GET", f"/ogc/collections/incidents/items?limit={given}", headers={"Accept-Language": language}
            )
            assert (answer.status_code, answer.json["code"]) == (400, "invalid")
            assert words in answer.json["fields"]["limit"]
