"""No cell of a table begins a formula, whatever was typed; and in GeoJSON stands what was typed."""

import csv
import io
import unicodedata
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.exports.columns import Cover, of
from app.exports.formulas import harmless
from app.exports.tables import csv_pieces
from tests.exports.readers import exported
from tests.people import Caller
from tests.phones import PhoneOf

AsPerson = Callable[[str], Caller]
STARTS = ["=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠", "﹦", "﹢", "﹣", "﹫", "⁼", "₊"]
CALLS = ["cmd|'/C calc'!A0", 'HYPERLINK("http://example.org?"&A1)', "1+1", "SUM(A1:A9)", ""]
UNSEEN = ["", " ", "\u200b", "\ufeff", "\u3000", "\u202e"]
HOSTILE = [unseen + start + call for unseen in UNSEEN for start in STARTS for call in CALLS]


def begins_a_formula(cell: str) -> bool:
    """By its own words: what Excel, WPS and LibreOffice read after what they trim."""
    bare = unicodedata.normalize("NFKC", cell).lstrip("\u200b\ufeff\u202e \x00")
    return bare[:1] in ("=", "+", "-", "@", "\t", "\r", "\n")


def test_every_start_in_every_width_is_made_harmless() -> None:
    for text in HOSTILE:
        assert begins_a_formula(text), repr(text)
        assert harmless(text) == "'" + text, repr(text)
        assert not begins_a_formula(harmless(text))
    for text in ("月河街口", "a=1", "3-5 点", "#12", "'=1", "（绿地）", "…", ""):
        assert harmless(text) == text


@given(st.one_of(st.text(), st.builds(str.__add__, st.sampled_from(STARTS), st.text()), st.sampled_from(HOSTILE)))
def test_any_text_is_harmless_and_nothing_else_is_changed(text: str) -> None:
    found = harmless(text)
    assert not begins_a_formula(found)
    assert found in (text, "'" + text)


TYPED = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=40)


@given(st.lists(st.one_of(TYPED, st.sampled_from(HOSTILE)), min_size=1, max_size=5))
def test_every_cell_of_a_csv_file_is_harmless_and_comes_back(notes: list[str]) -> None:
    columns = [column for column in of("table", author=True) if column.name in ("no", "place", "note", "lon")]
    rows = [{"no": -n, "place": text, "lon": -120.5, "note": text} for n, text in enumerate(notes)]
    written = b"".join(csv_pieces([rows], columns, Cover("en"))).decode("utf-8-sig")
    _, *found = csv.reader(io.StringIO(written, newline=""))
    assert [row[1] for row in found] == [row[3] for row in found] == list(map(harmless, notes))
    assert {row[2] for row in found} == {"-120.5"}  # a number of ours stays a number


@pytest.mark.parametrize("form", ["csv", "xlsx", "geojson"])
def test_what_officers_typed_in_every_field(phone: PhoneOf, as_person: AsPerson, tmp_path: Path, form: str) -> None:
    officer = phone("officer1")
    storable = [
        text for text in HOSTILE if "\r" not in text
    ]  # XML and CSV readers make \n of it; the property above has it
    for text in storable[::7]:
        officer.record("incident", officer.incident(place=text, note=text))
    rows = exported(as_person("supervisor1"), form, tmp_path)
    assert len(rows) == len(storable[::7])
    cells = sorted(row[name] for row in rows for name in ("place", "note"))
    expected = storable[::7] if form == "geojson" else [harmless(text) for text in storable[::7]]
    assert cells == sorted([*expected, *expected])
