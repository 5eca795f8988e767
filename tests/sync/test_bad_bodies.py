"""Bodies that are no good JSON, or too much of it: 4xx for the whole or the item refused, never 5xx, and at once."""

import json
from collections.abc import Callable

import pytest
from werkzeug.test import TestResponse

from tests.people import Caller
from tests.phones import PUSH, Phone, PhoneOf
from tests.work import work_of

pytestmark = pytest.mark.one_engine
AsPerson = Callable[[str], Caller]
MARK = '"@"'


def post(phone: Phone, body: bytes | str, content_type: str = "application/json") -> TestResponse:
    data = body.encode() if isinstance(body, str) else body
    answers: list[TestResponse] = []
    assert work_of(lambda: answers.append(phone.caller.post(PUSH, data=data, content_type=content_type))) < 50
    (answer,) = answers
    assert answer.status_code < 500, answer.text
    return answer


def with_item(phone: Phone, value: str, field: str = "note") -> str:
    """A push of two items; the first has `value`, raw, where its field stands."""
    bad = phone.item("persuasion")
    (bad["data"] if field != "change_id" else bad)[field] = "@"
    good = phone.item("persuasion")
    body = {"device_id": phone.caller.device_id, "sent_at": phone.now(), "items": [bad, good]}
    text = json.dumps(body)
    assert text.count(MARK) == 1
    return text.replace(MARK, value)


BAD_VALUES = {
    "NaN": ("NaN", "not_finite"),
    "Infinity": ("Infinity", "not_finite"),
    "-Infinity": ("-Infinity", "not_finite"),
    "1e309": ("1e309", "not_finite"),
    "-1e309": ("-1e309", "not_finite"),
    "duplicate keys": ('{"a":1,"a":2}', "duplicate_keys"),
    "lone surrogate": ('"\\ud800"', "bad_text"),
    "surrogates the wrong way round": ('"\\udc00\\ud800"', "bad_text"),
    "NUL": ('"a\\u0000b"', "bad_text"),
    "surrogate as a key": ('{"\\udfff":1}', "bad_text"),
    "deep list": ("[" * 100 + "]" * 100, "invalid"),
    "deeper list": ("[" * 400 + "]" * 400, "malformed"),
    "deep object": ('{"a":' * 400 + "1" + "}" * 400, "malformed"),
    "a number of a hundred digits": ("9" * 100, "invalid"),
    "a float of a hundred digits": ("0." + "9" * 100, "invalid"),
    "2**63": (str(2**63), "invalid"),
    "2**64": (str(2**64), "invalid"),
}


@pytest.mark.parametrize("field", ["note", "people_at_least", "change_id"])
def test_what_cannot_be_kept_refuses_its_item_only(phone: PhoneOf, field: str) -> None:
    officer = phone("officer1")
    stored = 0
    for name, (value, code) in BAD_VALUES.items():
        answer = post(officer, with_item(officer, value, field))
        assert answer.status_code == 200, (name, answer.text)
        bad, good = answer.json["results"]
        assert good["status"] == "accepted", name
        stored += 1
        assert bad["status"] == "refused", name
        if field == "note":
            assert bad["error"]["code"] == code, name
    assert len(officer.state()) == stored


WHOLE: dict[str, str | bytes] = {
    "nothing": "",
    "no JSON": "{",
    "a list": "[]",
    "a text": '"text"',
    "NaN": "NaN",
    "null": "null",
    "two documents": "{}{}",
    "no UTF-8": b'{"device_id":"\xff"}',
    "UTF-16": "{}".encode("utf-16"),
    "a BOM": b"\xef\xbb\xbf{}",
    "100,000 lists": "[" * 100_000 + "]" * 100_000,
    "100,000 objects": '{"a":' * 100_000,
    "a number of 100,000 digits": '{"items":' + "9" * 100_000 + "}",
    "single quotes": "{'items': []}",
    "comment": '{"items": [] /* none */}',
}


def test_what_cannot_be_read_is_refused_as_a_whole(phone: PhoneOf) -> None:
    officer = phone("officer1")
    for name, body in WHOLE.items():
        answer = post(officer, body)
        assert answer.status_code in (400, 422), (name, answer.text)
        assert answer.mimetype == "application/problem+json"
        assert answer.json["code"] in ("malformed", "invalid", "not_finite"), name


def test_faults_of_the_envelope_refuse_the_whole(phone: PhoneOf) -> None:
    officer = phone("officer1")
    whole = json.dumps(
        {"device_id": officer.caller.device_id, "sent_at": officer.now(), "items": [officer.item("persuasion")]}
    )
    for change, code in (
        (whole[:-1] + ',"items":[]}', "duplicate_keys"),
        (whole[:-1] + ',"device_id":"x"}', "duplicate_keys"),
        (whole[:-1] + ',"x":NaN}', "not_finite"),
        (whole[:-1] + ',"x":"\\ud800"}', "bad_text"),
    ):
        answer = post(officer, change)
        assert (answer.status_code, answer.json["code"]) == (400, code)
    assert officer.state() == {}


def test_only_json_is_taken(phone: PhoneOf) -> None:
    officer = phone("officer1")
    body = json.dumps(
        {"device_id": officer.caller.device_id, "sent_at": officer.now(), "items": [officer.item("persuasion")]}
    )
    for content_type in ("text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", ""):
        answer = post(officer, body, content_type)
        assert (answer.status_code, answer.json["code"]) == (415, "unsupported_media_type")
    assert officer.state() == {}
    assert post(officer, body, "application/json; charset=utf-8").status_code == 200


def test_nine_megabytes_are_too_many(phone: PhoneOf) -> None:
    officer = phone("officer1")
    answer = post(officer, b'{"items":["' + b"x" * (9 * 2**20) + b'"]}')
    assert (answer.status_code, answer.json["code"]) == (413, "too_large")


def test_a_literal_backslash_is_just_text(phone: PhoneOf) -> None:
    officer = phone("officer1")
    for note in ("\\u0000", "\\\\u0000", '"a":1,"a":2', '"note":', "NaN", "\\ud800"):
        item = officer.record("persuasion", officer.persuasion(note=note))
        assert officer.data(item["id"])["note"] == note


BODIES = {
    ("POST", "/api/v1/session"): '{"username":"officer1","password":@}',
    ("POST", "/api/v1/session/password"): '{"old":@,"new":@}',
    ("POST", "/api/v1/people"): '{"username":"someone","name":@,"roles":["officer"],"organisation_id":"330402"}',
    ("POST", "/api/v1/teams"): '{"name":@,"organisation_id":"330402"}',
    ("POST", "/api/v1/devices/phone-of-officer1/revocation"): '{"reason":@}',
}
VALUES = [value for value, _ in BAD_VALUES.values()] + ["[" * 5_000 + "]" * 5_000, "9" * 5_000]


@pytest.mark.parametrize(("method", "path"), BODIES)
def test_the_administrations_bodies_are_refused_too(as_person: AsPerson, method: str, path: str) -> None:
    admin = as_person("admin1")
    for value in VALUES:
        data = BODIES[method, path].replace("@", value).encode()
        answer = admin.request(method, path, data=data, content_type="application/json")
        assert 400 <= answer.status_code < 500, (value[:40], answer.text)
        assert answer.mimetype == "application/problem+json"
    assert admin.get("/api/v1/session").status_code == 200
