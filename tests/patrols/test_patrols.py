"""Patrols: begun, ended, with a team and members; their tracks in pieces."""

from tests.phones import PhoneOf, new_id


def test_begun_then_ended(phone: PhoneOf) -> None:
    officer, supervisor = phone("officer1"), phone("supervisor1")
    begun = officer.record("patrol", officer.patrol(type="evening"))
    ended = officer.item("patrol", begun["data"] | {"ended_at": officer.now()}, begun["id"], base=1)
    assert officer.statuses(ended) == ["accepted"]
    (feature,) = supervisor.caller.get("/api/v1/patrols").json["features"]
    assert feature["properties"]["type"] == "evening"
    assert feature["properties"]["ended_at"] == ended["data"]["ended_at"]
    page = supervisor.caller.get(f"/api/v1/patrols/{begun['id']}").json
    assert [entry["fields"] for entry in page["history"]][1] == ["ended_at"]


def test_of_ones_own_team_and_county(phone: PhoneOf) -> None:
    officer = phone("officer1")
    team = officer.caller.session.person["teams"][0]["id"]
    item = officer.record("patrol", officer.patrol(team_id=team, member_ids=[officer.id, phone("officer2").id]))
    assert officer.meta(item["id"])["team_id"] == team
    foreign = phone("outsider1").caller.session.person["teams"][0]["id"]
    assert officer.code(officer.item("patrol", officer.patrol(team_id=foreign))) == "unknown_team"
    assert (
        officer.code(officer.item("patrol", officer.patrol(organisation_id="330483"))) == "organisation_out_of_branch"
    )


def test_a_track_comes_in_pieces_and_goes_where_its_patrol_goes(phone: PhoneOf) -> None:
    officer, outsider, supervisor = phone("officer1"), phone("outsider1"), phone("supervisor1")
    patrol = officer.record("patrol", officer.patrol(organisation_id="330402007"))
    pieces = [officer.record("track", officer.track(patrol["id"], count)) for count in (1, 2000)]
    assert officer.code(officer.item("track", officer.track(patrol["id"], 2001))) == "invalid"
    assert outsider.code(outsider.item("track", outsider.track(patrol["id"]))) == "not_your_patrol"
    assert outsider.statuses(outsider.item("track", outsider.track(new_id()))) == ["held"]
    for piece in pieces:
        assert supervisor.meta(piece["id"])["organisation"]["id"] == "330402007"
    assert not {piece["id"] for piece in pieces} & set(outsider.state())


def test_at_most_fifty_members(phone: PhoneOf) -> None:
    officer = phone("officer1")
    assert officer.code(officer.item("patrol", officer.patrol(member_ids=[new_id()] * 51))) == "invalid"
