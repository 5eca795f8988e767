"""Days, weeks and months as an office counts them."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.figures.periods import SHOWN, SPANS, Period

DAYS = st.dates(date(2019, 1, 1), date(2040, 12, 31))


@given(DAYS, st.sampled_from(SPANS))
def test_steps_follow_one_another_and_end_with_the_asked_one(day: date, span: str) -> None:
    period = Period(day, span)
    assert period.stretch.first <= day < period.stretch.behind
    assert period.steps[-1] == period.stretch
    assert len(period.steps) == SHOWN[span]
    assert all(one.behind == other.first for one, other in zip(period.steps, period.steps[1:], strict=False))


@given(DAYS, st.sampled_from(SPANS))
def test_what_is_compared_is_of_the_same_kind(day: date, span: str) -> None:
    period = Period(day, span)
    for other in (period.before, period.year_before):
        assert other.behind <= period.stretch.first
        if span != "month":
            assert other.behind - other.first == period.stretch.behind - period.stretch.first
            assert other.first.weekday() == period.stretch.first.weekday()
    assert timedelta(330) < period.stretch.first - period.year_before.first < timedelta(400)


@given(DAYS, st.sampled_from(SPANS), st.integers(-40, 40))
def test_what_is_not_over_is_compared_with_as_many_days(day: date, span: str, later: int) -> None:
    today = day + timedelta(days=later)
    period, whole = Period(day, span, today), Period(day, span)
    assert period.running == (period.stretch.first <= today < period.stretch.behind)
    for mine, full in zip(period.compared[1:], whole.compared[1:], strict=True):
        assert mine.first == full.first
        begun = (today - period.stretch.first).days + 1 if period.running else 10**6
        assert (mine.behind - mine.first).days == min(begun, (full.behind - full.first).days)


@pytest.mark.parametrize(
    ("span", "first", "behind", "before", "year_before"),
    [
        ("day", "2026-11-21", "2026-11-22", "2026-11-14", "2025-11-22"),
        ("week", "2026-11-16", "2026-11-23", "2026-11-09", "2025-11-17"),
        ("month", "2026-11-01", "2026-12-01", "2026-10-01", "2025-11-01"),
    ],
)
def test_a_saturday_in_november(span: str, first: str, behind: str, before: str, year_before: str) -> None:
    period = Period(date(2026, 11, 21), span)
    found = [period.stretch.first, period.stretch.behind, period.before.first, period.year_before.first]
    assert [day.isoformat() for day in found] == [first, behind, before, year_before]
