"""A phone for these tests; at the end nothing is being made in the background any more."""

from collections.abc import Iterator

import pytest

from app.photos import derivatives
from tests.phones import phone

__all__ = ["phone"]


@pytest.fixture(autouse=True)
def quiet(app: object) -> Iterator[None]:
    yield
    derivatives.idle()
