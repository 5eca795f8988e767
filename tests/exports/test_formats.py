"""Each kind of file, read back by another program, holds the same records as the lists, in the order of the map's list."""

import csv
import io
import math
import re
import zipfile
from collections.abc import Callable
from datetime import datetime
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from flask import Flask

from app.exports import tables
from app.exports.files import FORMATS as MADE
from tests.exports.readers import FORMATS, exported, get
from tests.people import Caller
from tests.phones import PhoneOf, inside

AsPerson = Callable[[str], Caller]
Data = dict[str, Any]
LISTS = {"incident": "incidents", "persuasion": "persuasions", "capture": "captures"}


def listed(who: Caller) -> dict[str, Data]:
    """All records as the lists have them, by id."""
    found: dict[str, Data] = {}
    for path in LISTS.values():
        answer = who.get(f"/api/v1/{path}", query_string={"limit": 2000})
        found |= {one["id"]: one for one in answer.json["features"]}
    return found


def in_order(who: Caller) -> list[str]:
    answer = who.get("/api/v1/map/records", query_string={"limit": 500})
    return [one["id"] for one in answer.json["features"]]


@pytest.mark.parametrize("form", FORMATS)
def test_it_holds_what_the_lists_hold(some: list[Data], as_person: AsPerson, tmp_path: Path, form: str) -> None:
    supervisor = as_person("supervisor1")
    rows, expected = exported(supervisor, form, tmp_path), listed(supervisor)
    assert len(rows) == len(some) == 60
    assert [row["number"] for row in rows] == in_order(supervisor)
    for row in rows:
        one = expected[row["number"]]
        facts, place = one["properties"], one["geometry"]
        assert moment(row["captured_at"]) == moment(facts["captured_at"])
        assert row["zone"] == (facts["zone"] or {}).get("name")
        assert number(row["zone_version"]) == (facts["zone"] or {}).get("version")
        assert number(row["accuracy"]) == facts["accuracy_m"]
        assert number(row["photos"]) == len(facts["photos"])
        assert row["county"] == "南湖区"
        assert row["team"] == supervisor_team(as_person)
        assert row["evidence"] == "Unsigned"
        if place is None:
            assert number(row["lon"]) is number(row["lat"]) is None
        else:
            assert [number(row["lon"]), number(row["lat"])] == pytest.approx(place["coordinates"], abs=1e-9)


def supervisor_team(as_person: AsPerson) -> str:
    name: str = as_person("officer1").session.person["teams"][0]["name"]
    return name


def number(value: Any) -> float | None:
    if value is None or (isinstance(value, float) and math.isnan(value)):
        return None
    return float(value)


def moment(text: str) -> float:
    """A time without zone is one of China."""
    found = datetime.fromisoformat(text.replace("/", "-"))
    found = found if found.tzinfo else datetime.fromisoformat(f"{found.isoformat()}+08:00")
    return math.floor(found.timestamp())


@pytest.mark.parametrize("form", FORMATS)
def test_every_column_says_what_was_recorded(phone: PhoneOf, as_person: AsPerson, tmp_path: Path, form: str) -> None:
    officer = phone("officer1")
    patrol = officer.record("patrol", officer.patrol(type="evening"), captured_at=officer.now())
    words = {"place": "月河街口 𠮷", "note": '第一行\n第二行，"引号"'}
    data = officer.incident(patrol_id=patrol["id"], action="ordered_to_correct", **words)
    item = officer.record("incident", data)
    (row,) = exported(as_person("supervisor1"), form, tmp_path)
    assert row["number"] == item["id"]
    assert (row["kind"], row["type"], row["action"]) == ("Incident", "Off the leash", "Order to correct")
    assert row["place"] == words["place"]
    assert row["note"].replace("\r\n", "\n") == words["note"]
    assert row["zone"] == inside()[0]["properties"]["name"]
    assert row["certainty"] == "Inside"
    assert row["author"] == officer.caller.session.person["name"]
    assert row["patrol"].startswith("Evening patrol 20")
    if form in ("geojson", "gpkg", "shp"):
        assert (row["kind_code"], row["type_code"], row["action_code"]) == (
            "incident",
            "unleashed",
            "ordered_to_correct",
        )
    else:
        assert (row["system"], float(row["no"])) == ("WGS-84", 1)


@pytest.mark.one_engine
def test_chinese_is_what_comes_unless_english_is_asked_for(phone: PhoneOf, as_person: AsPerson) -> None:
    phone("officer1").record("capture")
    supervisor = as_person("supervisor1")
    chinese = supervisor.get("/api/v1/exports/csv").data.decode("utf-8-sig")
    assert chinese.startswith('"序号","记录号","类别","事项"')
    assert '"流浪犬","网具捕捉"' in chinese
    english = supervisor.get("/api/v1/exports/csv", headers={"Accept-Language": "en"}).data.decode("utf-8-sig")
    assert english.startswith('"No.","Record"')
    assert supervisor.get("/api/v1/exports/csv?lang=en").data.decode("utf-8-sig") == english
    name = supervisor.get("/api/v1/exports/csv").headers["Content-Disposition"]
    assert name.startswith("attachment;")
    assert "%E5%8F%B0%E8%B4%A6" in name  # 台账


@pytest.mark.one_engine
def test_a_file_says_of_which_place_and_days_it_is(phone: PhoneOf, as_person: AsPerson) -> None:
    phone("officer1").record("capture")
    supervisor = as_person("supervisor1")
    asked = {"lang": "zh-CN", "from": "2026-11-01", "to": "2026-11-30"}

    def head(**more: str) -> tuple[str, str]:
        answer = supervisor.get("/api/v1/exports/xlsx", query_string=asked | more, buffered=True)
        sheet = zipfile.ZipFile(io.BytesIO(answer.data)).read("xl/worksheets/sheet1.xml").decode()
        name = unquote(answer.headers["Content-Disposition"].rpartition("''")[2])
        found = re.search("<oddHeader>(.*)</oddHeader>", sheet)
        assert found
        return unescape(found[1]), name.split(" ")[0]

    assert head() == ("&L南湖区&C犬只巡查台账&R2026-11-01 至 2026-11-30", "南湖区")
    assert head(organisation="330402103") == ("&L新丰镇&C犬只巡查台账&R2026-11-01 至 2026-11-30", "新丰镇")


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_a_table_may_have_the_shifted_positions_and_says_so(
    phone: PhoneOf, as_person: AsPerson, tmp_path: Path, form: str
) -> None:
    phone("officer1").record("incident")
    lon, lat = inside()[1]
    (row,) = exported(as_person("supervisor1"), form, tmp_path, system="gcj02")
    assert row["system"] == "GCJ-02"
    assert 0.003 < float(row["lon"]) - lon < 0.006
    assert -0.004 < float(row["lat"]) - lat < -0.001


def test_what_a_format_cannot_hold_is_refused(
    phone: PhoneOf, as_person: AsPerson, monkeypatch: pytest.MonkeyPatch
) -> None:
    officer, supervisor = phone("officer1"), as_person("supervisor1")
    for _ in range(3):
        officer.record("persuasion")
    for form in ("geojson", "gpkg", "shp"):
        answer = get(supervisor, form, system="gcj02")
        assert (answer.status_code, answer.json["code"]) == (422, "export_wgs84_only")
    assert (MADE["xlsx"].most, MADE["csv"].most) == (1_048_575, None)
    monkeypatch.setitem(
        MADE, "xlsx", MADE["xlsx"].__class__("xlsx", MADE["xlsx"].mime, "table", 2, write=tables.write_xlsx)
    )
    answer = supervisor.get("/api/v1/exports/xlsx", headers={"Accept-Language": "en"})
    assert (answer.status_code, answer.json["code"]) == (422, "export_too_large")
    assert "2 records at most and 3 were chosen" in answer.json["detail"]
    assert get(supervisor, "xlsx", kind="incident").status_code == 200
    assert get(supervisor, "pdf").status_code == 404


@pytest.mark.parametrize("form", FORMATS)
def test_a_selection_without_records_is_a_file_without_rows(as_person: AsPerson, tmp_path: Path, form: str) -> None:
    assert exported(as_person("supervisor1"), form, tmp_path) == []


def test_nothing_is_left_on_the_disk(some: list[Data], app: Flask, as_person: AsPerson, tmp_path: Path) -> None:
    for form in ("xlsx", "gpkg", "shp"):
        exported(as_person("supervisor1"), form, tmp_path)
    assert list((app.config["SETTINGS"].data_dir / "exports").iterdir()) == []


def test_text_too_long_for_a_shapefile_is_cut_between_two_characters(
    phone: PhoneOf, as_person: AsPerson, tmp_path: Path
) -> None:
    officer, note = phone("officer1"), "长" * 2000
    officer.record("persuasion", officer.persuasion(note=note))
    notes = {form: exported(as_person("supervisor1"), form, tmp_path)[0]["note"] for form in FORMATS}
    assert notes == {form: note if form != "shp" else "长" * 84 for form in FORMATS}


def test_what_was_done_and_about_what_reads_as_the_screen_counts_it(
    phone: PhoneOf, as_person: AsPerson, tmp_path: Path
) -> None:
    officer = phone("officer1")
    officer.record("incident", officer.incident(type="unleashed", action="persuaded"))
    officer.record("persuasion", officer.persuasion(topic="unleashed"))
    officer.record("capture", officer.capture(method="seen_only"))
    officer.record("capture", officer.capture(method="net"))
    text = as_person("supervisor1").get("/api/v1/exports/csv?lang=zh-CN").data.decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    assert sorted((row["类别"], row["事项"], row["处理方式"]) for row in rows) == [
        ("事件", "未牵犬绳", "劝导"),
        ("劝导", "未牵犬绳", "劝导"),
        ("流浪犬", "只看见", "只看见"),
        ("流浪犬", "网具捕捉", "捕捉"),
    ]
    ids = {row["记录编号（全）"].replace("-", "").upper() for row in rows}
    assert {row["记录号"].replace(" ", "") for row in rows} == {one[-8:] for one in ids}
