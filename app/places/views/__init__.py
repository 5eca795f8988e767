"""Places inside zones."""

from app.places.views import imports
from app.places.views.places import places

__all__ = ["imports", "places"]
