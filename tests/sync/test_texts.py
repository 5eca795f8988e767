"""Texts that break programs come back as they were sent, in every text field; too long ones are refused with the limit."""

from collections.abc import Callable

from tests.people import Caller
from tests.phones import Data, PhoneOf

AsPerson = Callable[[str], Caller]
NAUGHTY = [
    "",
    " ",
    "塍𠮷䶮㙟",
    "嘉兴市南湖区（演示）·犬巡",
    "👨‍👩‍👧‍👦🐕‍🦺🇨🇳🏴󠁧󠁢󠁥󠁮󠁧󠁿",
    "e\u0301 é ﬁ ｆｕｌｌ",
    "\u202eمرحبا بالعالم\u202c שלום",
    "zero\u200bwidth\u200d\ufeff\u2060",
    "Z̷̡̛a̴l̸g̵o̶",
    "tab\tline\nreturn\r\nform\x0c\x0b bell\x07 esc\x1b[31m",
    "\x01\x02\x7f\x80\x9f\xa0\u2028\u2029\uffff\U0010ffff",
    "'; DROP TABLE incident; --",
    "' OR '1'='1",
    '"; rm -rf / #',
    "%s %d %(name)s {0} {name} {{7*7}} ${jndi:ldap://x} <%= 7*7 %>",
    "<script>alert(1)</script><img src=x onerror=alert(1)>",
    "javascript:alert(1)",
    "=1+1 +1 -1 @SUM(A1) ＝1",
    "../../../../etc/passwd%00.png",
    "null",
    "undefined",
    "true",
    "1e309",
    "NaN",
    "0",
    "-0.0",
    "\\",
    '\\"',
    "\\u0000",
    "?:;,.!@#$%^&*()`~|[]{}<>",
    "٣٫١٤",
    "I\u0307ıİ ß ẞ ǅ",
]
PRIVATE_NAUGHTY = [text for text in NAUGHTY if text]


def test_every_text_of_a_record_comes_back_equal(phone: PhoneOf) -> None:
    officer = phone("officer1")

    def records(text: str) -> list[tuple[str, Data]]:
        short = text[:40]
        return [
            ("patrol", officer.patrol(note=text)),
            (
                "incident",
                officer.incident(
                    note=text,
                    place=text,
                    dog={"breed": text[:60], "colour": short, "tag": short},
                    keeper={"name": text[:60]},
                ),
            ),
            ("persuasion", officer.persuasion(note=text, place=text)),
            (
                "capture",
                officer.capture(
                    note=text,
                    place=text,
                    destination=text,
                    traits={"colour": short, "breed": text[:60], "other": text},
                ),
            ),
        ]

    items = [officer.item(kind, data) for text in NAUGHTY for kind, data in records(text)]
    assert {(i["data"].get("note"), s) for i, s in zip(items, officer.statuses(*items), strict=True)} == {
        (text, "accepted") for text in NAUGHTY
    }
    state = officer.state()
    for item in items:
        sent = dict(item["data"])
        keeper = sent.pop("keeper", None)
        found = dict(state[item["id"]]["data"])
        found.pop("meta")
        assert found == sent
        if keeper and keeper["name"]:
            assert officer.caller.get(f"/api/v1/incidents/{item['id']}/keeper").json["name"] == keeper["name"]
    listed = officer.caller.get("/api/v1/incidents").json["features"]
    assert {feature["properties"]["place"] for feature in listed} == set(NAUGHTY)


LIMITS = {
    ("incident", "note"): 2000,
    ("incident", "place"): 200,
    ("persuasion", "note"): 2000,
    ("persuasion", "place"): 200,
    ("capture", "destination"): 200,
    ("patrol", "note"): 2000,
}


def test_ten_thousand_characters_are_refused_with_the_limit(phone: PhoneOf) -> None:
    officer = phone("officer1")
    for (kind, field), limit in LIMITS.items():
        longest = officer.item(kind, getattr(officer, kind)(**{field: "𠮷" * limit}))
        longer = officer.item(kind, getattr(officer, kind)(**{field: "𠮷" * (limit + 1)}))
        far = officer.item(kind, getattr(officer, kind)(**{field: "字" * 10_000}))
        good, *bad = officer.push(longest, longer, far)
        assert good["status"] == "accepted", (kind, field, good)
        for answer in bad:
            assert answer["error"]["code"] == "invalid"
            assert str(limit) in answer["error"]["fields"][field]


def one_line(text: str) -> bool:
    return all(ord(char) >= 32 and ord(char) != 127 for char in text)


def test_names_of_people_teams_and_phones_come_back_equal(as_person: AsPerson) -> None:
    admin = as_person("admin1")
    person = f"/api/v1/people/{as_person('officer1').id}"
    for text in (text[:60] for text in NAUGHTY if text):
        team = {"name": text, "organisation_id": "330402"}
        named, founded = admin.patch(person, {"name": text}), admin.post("/api/v1/teams", team)
        if not one_line(text):
            assert (named.status_code, founded.status_code) == (422, 422)
            continue
        assert named.json["name"] == founded.json["name"] == text
        assert admin.get(person).json["name"] == text
        assert admin.get(f"/api/v1/teams/{founded.json['id']}").json["name"] == text
        found = admin.get("/api/v1/people", query_string={"q": text}).json["people"]
        assert named.json["id"] in {one["id"] for one in found}
    for text in ("字" * 61, "字" * 10_000, ""):
        answer = admin.post("/api/v1/teams", {"name": text, "organisation_id": "330402"})
        assert (answer.status_code, list(answer.json["fields"])) == (422, ["name"])
        assert "60" in answer.json["fields"]["name"]
