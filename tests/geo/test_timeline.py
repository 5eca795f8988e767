"""Which zones were in force at an instant."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from geo.timeline import SHANGHAI, ZoneTimeline, ZoneVersion, midnight
from tests.geo.shapes import square

TURN = datetime(2026, 7, 1, tzinfo=SHANGHAI)
SMALL, WIDE = square("", 120, 30).polygon, square("", 120, 30, 0.02).polygon
TIMELINE = ZoneTimeline([ZoneVersion("v1", SMALL, TURN - timedelta(days=300), TURN), ZoneVersion("v2", WIDE, TURN)])
BLINK = timedelta(microseconds=1)


def test_validity_is_half_open_at_midnight_in_shanghai() -> None:
    in_utc = datetime(2026, 6, 30, 16, tzinfo=UTC)
    at = [TURN - BLINK, TURN, in_utc - BLINK, in_utc, TURN - timedelta(days=400)]
    found = TIMELINE.classify([120.005] * 5, [30.005] * 5, [5] * 5, at)
    assert [decision.zone_id for decision in found] == ["v1", "v2", "v1", "v2", None]


def test_each_fix_is_decided_by_its_own_time() -> None:
    before, after = TIMELINE.classify([120.015] * 2, [30.015] * 2, [5] * 2, [TURN - BLINK, TURN])
    assert (before.certainty, after.certainty) == ("outside", "inside")
    assert TIMELINE.classify_one(120.015, 30.015, 5, TURN) == after


def test_one_index_serves_a_whole_interval() -> None:
    assert TIMELINE.at(TURN) is TIMELINE.at(TURN + timedelta(days=900))
    assert TIMELINE.at(TURN) is not TIMELINE.at(TURN - BLINK)


def test_midnight_is_that_of_shanghai() -> None:
    assert midnight(TURN.date()) == TURN


def test_no_versions_and_no_fixes() -> None:
    assert ZoneTimeline([]).classify_one(120, 30, 5, TURN) == ("outside", None)
    assert len(TIMELINE.classify([], [], [], [])) == 0


def test_instants_without_offset_are_refused() -> None:
    with pytest.raises(ValueError, match="offset"):
        ZoneTimeline([ZoneVersion("v", SMALL, datetime(2026, 7, 1))])
    with pytest.raises(TypeError):
        TIMELINE.at(datetime(2026, 7, 1))
