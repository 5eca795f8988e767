"""Drafts: nothing drawn is lost, two people do not overwrite each other, a check says where and what to do."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import pytest
from PIL import Image

from tests.conftest import Clock
from tests.people import Caller
from tests.phones import new_id
from tests.zones.drafting import BOW_TIE, DRAFTS, Desk, codes, ok, refused, square

AsPerson = Callable[[str], Caller]
UNFINISHED: list[Any] = [
    None,
    {},
    {"type": "Polygon", "coordinates": [[[120.86, 30.7], [120.87, 30.7]]]},
    {"type": "Polygon", "coordinates": [[[10**400, 1]]]},
    {"type": "LineString", "coordinates": [[120.86, 30.7], [120.87, 30.7]]},
    {"whatever": ["the", {"page": "keeps"}]},
    BOW_TIE,
]


def test_whatever_is_drawn_is_kept_as_it_is(desk: Desk) -> None:
    draft = desk.begin(square())
    for boundary in UNFINISHED:
        draft = desk.patch(draft, boundary=boundary)
        assert desk.get(draft)["boundary"] == boundary
        assert desk.check(draft)["state"] == "draft"
        draft = desk.get(draft)
    assert desk.begin({}, name="空")["boundary"] == {}


def test_what_a_page_reads_of_a_draft(desk: Desk) -> None:
    draft = desk.begin(seat_id="330402103")
    assert (draft["name"], draft["organisation"], draft["seat"]) == (
        "新丰镇集镇",
        {"id": "330402", "name": "南湖区"},
        {"id": "330402103", "name": "新丰镇"},
    )
    assert (draft["state"], draft["revision"], draft["findings"], draft["source"]) == ("draft", 1, None, None)
    assert draft["moves"] == ["check", "edit", "discard"]
    assert draft["created"]["by"] == desk.caller.session.person["name"]
    (listed,) = ok(desk.caller.get(DRAFTS))["drafts"]
    assert listed["id"] == draft["id"]
    assert "boundary" not in listed


def test_two_desks_do_not_overwrite_each_other(desk: Desk) -> None:
    draft = desk.begin()
    newer = desk.patch(draft, boundary=square(size=0.02))
    path = f"{DRAFTS}/{draft['id']}"
    for answer in (
        desk.caller.patch(path, {"revision": draft["revision"], "boundary": None}),
        desk.post(draft, "check"),
        desk.post(draft, "discarding"),
        desk.post(draft, "announcement"),
        desk.caller.delete(f"{path}/scan?revision={draft['revision']}"),
    ):
        assert desk.caller.session.person["name"] in refused(answer, 409, "zone_draft_changed")["detail"]
    assert desk.get(draft) == newer


def test_a_good_boundary_is_checked_and_a_changed_one_is_not_any_more(desk: Desk) -> None:
    draft = desk.check(desk.begin())
    assert (draft["state"], draft["findings"]) == ("checked", [])
    assert draft["checked"]["by"] == desk.caller.session.person["name"]
    assert draft["moves"] == ["check", "edit", "reopen", "announce", "discard"]
    draft = desk.fill(draft, 30)
    assert draft["state"] == "checked"
    assert desk.patch(draft, boundary=draft["boundary"])["state"] == "checked"
    changed = desk.patch(desk.get(draft), boundary=square(size=0.011))
    assert (changed["state"], changed["findings"], changed["checked"]) == ("draft", None, None)


def test_a_bow_tie_stops_it_with_its_place_and_the_repair_is_taken_only_when_asked(desk: Desk) -> None:
    """Fault 29."""
    draft = desk.check(desk.begin(BOW_TIE))
    (one,) = draft["findings"]
    assert (draft["state"], one["code"], one["severity"]) == ("draft", "self_intersection", "refuse")
    assert one["place"] == pytest.approx([120.865, 30.705])
    assert one["repair"]["type"] == "MultiPolygon"
    assert "修复" in one["detail"]
    assert desk.get(draft)["boundary"] == BOW_TIE
    refused(desk.post(draft, "repair", code="overlap"), 409, "zone_no_repair")
    mended = ok(desk.post(draft, "repair", code="self_intersection"))
    assert mended["boundary"] == one["repair"]
    assert [each["code"] for each in mended["source"]["repairs"]] == ["self_intersection"]
    assert mended["imported"] is False
    assert desk.check(mended)["state"] == "checked"


@pytest.mark.parametrize(
    ("boundary", "code"),
    [
        (
            {"type": "Polygon", "coordinates": [[[30.7, 120.8], [30.8, 120.8], [30.8, 120.9], [30.7, 120.8]]]},
            "swapped_axes",
        ),
        (square(480, 30), "out_of_range"),
        (square(40_500_000, 3_400_000, 1000), "projected_metres"),
        (
            {"type": "Polygon", "coordinates": [[[-180, -90], [180, -90], [180, 90], [-180, 90], [-180, -90]]]},
            "too_large",
        ),
        (square(size=1e-5), "too_small"),
        ({"type": "Polygon", "coordinates": [[[120 + at * 1e-6, 30] for at in range(20_001)]]}, "too_many_vertices"),
        (
            {"type": "Polygon", "coordinates": [*square()["coordinates"], *square(121.5)["coordinates"]]},
            "hole_lies_outside_shell",
        ),
    ],
)
@pytest.mark.one_engine
def test_nonsense_stops_it(desk: Desk, boundary: Any, code: str) -> None:
    """Faults 29 and 30."""
    draft = desk.check(desk.begin(boundary))
    assert (draft["state"], codes(draft)) == ("draft", {code: "refuse"})
    refused(desk.post(draft, "confirmation", codes=[code]), 422, "zone_nothing_to_confirm")
    refused(desk.post(desk.fill(draft, 1), "announcement"), 409, "zone_draft_draft")


def test_what_asks_is_confirmed_by_its_code_for_this_boundary_only(desk: Desk) -> None:
    desk.announced(square(), 30, number="南政发〔2026〕1号")
    beside = square(120.8695)
    draft = desk.check(desk.begin(beside, name="另一块"))
    assert (draft["state"], codes(draft)) == ("draft", {"overlap": "confirm"})
    (one,) = draft["findings"]
    assert one["params"]["name"] == "新丰镇集镇"
    assert one["params"]["percent"] == pytest.approx(5, abs=0.1)
    draft = desk.confirm(draft, "overlap")
    assert (draft["state"], draft["findings"][0]["confirmed"]) == ("checked", True)
    assert desk.check(draft)["state"] == "checked"
    draft = desk.patch(desk.get(draft), boundary=square(120.8690))
    assert desk.check(draft)["state"] == "draft"
    back = desk.patch(desk.get(draft), boundary=beside)
    assert desk.check(back)["state"] == "checked"  # said of this boundary before


def test_a_neighbour_announced_meanwhile_asks_for_another_check(desk: Desk) -> None:
    draft = desk.fill(desk.checked(square(120.869), name="另一块"), 30)
    desk.announced(square(), 20)
    refused(desk.post(draft, "announcement"), 409, "zone_check_again")
    again = desk.check(draft)
    assert codes(again) == {"overlap": "confirm"}
    ok(desk.post(desk.confirm(again, "overlap"), "announcement"), 201)


def test_a_new_version_begins_as_the_one_in_force(desk: Desk) -> None:
    first = desk.announced(square())
    (version,) = desk.versions(first["zone_id"])
    draft = ok(desk.caller.post(DRAFTS, {"zone_id": first["zone_id"]}), 201)
    assert (draft["boundary"], draft["name"], draft["state"]) == (version["geometry"], "新丰镇集镇", "draft")
    assert draft["announcement"]["text"] == version["announcement"]["text"]
    assert draft["announcement"]["number"] is None  # another document has another number
    assert codes(desk.check(draft)) == {"unchanged": "confirm"}
    second = desk.announced(square(size=0.012), effective=9, zone_id=first["zone_id"])
    later = ok(desk.caller.post(DRAFTS, {"zone_id": second["zone_id"]}), 201)
    assert later["boundary"] == desk.versions(first["zone_id"])[1]["geometry"]  # it will follow the one to come
    empty = ok(desk.caller.post(DRAFTS, {"zone_id": first["zone_id"], "boundary": None}), 201)
    assert (empty["boundary"], empty["announcement"]["text"]) == (None, None)


def test_discarded_and_brought_back(desk: Desk, as_person: AsPerson) -> None:
    draft = ok(desk.post(desk.checked(), "discarding"))
    assert (draft["state"], draft["moves"]) == ("discarded", ["restore"])
    assert ok(desk.caller.get(DRAFTS))["drafts"] == []
    assert [one["id"] for one in ok(desk.caller.get(f"{DRAFTS}?state=discarded"))["drafts"]] == [draft["id"]]
    refused(desk.post(draft, "check"), 409, "zone_draft_discarded")
    back = ok(desk.post(draft, "restoring"))
    assert (back["state"], back["boundary"]) == ("draft", draft["boundary"])
    assert ok(desk.post(desk.check(back), "reopening"))["state"] == "draft"
    entries = as_person("admin1").get("/api/v1/audit?limit=20").json["entries"]
    assert {"zone_draft_discarded", "zone_draft_restored"} <= {one["action"] for one in entries}


# ---------------------------------------------------------------- the scan
def picture(kind: str) -> bytes:
    file = io.BytesIO()
    Image.new("RGB", (8, 8)).save(file, kind)
    return file.getvalue()


def put_scan(desk: Desk, draft: dict[str, Any], data: bytes, name: str = "公告扫描件.pdf") -> Any:
    query = {"revision": draft["revision"], "name": name}
    path = f"{DRAFTS}/{draft['id']}/scan"
    return desk.caller.request("PUT", path, query_string=query, data=data, content_type="application/octet-stream")


def test_the_scan_is_kept_byte_for_byte_and_goes_with_the_announcement(desk: Desk, as_person: AsPerson) -> None:
    pdf = b"%PDF-1.7\n" + bytes(range(256)) * 40
    draft = desk.fill(desk.checked(), 5)
    draft = ok(put_scan(desk, draft, pdf, "../../公告扫描件.pdf"))
    scan = draft["announcement"]["scan"]
    assert (scan["name"], scan["mime"], scan["size"]) == ("公告扫描件.pdf", "application/pdf", len(pdf))
    assert draft["state"] == "checked"
    answer = desk.caller.get(f"{DRAFTS}/{draft['id']}/scan", buffered=True)
    assert (answer.data, answer.mimetype) == (pdf, "application/pdf")
    assert "attachment" in answer.headers["Content-Disposition"]
    done = ok(desk.post(draft, "announcement"), 201)
    announcement = desk.versions(done["zone_id"])[0]["announcement"]
    assert announcement["scan"]["sha256"] == scan["sha256"]
    path = f"/api/v1/zones/announcements/{announcement['id']}/scan"
    assert as_person("volunteer1").get(path, buffered=True).data == pdf
    assert as_person("outsider1").get(path).status_code == 404
    assert as_person("outsider1").get(f"/api/v1/zones/{done['zone_id']}/versions").status_code == 404


@pytest.mark.one_engine
def test_only_scans_pass_and_another_takes_their_place(desk: Desk) -> None:
    draft = desk.begin()
    refused(put_scan(desk, draft, b"<html>"), 422, "zone_scan_kind")
    refused(put_scan(desk, draft, b""), 422, "zone_file_missing")
    assert "20 MB" in refused(put_scan(desk, draft, b"%PDF-" + b"x" * 20 * 1024 * 1024), 413, "too_large")["detail"]
    assert put_scan(desk, draft, b"%PDF-", name="").status_code == 422
    draft = ok(put_scan(desk, draft, picture("PNG")))
    draft = ok(put_scan(desk, draft, picture("JPEG")))
    assert draft["announcement"]["scan"]["mime"] == "image/jpeg"
    gone = ok(desk.caller.delete(f"{DRAFTS}/{draft['id']}/scan?revision={draft['revision']}"))
    assert gone["announcement"]["scan"] is None
    assert desk.caller.get(f"{DRAFTS}/{draft['id']}/scan").status_code == 404


# ---------------------------------------------------------------- who
def test_only_supervisors_of_the_branch_see_and_touch_drafts(desk: Desk, as_person: AsPerson) -> None:
    draft = desk.begin()
    for username in ("officer1", "auxiliary1", "volunteer1", "admin1", "outsider1"):
        caller = as_person(username)
        assert caller.get(DRAFTS).status_code == 403
        assert caller.get(f"{DRAFTS}/{draft['id']}").status_code == 403
        assert caller.post(DRAFTS, {"name": "x", "organisation_id": "330402"}).status_code == 403


def test_a_supervisor_of_another_county_finds_nothing(desk: Desk, app: Any, as_person: AsPerson, clock: Clock) -> None:
    from tests.accounts.staff import hired

    other = Desk(hired(app, as_person("admin1"), "supervisor2", "supervisor", "330483"), clock)
    draft, zone = desk.begin(), desk.announced(square(120.88))
    assert other.caller.get(f"{DRAFTS}/{draft['id']}").status_code == 404
    assert ok(other.caller.get(DRAFTS))["drafts"] == []
    for what in ("check", "discarding", "announcement"):
        assert other.post(draft, what).status_code == 404
    refused(other.caller.post(DRAFTS, {"name": "x", "organisation_id": "330402"}), 422, "unknown_organisation")
    assert other.caller.post(DRAFTS, {"zone_id": zone["zone_id"]}).status_code == 404
    body = {"number": "x", "announced_on": desk.day(), "effective_on": desk.day(1), "text": "x"}
    assert other.caller.post(f"/api/v1/zones/{zone['zone_id']}/withdrawal", body).status_code == 404
    names = {one["name"] for one in ok(other.caller.get("/api/v1/zones/states"))["zones"]}
    assert "新丰镇集镇" not in names


@pytest.mark.one_engine
def test_a_draft_needs_a_county_and_a_seat_in_it(desk: Desk) -> None:
    for body in (
        {"organisation_id": "330402"},
        {"name": "x", "organisation_id": "330400"},
        {"name": "x", "organisation_id": "330402103"},
        {"name": "x", "organisation_id": "330402", "seat_id": "330483101"},
        {"name": "x", "organisation_id": "330402", "seat_id": "330402"},
        {"name": "x", "state": "announced"},
        {"name": "x", "source": "{}"},
    ):
        assert desk.caller.post(DRAFTS, body).status_code == 422, body
    assert ok(desk.caller.post(DRAFTS, {"name": "x"}), 201)["organisation"]["id"] == "330402"
    assert desk.caller.post(DRAFTS, {"zone_id": new_id()}).status_code == 404


def test_all_of_it_is_in_the_audit_log(desk: Desk, as_person: AsPerson) -> None:
    desk.announced(square(), 3)
    entries = as_person("admin1").get("/api/v1/audit?limit=20").json["entries"]
    done = [(one["action"], one["actor"]["name"]) for one in reversed(entries) if one["action"].startswith("zone")]
    name = desk.caller.session.person["name"]
    wanted = ["zone_draft_created", "zone_draft_checked", "zone_draft_changed", "zone_announced", "zones_published"]
    assert done == [(action, name) for action in wanted]
