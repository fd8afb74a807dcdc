from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from changqian.platform.commons.terminals.rules import GAP, Fix, length, metres, plausible, stretches, thinned

START = datetime(2026, 3, 16, 2, tzinfo=UTC)


def fix(seconds, east=0.0):
    """`east` in metres from 湖塘."""
    return Fix(START + timedelta(seconds=seconds), 119.95 + east / 94_700, 31.72)


def test_a_hundred_metres_are_a_hundred_metres():
    assert abs(metres(fix(0), fix(1, 100)) - 100) < 1


def test_a_track_is_broken_where_nothing_was_heard_and_no_line_is_drawn_there():
    pieces = list(stretches([fix(0), fix(5, 20), fix(400, 900), fix(405, 920)]))
    assert [len(piece) for piece in pieces] == [2, 2]
    assert abs(sum(length(piece) for piece in pieces) - 40) < 1


def test_a_fix_that_leapt_is_left_out_and_the_next_one_is_believed_again():
    (piece,) = stretches([fix(0), fix(5, 20), fix(10, 50_000), fix(15, 60)])
    assert [round(metres(fix(0), each)) for each in piece] == [0, 20, 60]


def test_nowhere_is_no_place():
    assert not plausible(0, 0)
    assert not plausible(200, 31)
    assert plausible(119.95, 31.72)


@given(st.lists(st.integers(0, 5000), unique=True).map(sorted))
def test_nothing_is_lost_but_leaps_and_no_piece_has_a_gap(seconds):
    fixes = [fix(each) for each in seconds]
    pieces = list(stretches(fixes))
    assert [each for piece in pieces for each in piece] == fixes
    assert all(
        later.at - earlier.at <= GAP for piece in pieces for earlier, later in zip(piece, piece[1:], strict=False)
    )


@given(st.integers(2, 300), st.integers(2, 50))
def test_a_thinned_stretch_keeps_its_ends_and_its_bound(count, most):
    piece = [fix(each) for each in range(count)]
    kept = thinned(piece, most)
    assert len(kept) == min(count, most)
    assert (kept[0], kept[-1]) == (piece[0], piece[-1])
