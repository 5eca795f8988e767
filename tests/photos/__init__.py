"""Tests of photos; and the synthetic photos that other tests and the benchmark send."""

from tests.photos.synthetic import jpeg, jpeg_of_size, scene

__all__ = ["jpeg", "jpeg_of_size", "scene"]
