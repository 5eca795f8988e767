"""A phone for these tests."""

from tests.phones import phone

__all__ = ["phone"]
