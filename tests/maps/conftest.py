"""A phone for these tests, a map that is asked anew each time, and some records on it."""

import random

import pytest
from flask import Flask

from tests.maps.tiles import Data
from tests.phones import PhoneOf, inside, phone

__all__ = ["phone"]
TYPES = ("unleashed", "no_tag", "faeces")


@pytest.fixture(autouse=True)
def at_once(app: Flask) -> None:
    app.config["MAP"].rest_s = 0


@pytest.fixture
def some(phone: PhoneOf) -> list[Data]:
    """Sixty records of three kinds over nine days, some on one spot, some without a place."""
    seed = random.Random(5)
    officer = phone("officer1")
    items = []
    for number in range(60):
        place = officer.fix(*(around(3000, seed) if number % 4 else inside()[1]))
        captured_at = officer.now(hours=-seed.uniform(0, 24 * 9))
        if number % 10 == 7:
            data = officer.persuasion(**({"position": place} if number % 20 == 7 else {}))
            items.append(officer.item("persuasion", data, captured_at=captured_at))
        elif number % 10 == 3:
            items.append(officer.item("capture", officer.capture(position=place), captured_at=captured_at))
        else:
            action = seed.choice(["persuaded", "ordered_to_correct"])
            data = officer.incident(position=place, type=seed.choice(TYPES), action=action)
            items.append(officer.item("incident", data, captured_at=captured_at))
    assert set(officer.statuses(*items)) == {"accepted"}
    return items


def around(metres: float, seed: random.Random) -> tuple[float, float]:
    lon, lat = inside()[1]
    return lon + seed.uniform(-metres, metres) / 95_000, lat + seed.uniform(-metres, metres) / 111_000
