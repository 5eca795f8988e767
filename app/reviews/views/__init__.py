"""The room's routes."""

from app.reviews.views.rechecks import rechecks
from app.reviews.views.reviews import reviews

__all__ = ["rechecks", "reviews"]
