"""Photos that were signed, and what the house stores of them: what is not the same any more is told."""

import io
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta, timezone
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from PIL import Image

from app.photos import derivatives
from tests.evidence.conftest import SignerOf
from tests.evidence.signer import Signer, said_of, verdict_of
from tests.people import Caller
from tests.phones import PhoneOf, new_id
from tests.photos import jpeg
from tests.photos.phone import Sender, files, sha256

AsPerson = Callable[[str], Caller]
Data = dict[str, Any]
INTACT = ("intact", "sound")
PHOTO, OTHER = jpeg(320, 240), jpeg(320, 240, seed=2)
CHINA = timezone(timedelta(hours=8))


@pytest.fixture(autouse=True)
def nothing_in_the_background(app: Flask) -> Iterator[None]:
    yield
    derivatives.idle()


def with_photo(phone: Signer, signed: bytes, sent: bytes) -> tuple[Data, str]:
    """An incident that was signed with one photo and sent with one; the incident and the photo's id."""
    photo_id = new_id()
    item = phone.incident(photos=[{"id": photo_id, "sha256": sha256(signed)}])
    assert phone.push(item) == ["accepted"]
    Sender(phone.phone).send(sent, photo_id=photo_id, record_id=item["id"])
    return item, photo_id


def test_the_photo_that_was_signed_is_intact(signer: SignerOf, as_person: AsPerson) -> None:
    item, _ = with_photo(signer("officer1"), PHOTO, PHOTO)
    assert verdict_of(as_person("supervisor1"), item) == INTACT


def test_another_photo_is_told(signer: SignerOf, as_person: AsPerson) -> None:
    item, _ = with_photo(signer("officer1"), PHOTO, OTHER)
    assert verdict_of(as_person("supervisor1"), item) == ("hash_mismatch", "photo_differs")


def test_a_photo_that_no_signature_names_is_told(signer: SignerOf, as_person: AsPerson) -> None:
    phone, supervisor = signer("officer1"), as_person("supervisor1")
    item, _ = with_photo(phone, PHOTO, PHOTO)
    later = Sender(phone.phone).send(OTHER, record_id=item["id"])
    assert verdict_of(supervisor, item) == ("unsigned", "photo_not_signed")
    named = [{"id": later, "sha256": sha256(OTHER)}]
    assert phone.push(phone.sign(phone.phone.item("incident", item["data"], item["id"], base=1), photos=named))
    assert verdict_of(supervisor, item) == INTACT


def test_a_photo_that_has_not_come_yet_is_no_fault(signer: SignerOf, as_person: AsPerson) -> None:
    phone = signer("officer1")
    item = phone.incident(photos=[{"id": new_id(), "sha256": sha256(PHOTO)}])
    phone.push(item)
    assert verdict_of(as_person("supervisor1"), item) == INTACT


def test_a_file_that_was_altered_or_lost_on_the_server_is_told(
    app: Flask, signer: SignerOf, as_person: AsPerson
) -> None:
    item, photo_id = with_photo(signer("officer1"), PHOTO, PHOTO)
    (path,) = app.config["SETTINGS"].photo_dir.rglob(f"{photo_id}.orig")
    assert files(app, photo_id)["orig"] == PHOTO
    path.chmod(0o600)
    path.write_bytes(PHOTO[:-1] + b"\0")
    assert verdict_of(as_person("supervisor1"), item) == ("hash_mismatch", "file_differs")
    path.unlink()
    assert verdict_of(as_person("supervisor1"), item) == ("hash_mismatch", "file_differs")


@pytest.mark.parametrize(
    "tampering",
    [
        """UPDATE incident SET data = replace(data, 'persuaded', 'ordered_to_correct')""",
        """UPDATE change_log SET body = replace(body, 'persuaded', 'ordered_to_correct')""",
        """UPDATE evidence SET payload = replace(payload, 'persuaded', 'ordered_to_correct')""",
    ],
)
def test_what_was_altered_in_the_database_is_told(
    app: Flask, signer: SignerOf, as_person: AsPerson, tampering: str
) -> None:
    from app.database import db

    phone = signer("officer1")
    item = phone.incident()
    phone.push(item)
    assert verdict_of(as_person("supervisor1"), item) == INTACT
    with app.app_context():
        db.session.execute(sa.text(tampering))
        db.session.commit()
    said = said_of(as_person("supervisor1"), item)
    assert (said["verdict"], said["reason"]) == ("hash_mismatch", "stored_differs")


# ---------------------------------------------------------------- what a photo says of itself
def photo_that_says(lon: float, lat: float, at: datetime) -> bytes:
    exif = Image.Exif()
    exif[0x8769] = {0x9003: at.astimezone(CHINA).strftime("%Y:%m:%d %H:%M:%S"), 0x9011: "+08:00"}
    exif[0x8825] = {1: "N", 2: degrees(lat), 3: "E", 4: degrees(lon)}
    out = io.BytesIO()
    Image.new("RGB", (64, 48), "green").save(out, "JPEG", exif=exif)
    return out.getvalue()


def degrees(value: float) -> tuple[float, float, float]:
    whole, rest = divmod(value, 1)
    minutes, rest = divmod(rest * 60, 1)
    return whole, minutes, round(rest * 60, 4)


@pytest.mark.parametrize(
    ("north_m", "minutes", "codes"),
    [
        (0, 0, []),
        (150, 9, []),
        (150, -9, []),
        (250, 0, ["exif_far"]),
        (0, -11, ["exif_time"]),
        (3000, -90, ["exif_far", "exif_time"]),
        (0, 60 * 24, ["exif_time", "exif_future"]),
    ],
)
def test_a_photo_that_says_something_else_is_flagged_not_refused(
    phone: PhoneOf, as_person: AsPerson, app: Flask, north_m: float, minutes: int, codes: list[str]
) -> None:
    officer = phone("officer1")
    item = officer.record("incident")
    position = item["data"]["position"]
    at = officer.clock.now + timedelta(minutes=minutes)
    photo = photo_that_says(position["lon"], position["lat"] + north_m / 111_195, at)
    photo_id = Sender(officer).send(photo, record_id=item["id"])
    (shown,) = as_person("supervisor1").get(f"/api/v1/incidents/{item['id']}").json["photos"]
    assert (shown["state"], [flag["code"] for flag in shown["flags"]]) == ("complete", codes)
    assert files(app, photo_id)["orig"] == photo
    for flag in shown["flags"]:
        if flag["code"] == "exif_far":
            assert abs(flag["distance_m"] - north_m) < 5


def test_the_camera_of_a_phone_with_a_wrong_clock_is_wrong_with_it(phone: PhoneOf, as_person: AsPerson) -> None:
    officer = phone("officer1")
    by_phone = officer.clock.now - timedelta(days=1)
    item = officer.item("incident", captured_at=by_phone.isoformat(), evidence={"clock_offset_ms": 86_400_000})
    assert officer.statuses(item) == ["accepted"]
    position = item["data"]["position"]
    Sender(officer).send(photo_that_says(position["lon"], position["lat"], by_phone), record_id=item["id"])
    page = as_person("supervisor1").get(f"/api/v1/incidents/{item['id']}").json
    assert page["photos"][0]["flags"] == []
    assert page["meta"]["clock_skewed"]
