"""Photos as a phone makes them, but synthetic: real JPEG files with EXIF, and as large as one asks for."""

import io
import random

from PIL import Image, ImageDraw


def jpeg(width: int = 1600, height: int = 1200, *, seed: int = 1, orientation: int = 1, quality: int = 85) -> bytes:
    """A JPEG of a lawn, a path and a dog-like shape, stored as if the phone was turned by `orientation`."""
    image = scene(width, height, random.Random(seed))
    exif = Image.Exif()
    exif[0x0112] = orientation
    exif[0x010F] = "Quanxun"
    exif[0x0132] = "2026:11:20 07:31:00"
    out = io.BytesIO()
    image.save(out, "JPEG", quality=quality, exif=exif)
    return out.getvalue()


def jpeg_of_size(size: int, *, seed: int = 1) -> bytes:
    """A valid JPEG of exactly `size` bytes: readers ignore what follows the end marker."""
    data = jpeg(seed=seed)
    if len(data) > size:
        data = jpeg(640, 480, seed=seed)
    return data + random.Random(seed).randbytes(size - len(data))


def scene(width: int, height: int, chance: random.Random) -> Image.Image:
    # Noise enlarged twice compresses like grass, not like a drawing.
    grass = Image.frombytes("RGB", (width // 8, height // 8), chance.randbytes((width // 8) * (height // 8) * 3))
    image = Image.blend(
        grass.resize((width, height), Image.Resampling.BICUBIC), Image.new("RGB", (width, height), "#4d7a3a"), 0.7
    )
    draw = ImageDraw.Draw(image)
    draw.polygon(
        [(0, height), (width * 0.35, height * 0.45), (width * 0.5, height * 0.45), (width * 0.6, height)], "#b9b2a3"
    )
    x, y, unit = width * chance.uniform(0.55, 0.7), height * 0.7, height / 12
    draw.ellipse((x, y, x + 3 * unit, y + 1.4 * unit), "#6b4226")
    draw.ellipse((x + 2.6 * unit, y - 0.7 * unit, x + 3.7 * unit, y + 0.4 * unit), "#6b4226")
    for leg in (0.4, 1.0, 2.0, 2.6):
        draw.rectangle((x + leg * unit, y + unit, x + (leg + 0.2) * unit, y + 2.2 * unit), "#5a3720")
    return image
