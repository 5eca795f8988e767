"""The phone's clock between two records: set back, jumping, and what proves nothing."""

from collections.abc import Callable
from datetime import timedelta, timezone
from typing import Any

from tests.evidence.conftest import SignerOf
from tests.evidence.signer import verdict_of
from tests.people import Caller

AsPerson = Callable[[str], Caller]
Data = dict[str, Any]
INTACT = ("intact", "sound")


def test_a_clock_set_back_between_two_records_is_told(signer: SignerOf, as_person: AsPerson) -> None:
    phone, supervisor = signer("officer1"), as_person("supervisor1")
    first = phone.incident()
    second = phone.incident(saved_at=phone.phone.now(hours=-1), boot_id="another", monotonic_ms=1)
    third = phone.incident(saved_at=phone.phone.now(hours=-1, seconds=3))
    phone.push(third, second, first)
    assert verdict_of(supervisor, second) == ("clock_changed", "set_back")
    assert [verdict_of(supervisor, item) for item in (first, third)] == [INTACT] * 2


def test_a_clock_that_jumps_against_the_servers_is_told(signer: SignerOf, as_person: AsPerson) -> None:
    phone, supervisor = signer("officer1"), as_person("supervisor1")
    items = [phone.incident(clock_offset_ms=offset) for offset in (None, 0, 290_000, -20_000, None, 0)]
    phone.push(*items)
    reasons = [verdict_of(supervisor, item)[1] for item in items]
    assert reasons == ["sound", "sound", "sound", "offset_jumped", "sound", "sound"]


def test_another_start_and_another_time_zone_prove_nothing(signer: SignerOf, as_person: AsPerson) -> None:
    phone, supervisor = signer("officer1"), as_person("supervisor1")
    first = phone.incident(monotonic_ms=9e9, boot_id="a")
    at = phone.phone.clock.now.astimezone()
    second = phone.incident(
        monotonic_ms=1, boot_id="b", saved_at=at.astimezone(timezone(timedelta(hours=-9))).isoformat()
    )
    phone.push(first, second)
    assert [verdict_of(supervisor, item) for item in (first, second)] == [INTACT] * 2
