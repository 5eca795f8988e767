"""Phones that send photos."""

from collections.abc import Iterator

import pytest
from flask import Flask

from app.photos import derivatives
from tests.phones import PhoneOf, phone
from tests.photos.phone import Sender, SenderOf

__all__ = ["phone"]


@pytest.fixture
def sender(app: Flask, phone: PhoneOf) -> Iterator[SenderOf]:
    """`sender("officer1")`: their phone. At the end nothing is being made in the background any more."""
    yield lambda username: Sender(phone(username))
    derivatives.idle()
