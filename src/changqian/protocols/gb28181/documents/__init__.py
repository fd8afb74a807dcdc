"""All MANSCDP documents, and which class reads which. GB/T 28181-2022 annex A.2; 2011 and 2016 with it."""

from changqian.protocols.gb28181 import markup
from changqian.protocols.gb28181.documents import (
    alarm,
    broadcast,
    catalogue,
    config,
    control,
    device,
    media,
    position,
    presence,
    ptz,
    record,
    snapshot,
    upgrade,
)
from changqian.protocols.gb28181.documents.document import CONTENT_TYPE, Document, named
from changqian.protocols.gb28181.errors import Unsupported

TABLE: dict[tuple[str, str], type[Document]] = {
    (each.ROOT, each.COMMAND): each
    for each in (
        *(catalogue.CatalogQuery, catalogue.CatalogAnswer, catalogue.CatalogNotice),
        *(device.DeviceInfoQuery, device.DeviceInfoAnswer, device.DeviceStatusQuery, device.DeviceStatusAnswer),
        *(device.StorageCardQuery, device.StorageCardAnswer),
        *(record.RecordQuery, record.RecordAnswer),
        *(alarm.AlarmQuery, alarm.Alarm, alarm.AlarmAnswer),
        *(position.PositionQuery, position.MobilePosition, position.PositionAnswer),
        *(config.ConfigQuery, config.ConfigAnswer, config.DeviceConfig, config.DeviceConfigAnswer),
        *(control.DeviceControl, control.DeviceControlAnswer),
        *(ptz.PresetQuery, ptz.PresetAnswer, ptz.HomePositionQuery, ptz.HomePositionAnswer),
        *(ptz.CruiseTrackListQuery, ptz.CruiseTrackListAnswer, ptz.CruiseTrackQuery, ptz.CruiseTrackAnswer),
        *(ptz.PtzPositionQuery, ptz.PtzPositionAnswer, ptz.PtzPositionNotice),
        *(presence.Keepalive, media.MediaStatus, media.VideoUpload, broadcast.Broadcast, broadcast.BroadcastAnswer),
        *(snapshot.SnapshotFinished, upgrade.UpgradeResult),
    )
}
"By root and CmdType."
_LENIENT = {(root.lower(), command.lower()): each for (root, command), each in TABLE.items()}


def parse(data: bytes) -> Document:
    """The document that a MESSAGE, NOTIFY, SUBSCRIBE or its answer carries.

    Unsupported if its kind is unknown, Malformed if it is no sound XML or holds what cannot be.
    """
    root = markup.parse(data)
    kind, command = named(root)
    document = _LENIENT.get((kind.lower(), command.lower()))
    if document is None:
        raise Unsupported(kind, command)
    return document.read(root)


__all__ = ["CONTENT_TYPE", "TABLE", "Document", "parse"]
