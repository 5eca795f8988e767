"""An installation with people, records and photos in it, and the product's own commands to back it up and restore it."""

from tests.phones import phone
from tests.photos.conftest import sender

__all__ = ["phone", "sender"]
