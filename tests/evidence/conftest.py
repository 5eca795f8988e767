"""Phones that sign."""

from tests.phones import phone

__all__ = ["phone"]
