"""A phone for these tests, and a map that is asked anew each time."""

import pytest
from flask import Flask

from tests.phones import phone

__all__ = ["phone"]


@pytest.fixture(autouse=True)
def at_once(app: Flask) -> None:
    app.config["MAP"].rest_s = 0
