"""A line gets as long as its body may take, and as long again for each piece that has come."""

import socket
import time
from collections.abc import Iterator

import pytest

from app import lines


@pytest.fixture
def pair(monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[socket.socket, socket.socket]]:
    monkeypatch.setattr(lines, "GRACE_S", 0.4)
    here, there = socket.socketpair()
    with here, there:
        here.settimeout(5)
        yield here, there


def test_a_line_whose_time_is_over_is_read_no_more_but_can_be_answered(
    pair: tuple[socket.socket, socket.socket],
) -> None:
    here, there = pair
    lines.Deadlines().set(here, 0.2)
    assert here.recv(1) == b""
    here.sendall(b"408")
    assert there.recv(3) == b"408"


def test_a_line_that_gets_on_gets_more_time(pair: tuple[socket.socket, socket.socket]) -> None:
    here, there = pair
    deadlines = lines.Deadlines()
    for _ in range(4):
        deadlines.set(here, 0.6)
        time.sleep(0.3)
    there.sendall(b"x")
    assert here.recv(1) == b"x"
    deadlines.drop(here)
    time.sleep(0.9)
    there.sendall(b"y")
    assert here.recv(1) == b"y"
