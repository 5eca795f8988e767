"""Where a photo belongs, who sees it, and who gets the original."""

from typing import Any

import pytest
from flask import Flask

from tests.phones import new_id
from tests.photos import jpeg
from tests.photos.phone import Sender, SenderOf, code, files

PHOTO = jpeg(320, 240)


def changes_of(sender: Sender, photo_id: str) -> list[dict[str, Any]]:
    return [change for change in sender.phone.pull() if change["id"] == photo_id]


def sent(sender: Sender, kind: str = "incident") -> tuple[str, str]:
    """A record of one's own and its photo."""
    record_id = sender.phone.record(kind)["id"]
    return record_id, sender.send(PHOTO, record_id=record_id)


def test_a_photo_is_seen_with_its_record(sender: SenderOf) -> None:
    record_id, photo_id = sent(sender("officer1"))
    for username in ("officer1", "officer2", "auxiliary1", "supervisor1"):
        person = sender(username)
        assert person.get(photo_id, 320).status_code == 200, username
        shown = person.caller.get(f"/api/v1/incidents/{record_id}").json["photos"]
        assert [(photo["id"], photo["state"], photo["mime"]) for photo in shown] == [
            (photo_id, "complete", "image/jpeg")
        ]
        (feature,) = person.caller.get("/api/v1/incidents").json["features"]
        assert feature["properties"]["photos"] == [photo_id]


@pytest.mark.parametrize("username", ["outsider1", "volunteer1"])
def test_an_outsider_sees_nothing(sender: SenderOf, username: str) -> None:
    _, photo_id = sent(sender("officer1"))
    stranger = sender(username)
    for what in (320, 1280, "original"):
        assert stranger.get(photo_id, what).status_code in (403, 404)
    assert stranger.head(photo_id).status_code == 404
    assert not changes_of(stranger, photo_id)


def test_administrators_see_no_photos(sender: SenderOf) -> None:
    _, photo_id = sent(sender("officer1"))
    assert sender("admin1").get(photo_id, 320).status_code == 403


def test_nobody_sees_a_photo_without_signing_in(app: Flask, sender: SenderOf) -> None:
    _, photo_id = sent(sender("officer1"))
    for what in (320, 1280, "original"):
        assert app.test_client().get(f"/api/v1/photos/{photo_id}/{what}").status_code == 401


@pytest.mark.parametrize("kind", ["incident", "persuasion", "capture", "patrol"])
def test_a_photo_hangs_on_any_record(sender: SenderOf, kind: str) -> None:
    record_id, photo_id = sent(sender("officer1"), kind)
    (change,) = changes_of(sender("supervisor1"), photo_id)
    assert change["data"]["record_id"] == record_id


def test_a_volunteer_sends_photos_of_own_records_only(sender: SenderOf) -> None:
    volunteer, officer = sender("volunteer1"), sender("officer1")
    _, photo_id = sent(volunteer, "capture")
    assert volunteer.get(photo_id, 320).status_code == 200
    of_officer = officer.phone.record("capture")["id"]
    answer = volunteer.create(volunteer.facts(PHOTO, record_id=of_officer), len(PHOTO), PHOTO)
    assert (answer.status_code, code(answer)) == (403, "not_your_record")


def test_a_team_mate_adds_a_photo(sender: SenderOf) -> None:
    record_id = sender("officer1").phone.record("incident")["id"]
    photo_id = sender("officer2").send(PHOTO, record_id=record_id)
    assert sender("officer1").get(photo_id, 1280).status_code == 200


def test_nobody_adds_a_photo_to_a_strangers_record(app: Flask, sender: SenderOf) -> None:
    outsider = sender("outsider1")
    record_id = sender("officer1").phone.record("incident")["id"]
    facts = outsider.facts(PHOTO, record_id=record_id)
    answer = outsider.create(facts, len(PHOTO), PHOTO)
    assert (answer.status_code, code(answer)) == (403, "not_your_record")
    assert not files(app, facts["photo_id"])


def test_before_its_record_a_photo_belongs_to_its_author(sender: SenderOf) -> None:
    officer = sender("officer1")
    item = officer.phone.item("incident")
    photo_id = officer.send(PHOTO, record_id=item["id"])
    assert officer.get(photo_id, 320).status_code == 200
    assert sender("officer2").get(photo_id, 320).status_code == 404
    officer.phone.push(item)
    assert sender("officer2").get(photo_id, 320).status_code == 200
    assert [photo["id"] for photo in officer.caller.get(f"/api/v1/incidents/{item['id']}").json["photos"]] == [photo_id]


def test_an_upload_under_way_joins_its_record_too(sender: SenderOf) -> None:
    officer = sender("officer1")
    item = officer.phone.item("incident")
    facts = officer.facts(PHOTO, record_id=item["id"])
    officer.create(facts, len(PHOTO), PHOTO[:100])
    officer.phone.push(item)
    officer.patch(facts["photo_id"], 100, PHOTO[100:])
    change = changes_of(sender("officer2"), facts["photo_id"])[-1]
    assert (change["revision"], change["data"]["state"]) == (3, "complete")


def test_a_photo_never_joins_the_record_of_a_stranger(sender: SenderOf) -> None:
    """Whoever guesses the id of a record that is still to come gains nothing and shows nothing."""
    outsider, officer = sender("outsider1"), sender("officer1")
    item = officer.phone.item("incident")
    photo_id = outsider.send(PHOTO, record_id=item["id"])
    assert officer.phone.statuses(item) == ["accepted"]
    assert officer.caller.get(f"/api/v1/incidents/{item['id']}").json["photos"] == []
    assert officer.get(photo_id, 320).status_code == 404
    assert outsider.get(photo_id, 320).status_code == 200


def test_a_record_that_moves_takes_its_photos_along(sender: SenderOf) -> None:
    officer = sender("officer1")
    item = officer.phone.record("incident", officer.phone.incident(organisation_id="330402007"))
    photo_id = officer.send(PHOTO, record_id=item["id"])
    moved = officer.phone.incident(organisation_id="330402008")
    assert officer.phone.statuses(officer.phone.item("incident", moved, item["id"], base=1)) == ["accepted"]
    change = changes_of(sender("supervisor1"), photo_id)[-1]
    assert not change["deleted"]
    assert change["data"]["meta"]["organisation"]["id"] == "330402008"


def test_the_feed_tells_what_becomes_of_a_photo(sender: SenderOf) -> None:
    officer, supervisor = sender("officer1"), sender("supervisor1")
    record_id = officer.phone.record("incident")["id"]
    facts = officer.facts(PHOTO, record_id=record_id)
    officer.create(facts, len(PHOTO))
    (first,) = changes_of(supervisor, facts["photo_id"])
    assert first["data"]["state"] == "receiving"
    officer.patch(facts["photo_id"], 0, b"\0" * len(PHOTO))
    (second,) = changes_of(supervisor, facts["photo_id"])
    assert second["data"]["state"] == "mismatch"
    officer.create(facts, len(PHOTO), PHOTO)
    (third,) = changes_of(supervisor, facts["photo_id"])
    meta = third["data"].pop("meta")
    assert third["data"] == {
        "record_id": record_id,
        "sha256": facts["sha256"],
        "size": len(PHOTO),
        "mime": "image/jpeg",
        "state": "complete",
        "captured_at": facts["captured_at"],
    }
    assert [first["revision"], second["revision"], third["revision"]] == [1, 2, 3]
    assert meta["author"]["id"] == officer.caller.id
    assert "IMG_0001" not in str(third)


def test_a_photo_sent_whole_is_one_change(sender: SenderOf) -> None:
    _, photo_id = sent(sender("officer1"))
    (change,) = changes_of(sender("supervisor1"), photo_id)
    assert (change["revision"], change["data"]["state"]) == (1, "complete")


# ---------------------------------------------------------------- originals
def test_an_original_leaves_as_an_attachment_and_is_audited(app: Flask, sender: SenderOf) -> None:
    officer = sender("officer1")
    record_id = officer.phone.record("incident")["id"]
    photo_id = officer.send(PHOTO, record_id=record_id, filename='x"; filename=evil.html\r\nSet-Cookie: a=b')
    answer = sender("supervisor1").get(photo_id, "original")
    assert (answer.status_code, answer.data) == (200, PHOTO)
    assert answer.mimetype == "application/octet-stream"
    disposition = answer.headers["Content-Disposition"]
    assert disposition.startswith(f'attachment; filename="photo-{officer.phone.now()[:10]}-{photo_id}.jpg"')
    assert "filename*=UTF-8''%E7%8A%AC%E5%B7%A1" in disposition
    assert "evil" not in str(answer.headers)
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert answer.headers["Cache-Control"] == "no-store"
    found = sender("admin1").caller.get("/api/v1/audit", query_string={"action": "photo_original_read"})
    (entry,) = found.json["entries"]
    assert (entry["subject_kind"], entry["subject_id"]) == ("photo", photo_id)
    assert entry["actor"]["id"] == sender("supervisor1").caller.id


@pytest.mark.parametrize("username", ["auxiliary1", "volunteer1", "admin1", "outsider1"])
def test_an_original_that_is_not_handed_out_is_not_audited_as_read(sender: SenderOf, username: str) -> None:
    _, photo_id = sent(sender("officer1"))
    assert sender(username).get(photo_id, "original").status_code in (403, 404)
    found = sender("admin1").caller.get("/api/v1/audit", query_string={"action": "photo_original_read"})
    assert found.json["entries"] == []


def test_an_original_that_is_not_whole_is_not_there(sender: SenderOf) -> None:
    officer = sender("officer1")
    facts = officer.facts(PHOTO)
    officer.create(facts, len(PHOTO), PHOTO[:100])
    for what in (320, 1280, "original"):
        assert code(officer.get(facts["photo_id"], what)) == "not_found"
        assert code(officer.get(new_id(), what)) == "not_found"


def test_a_lost_file_is_told(app: Flask, sender: SenderOf) -> None:
    officer = sender("officer1")
    photo_id = officer.send(PHOTO)
    for path in app.config["SETTINGS"].photo_dir.rglob("*.orig"):
        path.unlink()
    answer = officer.get(photo_id, "original")
    assert (answer.status_code, code(answer)) == (410, "gone")
