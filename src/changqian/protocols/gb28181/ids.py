"""The ids of 20 digits. GB/T 28181-2022 annex E.1: centre 8, industry 2, type 3, network 1, serial 6.

Regions of a catalogue have 2, 4, 6 or 8 digits instead (annex J).
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Self

TYPES = {
    111: "数字视频录像机(DVR)",
    112: "视频服务器",
    113: "编码器",
    114: "解码器",
    115: "视频切换矩阵",
    116: "音频切换矩阵",
    117: "报警控制器",
    118: "网络视频录像机(NVR)",
    120: "在线视频图像信息采集系统",
    121: "视频卡口",
    122: "多目设备",
    123: "停车场出入口控制设备",
    124: "人员出入口控制设备",
    125: "安检设备",
    130: "混合硬盘录像机(HVR)",
    131: "摄像机",
    132: "网络摄像机(IPC)",
    133: "显示器",
    134: "报警输入设备",
    135: "报警输出设备",
    136: "语音输入设备",
    137: "语音输出设备",
    138: "移动传输设备",
    139: "其他外围设备",
    140: "继电器类报警输出设备",
    141: "道闸",
    142: "智能门",
    143: "凭证识别单元",
    200: "中心信令控制服务器",
    201: "Web应用服务器",
    203: "代理服务器",
    204: "安全服务器",
    205: "报警服务器",
    206: "数据库服务器",
    207: "GIS服务器",
    208: "管理服务器",
    209: "接入网关",
    210: "媒体存储服务器",
    211: "信令安全路由网关",
    215: "业务分组",
    216: "虚拟组织",
    300: "中心用户",
    400: "终端用户",
    500: "视频图像信息综合应用平台",
    501: "视频图像信息运维管理平台",
    502: "视频图像分析系统",
    503: "视频图像信息数据库",
    505: "视频图像分析设备",
}
"Annex E.1; 119 and what is not listed is reserved or left to extensions."
RANGES = (
    (111, 130, "前端主设备"),
    (131, 199, "前端外围设备"),
    (200, 299, "平台设备"),
    (300, 399, "中心用户"),
    (400, 499, "终端用户"),
    (500, 599, "平台外接服务器"),
)
NETWORKS = {
    0: "公安视频传输网",
    1: "公安视频传输网",
    2: "行业专网",
    3: "政法信息网",
    4: "公安移动信息网",
    5: "公安信息网",
    6: "电子政务外网",
    7: "互联网等公共网络",
    8: "专线",
    9: "预留",
}
"2022; before, 0 to 4 were 监控报警专网, and nobody renumbers."
CAMERAS = (131, 132)
CENTRE, BUSINESS_GROUP, VIRTUAL_ORGANISATION = 200, 215, 216
REGION_LENGTHS = (2, 4, 6, 8)
LENGTH = 20


class InvalidId(ValueError):
    """The message is shown to who typed it."""


class Kind(StrEnum):
    """What a node of a catalogue is. Annex J."""

    REGION = "region"
    SYSTEM = "system"
    BUSINESS_GROUP = "business_group"
    VIRTUAL_ORGANISATION = "virtual_organisation"
    DEVICE = "device"


@dataclass(frozen=True, slots=True)
class DeviceId:
    """An id taken apart. `centre` are digits 1 to 8, a region code of six and a site of two."""

    centre: str
    industry: str
    type: int
    network: int
    serial: str

    def __post_init__(self) -> None:
        parts = (self.centre, 8), (self.industry, 2), (f"{self.type:03d}", 3), (str(self.network), 1), (self.serial, 6)
        if not all(text.isascii() and text.isdigit() and len(text) == length for text, length in parts):
            raise InvalidId("国标编码各段位数应为8、2、3、1、6，且全部为数字")

    @classmethod
    def parse(cls, text: str) -> Self:
        """InvalidId, which says what is wrong, for anything but 20 digits."""
        text = text.strip()
        if not text:
            raise InvalidId("请填写国标编码")
        strange = sorted({each for each in text if each not in "0123456789"})
        if strange:
            raise InvalidId(f"国标编码只能是数字，不能有“{''.join(strange[:5])}”")
        if len(text) != LENGTH:
            raise InvalidId(f"国标编码应为20位数字，现有{min(len(text), 999)}位")
        return cls(text[:8], text[8:10], int(text[10:13]), int(text[13]), text[14:])

    def __str__(self) -> str:
        return f"{self.centre}{self.industry}{self.type:03d}{self.network}{self.serial}"

    @property
    def region(self) -> str:
        """The code of the county or district."""
        return self.centre[:6]

    @property
    def domain(self) -> str:
        """The first ten digits, as SIP realms are named."""
        return self.centre + self.industry

    @property
    def type_name(self) -> str:
        """From TYPES, else the range it is from, else 未知类型."""
        ranges = (name for low, high, name in RANGES if low <= self.type <= high)
        return TYPES.get(self.type) or next(ranges, "未知类型")

    @property
    def network_name(self) -> str:
        return NETWORKS[self.network]

    @property
    def is_camera(self) -> bool:
        return self.type in CAMERAS

    @property
    def is_platform(self) -> bool:
        return self.type == CENTRE


def is_id(text: str) -> bool:
    return len(text) == LENGTH and text.isascii() and text.isdigit()


def kind_of(text: str) -> Kind:
    """What the node with this id is. Vendors also use ids that are none: those count as devices."""
    if text.isascii() and text.isdigit() and len(text) in REGION_LENGTHS:
        return Kind.REGION
    types = {
        CENTRE: Kind.SYSTEM,
        BUSINESS_GROUP: Kind.BUSINESS_GROUP,
        VIRTUAL_ORGANISATION: Kind.VIRTUAL_ORGANISATION,
    }
    return types.get(int(text[10:13]), Kind.DEVICE) if is_id(text) else Kind.DEVICE
