"""New firmware, 2022 only. GB/T 28181-2022 9.13, A.2.3.1.12, A.2.5.9."""

from dataclasses import dataclass
from typing import ClassVar

from changqian.protocols.gb28181.documents.document import Notice
from changqian.protocols.gb28181.documents.snapshot import check_session
from changqian.protocols.gb28181.elements import Block, text
from changqian.protocols.gb28181.errors import Malformed

REASONS = ("01", "02", "03", "99")
"UpgradeFailedReason; what 01 to 03 stand for is 待核, 99 is any other."


@dataclass(frozen=True, slots=True, kw_only=True)
class DeviceUpgrade(Block):
    """Part of a DeviceControl: fetch `file_url` and become `firmware`. Malformed without all four."""

    firmware: str = text("Firmware")
    file_url: str = text("FileURL")
    manufacturer: str = text("Manufacturer")
    session_id: str = text("SessionID")

    def __post_init__(self) -> None:
        check_session(self.session_id)
        if not (self.firmware and self.file_url and self.manufacturer):
            raise Malformed("an upgrade needs Firmware, FileURL and Manufacturer")


@dataclass(frozen=True, slots=True, kw_only=True)
class UpgradeResult(Notice):
    """`result` is OK or ERROR, `firmware` what runs now."""

    COMMAND: ClassVar[str] = "DeviceUpgradeResult"
    session_id: str = text("SessionID")
    result: str = text("UpgradeResult", aliases=("Result",))
    firmware: str = text("Firmware")
    reason: str = text("UpgradeFailedReason")

    @property
    def ok(self) -> bool:
        return self.result.upper() == "OK"
