"""The work list shows what must be looked at, why, and nothing of other branches."""

from collections.abc import Callable

import pytest

from tests.evidence.conftest import SignerOf
from tests.people import Caller
from tests.phones import FAR, Data, PhoneOf, inside
from tests.reviews.desk import REVIEWS, Desk

AsPerson = Callable[[str], Caller]


def test_a_signed_record_with_nothing_odd_is_new(signer: SignerOf, desk: Desk) -> None:
    officer = signer("officer1")
    item = officer.incident()
    assert officer.push(item) == ["accepted"]
    assert desk.ids("new") == [item["id"]]
    assert desk.ids("flagged") == []
    assert desk.counts() == {"flagged": 0, "new": 1, "returned": 0, "duplicate": 0, "done": 0}
    (row,) = desk.items("new")
    assert (row["state"], row["round"], row["reasons"]) == ("open", 1, [])
    assert row["evidence"]["verdict"] == "intact"
    assert row["record"]["id"] == item["id"]


def test_each_reason_with_its_figures(phone: PhoneOf, desk: Desk) -> None:
    officer = phone("officer1")
    bite = officer.record("incident", officer.incident(type="bite", action="case_proposed"))
    faked = officer.record("capture", officer.capture(position=officer.fix(*FAR) | {"provider": "simulated"}))
    ahead = officer.item("capture", captured_at=officer.now(minutes=47))
    officer.push(ahead, sent_at=officer.now(minutes=47))
    assert list(desk.reasons(bite["id"])) == ["bite", "case_proposed", "unsigned"]
    assert "simulated_position" in desk.reasons(faked["id"])
    assert desk.reasons(ahead["id"])["clock_off"] == {"minutes": 47}
    assert desk.reasons(faked["id"])["unsigned"] == {"verdict": "not_signed"}


def test_on_the_border_the_distance_is_told(phone: PhoneOf, desk: Desk) -> None:
    officer = phone("officer1")
    item = officer.record("incident", officer.incident(position=officer.fix(accuracy_m=30_000)))
    found = desk.reasons(item["id"])["zone_uncertain"]
    assert found["accuracy_m"] == 30_000
    assert 0 < found["border_m"] < 30_000


def test_the_most_urgent_come_first_and_pages_join(phone: PhoneOf, desk: Desk) -> None:
    officer = phone("officer1")
    lon, lat = inside()[1]
    made = []
    for number in range(12):
        data = officer.incident(
            type="bite" if number in (3, 7) else "faeces", position=officer.fix(lon, lat + number / 1000)
        )
        made.append(officer.record("incident", data, captured_at=officer.now(minutes=-number))["id"])
    whole = desk.ids()
    assert whole == [made[3], made[7], *(made[n] for n in range(12) if n not in (3, 7))]
    found: list[str] = []
    cursor: Data = {}
    while True:
        page = desk.page(limit=5, **cursor)
        found += [item["record_id"] for item in page["items"]]
        if page["cursor"] is None:
            break
        cursor = {"cursor": page["cursor"]}
    assert found == whole


def test_filters(phone: PhoneOf, desk: Desk) -> None:
    officer = phone("officer1")
    bite = officer.record("incident", officer.incident(type="bite", place="月河街 12 号"))["id"]
    stray = officer.record("capture", captured_at=officer.now(days=-3))["id"]
    assert desk.ids(reason="bite") == [bite]
    assert desk.ids(kind="capture") == [stray]
    assert desk.ids(type="bite,no_tag") == [bite]
    assert desk.ids(q="月河") == [bite]
    assert desk.ids(q=bite[-6:]) == [bite]
    assert desk.ids(q="%") == []
    assert desk.ids(**{"from": officer.now(days=-1)}) == [bite]
    assert desk.ids(to=officer.now(days=-1)) == [stray]
    assert desk.counts(kind="capture")["flagged"] == 1
    assert desk.caller.get(REVIEWS, query_string={"cursor": "1.x"}).status_code == 422
    assert desk.caller.get(REVIEWS, query_string={"organisation": "330483"}).status_code == 404


def test_a_withdrawn_record_leaves_and_what_is_held_comes_later(phone: PhoneOf, desk: Desk) -> None:
    officer = phone("officer1")
    gone = officer.record("incident")
    patrol = officer.item("patrol")
    held = officer.item("capture", officer.capture(patrol_id=patrol["id"]))
    assert officer.statuses(held) == ["held"]
    assert desk.ids() == [gone["id"]]
    officer.statuses(officer.withdrawal(gone, 1))
    assert desk.ids() == []
    assert desk.code("acceptance", gone["id"]) == "review_withdrawn"
    assert officer.statuses(patrol) == ["accepted"]
    assert desk.ids() == [held["id"]]


def test_evidence_that_comes_late_takes_its_reason_away(signer: SignerOf, desk: Desk) -> None:
    officer = signer("officer1")
    first, second = officer.incident(), officer.incident()
    assert officer.push(second) == ["accepted"]
    assert desk.reasons(second["id"])["chain_gap"] == {"verdict": "previous_missing"}
    assert officer.push(first) == ["accepted"]
    assert "chain_gap" not in desk.reasons(second["id"])


@pytest.mark.parametrize("who", ["officer1", "auxiliary1", "volunteer1", "admin1"])
def test_it_is_for_supervisors(as_person: AsPerson, who: str) -> None:
    for path in (REVIEWS, f"{REVIEWS}/counts"):
        assert as_person(who).get(path).status_code == 403


def test_other_branches_are_not_there(phone: PhoneOf, desk: Desk) -> None:
    theirs = phone("outsider1").record("incident")["id"]
    ours = phone("officer1").record("incident")["id"]
    assert desk.ids() == [ours]
    assert sum(desk.counts().values()) == 1
    assert desk.caller.get(f"{REVIEWS}/{theirs}").status_code == 404
    for move, more in (
        ("acceptance", {}),
        ("return", {"text": "再看看"}),
        ("merge", {"into": ours}),
        ("zone", {"ruling": "inside", "reason": "看得清"}),
    ):
        assert desk.attempt(move, theirs, 1, **more).status_code == 404
    assert desk.attempt("merge", ours, 1, into=theirs).status_code == 404
