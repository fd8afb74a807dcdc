"""Voice and picture meet, calls are rated, reports keep their pace."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from changqian.protocols.rtp import rtcp
from changqian.protocols.rtp.extensions import ONE_BYTE, Orientation, elements, extension
from changqian.protocols.rtp.figures import Reception
from changqian.protocols.rtp.packet import Extension, MalformedPacket, Packet
from changqian.protocols.rtp.quality import AMR_WB, G711, figures, rate, round_trip, score
from changqian.protocols.rtp.reporting import ReportClock
from changqian.protocols.rtp.source import Source
from changqian.protocols.rtp.sync import TOLERATED, LipSync, MediaClock, Played

UNIX = 1_780_000_000.0


class TestLipSync:
    """A phone whose two streams began at unrelated timestamps, and whose pictures come later than its voice."""

    def clocks(self) -> tuple[Source, Source, MediaClock, MediaClock]:
        voice, picture = Source(ssrc=1, clock=16000, timestamp=2**32 - 100), Source(ssrc=2, clock=90000, timestamp=77)
        voice.packet(b"x", payload_type=104, ticks=0, now=UNIX)
        picture.packet(b"x", payload_type=99, ticks=0, now=UNIX)
        return voice, picture, MediaClock(clock=16000), MediaClock(clock=90000)

    def test_both_streams_say_the_same_moment_of_the_wall_clock(self):
        voice, picture, voices, pictures = self.clocks()
        voices.heard(voice.report(UNIX + 5))
        pictures.heard(picture.report(UNIX + 6))
        here = voices.wall(1, voice.stamp(16000 * 10))
        there = pictures.wall(2, picture.stamp(90000 * 10))
        assert here == pytest.approx(there, abs=1e-3)
        assert voices.wall(1, voice.stamp(0)) == pytest.approx(here - 10, abs=1e-3)

    def test_before_a_report_of_that_source_nothing_is_known(self):
        voice, _, voices, _ = self.clocks()
        assert voices.wall(1, 0) is None
        voices.heard(rtcp.SenderReport(1, 0, 0, 0, 0))
        assert voices.wall(1, 0) is None
        voices.heard(voice.report(UNIX))
        assert voices.wall(9, 0) is None

    def test_reports_that_contradict_each_other_are_counted(self):
        voice, _, voices, _ = self.clocks()
        voices.heard(voice.report(UNIX + 5))
        voices.heard(rtcp.SenderReport(1, rtcp.ntp(UNIX + 10), voice.stamp(16000 * 500), 0, 0))
        assert voices.disbelieved == 1

    @pytest.mark.parametrize("late", [0.3, -0.4, 0.02])
    def test_who_is_early_waits_until_both_are_within_what_is_tolerated(self, late):
        sync = LipSync()
        for second in range(60):
            for _ in range(50):
                sync.heard(Played(second, second + 0.1 + sync.voice))
                sync.shown(Played(second, second + 0.1 + late + sync.picture))
            sync.adjust()
        assert TOLERATED[0] <= sync.skew <= TOLERATED[1]
        assert (sync.voice > 0, sync.picture > 0) == (late > 0.1, late < -0.1)

    def test_who_waited_waits_less_when_the_other_catches_up(self):
        sync = LipSync(step=0.1)
        sync.voice = 0.3
        sync.heard(Played(0, 0.4))
        sync.shown(Played(0, 0.1))
        for _ in range(9):
            sync.adjust()
        assert (sync.voice, sync.picture) == (0.0, 0.5)

    def test_clocks_that_are_not_one_move_nothing(self):
        sync = LipSync()
        assert sync.skew is None
        sync.heard(Played(0, 0))
        sync.shown(Played(0, 3600))
        sync.adjust()
        assert (sync.skew, sync.voice, sync.picture) == (None, 0.0, 0.0)
        sync.forget()
        assert sync.skew is None


class TestQuality:
    def test_a_good_call_is_good_and_a_bad_one_is_bad(self):
        good = rate(G711, loss=0, delay=0.05)
        assert good.mos == pytest.approx(4.4, abs=0.05)
        assert good.word == "很好"
        assert rate(AMR_WB[2], loss=0, delay=0.05).mos > 4
        bad = rate(G711, loss=0.3, delay=0.6)
        assert bad.mos < 1.7
        assert bad.word == "无法通话"

    @given(st.floats(0, 1), st.floats(0, 1), st.floats(0, 2), st.floats(1, 5))
    def test_more_loss_or_delay_is_never_better(self, loss, more, delay, burst):
        for codec in (G711, *AMR_WB.values()):
            here = rate(codec, loss=loss, delay=delay, burst=burst)
            assert 1 <= here.mos <= 4.5
            assert rate(codec, loss=min(1, loss + more), delay=delay, burst=burst).mos <= here.mos + 1e-9
            assert rate(codec, loss=loss, delay=delay + more, burst=burst).mos <= here.mos + 1e-9

    @given(st.floats(-50, 150))
    def test_the_score_stays_on_its_scale(self, factor):
        assert 1 <= score(factor) <= 4.5

    def test_the_round_trip_is_measured_by_reports_alone(self):
        """RFC 3550 §6.4.1: sent, heard 100 ms later, reported after 2 s, arrived 150 ms after that."""
        here, there = Source(ssrc=1, clock=16000), Reception(clock_rate=16000)
        here.packet(b"x", payload_type=104, ticks=0, now=UNIX)
        there.take(0, 0, 50.0)
        there.heard(here.report(UNIX).ntp, 50.1)
        (block,) = rtcp.receiver_report(2, 1, there, 52.1).blocks
        assert round_trip(block, UNIX + 2.25) == pytest.approx(0.25, abs=1e-3)
        told = figures(block, clock=16000, now=UNIX + 2.25, buffered=0.04)
        assert told.rated(G711).mos > 4
        assert round_trip(block, UNIX - 100) is None
        assert round_trip(rtcp.ReportBlock(1, 0, 0, 0, 0, 0, 0), UNIX) is None


class TestSending:
    def test_each_spurt_begins_with_the_marker_and_numbers_run_through(self):
        source = Source(ssrc=5, clock=16000, sequence=65534, timestamp=2**32 - 320)
        spoken = (True, True, False, True, True)
        made = [source.voice(b"abc", payload_type=104, ticks=at * 320, speaks=each) for at, each in enumerate(spoken)]
        assert [each.marker for each in made] == [True, False, False, True, False]
        assert [each.sequence for each in made] == [65534, 65535, 0, 1, 2]
        assert [each.timestamp for each in made][:3] == [2**32 - 320, 0, 320]
        source.pause()
        assert source.voice(b"", payload_type=104, ticks=9999, speaks=True).marker
        key = source.packet(b"keys", payload_type=105, ticks=10000)
        assert (key.sequence, key.payload_type) == (4, 105)
        assert (source.packets, source.octets) == (7, 19)

    def test_nothing_sent_nothing_reported(self):
        source = Source(ssrc=5, clock=8000)
        assert source.report(UNIX) is None
        source.packet(b"x", payload_type=8, ticks=800, now=UNIX)
        assert source.report(UNIX + 1).timestamp == 8800

    def test_a_source_that_meets_itself_goes_on_under_another_name(self):
        source = Source(ssrc=5, clock=8000)
        source.voice(b"x", payload_type=8, ticks=0, speaks=True)
        assert source.collided(6) == rtcp.Goodbye((5,))
        again = source.voice(b"x", payload_type=8, ticks=160, speaks=True)
        assert (again.ssrc, again.marker, source.packets) == (6, True, 1)


class TestReports:
    def test_they_come_about_every_five_seconds_and_the_first_sooner(self):
        clock = ReportClock(now=0.0, chance=0.5)
        assert clock.deadline() == pytest.approx(2.5 / 1.21828)
        clock.sent(100, 3.0, 0.0)
        assert clock.deadline() == pytest.approx(3.0 + 2.5 / 1.21828)
        clock.sent(100, 3.0, 1.0)
        assert clock.deadline() == pytest.approx(3.0 + 7.5 / 1.21828)

    def test_a_narrow_share_makes_them_rarer_and_none_switches_them_off(self):
        clock = ReportClock(now=0.0, chance=0.5, bandwidth=80)
        clock.sent(100, 0.0, 0.5)
        assert clock.deadline() > 10
        off = ReportClock(now=0.0, chance=0.5, bandwidth=0)
        assert off.off
        assert off.deadline() is None


class TestExtensions:
    found = st.dictionaries(st.integers(1, 14), st.binary(min_size=1, max_size=16), max_size=4)
    long = st.dictionaries(st.integers(1, 255), st.binary(max_size=40), max_size=4)

    @given(st.one_of(found, long))
    def test_elements_read_as_they_were_written(self, found):
        made = Packet(99, 1, 2, 3, b"x", extension=extension(found))
        assert elements(Packet.parse(bytes(made)).extension) == found

    @given(st.sampled_from((ONE_BYTE, 0x1000, 0x100F, 5)), st.binary(max_size=24))
    def test_any_bytes_are_elements_or_malformed(self, profile, data):
        try:
            elements(Extension(profile, data))
        except MalformedPacket:
            return

    @given(st.builds(Orientation, st.sampled_from((0, 90, 180, 270)), st.booleans(), st.booleans()))
    def test_how_a_phone_is_held(self, orientation):
        assert Orientation.parse(bytes(orientation)) == orientation

    def test_what_cannot_be_written_is_not(self):
        with pytest.raises(ValueError, match="no element"):
            extension({0: b"x"})
        with pytest.raises(MalformedPacket):
            Orientation.parse(b"")
