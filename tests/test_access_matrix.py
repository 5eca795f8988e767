"""Every endpoint × every role, from the routes themselves: what the permission table says, nothing more, nothing less.

The table decides who passes the guard; a signed-in person who does not pass gets 403, a stranger 401. What passes and
asks for something of another branch gets 404, and the answer names nothing of it.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from flask import Flask
from flask_smorest import Blueprint

from app import access
from app.accounts.permissions import ROLES, TABLE
from tests.conftest import Clock
from tests.people import CAST, Caller
from tests.phones import Phone, new_id

AsPerson = Callable[[str], Caller]
ROLE_OF = {
    "officer1": "officer",
    "officer2": "officer",
    "outsider1": "officer",
    "auxiliary1": "auxiliary",
    "volunteer1": "volunteer",
    "supervisor1": "supervisor",
    "admin1": "administrator",
}
KINDS = ("incident", "persuasion", "capture", "patrol")
NEVER_CALLED = {"session.SessionView:DELETE", "session.PasswordView:POST"}
"""They end the session that the other cases need; tests/accounts speaks with them."""


@dataclass(frozen=True)
class Route:
    endpoint: str
    method: str
    rule: str

    @property
    def takes(self) -> Any:
        return access.takes(self.endpoint, self.method)

    @property
    def name(self) -> str:
        return f"{self.endpoint}:{self.method}"

    def path(self, **values: str) -> str:
        text = self.rule
        for name, value in values.items():
            text = re.sub(rf"<(\w+:)?{name}>", value, text)
        assert "<" not in text, text
        return text


def routes(app: Flask) -> list[Route]:
    found = [
        Route(rule.endpoint, method, rule.rule)
        for rule in app.url_map.iter_rules()
        for method in sorted((rule.methods or set()) - {"OPTIONS", "HEAD"})
    ]
    return sorted(found, key=lambda route: route.name)


def may(role: str, takes: Any) -> bool:
    """Read from the table row by row, not by the program's own function."""
    if takes in (access.PUBLIC, access.SIGNED_IN):
        return True
    kind, action = takes
    return any(rule.role == role and rule.kind == kind and action in rule.actions for rule in TABLE)


def anything(route: Route) -> str:
    """An address of the route, of things that nobody has."""
    names = ("record_id", "person_id", "team_id", "photo_id", "change_id", "draft_id", "zone_id", "announcement_id")
    names += ("password_id", "feature_id", "recheck_id", "place_id", "area_id", "roster_id")
    values = {name: new_id() for name in names}
    words = {"device_id": "no-such-phone", "size": "320", "name": "no-such-file", "code": "invalid"}
    words |= {"format_name": "csv", "collection_id": "incidents"}
    return route.path(**values, **words, layer="records", z="3", x="6", y="3")


def test_every_role_and_nobody_at_every_route(app: Flask, as_person: AsPerson) -> None:
    cases = [route for route in routes(app) if route.name not in NEVER_CALLED]
    wrong = []
    for route in cases:
        for username in CAST:
            answer = as_person(username).request(route.method, anything(route), buffered=True)
            passed = answer.status_code not in (401, 403)
            if passed != may(ROLE_OF[username], route.takes):
                wrong.append((username, route.name, answer.status_code))
        stranger = app.test_client().open(anything(route), method=route.method, buffered=True)
        if (stranger.status_code != 401) != (route.takes == access.PUBLIC):
            wrong.append(("nobody", route.name, stranger.status_code))
    assert wrong == []
    assert len(cases) > 35


def test_the_cast_plays_every_role() -> None:
    assert set(ROLE_OF.values()) == set(ROLES)
    assert set(ROLE_OF) == set(CAST)


def test_no_write_passes_without_its_csrf_token(app: Flask, as_person: AsPerson) -> None:
    for route in routes(app):
        if route.method == "GET" or route.takes == access.PUBLIC:
            continue
        for username in ("officer1", "admin1"):
            for token in ("", "wrong", as_person("supervisor1").session.csrf_token):
                headers = {"X-CSRF-Token": token}
                answer = as_person(username).request(route.method, anything(route), headers=headers)
                assert answer.status_code == 403, (route.name, username, answer.text)
                if may(ROLE_OF[username], route.takes):
                    assert answer.json["code"] == "csrf"
    assert as_person("officer1").get("/api/v1/session").status_code == 200


@pytest.mark.one_engine
def test_a_route_without_a_guard_stops_the_start(monkeypatch: pytest.MonkeyPatch, place: Any) -> None:
    import app as program
    from tests.conftest import assembled

    forgotten = Blueprint("forgotten", "forgotten", url_prefix="/api/v1/forgotten")
    forgotten.add_url_rule("", view_func=lambda: "x", endpoint="all")
    monkeypatch.setattr(program, "ROOMS", (*program.ROOMS, forgotten))
    with pytest.raises(RuntimeError, match=r"routes without a guard: \['forgotten\.all'\]"):
        assembled(place)


@pytest.mark.one_engine
def test_a_guard_without_a_route_stops_the_start(monkeypatch: pytest.MonkeyPatch, place: Any) -> None:
    from tests.conftest import assembled

    monkeypatch.setitem(access.ENDPOINTS, "people.GhostView", access.PUBLIC)
    with pytest.raises(RuntimeError, match=r"guards without a route: \['people\.GhostView'\]"):
        assembled(place)


# ---------------------------------------------------------------- own and other district
def ids_in(value: Any) -> Iterator[str]:
    """Every text of an answer."""
    if isinstance(value, dict):
        for part in value.values():
            yield from ids_in(part)
    elif isinstance(value, list):
        for part in value:
            yield from ids_in(part)
    elif isinstance(value, str):
        yield value


@pytest.fixture
def filled(as_person: AsPerson, clock: Clock) -> dict[str, dict[str, str]]:
    """A record of each kind by an officer of each county, with keepers."""
    made: dict[str, dict[str, str]] = {}
    for username in ("officer1", "outsider1", "volunteer1"):
        phone = Phone(as_person(username), clock)
        kinds = KINDS if username != "volunteer1" else ("persuasion", "capture")
        made[username] = {kind: phone.record(kind)["id"] for kind in kinds}
        if username != "volunteer1":
            keeper = phone.incident(keeper={"name": f"养犬人{username}", "phone": "13900000000"})
            made[username]["keeper"] = phone.record("incident", keeper)["id"]
    return made


READS = {
    "incident": "/api/v1/incidents",
    "persuasion": "/api/v1/persuasions",
    "capture": "/api/v1/captures",
    "patrol": "/api/v1/patrols",
}
SEES = {
    "officer1": {"officer1"},
    "officer2": {"officer1"},
    "auxiliary1": {"officer1"},
    "volunteer1": {"volunteer1"},
    "supervisor1": {"officer1", "volunteer1"},
    "admin1": set(),
    "outsider1": {"outsider1"},
}


def test_lists_details_feed_and_keepers_show_no_foreign_id(
    as_person: AsPerson, clock: Clock, filled: dict[str, dict[str, str]]
) -> None:
    for username, authors in SEES.items():
        caller, role = as_person(username), ROLE_OF[username]
        foreign = {name for author, made in filled.items() if author not in authors for name in made.values()}
        own = {name for author in authors for name in filled[author].values()}
        for kind, path in READS.items():
            answer = caller.get(path)
            assert (answer.status_code == 200) == may(role, (kind, "read"))
            if answer.status_code == 200:
                assert not foreign & set(ids_in(answer.json))
                wanted = {
                    filled[a][k]
                    for a in authors
                    for k in (kind, "keeper")[: 1 + (kind == "incident")]
                    if k in filled[a]
                }
                assert {feature["id"] for feature in answer.json["features"]} == wanted
            for author, made in filled.items():
                if kind in made:
                    status = caller.get(f"{path}/{made[kind]}").status_code
                    assert status == (403 if not may(role, (kind, "read")) else 200 if author in authors else 404)
        replica = Phone(caller, clock).state()
        assert not foreign & set(replica)
        assert own == set(replica)
        for author, made in filled.items():
            if "keeper" in made:
                status = caller.get(f"/api/v1/incidents/{made['keeper']}/keeper").status_code
                assert status == (403 if not may(role, ("keeper", "read")) else 200 if author in authors else 404)


FILTERS = [
    {"organisation": "330483"},
    {"organisation": "330400"},
    {"bbox": "-180,-90,180,90"},
    {"from": "1970-01-01"},
    {"limit": "2000"},
    {"cursor": "999999"},
]


def test_no_filter_widens_the_scope(as_person: AsPerson, filled: dict[str, dict[str, str]]) -> None:
    foreign = set(filled["outsider1"].values())
    for username in ("officer1", "supervisor1", "volunteer1"):
        for path in READS.values():
            for query in FILTERS:
                answer = as_person(username).get(path, query_string=query)
                assert answer.status_code in (200, 403)
                assert not foreign & set(ids_in(answer.json))


INJECTIONS = [
    "' OR '1'='1",
    "1' OR 1=1 --",
    "'; DROP TABLE incident; --",
    '" OR ""="',
    "1) OR (1=1",
    "%' OR 1=1 --",
    "0 UNION SELECT id FROM keeper",
    "%",
    "_",
    "\\",
    "330402%",
    "pg_sleep(5)",
]


def test_no_filter_is_a_way_into_the_database(as_person: AsPerson, filled: dict[str, dict[str, str]]) -> None:
    """Each parameter of each list with each injection: refused, or an empty answer; nothing foreign, nothing dropped."""
    foreign = set(filled["outsider1"].values())
    supervisor, admin = as_person("supervisor1"), as_person("admin1")
    lists = [
        (
            supervisor,
            path,
            ("bbox", "from", "to", "zone", "type", "action", "organisation", "certainty", "cursor", "limit"),
        )
        for path in READS.values()
    ]
    lists += [
        (supervisor, "/api/v1/organisations", ("under", "level", "q", "limit")),
        (supervisor, "/api/v1/zones", ("on",)),
        (supervisor, "/api/v1/zones/states", ("on",)),
        (supervisor, "/api/v1/places", ("bbox", "kind", "on", "organisation", "q", "state", "cursor", "limit")),
        (supervisor, "/api/v1/places/kinds", ("on",)),
        (supervisor, "/api/v1/plans/areas", ("from", "to", "organisation", "state")),
        (supervisor, "/api/v1/plans/rosters", ("from", "to", "organisation", "team")),
        (supervisor, "/api/v1/plans/rounds", ("from", "to", "organisation", "team")),
        (supervisor, "/api/v1/zones/drafts", ("state",)),
        (supervisor, "/api/v1/zones/coverage", ("year",)),
        (supervisor, "/api/v1/catalogue", ("on",)),
        (supervisor, "/api/v1/sync/changes", ("cursor", "limit")),
        (supervisor, "/api/v1/reviews", ("tab", "organisation", "from", "to", "kind", "type", "reason", "q", "cursor")),
        (supervisor, "/api/v1/reviews/counts", ("organisation", "from", "to", "kind", "type", "reason", "q")),
        (supervisor, "/api/v1/rechecks", ("state", "team_id", "organisation", "cursor", "limit")),
        (supervisor, "/api/v1/rechecks/evening", ("team_id", "day", "lon", "lat")),
        (admin, "/api/v1/people", ("q", "organisation", "cursor", "limit")),
        (admin, "/api/v1/audit", ("actor", "action", "subject", "cursor", "limit")),
    ]
    for caller, path, names in lists:
        for name in names:
            for value in INJECTIONS:
                answer = caller.get(path, query_string={name: value})
                assert answer.status_code in (200, 422), (path, name, value, answer.text)
                if answer.status_code == 200:
                    assert not foreign & set(ids_in(answer.json)) or caller is admin
                    if path in READS.values():
                        assert answer.json["features"] == []
                    elif path.endswith(("people", "organisations")) and name in ("q", "under", "organisation"):
                        assert answer.json[path.rpartition("/")[2]] == [], (path, name, value)
    assert len(supervisor.get("/api/v1/incidents").json["features"]) == 2


# ---------------------------------------------------------------- administration stays in its branch
def test_an_administrator_reaches_nothing_of_another_branch(app: Flask, as_person: AsPerson) -> None:
    from tests.accounts.staff import hired

    city, outsider = as_person("admin1"), as_person("outsider1")
    county = hired(app, city, "admin2", "administrator", "330402")
    theirs = city.post("/api/v1/teams", {"name": "桐乡二组", "organisation_id": "330483"}).json["id"]
    ours = county.post("/api/v1/teams", {"name": "南湖二组", "organisation_id": "330402"}).json["id"]
    refused = [
        county.get(f"/api/v1/people/{outsider.id}"),
        county.patch(f"/api/v1/people/{outsider.id}", {"name": "x"}),
        county.post(f"/api/v1/people/{outsider.id}/one-time-password"),
        county.get(f"/api/v1/people/{outsider.id}/devices"),
        county.post("/api/v1/devices/phone-of-outsider1/revocation", {}),
        county.get(f"/api/v1/teams/{theirs}"),
        county.patch(f"/api/v1/teams/{theirs}", {"name": "x"}),
        county.put(f"/api/v1/teams/{theirs}/members/{as_person('officer1').id}"),
        county.put(f"/api/v1/teams/{ours}/members/{outsider.id}"),
        county.delete(f"/api/v1/teams/{ours}/members/{outsider.id}"),
    ]
    assert [answer.status_code for answer in refused] == [404] * len(refused)
    moves = [
        county.patch(f"/api/v1/people/{as_person('officer1').id}", {"organisation_id": "330483"}),
        county.patch(f"/api/v1/people/{as_person('officer1').id}", {"organisation_id": "330400"}),
        county.post("/api/v1/teams", {"name": "x", "organisation_id": "330483"}),
    ]
    assert [(answer.status_code, answer.json["code"]) for answer in moves] == [(422, "unknown_organisation")] * 3
    body = {"username": "ghost", "name": "x", "roles": ["officer"], "organisation_id": "330402", "team_ids": [theirs]}
    assert county.post("/api/v1/people", body).status_code == 404
    seen = set(ids_in([county.get(f"/api/v1/{path}").json for path in ("people", "teams")]))
    assert not {outsider.id, theirs, "ghost", "桐乡执法员"} & seen
    audit = str(county.get("/api/v1/audit").json)
    assert theirs not in audit
    assert outsider.id not in audit
    assert city.get(f"/api/v1/people/{outsider.id}").json["name"] == "桐乡执法员"


MASS: list[tuple[str, str, dict[str, Any]]] = [
    ("PATCH", "/api/v1/people/{officer1}", {"must_change_password": False}),
    ("PATCH", "/api/v1/people/{officer1}", {"demo": False}),
    ("PATCH", "/api/v1/people/{officer1}", {"password_hash": "x"}),
    ("PATCH", "/api/v1/people/{officer1}", {"username": "other"}),
    ("PATCH", "/api/v1/people/{officer1}", {"id": new_id()}),
    ("PATCH", "/api/v1/people/{officer1}", {"team_ids": []}),
    ("POST", "/api/v1/session/password", {"old": "a", "new": "b", "username": "admin1"}),
    ("POST", "/api/v1/teams", {"name": "n", "organisation_id": "330402", "active": False}),
]


@pytest.mark.one_engine
def test_no_field_is_set_that_is_not_offered(as_person: AsPerson) -> None:
    admin, officer = as_person("admin1"), as_person("officer1")
    before = admin.get(f"/api/v1/people/{officer.id}").json
    for method, path, body in MASS:
        answer = admin.request(method, path.replace("{officer1}", officer.id), json=body)
        assert answer.status_code == 422, (path, body, answer.text)
        assert set(answer.json["fields"]) == set(body) - {"old", "new", "name", "organisation_id"}
    new = {"username": "new-one", "name": "n", "roles": ["officer"], "organisation_id": "330402"}
    for more in (
        {"password": "x" * 12},
        {"must_change_password": False},
        {"active": True},
        {"demo": True},
        {"id": new_id()},
    ):
        assert admin.post("/api/v1/people", new | more).status_code == 422
    assert admin.get(f"/api/v1/people/{officer.id}").json == before


@pytest.mark.one_engine
def test_no_field_of_a_record_is_set_that_the_server_decides(as_person: AsPerson, clock: Clock) -> None:
    phone = Phone(as_person("officer1"), clock)
    for name in (
        "meta",
        "revision",
        "author",
        "team",
        "zone",
        "zone_id",
        "zone_certainty",
        "status",
        "reviewed_by",
        "has_keeper",
    ):
        item = phone.item("incident", phone.incident(**{name: "x"}))
        assert phone.code(item) == "invalid"
    for name in ("revision", "deleted", "zone", "organisation_path", "received_at", "meta", "team_id"):
        assert phone.code(phone.item("incident", None, **{name: "x"})) == "invalid"
    assert phone.state() == {}
