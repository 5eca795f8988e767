"""A phone and a desk for these tests."""

from collections.abc import Callable

import pytest

from tests.conftest import Clock
from tests.people import Caller
from tests.phones import phone
from tests.zones.drafting import Desk

__all__ = ["phone"]


@pytest.fixture
def desk(as_person: Callable[[str], Caller], clock: Clock) -> Desk:
    """The supervisor of 南湖区."""
    return Desk(as_person("supervisor1"), clock)
