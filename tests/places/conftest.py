"""A supervisor who keeps places, and phones that get them."""

from collections.abc import Callable

import pytest

from tests.conftest import Clock
from tests.people import Caller
from tests.phones import phone
from tests.places.keeping import Keeper

__all__ = ["phone"]


@pytest.fixture
def desk(as_person: Callable[[str], Caller], clock: Clock) -> Keeper:
    """The supervisor of 南湖区."""
    return Keeper(as_person("supervisor1"), clock)
