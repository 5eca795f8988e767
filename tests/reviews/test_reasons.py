"""Each reason by itself, without a database."""

from dataclasses import replace
from typing import Any

import pytest

from app.evidence.verdicts import REASONS, SOUND, Verdict
from app.reviews.reasons import CODES, Seen, reasons, urgency

PLAIN = Seen("unleashed", SOUND, action="persuaded", certainty="inside", accuracy_m=5, provider="gps")


def found(**more: Any) -> list[dict[str, Any]]:
    return reasons(replace(PLAIN, **more))


@pytest.mark.parametrize(
    ("given", "wanted"),
    [
        ({}, []),
        ({"mark": "bite"}, [{"code": "bite"}]),
        ({"mark": "stray", "has_bitten": True}, [{"code": "bite"}]),
        ({"action": "case_proposed"}, [{"code": "case_proposed"}]),
        ({"certainty": "outside"}, []),
        ({"certainty": None, "accuracy_m": None}, []),
        ({"certainty": "uncertain", "accuracy_m": 17.6}, [{"code": "zone_uncertain", "accuracy_m": 18}]),
        (
            {"certainty": "uncertain", "accuracy_m": 18, "border_m": 6.9},
            [{"code": "zone_uncertain", "accuracy_m": 18, "border_m": 7}],
        ),
        ({"provider": "simulated"}, [{"code": "simulated_position"}]),
        ({"clock_offset_ms": -47 * 60_000}, [{"code": "clock_off", "minutes": 47}]),
        ({"clock_offset_ms": 6 * 60_000}, [{"code": "clock_off", "minutes": -6}]),
        ({"clock_offset_ms": -5 * 60_000}, []),
        ({"mismatched": 2}, [{"code": "photo_mismatch", "photos": 2}]),
        (
            {"flags": [{"code": "exif_far", "distance_m": 340}, {"code": "exif_far", "distance_m": 1200}]},
            [{"code": "photo_far", "distance_m": 1200}],
        ),
        ({"flags": [{"code": "exif_time", "minutes": 11}]}, [{"code": "photo_time", "minutes": 11}]),
        ({"flags": [{"code": "exif_future", "minutes": 99}]}, [{"code": "photo_future", "minutes": 99}]),
        ({"verdict": Verdict("set_back")}, [{"code": "clock_changed", "verdict": "set_back"}]),
        ({"verdict": Verdict("previous_missing")}, [{"code": "chain_gap", "verdict": "previous_missing"}]),
        ({"verdict": Verdict("photo_differs")}, [{"code": "fingerprint_differs", "verdict": "photo_differs"}]),
        ({"verdict": Verdict("unknown_key")}, [{"code": "unsigned", "verdict": "unknown_key"}]),
    ],
)
def test_one(given: dict[str, Any], wanted: list[dict[str, Any]]) -> None:
    assert found(**given) == wanted


@pytest.mark.parametrize("reason", [reason for reason in REASONS if reason != "sound"])
def test_no_verdict_but_a_sound_one_passes_unseen(reason: str) -> None:
    assert len(found(verdict=Verdict(reason))) == 1


def test_the_most_urgent_comes_first() -> None:
    some = found(mark="bite", certainty="uncertain", verdict=Verdict("not_signed"), clock_offset_ms=-(10**6))
    assert [reason["code"] for reason in some] == ["bite", "clock_off", "zone_uncertain", "unsigned"]
    assert urgency(some) > urgency(some[1:]) > urgency([]) == 0
    assert {reason["code"] for reason in some} <= set(CODES)
