"""Channels as the platform knows them, and what a device tells of their changes. GB/T 28181-2022 9.11, annex N."""

from dataclasses import replace

from changqian.gateways.video.cameras import Camera
from changqian.protocols.gb28181.documents.catalogue import EVENTS, CatalogItem, CatalogNotice
from changqian.protocols.gb28181.ids import DeviceId, InvalidId
from changqian.wire import video as wire

ON, OFF, ADDED, DELETED, UPDATED = "ON", "OFF", "ADD", "DEL", "UPDATE"
DARK = (OFF, "VLOST", "DEFECT", DELETED)
MOST = 10_000
"Channels of a device that are remembered."


def channel_of(item: CatalogItem) -> wire.Channel:
    return wire.Channel(
        id=item.device_id,
        name=item.name,
        parent=item.parent_id,
        online=item.online,
        manufacturer=item.manufacturer,
        model=item.model,
        ptz_type=item.ptz_type,
        body_camera=item.is_body_camera,
        longitude=item.longitude,
        latitude=item.latitude,
    )


def changed(camera: Camera, notice: CatalogNotice) -> wire.CatalogueChanged | None:
    """None where nothing is named. What devices say is believed before what they forget: an item without an event is an
    update, and one that says ON is online without saying so again."""
    changes = tuple(_change(item) for item in notice.items if item.device_id)
    known = dict.fromkeys(camera.channels)
    for each in changes:
        if each.event == DELETED:
            known.pop(each.channel.id, None)
        elif each.event == ADDED and len(known) < MOST:
            known[each.channel.id] = None
    camera.channels = tuple(known)
    return wire.CatalogueChanged(device=camera.id, changes=changes) if changes else None


def _change(item: CatalogItem) -> wire.ChannelChange:
    said = item.event.strip().upper()
    event = said if said in EVENTS else UPDATED
    channel = channel_of(item)
    online = event == ON or (event not in DARK and channel.online)
    return wire.ChannelChange(event, replace(channel, online=online))


def looking(camera: Camera, said: str) -> str:
    """The channel that shows what an alarm is about: alarm inputs, and devices as such, have no picture."""
    cameras = [each for each in camera.channels if shows(each)]
    if said in cameras or not cameras:
        return said if said in cameras else camera.id
    return cameras[0]


def shows(channel: str) -> bool:
    """Whether it is a camera by its id; what bears no such id may be one. GB/T 28181-2022 annex E."""
    try:
        return DeviceId.parse(channel).is_camera
    except InvalidId:
        return True
