"""What others know of a record's or a change's id gives them nothing."""

import copy

from tests.phones import PhoneOf


def test_another_kind_under_the_same_id_is_refused(phone: PhoneOf) -> None:
    officer, outsider = phone("officer1"), phone("outsider1")
    incident = officer.record("incident")
    foreign = outsider.item("persuasion", record_id=incident["id"])
    assert outsider.statuses(foreign) == ["refused"]
    own = officer.item("persuasion", record_id=incident["id"], base=1)
    assert officer.statuses(own) == ["refused"]
    assert outsider.caller.get(f"/api/v1/persuasions/{incident['id']}").status_code == 404
    history = officer.caller.get(f"/api/v1/incidents/{incident['id']}").json["history"]
    assert [entry["author"]["name"] for entry in history] == ["沈一鸣"]


def test_a_change_id_answers_its_own_author_only(phone: PhoneOf) -> None:
    officer, outsider = phone("officer1"), phone("outsider1")
    incident = officer.record("incident")
    (answer,) = outsider.push(copy.deepcopy(incident))
    assert answer["status"] == "refused"
    assert "note" not in str(answer["error"])


def test_one_item_at_the_pole_stops_no_other(phone: PhoneOf) -> None:
    officer = phone("officer1")
    good, bad = officer.item("incident"), officer.item("incident")
    bad["data"]["position"]["lat"] = 90
    answers = officer.push(good, bad)
    assert [answer["status"] for answer in answers] == ["accepted", "refused"]
    assert "position.lat" in answers[1]["error"]["fields"]
