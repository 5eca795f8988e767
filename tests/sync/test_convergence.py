"""Three phones and a server over a bad line: whatever is dropped, doubled or out of order, all end equal and nothing is lost."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from flask import Flask
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test

from tests.conftest import Clock
from tests.people import Caller
from tests.phones import Data, Phone, new_id

AsPerson = Callable[[str], Caller]
NAMES = ("officer1", "officer2", "auxiliary1")
FIELDS = ("note", "place")
PICKS = st.sampled_from([0, 0, 1])
DEVICES = st.integers(0, len(NAMES) - 1)


@dataclass
class Device:
    """What a phone keeps: what it was told, and what it has not yet had an answer for. A restart changes neither."""

    phone: Phone
    cursor: str = ""
    replica: dict[str, Data] = field(default_factory=dict)
    outbox: list[Data] = field(default_factory=list)
    last: dict[str, tuple[str, Data]] = field(default_factory=dict)
    """Own newest change of each record, and what it sent, until the feed has brought it."""

    def waiting(self, record_id: str) -> Data | None:
        return next((item for item in reversed(self.outbox) if item["id"] == record_id), None)

    def edit(self, record_id: str, name: str, value: str) -> Data:
        known = self.replica.get(record_id)
        before = self.waiting(record_id)
        if before is None and record_id in self.last:
            after, data = self.last[record_id]
        else:
            after, data = (before["change_id"], before["data"]) if before else (None, known["data"])
        base = before["base"] if before else known["revision"] if known else 0
        item = self.phone.item("incident", data | {name: value}, record_id, base=base, after=after)
        self.outbox.append(item)
        return item

    def answered(self, result: Data) -> None:
        if result["status"] == "held":
            return  # it stays in the outbox and is sent again
        item = next((item for item in self.outbox if item["change_id"] == result["change_id"]), None)
        if item is None:
            return
        self.outbox.remove(item)
        if result["status"] != "conflict":
            self.last[item["id"]] = (item["change_id"], item["data"])

    def pull(self) -> None:
        while True:
            page = self.phone.page(self.cursor, 3 if self.cursor else 60)  # the zones come first, in one page
            self.cursor = page["cursor"]
            for change in page["changes"]:
                if change["kind"] == "incident":
                    data = {key: value for key, value in change["data"].items() if key != "meta"}
                    self.replica[change["id"]] = {"revision": change["revision"], "data": data}
            if not page["more"]:
                self.last.clear()
                return


class World(RuleBasedStateMachine):
    """One story; every story has records of its own in a database that all share."""

    app: Flask
    callers: tuple[Caller, ...]
    clock: Clock

    def __init__(self) -> None:
        super().__init__()
        self.clock.advance(days=20)  # so that no fresh pull brings what earlier stories left
        self.devices = [Device(Phone(caller, self.clock)) for caller in self.callers]
        self.records: list[str] = []
        self.made: dict[str, tuple[str, str, str]] = {}
        """change id → record, field, value"""
        self.verdicts: dict[str, str] = {}
        self.count = 0
        self.epoch = self.devices[0].phone.page()["epoch"]
        self.create(0)
        self.deliver(self.devices[0], list(self.devices[0].outbox), lost=False)
        for device in self.devices:
            device.pull()

    @precondition(lambda self: len(self.records) < 2)
    @rule(number=DEVICES)
    def create(self, number: int) -> None:
        phone = self.devices[number].phone
        self.count += 1
        item = phone.item("incident", phone.incident(note=f"n{self.count}", place=f"p{self.count}"), new_id())
        self.devices[number].outbox.append(item)
        self.records.append(item["id"])
        self.made[item["change_id"]] = (item["id"], "", "")

    @rule(number=DEVICES, pick=PICKS, name=st.sampled_from(FIELDS))
    def edit(self, number: int, pick: int, name: str) -> None:
        device, record_id = self.devices[number], self.records[pick % len(self.records)]
        if record_id not in device.replica and not device.waiting(record_id) and record_id not in device.last:
            return
        self.count += 1
        item = device.edit(record_id, name, f"v{self.count}")
        self.made[item["change_id"]] = (record_id, name, f"v{self.count}")

    @rule(number=DEVICES, pick=PICKS, name=st.sampled_from(FIELDS), lost=st.booleans())
    def edit_and_send(self, number: int, pick: int, name: str, lost: bool) -> None:
        """As with a good signal: each change at once, one after the other."""
        self.edit(number, pick, name)
        if self.devices[number].outbox:
            self.deliver(self.devices[number], list(self.devices[number].outbox), lost=lost)

    @rule(
        number=DEVICES,
        order=st.randoms(use_true_random=False),
        share=st.sampled_from([0.3, 1.0]),
        fate=st.sampled_from(["arrives", "arrives", "request lost", "reply lost"]),
        twice=st.booleans(),
    )
    def send(self, number: int, order: Any, share: float, fate: str, twice: bool) -> None:
        device = self.devices[number]
        batch = [item for item in device.outbox if order.random() < share]
        order.shuffle(batch)
        if batch and twice:
            batch.append(order.choice(batch))
        if not batch or fate == "request lost":
            return
        self.deliver(device, batch, lost=fate == "reply lost")

    def deliver(self, device: Device, batch: list[Data], *, lost: bool) -> None:
        for result in device.phone.push(*batch):
            assert result["status"] != "refused", result
            self.judge(result)
            if not lost:
                device.answered(result)

    def judge(self, result: Data) -> None:
        """A verdict, once spoken, stays."""
        status = "accepted" if result["status"] == "duplicate" else str(result["status"])
        if status != "held":
            assert self.verdicts.setdefault(result["change_id"], status) == status

    @rule(number=DEVICES)
    def pull(self, number: int) -> None:
        self.devices[number].pull()

    @rule(number=DEVICES)
    def fresh_pull(self, number: int) -> None:
        self.devices[number].cursor = ""
        self.devices[number].pull()

    @invariant()
    def no_record_twice(self) -> None:
        for device in self.devices:
            assert len({item["change_id"] for item in device.outbox}) == len(device.outbox)

    def teardown(self) -> None:
        """Calm: everything is sent and answered, everybody pulls."""
        while any(device.outbox for device in self.devices):
            before = sum(len(device.outbox) for device in self.devices)
            for device in self.devices:
                if device.outbox:
                    self.deliver(device, list(device.outbox), lost=False)
            assert sum(len(device.outbox) for device in self.devices) < before
        for device in self.devices:
            device.pull()
        assert {device.phone.page()["epoch"] for device in self.devices} == {self.epoch}
        replicas = [{key: one["data"] for key, one in d.replica.items() if key in self.records} for d in self.devices]
        assert replicas[0] == replicas[1] == replicas[2]
        assert set(replicas[0]) == set(self.records)
        for record_id in self.records:
            self.check(record_id, replicas[0][record_id])

    def check(self, record_id: str, data: Data) -> None:
        """Every change of the record was applied or is kept, and the state is what the applied ones make in their order."""
        page = self.devices[0].phone.caller.get(f"/api/v1/incidents/{record_id}").json
        mine = {change_id: made for change_id, made in self.made.items() if made[0] == record_id}
        accepted = [change_id for change_id in mine if self.verdicts[change_id] == "accepted"]
        assert len(page["history"]) == len(accepted) == page["revision"]
        assert {entry["change_id"] for entry in page["kept"]} == set(mine) - set(accepted)
        written = {value for change_id in accepted for _, name, value in [mine[change_id]] if name}
        for name in FIELDS:
            assert data[name] in written or data[name][0] in "np"
            assert page["data"][name] == data[name]
        self.nothing_taken_back(page["history"], mine, accepted)

    def nothing_taken_back(
        self, history: list[Data], mine: dict[str, tuple[str, str, str]], accepted: list[str]
    ) -> None:
        """Each applied change touched no field but its own."""
        touched = sorted(name for entry in history[1:] for name in entry["fields"])
        wished = sorted(mine[change_id][1] for change_id in accepted if mine[change_id][1])
        assert touched == wished


def machine(app: Flask, as_person: AsPerson, clock: Clock) -> Iterator[type[World]]:
    class Here(World):
        pass

    Here.app, Here.clock = app, clock
    Here.callers = tuple(as_person(name) for name in NAMES)
    yield Here


@pytest.fixture(name="world")
def world_of(app: Flask, as_person: AsPerson, clock: Clock) -> Iterator[type[World]]:
    yield from machine(app, as_person, clock)


def play(world: type[World], examples: int) -> None:
    run_state_machine_as_test(
        world,
        settings=settings(
            max_examples=examples,
            stateful_step_count=25,
            deadline=None,
            database=None,
            suppress_health_check=list(HealthCheck),
        ),
    )


def test_three_phones_converge(world: type[World]) -> None:
    play(world, 200)


@pytest.mark.long
def test_three_phones_converge_through_two_thousand_stories(world: type[World]) -> None:
    play(world, 2000)
