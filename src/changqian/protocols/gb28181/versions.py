"""Which edition a peer speaks, and what it may be sent. GB/T 28181-2022 annex I: `X-GB-ver` on REGISTER and replies."""

from enum import IntEnum
from typing import Self

HEADER = "X-GB-Ver"
"As annex I spells it (待核); header names know no case."


class Version(IntEnum):
    V2011 = 10
    SUPPLEMENT = 11
    "The 2014 supplement to 2011."
    V2016 = 20
    V2022 = 30

    @classmethod
    def parse(cls, header: str | None) -> Self:
        """A header's value; 2016, which nearly all devices speak, where it is missing or makes no sense."""
        digits = "".join(each for each in header or "" if each in "0123456789")[:2]
        known = [each for each in cls if digits and each <= int(digits.ljust(2, "0"))]
        return max(known, default=cls(cls.V2016))

    def __str__(self) -> str:
        return f"{self // 10}.{self % 10}"

    @property
    def charset(self) -> str:
        """What this edition writes in. 2022 6.10: GB18030; before: GB2312."""
        return "GB18030" if self >= Version.V2022 else "GB2312"

    @property
    def playback_protocol(self) -> str:
        """How its INFO bodies call their protocol: annex B of 2011 MANSRTSP, the field since then RTSP (待核)."""
        return "MANSRTSP/1.0" if self < Version.SUPPLEMENT else "RTSP/1.0"


S, V16, V22 = Version.SUPPLEMENT, Version.V2016, Version.V2022
SINCE: dict[tuple[str, ...], Version] = {
    **{("Query", name): S for name in ("ConfigDownload", "PresetQuery")},
    ("Query", "MobilePosition"): V16,
    **{("Query", name): V22 for name in ("HomePositionQuery", "CruiseTrackListQuery", "CruiseTrackQuery")},
    **{("Query", name): V22 for name in ("PTZPosition", "SDCardStatus")},
    **{("Control", "DeviceControl", name): S for name in ("IFrameCmd", "DragZoomIn", "DragZoomOut", "HomePosition")},
    **{("Control", "DeviceControl", name): V22 for name in ("PTZPreciseCtrl", "DeviceUpgrade", "FormatSDCard")},
    ("Control", "DeviceControl", "TargetTrack"): V22,
    ("Control", "DeviceConfig"): S,
    **{
        ("Control", "DeviceConfig", name): V22
        for name in (
            *("VideoParamAttribute", "VideoRecordPlan", "VideoAlarmRecord", "PictureMask", "FrameMirror"),
            *("AlarmReport", "OSDConfig", "SnapShotConfig"),
        )
    },
    **{("Notify", name): S for name in ("Broadcast", "Catalog")},
    ("Notify", "MobilePosition"): V16,
    **{("Notify", name): V22 for name in ("PTZPosition", "UploadSnapShotFinished", "VideoUploadNotify")},
    ("Notify", "DeviceUpgradeResult"): V22,
}
"""Annex A of each edition: what came after 2011, as root, CmdType and, for controls, the command inside."""


def needed(root: str, command: str, part: str = "") -> Version:
    """The first edition that knows this document, or this part of it."""
    whole = SINCE.get((root, command), Version.V2011)
    return max(whole, SINCE.get((root, command, part), Version.V2011)) if part else whole


def may_be_sent(version: Version, root: str, command: str, part: str = "") -> bool:
    """Whether a peer of that edition promises to know it; older devices often know more than they say."""
    return version >= needed(root, command, part)
