"""Two phones change one record: different fields merge, the same field keeps both, nothing is overwritten in silence."""

from tests.phones import Data, Phone, PhoneOf


def edited(phone: Phone, first: Data, base: int, **fields: object) -> Data:
    """A change of `first` made on revision `base`; None leaves the field out."""
    data = {name: value for name, value in (first["data"] | fields).items() if value is not None}
    return phone.item(first["kind"], data, first["id"], base=base)


def test_different_fields_merge(phone: PhoneOf) -> None:
    one, two = phone("officer1"), phone("officer2")
    first = one.record("incident", one.incident(note="n", place="p"))
    assert one.statuses(edited(one, first, 1, note="one's")) == ["accepted"]
    (answer,) = two.push(edited(two, first, 1, place="two's"))
    assert (answer["status"], answer["revision"]) == ("accepted", 3)
    assert one.data(first["id"]) == first["data"] | {"note": "one's", "place": "two's"}
    assert one.state() == two.state()


def test_a_change_after_one_that_was_merged_takes_nothing_back(phone: PhoneOf) -> None:
    """The phone has not seen what the other did: its second change still carries the old place."""
    one, two = phone("officer1"), phone("officer2")
    first = one.record("incident", one.incident(note="n", place="p"))
    assert two.statuses(edited(two, first, 1, place="two's")) == ["accepted"]
    note = edited(one, first, 1, note="one's")
    dog = edited(one, first, 1, note="one's", dog={"size": "large"}) | {"after": note["change_id"]}
    last = edited(one, first, 1, note="last", dog={"size": "large"}) | {"after": dog["change_id"]}
    for batch in ((note,), (dog,), (last,)):
        assert one.statuses(*batch) == ["accepted"]
    assert one.data(first["id"]) == first["data"] | {"place": "two's", "note": "last", "dog": {"size": "large"}}


def test_the_same_chain_in_one_push_takes_nothing_back_either(phone: PhoneOf) -> None:
    one, two = phone("officer1"), phone("officer2")
    first = one.record("incident", one.incident(note="n", place="p"))
    assert two.statuses(edited(two, first, 1, place="two's")) == ["accepted"]
    note = edited(one, first, 1, note="one's")
    dog = edited(one, first, 1, note="one's", dog={"size": "large"}) | {"after": note["change_id"]}
    assert one.statuses(note, dog) == ["accepted", "accepted"]
    assert one.data(first["id"]) == first["data"] | {"place": "two's", "note": "one's", "dog": {"size": "large"}}


def test_a_withdrawal_after_a_merge_nobody_saw_is_a_conflict(phone: PhoneOf) -> None:
    one, two = phone("officer1"), phone("officer2")
    first = one.record("incident")
    assert two.statuses(edited(two, first, 1, place="two's")) == ["accepted"]
    note = edited(one, first, 1, note="one's")
    gone = one.withdrawal(first, 1, after=note["change_id"])
    assert one.statuses(note, gone) == ["accepted", "conflict"]
    assert one.data(first["id"])["place"] == "two's"


def test_a_field_taken_away_and_another_added_merge(phone: PhoneOf) -> None:
    one, two = phone("officer1"), phone("officer2")
    first = one.record("incident", one.incident(note="n"))
    assert one.statuses(edited(one, first, 1, note=None)) == ["accepted"]
    assert two.statuses(edited(two, first, 1, dog={"size": "large"})) == ["accepted"]
    assert one.data(first["id"]) == {k: v for k, v in first["data"].items() if k != "note"} | {"dog": {"size": "large"}}


def test_the_same_change_on_both_sides_is_no_conflict(phone: PhoneOf) -> None:
    one, two = phone("officer1"), phone("officer2")
    first = one.record("persuasion")
    assert one.statuses(edited(one, first, 1, people_at_least=5)) == ["accepted"]
    assert two.statuses(edited(two, first, 1, people_at_least=5)) == ["accepted"]
    assert one.data(first["id"])["people_at_least"] == 5


def test_the_same_field_keeps_both(phone: PhoneOf) -> None:
    one, two, supervisor = phone("officer1"), phone("officer2"), phone("supervisor1")
    first = one.record("incident", one.incident(note="n"))
    one.push(edited(one, first, 1, note="one's"))
    clash = edited(two, first, 1, note="two's", place="p")
    (answer,) = two.push(clash)
    assert (answer["status"], answer["revision"]) == ("conflict", 2)
    assert answer["error"]["code"] == "same_field_changed"
    assert answer["error"]["fields"] == {"note": {"theirs": "one's", "yours": "two's"}}
    assert one.data(first["id"])["note"] == "one's"
    assert "place" not in one.data(first["id"])
    page = supervisor.caller.get(f"/api/v1/incidents/{first['id']}").json
    (kept,) = page["kept"]
    assert kept["fields"] == {"note": {"theirs": "one's", "yours": "two's"}}
    assert (kept["change_id"], kept["author"]) == (clash["change_id"], {"id": two.id, "name": "陆晓岚"})
    assert [entry["fields"] for entry in page["history"]][1:] == [["note"]]
    assert [entry["author"]["id"] for entry in page["history"]] == [one.id, one.id]


def test_a_conflict_sent_again_is_the_same_conflict_and_kept_once(phone: PhoneOf) -> None:
    one, two = phone("officer1"), phone("officer2")
    first = one.record("persuasion")
    one.push(edited(one, first, 1, people_at_least=2))
    clash = edited(two, first, 1, people_at_least=3)
    assert two.push(clash) == two.push(clash)
    assert len(one.caller.get(f"/api/v1/persuasions/{first['id']}").json["kept"]) == 1


def test_a_conflict_is_solved_upon_the_newest_revision(phone: PhoneOf) -> None:
    one, two = phone("officer1"), phone("officer2")
    first = one.record("persuasion")
    one.push(edited(one, first, 1, people_at_least=2))
    clash = edited(two, first, 1, people_at_least=3)
    (answer,) = two.push(clash)
    solved = edited(two, first, answer["revision"], people_at_least=3)
    assert two.statuses(solved) == ["accepted"]
    assert one.data(first["id"])["people_at_least"] == 3


def test_a_choice_upon_what_the_feed_told_counts_whatever_it_names_as_after(phone: PhoneOf) -> None:
    """The other side was read: what is chosen again is no repeat of what clashed."""
    one, two = phone("officer1"), phone("officer2")
    first = one.record("incident")
    assert one.statuses(edited(one, first, 1, note="P")) == ["accepted"]
    clash = edited(two, first, 1, note="Q", place="only two's")
    assert two.statuses(clash) == ["conflict"]
    told = two.state()[first["id"]]
    for upon in ({"base": 2, "base_change": told["data"]["meta"]["change_id"]}, {"base": 3}):
        note = f"Q{upon['base']}"
        solved = two.item("incident", clash["data"] | {"note": note}, first["id"], after=clash["change_id"], **upon)
        assert two.statuses(solved) == ["accepted"]
        assert one.data(first["id"]) == clash["data"] | {"note": note}


def test_a_change_after_ones_own_conflict_is_no_loss(phone: PhoneOf) -> None:
    one, two = phone("officer1"), phone("officer2")
    first = one.record("persuasion")
    one.push(edited(one, first, 1, people_at_least=2))
    clash = edited(two, first, 1, people_at_least=3)
    behind = edited(two, first, 1, people_at_least=4) | {"after": clash["change_id"]}
    assert two.statuses(clash, behind) == ["conflict", "conflict"]
    assert len(one.caller.get(f"/api/v1/persuasions/{first['id']}").json["kept"]) == 2


def test_withdrawn_by_its_author(phone: PhoneOf) -> None:
    one, supervisor = phone("officer1"), phone("supervisor1")
    first = one.record("incident")
    supervisor.pull()
    (answer,) = one.push(one.withdrawal(first, 1))
    assert (answer["status"], answer["revision"]) == ("accepted", 2)
    assert one.state() == {}
    (change,) = supervisor.pull()
    assert (change["id"], change["deleted"], change["data"]["reason"]) == (first["id"], True, "重复")
    assert supervisor.caller.get("/api/v1/incidents").json["features"] == []
    assert supervisor.caller.get(f"/api/v1/incidents/{first['id']}").json["deleted"] is True


def test_a_withdrawal_needs_its_reason(phone: PhoneOf) -> None:
    one = phone("officer1")
    first = one.record("incident")
    for data in ({}, {"reason": ""}, {"reason": "字" * 201}, first["data"]):
        assert one.code(one.item("incident", data, first["id"], op="delete", base=1)) == "invalid"
    assert one.data(first["id"]) == first["data"]


def test_withdrawn_on_one_phone_edited_on_another_the_edit_survives_and_is_flagged(phone: PhoneOf) -> None:
    one, two = phone("officer1"), phone("officer2")
    first = one.record("incident")
    assert two.statuses(edited(two, first, 1, note="seen again")) == ["accepted"]
    (answer,) = one.push(one.withdrawal(first, 1))
    assert (answer["status"], answer["error"]["code"]) == ("conflict", "same_field_changed")
    assert one.data(first["id"])["note"] == "seen again"
    (kept,) = one.caller.get(f"/api/v1/incidents/{first['id']}").json["kept"]
    assert kept["fields"] == {"deleted": {"reason": "重复"}}


def test_edited_after_it_was_withdrawn_the_edit_survives(phone: PhoneOf) -> None:
    one, two = phone("officer1"), phone("officer2")
    first = one.record("incident")
    assert one.statuses(one.withdrawal(first, 1)) == ["accepted"]
    edit = edited(two, first, 1, note="seen again")
    assert two.statuses(edit) == ["accepted"]
    assert one.data(first["id"]) == edit["data"]
    history = one.caller.get(f"/api/v1/incidents/{first['id']}").json["history"]
    assert [(entry["deleted"], entry["reason"]) for entry in history] == [(False, None), (True, "重复"), (False, None)]


def test_a_corrected_position_is_placed_anew(phone: PhoneOf) -> None:
    one = phone("officer1")
    first = one.record("incident")
    assert one.meta(first["id"])["zone_certainty"] == "inside"
    assert one.statuses(edited(one, first, 1, position=one.fix(120.0, 30.0))) == ["accepted"]
    assert (one.meta(first["id"])["zone_certainty"], one.meta(first["id"])["zone"]) == ("outside", None)
    query = {"bbox": "119.9,29.9,120.1,30.1"}
    assert len(one.caller.get("/api/v1/incidents", query_string=query).json["features"]) == 1


def test_a_base_from_the_future_is_taken_as_the_newest(phone: PhoneOf) -> None:
    """A server restored from a backup knows less than the phone: what the phone says is not lost."""
    one = phone("officer1")
    first = one.record("persuasion")
    assert one.statuses(edited(one, first, 9, people_at_least=7)) == ["accepted"]
    assert one.data(first["id"])["people_at_least"] == 7


def test_a_change_of_a_record_the_server_lost_waits_for_its_author(phone: PhoneOf) -> None:
    one, other = phone("officer1"), phone("officer2")
    first = one.item("persuasion")
    change = other.item("persuasion", other.persuasion(people_at_least=3), first["id"], base=2)
    assert other.statuses(change, change) == ["held", "held"]
    assert other.state() == {}
    assert one.statuses(first) == ["accepted"]
    assert other.statuses(change) == ["held"]
    second = one.item("persuasion", one.persuasion(people_at_least=2), first["id"], after=first["change_id"])
    assert one.statuses(second) == ["accepted"]
    assert one.data(first["id"]) == change["data"]
    assert one.meta(first["id"])["author"]["id"] == one.id
    assert other.statuses(change) == ["duplicate"]
