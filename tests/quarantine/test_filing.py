"""What was refused is mended and filed through the one way of a record, as its author; the history names who did it."""

from typing import Any

from tests.phones import Data, Phone, PhoneOf, new_id
from tests.quarantine.test_refused import KEEPER, LIST, listed, poison


def file(phone: Phone, change_id: str, data: Data) -> Any:
    return phone.caller.post(f"{LIST}/{change_id}/filing", {"data": data})


def mended(bad: Data, **more: Any) -> Data:
    return {name: value for name, value in bad["data"].items() if name != "unheard_of"} | more


def test_an_administrator_mends_what_an_officer_recorded(phone: PhoneOf) -> None:
    officer, admin, supervisor = phone("officer1"), phone("admin1"), phone("supervisor1")
    bad = poison(officer)
    officer.push(bad)
    answer = file(admin, bad["change_id"], mended(bad, note="已更正"))
    assert (answer.status_code, answer.json["status"], answer.json["id"]) == (200, "accepted", bad["id"])
    assert answer.json["change_id"] != bad["change_id"]
    page = supervisor.caller.get(f"/api/v1/incidents/{bad['id']}").json
    assert page["data"]["note"] == "已更正"
    assert page["meta"]["author"]["id"] == officer.id
    assert page["meta"]["captured_at"] == bad["captured_at"]
    assert [entry["author"]["id"] for entry in page["history"]] == [admin.id]
    assert supervisor.caller.get(f"/api/v1/incidents/{bad['id']}/keeper").json["name"] == KEEPER["name"]
    (settled,) = listed(officer, state="settled")
    assert (settled["resolution"], settled["filed_as"]) == ("filed", answer.json["change_id"])
    audit = admin.caller.get("/api/v1/audit", query_string={"action": "quarantine_filed"}).json["entries"]
    assert [entry["actor"]["id"] for entry in audit] == [admin.id]
    assert bad["id"] in officer.state()
    again = file(admin, bad["change_id"], mended(bad))
    assert (again.status_code, again.json["code"]) == (409, "already_settled")


def test_its_author_mends_it(phone: PhoneOf) -> None:
    officer = phone("officer1")
    bad = poison(officer)
    officer.push(bad)
    assert file(officer, bad["change_id"], mended(bad)).status_code == 200
    history = phone("supervisor1").caller.get(f"/api/v1/incidents/{bad['id']}").json["history"]
    assert [entry["author"]["id"] for entry in history] == [officer.id]
    changed = officer.item("incident", mended(bad, note="又改"), bad["id"], base=1)
    assert officer.statuses(changed) == ["accepted"]


def test_what_is_still_wrong_stays(phone: PhoneOf) -> None:
    officer, admin = phone("officer1"), phone("admin1")
    bad = poison(officer)
    officer.push(bad)
    answer = file(admin, bad["change_id"], bad["data"])
    assert (answer.status_code, answer.json["code"]) == (422, "invalid")
    assert "unheard_of" in str(answer.json["fields"])
    assert file(admin, bad["change_id"], mended(bad, type="nonsense")).status_code == 422
    assert len(listed(officer)) == 1
    assert file(phone("officer2"), bad["change_id"], mended(bad)).status_code == 404
    assert file(phone("supervisor1"), bad["change_id"], mended(bad)).status_code == 403


def test_a_change_that_never_came_holds_nothing_up(phone: PhoneOf) -> None:
    officer = phone("officer1")
    first = officer.record("incident")
    known = poison(officer, record_id=first["id"], after=first["change_id"])
    lost = poison(officer, after=new_id())
    officer.push(known, lost)
    assert [file(officer, one["change_id"], mended(one)).json["status"] for one in (known, lost)] == ["accepted"] * 2


def test_what_was_recorded_before_a_move_is_the_former_places(phone: PhoneOf, clock: Any) -> None:
    """Fault 18: nothing of it appears in the new county, nor is it lost: the former administrators file it there."""
    officer, city = phone("officer1"), phone("admin1")
    before = [officer.item("incident"), officer.item("patrol")]
    delivered = officer.record("capture")
    clock.advance(hours=1)
    city.caller.patch(f"/api/v1/people/{officer.id}", {"organisation_id": "330483"})
    clock.advance(hours=1)
    answers = officer.push(*before, delivered, officer.item("persuasion"))
    assert [one["status"] for one in answers] == ["refused", "refused", "duplicate", "accepted"]
    assert {one["error"]["code"] for one in answers[:2]} == {"recorded_before_move"}
    assert {one["change_id"] for one in listed(city)} == {one["change_id"] for one in before}
    assert file(officer, before[0]["change_id"], before[0]["data"]).status_code == 422
    assert file(city, before[0]["change_id"], before[0]["data"]).json["status"] == "accepted"
    page = phone("supervisor1").caller.get(f"/api/v1/incidents/{before[0]['id']}").json
    assert page["meta"]["organisation"]["id"].startswith("330402")
    assert before[0]["id"] not in phone("outsider1").state()


def test_a_repeat_is_a_repeat_whatever_its_author_may_do_by_now(phone: PhoneOf, clock: Any) -> None:
    """Picked organisation, mate's patrol, role: none of it is judged again for what was applied."""
    officer, mate, city = phone("officer1"), phone("officer2"), phone("admin1")
    patrol = mate.record("patrol")
    applied = [
        officer.record("incident", officer.incident(patrol_id=patrol["id"], action="ordered_to_correct")),
        officer.record("capture", officer.capture(organisation_id="330402")),
    ]
    clock.advance(hours=1)
    move = {"organisation_id": "330483", "roles": ["volunteer"]}
    assert city.caller.patch(f"/api/v1/people/{officer.id}", move).status_code == 200
    again = officer.push(*applied)
    assert [(one["status"], one["revision"], one["error"]) for one in again] == [("duplicate", 1, None)] * 2
    assert listed(city) == []
    other = applied[0] | {"id": new_id()}
    assert [one["status"] for one in officer.push(other)] == ["refused"]
