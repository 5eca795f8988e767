"""The line a request comes in on: one on which nothing comes, or hardly anything, must not keep its thread."""

import contextlib
import os
import socket
import threading
import time

from flask import Flask, Response, request

SILENCE_S = 20.0
"""A line on which nothing has come for so long is broken: a lost phone would keep its thread, and a photo its lock."""
GRACE_S = 30.0
RATE = 2 * 1024
"""Bytes a second that a body has to come with after GRACE_S, whole or, when it is read in pieces, each of them."""


class Deadlines:
    """Lines by the instant at which they will be read no more. One thread a process closes them for reading, because the
    server reads on for as long as something comes."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.due: dict[socket.socket, float] = {}
        self.process = 0

    def set(self, line: socket.socket, seconds: float) -> None:
        with self.lock:
            self.due[line] = time.monotonic() + seconds
            if self.process != os.getpid():  # a fork inherits no thread
                self.process = os.getpid()
                threading.Thread(target=self._watch, name="lines", daemon=True).start()

    def drop(self, line: socket.socket) -> None:
        with self.lock:
            self.due.pop(line, None)

    def _watch(self) -> None:
        while True:
            time.sleep(min(1.0, GRACE_S / 4))
            with self.lock:
                for line in [line for line, at in self.due.items() if at < time.monotonic()]:
                    del self.due[line]
                    with contextlib.suppress(OSError):
                        line.shutdown(socket.SHUT_RD)


_deadlines = Deadlines()


def allow(size: int) -> None:
    """From now on, the line has as long as `size` bytes may take at most."""
    if line := request.environ.get("gunicorn.socket"):
        _deadlines.set(line, GRACE_S + size / RATE)


def watch() -> None:
    if line := request.environ.get("gunicorn.socket"):
        line.settimeout(SILENCE_S)
        if request.content_length or "Transfer-Encoding" in request.headers:
            allow(request.content_length or 0)


def leave(response: Response) -> Response:
    """The answer may take as long as it takes: a page of the feed on a slow line is no silence."""
    if line := request.environ.get("gunicorn.socket"):
        line.settimeout(None)
    return response


def done(_error: BaseException | None = None) -> None:
    if line := request.environ.get("gunicorn.socket"):
        _deadlines.drop(line)


def register(app: Flask) -> None:
    app.before_request(watch)
    app.after_request(leave)
    app.teardown_request(done)
