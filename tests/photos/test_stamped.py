"""The stamped copy, and asking whether a file is the one that was recorded."""

import io

import pytest
from flask import Flask
from PIL import Image, ImageChops, ImageStat

from app.photos import stamps, throttle
from tests.phones import new_id
from tests.photos import jpeg
from tests.photos.phone import Sender, SenderOf, files, sha256

PHOTO = jpeg(1600, 1200, orientation=6)


def sent(sender: Sender) -> str:
    return sender.send(PHOTO, record_id=sender.phone.record("incident")["id"])


def picture(data: bytes) -> Image.Image:
    return Image.open(io.BytesIO(data)).convert("RGB")


def test_the_copy_is_upright_with_a_band_beneath_and_the_original_stays(app: Flask, sender: SenderOf) -> None:
    photo_id = sent(sender("officer1"))
    answer = sender("supervisor1").get(photo_id, "stamped")
    assert (answer.status_code, answer.mimetype) == (200, "image/jpeg")
    copy = picture(answer.data)
    assert copy.width == 1200, "turned upright"
    assert copy.height > 1600, "the band is beneath the picture, not on it"
    shown = picture(sender("supervisor1").get(photo_id, 1280).data).resize((60, 80))
    upper = copy.crop((0, 0, 1200, 1600)).resize((60, 80))
    assert ImageStat.Stat(ImageChops.difference(upper, shown)).mean[0] < 6, "nothing of the picture is covered"
    assert files(app, photo_id)["orig"] == PHOTO
    assert sha256(answer.data) != sha256(PHOTO)
    assert "stamped-" in answer.headers["Content-Disposition"]
    assert b"Exif" not in answer.data[:4000]


def test_reading_it_is_audited_like_the_original(sender: SenderOf) -> None:
    photo_id = sent(sender("officer1"))
    for username, status in (("supervisor1", 200), ("officer2", 200), ("auxiliary1", 403), ("outsider1", 404)):
        assert sender(username).get(photo_id, "stamped").status_code == status, username
    found = sender("admin1").caller.get("/api/v1/audit", query_string={"action": "photo_stamped_read"})
    assert [(entry["subject_id"]) for entry in found.json["entries"]] == [photo_id] * 2


def test_what_is_no_picture_has_no_copy(sender: SenderOf) -> None:
    officer = sender("officer1")
    photo_id = officer.send(b"no picture", record_id=officer.phone.record("incident")["id"])
    assert officer.get(photo_id, "stamped").status_code == 422


def test_every_line_fits_and_chinese_is_drawn() -> None:
    lines = ["嘉兴市南湖区新嘉街道塍桥社区" * 6, "Photo 0192aaaa-0000-7000-8000-000000000001"]
    band = stamps.band_of(stamps.Stamp(lines, "https://example.test/verify/1"), 720)
    assert band.width == 720
    blank = stamps.band_of(stamps.Stamp([""], "https://example.test/verify/1"), 720)
    left = band.crop((0, 0, 500, blank.height))
    assert left.getcolors(1 << 20) != blank.crop((0, 0, 500, blank.height)).getcolors(1 << 20)


# ---------------------------------------------------------------- is it the one?
@pytest.fixture(autouse=True)
def nobody_has_asked() -> None:
    throttle._asked.clear()


def ask(app: Flask, photo_id: str, sha: object) -> tuple[int, object]:
    """As a stranger."""
    answer = app.test_client().post(f"/api/v1/photos/{photo_id}/verification", json={"sha256": sha})
    return answer.status_code, answer.json


def test_anybody_learns_whether_it_is_the_same_and_nothing_else(app: Flask, sender: SenderOf) -> None:
    photo_id = sent(sender("officer1"))
    assert ask(app, photo_id, sha256(PHOTO)) == (200, {"same": True})
    assert ask(app, photo_id, sha256(PHOTO + b"x")) == (200, {"same": False})
    stamped = sender("supervisor1").get(photo_id, "stamped").data
    assert ask(app, photo_id, sha256(stamped)) == (200, {"same": False})


def test_a_photo_that_is_not_there_is_simply_not_the_same(app: Flask, sender: SenderOf) -> None:
    officer = sender("officer1")
    facts = officer.facts(PHOTO)
    officer.create(facts, len(PHOTO), PHOTO[:100])
    for photo_id in (new_id(), facts["photo_id"]):
        assert ask(app, photo_id, sha256(PHOTO)) == (200, {"same": False})


@pytest.mark.parametrize("sha", ["", "x" * 64, "A" * 64, 7, None, "0" * 65])
def test_only_a_hash_may_be_asked(app: Flask, sha: object) -> None:
    assert ask(app, new_id(), sha)[0] == 422


def test_asking_is_slowed(app: Flask) -> None:
    codes = [ask(app, new_id(), "0" * 64)[0] for _ in range(throttle.PER_MINUTE + 1)]
    assert codes == [200] * throttle.PER_MINUTE + [429]
