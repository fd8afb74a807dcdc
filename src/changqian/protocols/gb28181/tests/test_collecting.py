"""Answers of many packets, in every order that a network brings them."""

from hypothesis import given
from hypothesis import strategies as st

from changqian.protocols.gb28181.collecting import Collecting, Collection, Collector, Outcome, Packet
from changqian.protocols.gb28181.documents import TABLE
from changqian.protocols.gb28181.documents.catalogue import CatalogAnswer, CatalogItem
from changqian.protocols.gb28181.documents.position import MobilePosition, Position
from changqian.protocols.gb28181.documents.ptz import Preset, PresetAnswer
from changqian.protocols.gb28181.documents.record import RecordAnswer, RecordItem
from changqian.protocols.gb28181.tests.samples import CAMERA, NVR, PLATFORM


def page(*serials, total=None, sn=1, device=NVR):
    items = tuple(CatalogItem(device_id=f"3204120000132{each:07d}", name=f"{each}号") for each in serials)
    return CatalogAnswer(sn=sn, device_id=device, total=total, items=items)


def asked(now=0.0, sn=1):
    collector: Collector[CatalogItem] = Collector(quiet=10, longest=60)
    collector.expect(NVR, "Catalog", sn, now)
    return collector


def names(collection: Collection[CatalogItem]):
    return [item.name for item in collection.items]


def test_a_catalogue_is_complete_with_its_last_packet():
    collector = asked()
    assert collector.receive(NVR, page(1, 2, total=3), 1) is None
    done = collector.receive(NVR, page(3, total=3), 2)
    assert (done.outcome, names(done), done.missing, done.repeated) == (Outcome.COMPLETE, ["1号", "2号", "3号"], 0, 0)
    assert collector.timer is None


def test_a_packet_that_comes_twice_counts_once():
    collector = asked()
    collector.receive(NVR, page(1, total=2), 1)
    assert collector.receive(NVR, page(1, total=2), 1) is None
    done = collector.receive(NVR, page(2, total=2), 2)
    assert (done.outcome, names(done), done.repeated, done.packets) == (Outcome.COMPLETE, ["1号", "2号"], 1, 3)


def test_twins_in_one_packet_are_two_of_its_total():
    done = asked().receive(NVR, page(1, 1, 2, total=3), 1)
    assert (done.outcome, names(done), done.repeated) == (Outcome.COMPLETE, ["1号", "2号"], 1)


def test_a_packet_with_one_of_the_twins_takes_neither_away():
    collector = asked()
    collector.receive(NVR, page(1, 1, total=4), 1)
    assert collector.receive(NVR, page(1, total=4), 1) is None
    assert collector.receive(NVR, page(2, 3, total=4), 2).outcome is Outcome.COMPLETE


def test_what_did_not_come_is_told_when_patience_ends():
    collector = asked()
    collector.receive(NVR, page(1, 2, total=5), 1)
    assert collector.timer == 11
    assert collector.expire(10.9) == []
    [done] = collector.expire(11)
    assert (done.outcome, done.total, done.missing, names(done)) == (Outcome.PARTIAL, 5, 3, ["1号", "2号"])
    assert collector.receive(NVR, page(3, total=5), 12) is None
    assert collector.timer is None


def test_a_device_that_answers_nothing_is_silent():
    collector = asked()
    [done] = collector.expire(10)
    assert (done.outcome, done.total, done.missing, done.items) == (Outcome.SILENT, None, 0, ())


def test_without_a_total_it_is_what_came_until_it_fell_silent():
    collector = asked()
    collector.receive(NVR, page(1), 1)
    collector.receive(NVR, page(2), 9)
    assert collector.timer == 19
    [done] = collector.expire(19)
    assert (done.outcome, done.total, names(done)) == (Outcome.UNCOUNTED, None, ["1号", "2号"])


def test_a_total_of_zero_is_an_empty_list_but_beside_items_it_is_a_mistake():
    assert asked().receive(NVR, page(total=0), 1).outcome is Outcome.COMPLETE
    collector = asked()
    assert collector.receive(NVR, page(1, total=0), 1) is None
    assert collector.expire(11)[0].outcome is Outcome.UNCOUNTED


def test_a_catalogue_that_grows_while_it_is_sent_is_waited_for():
    collector = asked()
    collector.receive(NVR, page(1, total=2), 1)
    assert collector.receive(NVR, page(2, total=3), 2) is None
    assert collector.receive(NVR, page(3, total=3), 3).outcome is Outcome.COMPLETE


def test_a_device_that_drips_forever_is_not_waited_for_forever():
    collector = asked()
    for second in range(1, 60):
        assert collector.receive(NVR, page(second, total=1000), second) is None
    assert collector.timer == 60
    assert collector.expire(60)[0].missing == 1000 - 59


def test_another_device_cannot_put_its_cameras_into_the_answer():
    collector = asked()
    assert collector.receive(CAMERA, page(9, total=1), 1) is None
    assert collector.receive(NVR, page(9, total=1, sn=2), 1) is None
    assert names(collector.receive(NVR, page(1, total=1), 2)) == ["1号"]


def test_an_answer_that_lost_its_serial_finds_its_only_question():
    collector = asked(sn=77)
    assert names(collector.receive(NVR, page(1, total=1, sn=0), 1)) == ["1号"]
    collector = asked(sn=77)
    collector.expect(NVR, "Catalog", 78, 0)
    assert collector.receive(NVR, page(1, total=1, sn=0), 1) is None


def test_recordings_and_presets_are_collected_alike():
    collector: Collector[RecordItem | Preset] = Collector()
    collector.expect(CAMERA, "RecordInfo", 5, 0)
    collector.expect(CAMERA, "PresetQuery", 6, 0)
    record = RecordAnswer(sn=5, total=1, items=(RecordItem(device_id=CAMERA),))
    assert collector.receive(CAMERA, PresetAnswer(sn=6, items=(Preset(id="1"),)), 1).outcome is Outcome.COMPLETE
    assert collector.receive(CAMERA, record, 1).command == "RecordInfo"


def test_positions_that_nobody_asked_for_are_put_together_too():
    collector: Collector[Position] = Collector()
    spots = [Position(device_id=f"{each}", longitude=1.0, latitude=1.0) for each in range(3)]
    packets = [MobilePosition(sn=4, device_id=PLATFORM, total=3, items=(each,)) for each in spots]
    assert [collector.receive(PLATFORM, each, 0) for each in packets[:2]] == [None, None]
    assert collector.receive(PLATFORM, packets[2], 1).items == tuple(spots)


def test_when_a_device_goes_its_questions_go_with_it():
    collector = asked()
    collector.expect(CAMERA, "Catalog", 1, 5)
    collector.forget(NVR)
    assert collector.timer == 15
    assert collector.receive(NVR, page(1, total=1), 1) is None


def test_eight_kinds_of_documents_come_in_packets():
    kinds = {kind.__name__ for kind in TABLE.values() if isinstance(kind(), Packet)}
    assert kinds == {
        *("CatalogAnswer", "CatalogNotice", "RecordAnswer", "PresetAnswer", "StorageCardAnswer"),
        *("CruiseTrackListAnswer", "CruiseTrackAnswer", "MobilePosition"),
    }


@given(st.data())
def test_any_order_and_any_repetition_gives_the_same_whole(data):
    count = data.draw(st.integers(1, 30))
    cuts = sorted(data.draw(st.sets(st.integers(1, count), max_size=6)) | {count})
    starts = [0, *cuts[:-1]]
    packets = [page(*range(a, b), total=count) for a, b in zip(starts, cuts, strict=True)]
    again = data.draw(st.lists(st.sampled_from(packets), max_size=6))
    collecting: Collecting[CatalogItem] = Collecting(NVR, "Catalog", 1, 0.0)
    missing = set(range(count))
    for packet in data.draw(st.permutations([*packets, *again])):
        done = collecting.add(packet, 1.0)
        missing -= {int(item.device_id[13:]) for item in packet.items}
        assert (done is None) == bool(missing)
        if done:
            break
    assert {int(item.device_id[13:]) for item in done.items} == set(range(count))
    assert len(done.items) == count
    assert done.missing == 0


@given(st.lists(st.tuples(st.integers(0, 8), st.none() | st.integers(0, 12)), max_size=12), st.floats(0, 300))
def test_whatever_comes_it_ends_and_its_numbers_fit(packets, until):
    collector = asked()
    for second, (serial, total) in enumerate(packets):
        collector.receive(NVR, page(serial, total=total), float(second))
    for done in collector.expire(until):
        assert done.outcome is not Outcome.COMPLETE
        assert len(done.items) == len(set(done.items)) <= done.packets
        assert done.missing == (max(0, done.total - len(done.items)) if done.total else 0)
    if until >= 60 + 10:
        assert collector.timer is None
