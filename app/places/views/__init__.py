"""Places inside zones."""

from app.places.views.places import places

__all__ = ["places"]
