"""Reports of either edition, and what devices make of them, become positions, each once."""

from datetime import datetime, timedelta

from hypothesis import given

from changqian.gateways.video.cameras import Camera
from changqian.gateways.video.following.positions import KEPT, MOST_ITEMS, Positions
from changqian.gateways.video.tests.device import CAMERA, CHANNEL
from changqian.protocols.gb28181 import documents
from changqian.protocols.gb28181.documents.position import MobilePosition, Position
from changqian.protocols.gb28181.moments import BEIJING
from changqian.protocols.gb28181.tests import strategies
from changqian.protocols.gb28181.versions import Version
from changqian.wire import video as wire

NOW = datetime(2026, 3, 5, 9, 30, tzinfo=BEIJING)
OTHER = "32040000001320000002"


class Desk:
    def __init__(self, **following: object) -> None:
        self.told: list[wire.Positioned] = []
        self.camera = Camera(wire.Device(CAMERA, following=wire.Following(**following)))
        self.positions = Positions(self.told.append, lambda: NOW)

    def take(self, document):
        self.positions.take(self.camera, document)
        return self.told

    @property
    def counts(self):
        return dict(self.positions.counts)


def at(second: int = 0, **how: object) -> dict:
    return {"longitude": 119.97, "latitude": 31.81, "time": NOW + timedelta(seconds=second), **how}


def listed(*items: Position, total: int | None = None) -> MobilePosition:
    return MobilePosition(sn=1, device_id=CAMERA, total=total, items=items)


def test_the_2016_form_is_one_position_of_the_device_itself():
    desk = Desk()
    (told,) = desk.take(MobilePosition(sn=1, device_id=CAMERA, speed=4.5, direction=360.0, **at()))
    assert (told.device, told.channel, told.longitude, told.latitude) == (CAMERA, CAMERA, 119.97, 31.81)
    assert (told.time, told.speed, told.direction) == ("2026-03-05T09:30:00+08:00", 4.5, 0)


def test_the_2022_form_as_it_comes_over_the_wire():
    items = (
        Position(device_id=CAMERA, **at()),
        Position(device_id=CHANNEL, **at(1)),
        Position(device_id=OTHER, **at(1)),
    )
    data = listed(*items, total=3).encode(Version.V2022)
    desk = Desk()
    told = desk.take(documents.parse(data))
    assert [(each.channel, each.time[17:19]) for each in told] == [(CAMERA, "00"), (CHANNEL, "01"), (OTHER, "01")]
    assert desk.counts == {}


def test_a_wrong_number_or_none_costs_nothing_but_a_count():
    desk = Desk()
    for place, total in enumerate((1, None, 7, 0)):
        desk.take(listed(Position(device_id=CAMERA, **at(2 * place)), Position(device_id=OTHER, **at()), total=total))
    assert len(desk.told) == 5
    assert desk.counts == {"miscounted": 3, "uncounted": 1, "repeated": 3}
    desk.take(listed(total=2))
    assert desk.counts["empty"] == 1


def test_a_channel_is_told_once_in_a_second():
    desk = Desk()
    for second in (0, 0, 1, 0, 2, 1):
        desk.take(MobilePosition(sn=1, device_id=CAMERA, **at(second)))
    assert [each.time[17:19] for each in desk.told] == ["00", "01", "02"]
    assert desk.counts == {"repeated": 3}


def test_nowhere_is_not_told():
    desk = Desk()
    for place in ((0, 0), (200, 31), (119, -91), (119.97, None), (None, 31.81)):
        desk.take(MobilePosition(sn=1, device_id=CAMERA, longitude=place[0], latitude=place[1], time=NOW))
    assert desk.told == []
    assert desk.counts == {"nowhere": 5}
    assert desk.take(MobilePosition(sn=1, device_id=CAMERA, longitude=0.0, latitude=31.8, time=NOW))


def test_a_clock_that_was_never_set_is_not_believed():
    desk = Desk()
    desk.take(MobilePosition(sn=1, device_id=CAMERA, **at(time=datetime(1970, 1, 1, tzinfo=BEIJING))))
    desk.take(MobilePosition(sn=1, device_id=OTHER, **at(3600)))
    desk.take(MobilePosition(sn=1, device_id=CHANNEL, **at(-86400)))
    assert [each.time for each in desk.told] == [
        *["2026-03-05T09:30:00+08:00"] * 2,
        "2026-03-04T09:30:00+08:00",
    ]
    assert desk.counts == {"clock_wrong": 2}


def test_what_cannot_be_a_speed_or_a_direction_is_left_out():
    desk = Desk()
    (told,) = desk.take(MobilePosition(sn=1, device_id=CAMERA, speed=-1, direction=720, **at()))
    assert (told.speed, told.direction) == (None, None)


def test_where_positions_are_not_wanted_none_are_told():
    desk = Desk(positions=False)
    assert desk.take(MobilePosition(sn=1, device_id=CAMERA, **at())) == []
    assert desk.counts == {"unwanted": 1}


def test_an_answer_with_the_position_in_it():
    desk, heard = Desk(), []
    desk.positions.reported = heard.append
    body = (
        b"<Response><CmdType>MobilePosition</CmdType><SN>4</SN><DeviceID>%s</DeviceID><Result>OK</Result>"
        b"<Longitude>119.97</Longitude><Latitude>31.81</Latitude></Response>"
    )
    assert len(desk.take(documents.parse(body % CAMERA.encode()))) == 1
    yes = b"<Response><CmdType>MobilePosition</CmdType><SN>4</SN><Result>OK</Result></Response>"
    desk.take(documents.parse(yes))
    assert len(heard) == 1


def test_all_has_a_bound():
    desk = Desk()
    many = [Position(device_id=f"{number}", **at()) for number in range(MOST_ITEMS + 5)]
    assert len(desk.take(listed(*many, total=len(many)))) == MOST_ITEMS
    for second in range(KEPT + 10):
        desk.take(MobilePosition(sn=1, device_id=CAMERA, **at(second)))
    assert max(map(len, desk.positions._told.values())) == KEPT
    (told,) = Desk().take(MobilePosition(sn=1, device_id="1" * 500, **at()))
    assert told.channel == CAMERA


@given(strategies.block(MobilePosition, Version.V2022) | strategies.block(MobilePosition, Version.V2016))
def test_whatever_a_report_says_nothing_breaks_and_only_places_are_told(document):
    desk = Desk()
    for each in desk.take(document):
        assert abs(each.longitude) <= 180
        assert abs(each.latitude) <= 90
        assert wire.from_json(wire.Positioned, wire.to_json(each)) == each
