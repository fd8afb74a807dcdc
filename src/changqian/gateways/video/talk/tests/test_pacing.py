"""A voice in bursts, into a steady one. No clock, no socket."""

import random

from hypothesis import given
from hypothesis import strategies as st

from changqian.gateways.video.talk.hearing import Ear
from changqian.gateways.video.talk.pacing import EACH, LEAST, MOST, SILENCE, Pacer
from changqian.gateways.video.talk.packing import Packer, Packing
from changqian.gateways.video.talk.tests.speaking import HUM, TONE, heard, tone
from changqian.protocols.rtp.g711 import Law, silence
from changqian.protocols.rtp.packet import Packet

SOUND = bytes(range(EACH))


def test_it_begins_when_enough_has_come_and_then_goes_on_with_less() -> None:
    pacer = Pacer()
    for _ in range(LEAST - 1):
        pacer.push(SOUND)
        assert pacer.next() == SILENCE
    pacer.push(SOUND)
    assert [pacer.next() for _ in range(LEAST)] == [SOUND] * LEAST
    assert pacer.next() == SILENCE
    assert pacer.gaps == 1


def test_who_ran_dry_gathers_more_the_next_time() -> None:
    pacer = Pacer()
    pacer.push(SOUND * LEAST)
    while pacer.next() != SILENCE:
        pass
    pacer.push(SOUND * LEAST)
    assert pacer.next() == SILENCE
    pacer.push(SOUND)
    assert pacer.next() == SOUND


def test_what_comes_too_fast_is_not_heard_late() -> None:
    pacer = Pacer()
    for _ in range(10):
        pacer.push(SOUND * 20)
    waiting = 0
    while pacer.next() != SILENCE:
        waiting += 1
    assert waiting <= MOST
    assert pacer.dropped > 0


@given(st.lists(st.one_of(st.none(), st.binary(max_size=600)), max_size=60))
def test_nothing_is_heard_twice_and_each_20_ms_are_20_ms(steps: list[bytes | None]) -> None:
    pacer, pushed, heard = Pacer(), 0, 0
    for step in steps:
        if step is None:
            sound = pacer.next()
            assert len(sound) == EACH
            heard += EACH
        else:
            pacer.push(step)
            pushed += len(step)
    assert pacer.dropped <= pushed
    assert len(pacer._waiting) <= MOST * EACH


def test_what_is_packed_in_any_form_is_heard_as_it_was_said() -> None:
    for packing, payload in ((Packing.PCMA, 8), (Packing.PCMU, 0), (Packing.PS, 96)):
        told: list[tuple[int, bytes]] = []
        ear, packer = Ear(lambda at, sound, told=told: told.append((at, sound))), Packer(packing, payload, 7)
        packets = [each for _ in range(30) for each in packer.pack(SOUND)]
        packets[4:6] = packets[5:3:-1]
        for place, data in enumerate(packets):
            ear.take(data, place * 0.02)
        assert [at for at, _ in told] == [place * 20_000 for place in range(30)]
        if packing is not Packing.PCMU:  # Whose steps are others.
            assert {sound for _, sound in told} == {SOUND}
        assert not ear.rejected
        markers = [Packet.parse(each).marker for each in packets]
        assert markers == [packing is Packing.PS or place == 0 for place in range(30)]


def test_what_is_no_sound_is_counted() -> None:
    ear = Ear(lambda at, sound: None)
    for data in (b"", b"hello", bytes(Packet(98, 1, 1, 1, b"video"))):
        ear.take(data, 0)
    ear.take(bytes(Packet(72, 1, 1, 1, b"a report of RTCP")), 0)
    assert ear.rejected == 3


def test_the_ear_of_these_tests_knows_a_tone() -> None:
    assert heard(TONE)
    assert heard(tone(HUM), HUM)
    noise = bytes(random.Random(1).randrange(256) for _ in range(8000))
    for other in (silence(Law.A, 8000), tone(HUM), noise, TONE[:1000], TONE[::2] * 2, TONE[:4400] + noise[:3600]):
        assert not heard(other)
