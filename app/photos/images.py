"""Pictures from strangers: what a file is, and small upright copies of it without any metadata."""

import contextlib
import io
import mmap
import re
import warnings
from collections.abc import Iterator
from pathlib import Path

import pillow_heif
from PIL import Image, ImageCms

from app.photos import exif
from app.photos.errors import NotAPhoto

FORMATS = ["JPEG", "PNG", "WEBP", "HEIF"]
SIZES = (1280, 320)
"""Pixels of the longest side; nothing is enlarged."""
UNKNOWN = "application/octet-stream"
MIMES = {"image/jpeg", "image/png", "image/webp", "image/heic", "image/heif"}
MAX_PIXELS = 52_000_000
"""The 50 MP cameras of phones make 8192 × 6144."""
MAX_SCANNED = 1_000_000_000
"""Pixels times scans of a JPEG: a 12 MP progressive one has 10 scans, a malicious one thousands."""
QUALITY = 82
TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
SRGB = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB"))
MARKER = re.compile(rb"\xff[^\x00\xff\xd0-\xd7]", re.DOTALL)
END, SCAN = 0xD9, 0xDA

pillow_heif.register_heif_opener(thumbnails=False)
Image.MAX_IMAGE_PIXELS = MAX_PIXELS
warnings.filterwarnings("error", category=Image.DecompressionBombWarning)


def kind_of(path: Path) -> str:
    """The media type that the bytes themselves show; UNKNOWN for all but JPEG, PNG, WebP and HEIC."""
    try:
        with opened(path) as image:
            mime = getattr(image, "custom_mimetype", None) or Image.MIME.get(image.format or "", UNKNOWN)
    except NotAPhoto:
        return UNKNOWN
    return {"image/mpo": "image/jpeg"}.get(mime, mime if mime in MIMES else UNKNOWN)


def derivatives(path: Path) -> dict[int, bytes]:
    """JPEGs by size, upright, in sRGB, without metadata. Raises NotAPhoto."""
    large = upright(path, SIZES[0])
    return {SIZES[0]: jpeg(large), SIZES[1]: jpeg(smaller(large, SIZES[1]))}


def upright(path: Path, size: int) -> Image.Image:
    """A picture as it was seen, in sRGB, at most `size` pixels on its longest side. Raises NotAPhoto."""
    with opened(path) as image:
        refuse_scan_bomb(path, image)
        turn = 1 if image.format == "HEIF" else exif.orientation(image)  # HEIC comes upright from its reader
        profile = image.info.get("icc_profile")
        if image.mode in ("1", "P"):
            image = image.convert("RGBA")  # noqa: PLW2901  else it is not smoothed
        image.thumbnail((size, size), Image.Resampling.LANCZOS)
        found = in_srgb(image, profile)
    return found.transpose(TURNS[turn]) if turn in TURNS else found


@contextlib.contextmanager
def opened(path: Path) -> Iterator[Image.Image]:
    """A picture whose size is known to be bearable, not yet decoded. Raises NotAPhoto for whatever is wrong with it."""
    with path.open("rb") as file:
        try:
            with Image.open(file, formats=FORMATS) as image:
                if image.width * image.height > MAX_PIXELS:
                    raise NotAPhoto
                yield image
        except (NotAPhoto, MemoryError):
            raise
        except Exception as error:  # damaged files raise whatever comes to their reader
            if isinstance(error, OSError) and error.errno:
                raise  # the disk, not the picture
            raise NotAPhoto from error


def refuse_scan_bomb(path: Path, image: Image.Image) -> None:
    if image.format not in ("JPEG", "MPO"):
        return
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
        if scans(data) * image.width * image.height > MAX_SCANNED:
            raise NotAPhoto


def scans(data: mmap.mmap | bytes) -> int:
    """How often a JPEG goes over its pixels before its end marker. What follows that (a short film) is no matter."""
    at, count = 2, 0
    while found := MARKER.search(data, at):
        marker, at = data[found.start() + 1], found.end()
        if marker == END:
            break
        count += marker == SCAN
        at += int.from_bytes(data[at : at + 2], "big")
    return count


def in_srgb(image: Image.Image, profile: bytes | None) -> Image.Image:
    """On white where it is transparent; a profile that cannot be read is passed over."""
    if image.has_transparency_data:
        image = image.convert("RGBA")
        white = Image.new("RGBA", image.size, "white")
        image = Image.alpha_composite(white, image).convert("RGB")
    if profile and image.mode in ("RGB", "CMYK", "L"):
        with contextlib.suppress(ImageCms.PyCMSError, OSError, TypeError, ValueError):
            given = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            if found := ImageCms.profileToProfile(image, given, SRGB, outputMode="RGB"):
                return found
    return image.convert("RGB")


def smaller(image: Image.Image, size: int) -> Image.Image:
    copy = image.copy()
    copy.thumbnail((size, size), Image.Resampling.LANCZOS)
    return copy


def jpeg(image: Image.Image) -> bytes:
    image.info.clear()  # the encoder would carry a comment over
    out = io.BytesIO()
    image.save(out, "JPEG", quality=QUALITY, progressive=True, optimize=True)
    return out.getvalue()
