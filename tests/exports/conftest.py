"""Records on the map, and a phone."""

from tests.maps.conftest import at_once, some
from tests.phones import phone

__all__ = ["at_once", "phone", "some"]
