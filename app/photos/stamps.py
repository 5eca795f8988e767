"""A copy with time, place, team, photo number and a QR code beneath the picture: nothing of the picture is covered. A
processed copy proves nothing by itself; the original stays as it came. Source: 行政诉讼证据规定 art. 57(7)."""

from dataclasses import dataclass
from pathlib import Path

import segno
from PIL import Image, ImageDraw, ImageFont

from app.photos.images import jpeg, upright

FONT = Path(__file__).parent / "data" / "wqy-microhei.ttc"
SIZE = 2048
NARROWEST = 720
"""A band below this many pixels could not be read."""


@dataclass(frozen=True)
class Stamp:
    """The lines of the band, and where the QR code leads."""

    lines: list[str]
    address: str


def stamped(path: Path, stamp: Stamp) -> bytes:
    """A JPEG of the picture, upright, with the band beneath it. Raises NotAPhoto."""
    picture = upright(path, SIZE)
    width = max(picture.width, NARROWEST)
    band = band_of(stamp, width)
    whole = Image.new("RGB", (width, picture.height + band.height), "white")
    whole.paste(picture, ((width - picture.width) // 2, 0))
    whole.paste(band, (0, picture.height))
    return jpeg(whole)


def band_of(stamp: Stamp, width: int) -> Image.Image:
    code = qr_of(stamp.address, width // 6)
    margin, size = width // 60, max(18, width // 52)
    font = ImageFont.truetype(FONT, size)
    room = width - code.width - 3 * margin
    lines = [part for line in stamp.lines for part in folded(line, font, room)]
    height = max(code.height, round(len(lines) * size * 1.4)) + 2 * margin
    band = Image.new("RGB", (width, height), "white")
    draw = ImageDraw.Draw(band)
    for number, line in enumerate(lines):
        draw.text((margin, margin + round(number * size * 1.4)), line, "black", font)
    band.paste(code, (width - code.width - margin, margin))
    return band


def folded(line: str, font: ImageFont.FreeTypeFont, room: float) -> list[str]:
    """A line in as many as fit the room; words of Chinese may break anywhere."""
    parts = [""]
    for char in line:
        if font.getlength(parts[-1] + char) > room:
            parts.append("")
        parts[-1] += char
    return parts


def qr_of(address: str, size: int) -> Image.Image:
    """A QR code of about `size` pixels, of whole pixels a module."""
    code = segno.make_qr(address, error="m")
    cells = [[bool(cell) for cell in row] for row in code.matrix_iter(scale=1, border=2)]
    small = Image.new("1", (len(cells), len(cells)), 1)
    for y, row in enumerate(cells):
        for x, dark in enumerate(row):
            small.putpixel((x, y), 0 if dark else 1)
    scale = max(2, size // len(cells))
    return small.resize((len(cells) * scale, len(cells) * scale), Image.Resampling.NEAREST).convert("RGB")
