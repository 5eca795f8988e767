"""Sending a photo by tus 1.0.0: whole, in pieces, twice, and interrupted."""

import base64
import hashlib
import stat

import pytest
from flask import Flask

from tests.phones import new_id
from tests.photos import jpeg, jpeg_of_size
from tests.photos.phone import UPLOADS, SenderOf, code, files, sha256

PHOTO = jpeg(640, 480)


def test_a_whole_photo_in_one_request(app: Flask, sender: SenderOf) -> None:
    officer = sender("officer1")
    facts = officer.facts(PHOTO)
    answer = officer.create(facts, len(PHOTO), PHOTO)
    assert answer.status_code == 201
    assert answer.headers["Location"] == f"{UPLOADS}/{facts['photo_id']}"
    assert answer.headers["Upload-Offset"] == str(len(PHOTO))
    assert answer.headers["Tus-Resumable"] == "1.0.0"
    assert files(app, facts["photo_id"])["orig"] == PHOTO


def test_the_original_is_read_only_and_has_a_generated_name(app: Flask, sender: SenderOf) -> None:
    officer = sender("officer1")
    photo_id = officer.send(PHOTO, filename="../../../etc/passwd\0.jpg" + "长" * 500)
    (path,) = app.config["SETTINGS"].photo_dir.rglob(f"{photo_id}.orig")
    assert stat.S_IMODE(path.stat().st_mode) == 0o440
    assert path.parent.parent.parent == app.config["SETTINGS"].photo_dir
    assert not list(app.config["SETTINGS"].data_dir.rglob("*passwd*"))


def test_in_pieces(app: Flask, sender: SenderOf) -> None:
    officer = sender("officer1")
    facts = officer.facts(PHOTO)
    photo_id = facts["photo_id"]
    created = officer.create(facts, len(PHOTO))
    assert (created.status_code, created.headers["Upload-Offset"]) == (201, "0")
    for start in range(0, len(PHOTO), 10_000):
        head = officer.head(photo_id)
        assert head.headers["Upload-Offset"] == str(start)
        assert head.headers["Upload-Length"] == str(len(PHOTO))
        assert head.headers["Cache-Control"] == "no-store"
        answer = officer.patch(photo_id, start, PHOTO[start : start + 10_000])
        assert (answer.status_code, answer.text) == (204, "")
        assert answer.headers["Upload-Offset"] == str(min(start + 10_000, len(PHOTO)))
    assert set(files(app, photo_id)) >= {"orig"}
    assert files(app, photo_id)["orig"] == PHOTO
    assert officer.offset(photo_id) == len(PHOTO)


def test_creation_with_the_first_bytes(sender: SenderOf) -> None:
    officer = sender("officer1")
    facts = officer.facts(PHOTO)
    assert officer.create(facts, len(PHOTO), PHOTO[:1000]).headers["Upload-Offset"] == "1000"
    assert officer.patch(facts["photo_id"], 1000, PHOTO[1000:]).status_code == 204
    assert officer.get(facts["photo_id"], 320).status_code == 200


def test_creating_twice_is_harmless(app: Flask, sender: SenderOf) -> None:
    officer = sender("officer1")
    facts = officer.facts(PHOTO)
    first = officer.create(facts, len(PHOTO), PHOTO[:5000])
    again = officer.create(facts, len(PHOTO))
    assert again.status_code == 201
    assert again.headers["Location"] == first.headers["Location"]
    assert again.headers["Upload-Offset"] == "5000"
    whole = officer.create(facts, len(PHOTO), PHOTO)  # the reply was lost and all is sent again
    assert whole.headers["Upload-Offset"] == str(len(PHOTO))
    after = officer.create(facts, len(PHOTO), PHOTO)
    assert (after.status_code, after.headers["Upload-Offset"]) == (201, str(len(PHOTO)))
    assert files(app, facts["photo_id"])["orig"] == PHOTO


def test_the_id_of_somebody_else_is_taken(sender: SenderOf) -> None:
    officer, outsider = sender("officer1"), sender("outsider1")
    facts = officer.facts(PHOTO)
    officer.create(facts, len(PHOTO), PHOTO[:100])
    answer = outsider.create(facts, len(PHOTO), PHOTO)
    assert (answer.status_code, code(answer)) == (409, "upload_taken")
    assert officer.offset(facts["photo_id"]) == 100
    assert outsider.head(facts["photo_id"]).status_code == 404
    assert code(outsider.patch(facts["photo_id"], 100, PHOTO[100:])) == "not_found"


@pytest.mark.parametrize("changed", ["sha256", "record_id", "size"])
def test_another_promise_under_the_same_id_is_refused(sender: SenderOf, changed: str) -> None:
    officer = sender("officer1")
    facts = officer.facts(PHOTO)
    officer.create(facts, len(PHOTO))
    other = facts | {"sha256": sha256(b"x")} if changed == "sha256" else facts
    other = other | {"record_id": new_id()} if changed == "record_id" else other
    answer = officer.create(other, len(PHOTO) + (changed == "size"))
    assert (answer.status_code, code(answer)) == (409, "upload_taken")


def test_a_wrong_offset_changes_nothing(sender: SenderOf) -> None:
    officer = sender("officer1")
    facts = officer.facts(PHOTO)
    officer.create(facts, len(PHOTO), PHOTO[:1000])
    for offset in (0, 999, 1001, len(PHOTO)):
        answer = officer.patch(facts["photo_id"], offset, PHOTO[offset:] + b"x")
        assert (answer.status_code, code(answer)) == (409, "offset_mismatch")
        assert answer.headers["Upload-Offset"] == "1000"
    assert officer.offset(facts["photo_id"]) == 1000


def test_sending_after_the_end_changes_nothing(app: Flask, sender: SenderOf) -> None:
    officer = sender("officer1")
    photo_id = officer.send(PHOTO)
    assert officer.patch(photo_id, len(PHOTO), b"").status_code == 204
    assert officer.patch(photo_id, len(PHOTO), b"more").status_code == 204
    assert code(officer.patch(photo_id, 0, PHOTO)) == "offset_mismatch"
    assert files(app, photo_id)["orig"] == PHOTO


def test_more_than_promised_is_not_taken(app: Flask, sender: SenderOf) -> None:
    officer = sender("officer1")
    facts = officer.facts(PHOTO)
    assert officer.create(facts, len(PHOTO), PHOTO + b"more").headers["Upload-Offset"] == str(len(PHOTO))
    assert files(app, facts["photo_id"])["orig"] == PHOTO


def test_other_bytes_than_promised_are_kept_aside_and_may_be_sent_again(app: Flask, sender: SenderOf) -> None:
    officer = sender("officer1")
    wrong = bytes([PHOTO[0] ^ 1]) + PHOTO[1:]
    facts = officer.facts(PHOTO)
    photo_id = facts["photo_id"]
    answer = officer.create(facts, len(PHOTO), wrong)
    assert (answer.status_code, code(answer)) == (422, "hash_mismatch")
    assert list(files(app, photo_id).values()) == [wrong]
    assert officer.offset(photo_id) == 0
    assert officer.get(photo_id, 320).status_code == 404
    assert code(officer.create(facts, len(PHOTO), wrong)) == "hash_mismatch"
    assert len(files(app, photo_id)) == 1
    assert officer.create(facts, len(PHOTO), PHOTO).status_code == 201
    kept = files(app, photo_id)
    assert kept["orig"] == PHOTO
    assert wrong in kept.values()


def test_after_a_mismatch_one_may_also_just_begin_again_at_0(sender: SenderOf) -> None:
    officer = sender("officer1")
    facts = officer.facts(PHOTO)
    photo_id = facts["photo_id"]
    officer.create(facts, len(PHOTO))
    assert code(officer.patch(photo_id, 0, b"\0" * len(PHOTO))) == "hash_mismatch"
    assert officer.patch(photo_id, 0, PHOTO[:50]).headers["Upload-Offset"] == "50"
    assert officer.patch(photo_id, 50, PHOTO[50:]).status_code == 204
    assert officer.get(photo_id, 320).status_code == 200


@pytest.mark.parametrize("algorithm", ["sha1", "sha256"])
def test_a_piece_that_fails_its_checksum_is_discarded(sender: SenderOf, algorithm: str) -> None:
    officer = sender("officer1")
    facts = officer.facts(PHOTO)
    officer.create(facts, len(PHOTO), PHOTO[:100])
    piece = PHOTO[100:5000]
    digest = base64.b64encode(hashlib.new(algorithm, piece).digest()).decode()
    checksum = {"Upload-Checksum": f"{algorithm} {digest}"}
    assert officer.patch(facts["photo_id"], 100, b"\0" + piece[1:], **checksum).status_code == 460
    assert officer.offset(facts["photo_id"]) == 100
    assert officer.patch(facts["photo_id"], 100, piece, **checksum).headers["Upload-Offset"] == "5000"


def test_a_large_photo_is_larger_than_a_large_push(app: Flask, sender: SenderOf) -> None:
    photo = jpeg_of_size(20 * 1024 * 1024)
    assert files(app, sender("officer1").send(photo))["orig"] == photo


@pytest.mark.one_engine
def test_what_is_spoken_is_told_to_everybody(app: Flask) -> None:
    for path in (UPLOADS, f"{UPLOADS}/{new_id()}"):
        answer = app.test_client().options(path)
        assert answer.status_code == 204
        assert answer.headers["Tus-Version"] == answer.headers["Tus-Resumable"] == "1.0.0"
        assert answer.headers["Tus-Extension"] == "creation,creation-with-upload,checksum"
        assert answer.headers["Tus-Max-Size"] == str(40 * 1024 * 1024)
        assert answer.headers["Tus-Checksum-Algorithm"] == "sha1,sha256"
