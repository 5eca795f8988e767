"""The product with less patience for silent and for slow lines, so that a test need not wait long."""

from flask import Flask

from app import create_app, lines

SILENCE_S = 2.0
GRACE_S = 4.0


def program() -> Flask:
    lines.SILENCE_S, lines.GRACE_S = SILENCE_S, GRACE_S
    return create_app()
