"""The line a request comes in on: one on which nothing comes any more must not keep its thread."""

from flask import Flask, Response, request

SILENCE_S = 20.0
"""A line on which nothing has come for so long is broken: a lost phone would keep its thread, and a photo its lock."""


def watch() -> None:
    if line := request.environ.get("gunicorn.socket"):
        line.settimeout(SILENCE_S)


def leave(response: Response) -> Response:
    """The answer may take as long as it takes: a page of the feed on a slow line is no silence."""
    if line := request.environ.get("gunicorn.socket"):
        line.settimeout(None)
    return response


def register(app: Flask) -> None:
    app.before_request(watch)
    app.after_request(leave)
