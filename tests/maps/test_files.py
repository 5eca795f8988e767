"""The map's files may be damaged, or have no room: the map goes on."""

import contextlib
import resource
import signal
from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from flask import Flask

from app.maps.snapshot import live as live_module
from app.maps.snapshot.live import Live
from app.production import warm_map
from tests.maps.test_lists import asked
from tests.maps.tiles import Data
from tests.people import Caller
from tests.phones import PhoneOf

AsPerson = Callable[[str], Caller]


@pytest.mark.parametrize("name", ["words.json", "key.npy", "by_id.npy"])
def test_a_damaged_base_is_made_anew(some: list[Data], app: Flask, as_person: AsPerson, name: str) -> None:
    supervisor = as_person("supervisor1")
    assert asked(supervisor, "counts")["total"] == len(some)
    root = app.config["MAP"].folder.root
    (file,) = root.glob(f"*/{name}")
    file.write_bytes(file.read_bytes()[:7])
    app.config["MAP"] = Live(root)
    assert asked(supervisor, "counts")["total"] == len(some)


def test_without_a_place_to_write_it_stays_in_memory(some: list[Data], app: Flask, as_person: AsPerson) -> None:
    root = app.config["MAP"].folder.root
    root.parent.joinpath("a-file").write_bytes(b"")
    app.config["MAP"] = Live(root.parent / "a-file" / "maps")  # even root cannot make a folder in a file
    assert asked(as_person("supervisor1"), "counts")["total"] == len(some)


def test_a_base_that_cannot_be_written_leaves_no_draft(some: list[Data], app: Flask, as_person: AsPerson) -> None:
    supervisor, live = as_person("supervisor1"), app.config["MAP"]
    asked(supervisor, "counts")
    with app.app_context(), files_of_at_most(100), pytest.raises(OSError, match="large"):
        live.rebase(replace(live.now(), seq=live.now().seq + 1))
    assert not list(live.folder.root.glob("draft*"))
    assert asked(supervisor, "counts")["total"] == len(some)


def test_far_behind_it_is_built_anew_rather_than_followed(
    some: list[Data], app: Flask, phone: PhoneOf, as_person: AsPerson, monkeypatch: pytest.MonkeyPatch
) -> None:
    supervisor, live = as_person("supervisor1"), app.config["MAP"]
    asked(supervisor, "counts")
    monkeypatch.setattr(live_module, "FAR_BEHIND", 3)
    officer = phone("officer1")
    assert set(officer.statuses(*(officer.item("incident") for _ in range(5)))) == {"accepted"}
    before = live.found.base_seq
    assert asked(supervisor, "counts")["total"] == len(some) + 5
    assert live.found.base_seq > before
    assert len(live.found.since) == 0
    other = Live(live.folder.root)  # another worker, that begins with the base of before
    assert officer.statuses(officer.item("incident")) == ["accepted"]
    app.config["MAP"] = other
    assert asked(supervisor, "counts")["total"] == len(some) + 6


def test_what_one_worker_knows_the_others_know_when_they_answer(
    some: list[Data], app: Flask, phone: PhoneOf, as_person: AsPerson
) -> None:
    supervisor, quick = as_person("supervisor1"), app.config["MAP"]
    slow = Live(quick.folder.root)
    slow.rest_s = 3600
    officer = phone("officer1")

    def counted_by(live: Live) -> int:
        app.config["MAP"] = live
        return int(asked(supervisor, "counts")["total"])

    assert counted_by(slow) == len(some)
    own_turn = slow.asked
    for more in range(1, 4):
        assert officer.statuses(officer.item("incident")) == ["accepted"]
        assert counted_by(slow) == len(some) + more - 1
        assert counted_by(quick) == len(some) + more
        assert counted_by(slow) == len(some) + more
    assert slow.asked == own_turn  # it went as far as it was told; what it tells itself has its own time
    quick.heard.tell(quick.found.epoch, 10**9)  # no log is so long: looked after once, and no more
    assert counted_by(slow) == len(some) + 3
    slow.followed = None
    assert counted_by(slow) == len(some) + 3


def test_a_worker_gets_the_map_ready_before_anybody_asks(some: list[Data], app: Flask) -> None:
    thread = warm_map(app)
    assert thread
    thread.join(60)
    assert len(app.config["MAP"].found.base) == len(some)
    assert warm_map("no program of ours") is None


@contextlib.contextmanager
def files_of_at_most(size: int) -> Iterator[None]:
    before, handler = resource.getrlimit(resource.RLIMIT_FSIZE), signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
        signal.signal(signal.SIGXFSZ, handler)
