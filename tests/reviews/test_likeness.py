"""The difference hash on pictures: re-encoded and smaller they stay alike, others lie apart."""

from itertools import combinations
from pathlib import Path

import pytest
from PIL import Image

from app.photos.errors import NotAPhoto
from app.photos.images import derivatives, upright
from app.reviews.likeness import apart, difference_hash
from tests.photos.phone import SHARED, reals

REAL = reals("gps/*.jpg")


def hashed(image: Image.Image, folder: Path, name: str, quality: int) -> int:
    path = folder / f"{name}.jpg"
    image.convert("RGB").save(path, "JPEG", quality=quality)
    return difference_hash(path)


@pytest.mark.parametrize("name", REAL)
def test_the_same_picture_stays_alike(name: str, tmp_path: Path) -> None:
    if not (SHARED / name).exists():
        pytest.skip(f"skipped, not present: {SHARED / name}")
    try:
        image = upright(SHARED / name, 1280)
    except NotAPhoto:
        pytest.skip("refused as a photo: it never gets a hash")
    if max(image.size) < 64:
        pytest.skip("an icon of some pixels: nothing is left of it at a quarter")
    whole = hashed(image, tmp_path, "whole", 90)
    small = hashed(image.resize((max(8, image.width // 4), max(8, image.height // 4))), tmp_path, "small", 40)
    assert apart(whole, small) <= 6


def test_different_pictures_lie_apart(tmp_path: Path) -> None:
    if not SHARED.exists():
        pytest.skip(f"skipped, not present: {SHARED}")
    found = {}
    for path in sorted((SHARED / "gps").glob("*.jpg")):
        small = tmp_path / path.name
        small.write_bytes(derivatives(path)[320])
        found[path.name] = difference_hash(small)
    distances = [apart(one, other) for one, other in combinations(found.values(), 2)]
    assert distances
    assert sorted(distances)[len(distances) // 2] > 16


def test_known_bits(tmp_path: Path) -> None:
    falling, rising = Image.linear_gradient("L").rotate(90), Image.linear_gradient("L").rotate(-90)
    bits = [hashed(image, tmp_path, f"{n}", 95) for n, image in enumerate((falling, rising))]
    assert sorted(bits) == [0, 2**64 - 1]
