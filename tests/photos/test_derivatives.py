"""What pages show: small, upright, without metadata, whatever was sent."""

import contextlib
import io
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from PIL import Image, ImageChops, ImageCms, ImageStat

from app.photos import derivatives, exif, images
from app.photos.errors import NotAPhoto
from tests.photos import jpeg, scene
from tests.photos.phone import SenderOf, code, files, real, reals

pytestmark = pytest.mark.one_engine

Saved = Callable[[bytes], Path]


@pytest.fixture
def saved(tmp_path: Path) -> Saved:
    def save(data: bytes) -> Path:
        path = tmp_path / "photo"
        path.write_bytes(data)
        return path

    return save


def encoded(image: Image.Image, kind: str, **more: object) -> bytes:
    out = io.BytesIO()
    image.save(out, kind, **more)
    return out.getvalue()


def shown(data: bytes) -> Image.Image:
    image = Image.open(io.BytesIO(data))
    image.load()
    return image


def alike(one: Image.Image, other: Image.Image) -> bool:
    difference = ImageChops.difference(one.convert("L"), other.convert("L").resize(one.size))
    return one.size == other.size and ImageStat.Stat(difference).mean[0] < 12


def markers(data: bytes) -> set[int]:
    """The application and comment segments of a JPEG."""
    return {found[1] for found in images.MARKER.findall(data) if found[1] in (*range(0xE1, 0xF0), 0xFE)}


def test_two_sizes_are_shown(sender: SenderOf) -> None:
    officer = sender("officer1")
    photo_id = officer.send(jpeg(1600, 1200))
    for size, height in ((1280, 960), (320, 240)):
        answer = officer.get(photo_id, size)
        assert (answer.status_code, answer.mimetype) == (200, "image/jpeg")
        assert shown(answer.data).size == (size, height)
        assert answer.headers["Cache-Control"] == "private, max-age=31536000, immutable"
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        again = officer.get(photo_id, size, headers={"If-None-Match": answer.headers["ETag"]})
        assert (again.status_code, again.data) == (304, b"")
    for size in (0, 319, 640, 10**20):
        assert officer.get(photo_id, size).status_code == 404


def test_derivatives_are_made_after_the_upload_and_again_when_missing(app: Flask, sender: SenderOf) -> None:
    officer = sender("officer1")
    photo_id = officer.send(jpeg())
    derivatives.idle()
    assert set(files(app, photo_id)) == {"orig", "1280.jpg", "320.jpg"}
    for path in app.config["SETTINGS"].photo_dir.rglob("*.jpg"):
        path.unlink()
    assert officer.get(photo_id, 320).status_code == 200
    assert set(files(app, photo_id)) == {"orig", "1280.jpg", "320.jpg"}


@pytest.mark.parametrize("busy", ["_decoding", "_looking"])
def test_who_cannot_be_served_soon_is_told_so(
    app: Flask, sender: SenderOf, busy: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    officer = sender("officer1")
    photo_id = officer.send(jpeg())
    derivatives.idle()
    for path in app.config["SETTINGS"].photo_dir.rglob("*.jpg"):
        path.unlink()
    monkeypatch.setattr(derivatives, "WAIT_S", 0.05)
    gate = getattr(derivatives, busy)
    held = 0
    while gate.acquire(blocking=False):
        held += 1
    try:
        answer = officer.get(photo_id, 320)
        assert (answer.status_code, code(answer)) == (503, "try_again_later")
    finally:
        for _ in range(held):
            gate.release()


@pytest.mark.parametrize("orientation", range(1, 9))
def test_pixels_are_upright(saved: Saved, orientation: int) -> None:
    upright = shown(jpeg(800, 600))
    turn = {turned: exif_turn for exif_turn, turned in INVERSE.items()}.get(orientation)
    stored = upright.transpose(turn) if turn is not None else upright
    found = Image.Exif()
    found[exif.ORIENTATION] = orientation
    for kind in ("JPEG", "PNG", "WEBP"):
        made = shown(images.derivatives(saved(encoded(stored, kind, exif=found)))[320])
        assert alike(made, upright.resize((320, 240))), kind


INVERSE = {
    Image.Transpose.FLIP_LEFT_RIGHT: 2,
    Image.Transpose.ROTATE_180: 3,
    Image.Transpose.FLIP_TOP_BOTTOM: 4,
    Image.Transpose.TRANSPOSE: 5,
    Image.Transpose.ROTATE_90: 6,
    Image.Transpose.TRANSVERSE: 7,
    Image.Transpose.ROTATE_270: 8,
}
"""How a picture is stored by a phone that is held in the way of each orientation."""


@pytest.mark.parametrize("shape", ["landscape", "portrait"])
@pytest.mark.parametrize("orientation", range(2, 9))
def test_real_photos_of_every_orientation_are_the_same_picture(saved: Saved, shape: str, orientation: int) -> None:
    upright = shown(images.derivatives(saved(real(f"orientation/{shape}_1.jpg")))[320])
    turned = shown(images.derivatives(saved(real(f"orientation/{shape}_{orientation}.jpg")))[320])
    assert alike(turned, upright)


@pytest.mark.parametrize(
    ("name", "size"), [("heic/IMG_5195.HEIC", (991, 1280)), ("heic/HMD_Nokia_8.3_5G_hdr.heif", (1280, 960))]
)
def test_heic_is_turned_by_its_reader_alone(sender: SenderOf, app: Flask, name: str, size: tuple[int, int]) -> None:
    officer = sender("officer1")
    photo = real(name)
    photo_id = officer.send(photo, filename="IMG_5195.HEIC")
    assert shown(officer.get(photo_id, 1280).data).size == size
    assert files(app, photo_id)["orig"] == photo
    assert officer.get(photo_id, "original").headers["Content-Disposition"].count(".heic") == 2


def test_heic_with_an_orientation_of_its_own_is_not_turned_twice(saved: Saved) -> None:
    found = Image.Exif()
    found[exif.ORIENTATION] = 6
    upright = shown(jpeg(800, 600))
    made = shown(images.derivatives(saved(encoded(upright, "HEIF", exif=found)))[320])
    with Image.open(saved(encoded(upright, "HEIF", exif=found))) as reader:
        assert made.size == tuple(round(side * 320 / max(reader.size)) for side in reader.size)


def test_no_metadata_is_left(saved: Saved) -> None:
    found = Image.Exif()
    found[0x010F] = "Secret Maker"
    found.get_ifd(0x8825)[1] = "N"
    found.get_ifd(0x8825)[2] = (30.0, 45.0, 0.0)
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    photo = encoded(
        shown(jpeg()), "JPEG", exif=found, icc_profile=profile, comment=b"Secret", xmp=b"<x:xmpmeta>Secret</x:xmpmeta>"
    )
    assert markers(photo) == {0xE1, 0xE2, 0xFE}
    for made in images.derivatives(saved(photo)).values():
        assert markers(made) == set()
        assert b"Secret" not in made
        assert not shown(made).getexif()


def test_colours_are_those_of_srgb(saved: Saved, tmp_path: Path) -> None:
    """A phone's wide colours are brought into the colours of every screen; else faces turn grey."""
    (tmp_path / "wide").write_bytes(real("heic/IMG_5195.HEIC"))
    with Image.open(tmp_path / "wide") as phone:
        wide = phone.info["icc_profile"]
    photo = encoded(Image.new("RGB", (400, 300), (200, 80, 60)), "JPEG", quality=95, icc_profile=wide)
    pixel: Any = shown(images.derivatives(saved(photo))[320]).getpixel((99, 99))
    red, green, blue = pixel
    assert red > 207
    assert green < 76
    assert blue < 56


def test_a_profile_that_cannot_be_read_is_passed_over(saved: Saved) -> None:
    photo = encoded(Image.new("RGB", (400, 300), (200, 80, 60)), "JPEG", icc_profile=b"no profile" * 30)
    assert shown(images.derivatives(saved(photo))[320]).getpixel((99, 99)) == pytest.approx((200, 80, 60), abs=3)


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGBA", "I;16"])
def test_pictures_of_every_mode(saved: Saved, mode: str) -> None:
    image = Image.new("I;16", (500, 400)) if mode == "I;16" else scene_of(500, 400).convert(mode)
    assert shown(images.derivatives(saved(encoded(image, "PNG")))[320]).mode == "RGB"


def test_what_is_transparent_becomes_white(saved: Saved) -> None:
    clear = Image.new("RGBA", (400, 400), (255, 0, 0, 0))
    assert shown(images.derivatives(saved(encoded(clear, "PNG")))[320]).getpixel((10, 10)) == (255, 255, 255)


def test_cmyk(saved: Saved) -> None:
    made = images.derivatives(saved(encoded(scene_of(400, 300).convert("CMYK"), "JPEG")))
    assert shown(made[320]).mode == "RGB"


def test_nothing_is_enlarged(saved: Saved) -> None:
    for made in images.derivatives(saved(jpeg(64, 48))).values():
        assert shown(made).size == (64, 48)


def scene_of(width: int, height: int) -> Image.Image:
    import random

    return scene(width, height, random.Random(2))


# ---------------------------------------------------------------- what is no photo
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
HTML = b"<!doctype html><script>alert(1)</script>"
NOT_PHOTOS = {
    "html": HTML,
    "svg": SVG,
    "gif": encoded(Image.new("P", (10, 10)), "GIF"),
    "bmp": encoded(Image.new("RGB", (10, 10)), "BMP"),
    "tiff": encoded(Image.new("RGB", (10, 10)), "TIFF"),
    "pdf": b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n",
    "eps": b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 100 100\n",
    "nothing": b"\0",
    "only the start of a jpeg": b"\xff\xd8\xff",
    "html behind a jpeg's start": b"\xff\xd8\xff\xe0" + HTML,
    "junk in heic's clothes": b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + b"\xff" * 500,
    "junk in webp's clothes": b"RIFF\xff\0\0\0WEBPVP8 " + b"\xff" * 500,
    "junk in png's clothes": b"\x89PNG\r\n\x1a\n" + b"\xff" * 500,
}


@pytest.mark.parametrize("name", NOT_PHOTOS)
def test_what_is_no_photo_is_kept_and_never_shown(app: Flask, sender: SenderOf, name: str) -> None:
    officer = sender("officer1")
    record_id = officer.phone.record("incident")["id"]
    photo_id = officer.send(NOT_PHOTOS[name], record_id=record_id)
    for size in (320, 1280):
        answer = officer.get(photo_id, size)
        assert (answer.status_code, code(answer)) == (422, "not_a_photo")
    assert files(app, photo_id)["orig"] == NOT_PHOTOS[name]
    (facts,) = officer.caller.get(f"/api/v1/incidents/{record_id}").json["photos"]
    assert facts["state"] == "complete"
    original = officer.get(photo_id, "original")
    assert (original.data, original.mimetype) == (NOT_PHOTOS[name], "application/octet-stream")
    assert original.headers["Content-Disposition"].startswith("attachment")


def test_what_is_no_picture_is_decoded_in_vain_only_once(app: Flask, sender: SenderOf) -> None:
    officer = sender("officer1")
    photo_id = officer.send(jpeg()[:3000])
    assert code(officer.get(photo_id, 320)) == "not_a_photo"
    assert files(app, photo_id)["320.jpg"] == b""
    assert code(officer.get(photo_id, 1280)) == "not_a_photo"


def test_a_polyglot_is_shown_without_its_other_tongue(sender: SenderOf) -> None:
    officer = sender("officer1")
    plain = shown(jpeg())
    photo = encoded(plain, "JPEG", comment=HTML) + b"PK\x03\x04" + HTML
    photo_id = officer.send(photo)
    answer = officer.get(photo_id, 1280)
    assert (answer.status_code, answer.mimetype) == (200, "image/jpeg")
    assert b"<script>" not in answer.data


@pytest.mark.parametrize("name", reals("damaged/*.jpg"))
def test_damaged_photos_are_shown_or_refused(sender: SenderOf, name: str) -> None:
    officer = sender("officer1")
    photo_id = officer.send(real(name))
    assert officer.get(photo_id, 1280).status_code in (200, 422)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "HEIF"])
def test_photos_cut_off_anywhere(saved: Saved, kind: str) -> None:
    whole = encoded(scene_of(160, 120), kind)
    for end in range(1, len(whole), max(1, len(whole) // 40)):
        path = saved(whole[:end])
        assert images.kind_of(path) in {*images.MIMES, images.UNKNOWN}
        with contextlib.suppress(NotAPhoto):
            images.derivatives(path)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "HEIF"])
def test_photos_with_flipped_bytes(saved: Saved, kind: str) -> None:
    whole = bytearray(encoded(scene_of(160, 120), kind))
    for at in range(0, min(len(whole), 2000), 37):
        spoilt = bytes([*whole[:at], whole[at] ^ 0xFF, *whole[at + 1 :]])
        with contextlib.suppress(NotAPhoto):
            images.derivatives(saved(spoilt))


# ---------------------------------------------------------------- bombs
def png_of(width: int, height: int) -> bytes:
    return encoded(Image.new("1", (width, height)), "PNG")


@pytest.mark.parametrize(("width", "height"), [(7300, 7300), (11000, 11000), (20000, 20000)])
def test_a_small_file_that_unfolds_into_a_huge_picture(sender: SenderOf, width: int, height: int) -> None:
    bomb = png_of(width, height)
    assert len(bomb) < 100_000
    officer = sender("officer1")
    photo_id = officer.send(bomb)
    assert code(officer.get(photo_id, 1280)) == "not_a_photo"


def test_the_largest_photo_of_a_phone_is_shown(saved: Saved) -> None:
    assert shown(images.derivatives(saved(encoded(Image.new("L", (8192, 6144), 90), "JPEG")))[1280]).size == (1280, 960)


def test_a_jpeg_that_goes_over_its_pixels_a_thousand_times(saved: Saved) -> None:
    photo = encoded(Image.new("RGB", (4000, 3000)), "JPEG", progressive=True)
    start = [found.start() for found in images.MARKER.finditer(photo) if found[0][1] == images.SCAN][-1]
    bomb = photo[:start] + photo[start:-2] * 1000 + photo[-2:]
    begun = time.process_time()
    with pytest.raises(NotAPhoto):
        images.derivatives(saved(bomb))
    assert time.process_time() - begun < 2


def test_the_film_behind_a_photo_is_no_bomb(saved: Saved) -> None:
    film = b"\xff\xda\0\0" * 10_000
    assert images.derivatives(saved(jpeg() + film))
