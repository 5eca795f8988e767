"""The way of a patrol: what a track says, what records say, and what nothing says."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from geo.walks import GAP_S, INFERRED, MISSING, RECORDED, Stop, pieces


def track(*seconds: float) -> list[Stop]:
    return [Stop(at, 120.75 + at * 1e-6, 30.75, of_track=True) for at in seconds]


def records(*seconds: float) -> list[Stop]:
    return [Stop(at, 120.75 + at * 1e-6, 30.751, of_track=False) for at in seconds]


def labels(points: list[Stop], some: list[Stop]) -> list[str]:
    return [piece.label for piece in pieces(points, some)]


def test_a_track_without_a_gap_is_recorded_whatever_records_say() -> None:
    assert labels(track(0, 60, 120, 180), records(30, 90)) == [RECORDED]


def test_a_gap_is_missing_and_a_record_in_it_is_inferred() -> None:
    assert labels(track(0, 60, 1000, 1060), []) == [RECORDED, MISSING, RECORDED]
    assert labels(track(0, 60, 1000, 1060), records(500)) == [RECORDED, INFERRED, RECORDED]


def test_before_and_after_the_track() -> None:
    assert labels(track(1000, 1060), records(10, 500, 2000)) == [INFERRED, RECORDED, INFERRED]


def test_without_a_track_records_say_it() -> None:
    (piece,) = pieces([], records(300, 0, 100))
    assert piece.label == INFERRED
    assert [lon for lon, _ in piece.line] == sorted(lon for lon, _ in piece.line)
    assert pieces([], records(5)) == [] == pieces(track(5), [])


def test_a_straight_way_needs_two_corners() -> None:
    (piece,) = pieces(track(*range(0, 1000, 10)), [])
    assert len(piece.line) == 2


times = st.lists(st.floats(0, 20_000), max_size=40)


@given(times, times)
def test_pieces_hang_together_and_only_close_points_are_called_recorded(points: list[float], some: list[float]) -> None:
    found = pieces(track(*points), records(*some))
    for before, after in pairwise(found):
        assert before.line[-1] == after.line[0]
        assert before.label != after.label
    assert all(len(piece.line) >= 2 for piece in found)
    ordered = sorted(points)
    gaps = sum(b - a > GAP_S for a, b in pairwise(ordered))
    if not some:
        assert sum(piece.label == MISSING for piece in found) <= gaps
        assert (MISSING in [piece.label for piece in found]) == (gaps > 0)
        assert INFERRED not in [piece.label for piece in found]
