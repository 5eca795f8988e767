"""Photos of the demonstration: drawn, not taken."""

from datetime import datetime

from app.config import Settings


def add_photos(settings: Settings, at: datetime) -> None:
    """Filled in with the photo intake."""
