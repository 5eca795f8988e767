"""The product with less patience for silent lines, so that a test need not wait long."""

from flask import Flask

from app import create_app, lines

SILENCE_S = 2.0


def program() -> Flask:
    lines.SILENCE_S = SILENCE_S
    return create_app()
