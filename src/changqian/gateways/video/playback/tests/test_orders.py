"""What a browser may say, and what not."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from changqian.gateways.video.failures import Failed
from changqian.gateways.video.playback.orders import BadOrder, Pause, Seek, Speed, parse
from changqian.gateways.video.playback.span import Span


def test_orders_are_read() -> None:
    assert parse('{"do": "pause"}') == Pause()
    assert parse('{"do": "seek", "position": 12}') == Seek(12.0)
    assert parse('{"do": "speed", "scale": 0.5}') == Speed(0.5)


@pytest.mark.parametrize(
    "text",
    [
        *("", "[]", "{}", '{"do": 7}', '{"do": "seek"}', '{"do": "seek", "position": -1}'),
        *('{"do": "seek", "position": true}', '{"do": "seek", "position": 1e999}', '{"do": "speed", "scale": 3}'),
        '{"do": "pause", "x": "' + "x" * 1000 + '"}',
    ],
)
def test_what_is_no_order_is_refused(text: str) -> None:
    with pytest.raises(BadOrder):
        parse(text)


@given(st.text(max_size=80))
def test_nothing_else_is_raised(text: str) -> None:
    with suppress(BadOrder):
        parse(text)


def test_a_span_is_in_beijing_time_and_of_whole_seconds() -> None:
    span = Span.parse("2026-01-31T08:00:00.750", "2026-01-31T00:01:00Z")
    assert (span.start.isoformat(), span.seconds) == ("2026-01-31T08:00:00+08:00", 60.0)
    assert span.at(12.9).isoformat() == "2026-01-31T08:00:12+08:00"
    for start, stop in (("", ""), ("2026-01-31", "2026-01-31"), ("2026-01-01", "2026-01-03")):
        with pytest.raises(Failed):
            Span.parse(start, stop)
