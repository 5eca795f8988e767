"""The families of marks, as rings, boards and legends count them."""

import numpy as np
from numpy.typing import NDArray

from app.incidents import catalogue
from app.maps.snapshot.fields import MOST_MARKS
from app.maps.snapshot.live import Snapshot

FAMILIES = ("walk", "paper", "tidy", "danger", "place", "stray", "persuasion", "other")


def family_of(found: Snapshot) -> NDArray[np.int64]:
    """The number of each mark's family."""
    known = {**catalogue.families(), "persuasion": "persuasion", "stray": "stray"}
    numbers = np.full(MOST_MARKS, FAMILIES.index("other"))
    for number, mark in enumerate(found.words["mark"].values):
        numbers[number] = FAMILIES.index(known.get(str(mark), "other"))
    return numbers
