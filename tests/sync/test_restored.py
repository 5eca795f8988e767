"""After a restore the phones send again what they keep of the last weeks: nothing that had been delivered stays lost."""

from pathlib import Path
from random import Random

import pytest

from tests.databases import Place
from tests.phones import Data, Phone, PhoneOf
from tests.restoring import keep

TEAM = ("officer1", "officer2", "auxiliary1")


class Keeping:
    """A phone that keeps what it has delivered, and sends it again when the epoch is another one."""

    def __init__(self, phone: Phone) -> None:
        self.phone = phone
        self.epoch: str = phone.page()["epoch"]
        self.sent: list[Data] = []
        self.outbox: list[Data] = []
        self.revisions: dict[str, int] = {}

    def save(self, item: Data) -> Data:
        self.outbox.append(item)
        return item

    def deliver(self, most: int = 500) -> None:
        """One push of the oldest that wait, as the client does it."""
        batch = self.outbox[:most]
        if not batch:
            return
        answer = self.phone.send(*batch).json
        for item, result in zip(batch, answer["results"], strict=True):
            assert result["status"] != "refused", (item, result)
            if result["status"] != "held":
                self.outbox.remove(item)
                self.sent.append(item)
        self.look(answer["epoch"])

    def pull(self) -> None:
        page = self.phone.page()
        self.revisions = {change["id"]: change["revision"] for change in page["changes"]}
        self.look(page["epoch"])

    def look(self, epoch: str) -> None:
        if epoch != self.epoch:
            self.epoch, self.outbox, self.sent = epoch, self.sent + self.outbox, []


def state(phones: list[Keeping]) -> dict[str, Data]:
    """What everybody sees of each record: the data, and whose it is."""
    found: dict[str, Data] = {}
    for each in phones:
        for key, change in each.phone.state().items():
            data = dict(change["data"])
            meta = data.pop("meta")
            found[key] = data | {"author": meta["author"], "organisation": meta["organisation"]}
    return found


def live(phones: list[Keeping], chance: Random, steps: int) -> None:
    """A stretch of everyday work: records with and without a patrol, changes of one's own and of each other's."""
    for step in range(steps):
        one = chance.choice(phones)
        act = chance.choice(("new", "new", "patrol", "own", "other", "other", "gone"))
        officer = one.phone
        if act == "new":
            one.save(officer.item("incident", officer.incident(note=f"n{step}", place=f"p{step}")))
        elif act == "patrol":
            patrol = one.save(officer.item("patrol"))
            child = one.save(officer.item("capture", officer.capture(patrol_id=patrol["id"])))
            if chance.random() < 0.5:
                one.save(officer.item("capture", child["data"] | {"count": 2}, child["id"], after=child["change_id"]))
        elif act == "gone":
            first = one.save(officer.item("persuasion"))
            one.save(officer.withdrawal(first, 0, after=first["change_id"]))
        else:
            change(one, chance, f"v{step}", own=act == "own")
        one.deliver()


def change(one: Keeping, chance: Random, value: str, *, own: bool) -> None:
    """A change upon what the feed has brought; each person writes into a field of their own."""
    states = one.phone.state()
    incidents = [
        (key, found)
        for key, found in states.items()
        if found["kind"] == "incident" and (found["data"]["meta"]["author"]["id"] == one.phone.id) == own
    ]
    if not incidents:
        return
    key, found = chance.choice(incidents)
    data = dict(found["data"])
    meta = data.pop("meta")
    name = {"officer1": "note", "officer2": "place"}.get(one.phone.caller.session.username)
    data |= {name: value} if name else {"dog": {"colour": value}}
    one.save(one.phone.item("incident", data, key, base=found["revision"], base_change=meta["change_id"]))


def settle(phones: list[Keeping], chance: Random) -> None:
    """Everybody sends, in any order and in batches of any size, until nothing waits."""
    for each in phones:
        each.pull()
    for _ in range(200):
        waiting = [each for each in phones if each.outbox]
        if not waiting:
            return
        chance.choice(waiting).deliver(chance.choice((1, 3, 50)))
    raise AssertionError([(each.phone.caller.session.username, each.outbox) for each in phones])


def play(phone: PhoneOf, place: Place, folder: Path, seed: int, steps: int) -> tuple[dict[str, Data], dict[str, Data]]:
    """What everybody saw before and after, once every change that was delivered is known as such again."""
    chance = Random(seed)
    phones = [Keeping(phone(name)) for name in TEAM]
    live(phones, chance, steps)
    bring_back = keep(place, folder)
    live(phones, chance, steps)
    before = state(phones)
    assert before
    bring_back()
    settle(phones, chance)
    everything = [item for each in phones for item in each.sent]
    assert len({each.epoch for each in phones}) == 1
    for each in phones:
        statuses = {
            result["status"]
            for start in range(0, len(each.sent), 500)
            for result in each.phone.push(*each.sent[start : start + 500])
        }
        assert statuses <= {"duplicate", "conflict"}
    assert len(everything) == len({item["change_id"] for item in everything})
    return before, state(phones)


@pytest.mark.parametrize("seed", range(2))
def test_phones_bring_back_all_that_a_restored_server_lost(
    phone: PhoneOf, place: Place, tmp_path: Path, seed: int
) -> None:
    before, after = play(phone, place, tmp_path, seed, 15)
    assert after == before


@pytest.mark.long
@pytest.mark.parametrize("seed", range(40))
def test_phones_bring_it_back_whatever_they_did(phone: PhoneOf, place: Place, tmp_path: Path, seed: int) -> None:
    before, after = play(phone, place, tmp_path, seed + 100, 60)
    assert after == before


def test_an_edit_that_comes_before_what_it_was_made_on(phone: PhoneOf, place: Place, tmp_path: Path) -> None:
    """The server lost both; the second is sent first, and waits no longer than until the first is there again."""
    officer = phone("officer1")
    bring_back = keep(place, tmp_path)
    first = officer.record("incident")
    second = officer.item("incident", first["data"] | {"note": "二"}, first["id"], after=first["change_id"])
    third = officer.item("incident", second["data"] | {"place": "三"}, first["id"], after=second["change_id"])
    assert officer.statuses(second, third) == ["accepted", "accepted"]
    bring_back()
    assert officer.statuses(third, second) == ["held", "held"]
    assert officer.state() == {}
    assert officer.statuses(first) == ["accepted"]
    assert officer.data(first["id"]) == third["data"]
    assert officer.statuses(first, second, third) == ["duplicate"] * 3


def test_two_people_who_had_merged(phone: PhoneOf, place: Place, tmp_path: Path) -> None:
    """Each had changed the other's state; whoever sends first, the record is its author's, and has both."""
    for mate_first in (True, False):
        officer, mate = phone("officer1"), phone("officer2")
        bring_back = keep(place, tmp_path)
        first = officer.record("incident", officer.incident(note="n0", place="p0"))
        theirs = mate.item("incident", first["data"] | {"place": "p1"}, first["id"], base=1)
        mine = officer.item("incident", first["data"] | {"note": "n1"}, first["id"], after=first["change_id"])
        assert mate.statuses(theirs) == officer.statuses(mine) == ["accepted"]
        upon = mate.item("incident", first["data"] | {"note": "n1", "place": "p2"}, first["id"], base=3)
        assert mate.statuses(upon) == ["accepted"]
        bring_back()
        order = [(mate, [theirs, upon]), (officer, [first, mine])]
        for one, items in order if mate_first else reversed(order):
            assert set(one.statuses(*items)) <= {"held", "accepted"}
        assert mate.statuses(theirs, upon) == ["duplicate"] * 2
        assert officer.data(first["id"]) == upon["data"]
        assert officer.meta(first["id"])["author"]["id"] == officer.id
