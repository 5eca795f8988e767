from tests.evidence.conftest import signer
from tests.phones import phone
from tests.photos.conftest import sender
from tests.reviews.desk import desk

__all__ = ["desk", "phone", "sender", "signer"]
