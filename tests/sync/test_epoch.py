"""A restored database is noticed, however it was restored: one new epoch, and every phone begins anew."""

import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask

from tests.conftest import assembled, release
from tests.databases import Place
from tests.people import Caller
from tests.phones import Phone, PhoneOf
from tests.restoring import keep

AsPerson = Callable[[str], Caller]
FILE = "epoch"


def note_now(app: Flask) -> None:
    """The file follows the log's end with a few seconds' delay: as if they were over."""
    app.config["WATCH"].catch_up()


def epoch_of(phone: Phone) -> str:
    epoch: str = phone.page()["epoch"]
    return epoch


def test_the_file_says_what_the_database_says(phone: PhoneOf, app: Flask, place: Place) -> None:
    officer = phone("officer1")
    assert (place.data_dir / FILE).read_text().split()[0] == epoch_of(officer)
    officer.record("persuasion")
    officer.page()
    note_now(app)
    epoch, top = (place.data_dir / FILE).read_text().split()
    assert epoch == epoch_of(officer)
    assert int(top) > 0


def test_all_that_answers_names_the_same_epoch(phone: PhoneOf) -> None:
    officer = phone("officer1")
    epoch = epoch_of(officer)
    assert officer.send(officer.item("persuasion")).json["epoch"] == epoch
    assert officer.caller.get("/api/v1/session").json["epoch"] == epoch
    assert officer.caller.get("/readyz").json["epoch"] == epoch
    assert epoch_of(officer) == epoch


def test_work_alone_makes_no_epoch(phone: PhoneOf) -> None:
    """Whatever a push brings: doubled, repeated, held, released, refused."""
    officer, mate = phone("officer1"), phone("officer2")
    epoch = epoch_of(officer)
    patrol = officer.item("patrol")
    children = [officer.item("incident", officer.incident(patrol_id=patrol["id"])) for _ in range(3)]
    wrong = officer.item("incident", officer.incident(type="nothing"))
    for batch in (children * 3, [patrol, *children, patrol, wrong] * 2, children, [mate.item("capture")] * 5, [wrong]):
        for one in (officer, mate):
            assert one.send(*batch).json["epoch"] == epoch
            assert epoch_of(one) == epoch


def test_an_older_state_brought_back_under_a_running_server(phone: PhoneOf, place: Place, tmp_path: Path) -> None:
    officer, mate = phone("officer1"), phone("officer2")
    kept = officer.record("persuasion")
    bring_back = keep(place, tmp_path)
    lost = officer.item("persuasion")
    assert officer.statuses(lost) == ["accepted"]
    cursor, before = mate.page()["cursor"], epoch_of(mate)
    bring_back()
    answer = officer.send(officer.item("persuasion")).json
    assert answer["epoch"] != before
    page = mate.page(cursor)
    assert (page["reset"], page["epoch"]) == (True, answer["epoch"])
    assert kept["id"] in {change["id"] for change in page["changes"]}
    assert officer.statuses(lost, kept) == ["accepted", "duplicate"]
    assert epoch_of(mate) == answer["epoch"]


def test_a_state_that_knows_nothing_of_the_last_epoch(phone: PhoneOf, app: Flask, place: Place, tmp_path: Path) -> None:
    officer = phone("officer1")
    bring_back = keep(place, tmp_path)
    epochs = [epoch_of(officer)]
    for _ in range(3):  # the copy is always of the first
        officer.record("persuasion")
        bring_back()
        epochs.append(epoch_of(officer))
    assert len(set(epochs)) == 4
    assert epoch_of(officer) == epochs[-1]


def test_it_is_noticed_at_the_start_too(phone: PhoneOf, app: Flask, place: Place, tmp_path: Path) -> None:
    officer = phone("officer1")
    bring_back = keep(place, tmp_path)
    officer.record("persuasion")
    note_now(app)
    before = epoch_of(officer)
    release(app)
    bring_back()
    again = assembled(place)
    mate = Phone(Caller(again, officer.caller.session), officer.clock)
    assert epoch_of(mate) != before
    release(again)


def test_a_cursor_from_a_lost_life_is_noticed_even_without_the_file(
    phone: PhoneOf, app: Flask, place: Place, tmp_path: Path
) -> None:
    officer = phone("officer1")
    bring_back = keep(place, tmp_path)
    officer.record("persuasion")
    cursor, before = officer.page()["cursor"], epoch_of(officer)
    release(app)
    bring_back()
    (place.data_dir / FILE).unlink()
    again = assembled(place)
    mates = [Phone(Caller(again, officer.caller.session), officer.clock) for _ in range(2)]
    assert epoch_of(mates[0]) == before  # nothing tells yet
    first = mates[0].page(cursor)
    assert (first["reset"], first["epoch"] != before) == (True, True)
    second = mates[1].page(cursor)
    assert (second["reset"], second["epoch"]) == (True, first["epoch"])
    release(again)


def test_many_at_once_make_one_epoch(phone: PhoneOf, app: Flask, place: Place, tmp_path: Path) -> None:
    """Two servers, each with a file of its own, and four phones on each."""
    officer = phone("officer1")
    bring_back = keep(place, tmp_path)
    other_dir = tmp_path / "other"
    other_dir.mkdir()
    other = assembled(Place(other_dir, place.url))
    callers = [Caller(each, officer.caller.session) for each in (app, other) for _ in range(4)]
    phones = [Phone(caller, officer.clock) for caller in callers]
    officer.record("persuasion")
    cursor = officer.page()["cursor"]
    before = {epoch_of(each) for each in phones}
    bring_back()
    found: list[str] = []
    threads = [threading.Thread(target=lambda one=one: found.append(one.page(cursor)["epoch"])) for one in phones]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 8
    assert len(set(found)) == 1
    assert set(found).isdisjoint(before)
    assert {epoch_of(each) for each in phones} == set(found)
    assert (other_dir / FILE).read_text().split()[0] == (place.data_dir / FILE).read_text().split()[0] == found[0]
    release(other)


def test_a_second_server_that_slept_follows(phone: PhoneOf, app: Flask, place: Place, tmp_path: Path) -> None:
    """Its file names an epoch that the data were in once: that is no restore."""
    officer = phone("officer1")
    slept = (place.data_dir / FILE).read_text() if (place.data_dir / FILE).exists() else f"{epoch_of(officer)} 0\n"
    bring_back = keep(place, tmp_path)
    officer.record("persuasion")
    epoch_of(officer)
    bring_back()
    now = epoch_of(officer)
    other_dir = tmp_path / "other"
    other_dir.mkdir()
    (other_dir / FILE).write_text(slept)
    other = assembled(Place(other_dir, place.url))
    assert epoch_of(Phone(Caller(other, officer.caller.session), officer.clock)) == now == epoch_of(officer)
    release(other)


@pytest.mark.parametrize("text", ["", "x", "a b c", "\0" * 40])
def test_a_file_that_says_nothing_makes_no_epoch(app: Flask, place: Place, phone: PhoneOf, text: str) -> None:
    before = epoch_of(phone("officer1"))
    release(app)
    (place.data_dir / FILE).write_text(text)
    again = assembled(place)
    assert epoch_of(Phone(Caller(again, phone("officer1").caller.session), phone("officer1").clock)) == before
    release(again)


@pytest.mark.one_engine
def test_a_file_put_in_the_databases_place_is_read(phone: PhoneOf, place: Place, tmp_path: Path) -> None:
    """By a move, as careless hands do it: the open connections are of the old file."""
    officer = phone("officer1")
    before = epoch_of(officer)
    keep(place, tmp_path)
    officer.record("persuasion")
    epoch_of(officer)
    for ending in ("-wal", "-shm"):
        (place.data_dir / f"quanxun.db{ending}").unlink(missing_ok=True)
    next(tmp_path.glob("copy-*")).replace(place.data_dir / "quanxun.db")
    assert officer.state() == {}
    assert epoch_of(officer) != before
    record = officer.record("persuasion")
    assert set(officer.state()) == {record["id"]}
