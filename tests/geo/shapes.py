"""Zones for tests: crooked rounds, squares, and what they contain."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from shapely import Polygon, box

from geo.positions import METRES_PER_DEGREE
from geo.zones import KeyZone

ROOT = Path(__file__).resolve().parents[2]
SHARED = Path(os.environ.get("QUANXUN_SHARED", ROOT.parent / "shared" / "data"))


def shared(path: str) -> Path:
    """A file of the data that lies beside the project while it is built; elsewhere the test is skipped."""
    found = SHARED / path
    if not found.exists():
        pytest.skip(f"skipped, not present: {path} (set QUANXUN_SHARED)")
    return found


def crooked(random: np.random.Generator, lon: float, lat: float, radius: float = 0.01, corners: int = 200) -> Polygon:
    """A star-shaped polygon with uneven corners."""
    turn = np.sort(random.uniform(0, 2 * np.pi, corners))
    away = radius * random.uniform(0.8, 1, corners)
    return Polygon(np.column_stack([lon + away * np.cos(turn), lat + away * np.sin(turn)]))


def many_zones(random: np.random.Generator, columns: int = 8, rows: int = 8, corners: int = 60) -> list[KeyZone]:
    """Zones on a loose grid over Jiaxing, some overlapping."""
    places = [(120.3 + column * 0.03, 30.5 + row * 0.025) for row in range(rows) for column in range(columns)]
    radius = [0.004 + 0.014 * random.random() for _ in places]
    return [KeyZone(f"{at:04}", crooked(random, *place, radius[at], corners)) for at, place in enumerate(places)]


def square(name: str, west: float, south: float, size: float = 0.01) -> KeyZone:
    return KeyZone(name, box(west, south, west + size, south + size))


def some_fixes(random: np.random.Generator, count: int) -> tuple[NDArray[Any], NDArray[Any], NDArray[Any]]:
    """lon, lat, accuracy_m over and around many_zones."""
    lon, lat = random.uniform(120.27, 120.56, count), random.uniform(30.47, 30.71, count)
    return lon, lat, random.uniform(0, 60, count)


def beside_edge(random: np.random.Generator, polygon: Polygon, metres: float) -> tuple[float, float]:
    """A place at most so many metres from a polygon's edge."""
    at = polygon.exterior.interpolate(random.random(), normalized=True)
    turn, away = random.uniform(0, 2 * np.pi), random.uniform(0, metres) / METRES_PER_DEGREE
    return at.x + away * np.cos(turn) / np.cos(np.radians(at.y)), at.y + away * np.sin(turn)
