from tests.evidence.conftest import signer
from tests.phones import phone
from tests.reviews.desk import desk

__all__ = ["desk", "phone", "signer"]
