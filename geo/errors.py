"""What can be wrong with a place, in words that callers may turn into their own errors."""

from __future__ import annotations

from typing import Any

from geo.positions import LonLat


class GeoError(ValueError):
    """A refused position or geometry: a stable `code`, and the `place` of the fault where there is one.

    `repair` is a geometry that would pass, proposed and never applied by itself.
    """

    def __init__(self, code: str, message: str, place: LonLat | None = None, repair: Any = None) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.place = place
        self.repair = repair
