"""Areas are said alike by the server and by the page."""

from __future__ import annotations

import json

from app.zones.areas import area_words
from tests.program import ROOT
from tests.zones.drafting import Desk, square


def test_areas_are_said_in_their_size() -> None:
    for m2, words in json.loads((ROOT / "tests/contract/areas.json").read_text("utf-8")):
        assert area_words(m2) == words


def test_a_wide_overlap_is_said_in_square_kilometres(desk: Desk) -> None:
    desk.announced(square(size=0.05))
    findings = desk.check(desk.begin(square(size=0.04), name="另一块"))["findings"]
    finding = next(one for one in findings if one["params"].get("name") == "新丰镇集镇")
    assert "重叠 17.0 km²，占本块 100.0%" in finding["detail"]
