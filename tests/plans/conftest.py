"""A supervisor who plans, at a Friday noon of Shanghai, and phones of the team."""

from collections.abc import Callable
from datetime import datetime

import pytest

from tests.conftest import Clock
from tests.people import Caller
from tests.phones import phone
from tests.plans.planning import NOON, Planner

__all__ = ["phone"]


@pytest.fixture
def clock() -> Clock:
    clock = Clock()
    clock.now = datetime.fromisoformat(NOON)
    return clock


@pytest.fixture
def desk(as_person: Callable[[str], Caller], clock: Clock) -> Planner:
    """The supervisor of 南湖区; the team is that of both officers."""
    return Planner(as_person("supervisor1"), clock, as_person("officer1").session.person["teams"][0]["id"])
