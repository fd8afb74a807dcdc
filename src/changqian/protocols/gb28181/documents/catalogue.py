"""The catalogue: who is below a device or platform. GB/T 28181-2022 9.5, 9.11, A.2.1.9, A.2.4.3, A.2.6.4, annex N."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from changqian.protocols.gb28181.documents.document import Answer, Notice, Query
from changqian.protocols.gb28181.elements import Block, listed, moment, nested, number, real, secret, text
from changqian.protocols.gb28181.versions import Version

UP_TO_2016 = Version.V2016
BODY_CAMERA = 2
"MobileDeviceType of 执法记录仪."
MOBILE = {
    1: "移动机器人载摄像机",
    2: "执法记录仪",
    3: "移动单兵设备",
    4: "车载视频记录设备",
    5: "无人机载摄像机",
    9: "其他",
}
PTZ_TYPES = {1: "球机", 2: "半球", 3: "固定枪机", 4: "遥控枪机", 5: "遥控半球", 6: "全景拼接通道", 7: "分割通道"}
"Up to 2016: 1 to 4."
EVENTS = ("ON", "OFF", "VLOST", "DEFECT", "ADD", "DEL", "UPDATE")
ONLINE_WORDS = ("ON", "ONLINE", "OK", "1")
"Vendors write the last three."


@dataclass(frozen=True, slots=True, kw_only=True)
class CatalogQuery(Query):
    """`start` and `stop` ask for what was added in between; most devices answer with all. A.2.4.3."""

    COMMAND: ClassVar[str] = "Catalog"
    start: datetime | None = moment("StartTime")
    stop: datetime | None = moment("EndTime")


@dataclass(frozen=True, slots=True, kw_only=True)
class CatalogInfo(Block):
    """What only cameras have. Lists are joined by slashes. A.2.1.9."""

    ptz_type: int | None = number("PTZType")
    photoelectric_imaging_type: str = text("PhotoelectricImagingType", since=Version.V2022)
    capture_position_type: str = text("CapturePositionType", since=Version.V2022)
    position_type: int | None = number("PositionType", until=UP_TO_2016)
    room_type: int | None = number("RoomType")
    use_type: int | None = number("UseType", until=UP_TO_2016)
    supply_light_type: int | None = number("SupplyLightType")
    direction_type: int | None = number("DirectionType")
    resolution: str = text("Resolution")
    business_group: str = text("BusinessGroupID", until=UP_TO_2016)
    stream_number_list: str = text("StreamNumberList", since=Version.V2022)
    download_speed: str = text("DownloadSpeed")
    svc_space_support_mode: int | None = number("SVCSpaceSupportMode")
    svc_time_support_mode: int | None = number("SVCTimeSupportMode")
    ssvc_ratio_support_list: str = text("SSVCRatioSupportList", since=Version.V2022)
    mobile_device_type: int | None = number("MobileDeviceType", since=Version.V2022)
    horizontal_field_angle: float | None = real("HorizontalFieldAngle", since=Version.V2022)
    vertical_field_angle: float | None = real("VerticalFieldAngle", since=Version.V2022)
    max_view_distance: float | None = real("MaxViewDistance", since=Version.V2022)
    grassroots_code: str = text("GrassrootsCode", since=Version.V2022)
    point_type: int | None = number("PointType", since=Version.V2022)
    point_common_name: str = text("PointCommonName", since=Version.V2022)
    mac: str = text("MAC", since=Version.V2022)
    function_type: str = text("FunctionType", since=Version.V2022)
    encode_type: str = text("EncodeType", since=Version.V2022)
    install_time: datetime | None = moment("InstallTime", since=Version.V2022)
    management_unit: str = text("ManagementUnit", since=Version.V2022)
    contact_info: str = text("ContactInfo", since=Version.V2022)
    record_save_days: int | None = number("RecordSaveDays", since=Version.V2022)
    industrial_classification: str = text("IndustrialClassification", since=Version.V2022)


@dataclass(frozen=True, slots=True, kw_only=True)
class CatalogItem(Block):
    """A device, channel, system, region, business group or virtual organisation. `parental` is 1 if it has children.

    `event` stands in notices only. `parent_id` may name several, joined by slashes. Position in degrees, WGS 84.
    """

    device_id: str = text("DeviceID", always=True)
    event: str = text("Event")
    name: str = text("Name", always=True)
    manufacturer: str = text("Manufacturer")
    model: str = text("Model")
    owner: str = text("Owner", until=UP_TO_2016)
    civil_code: str = text("CivilCode")
    block: str = text("Block")
    address: str = text("Address")
    parental: int | None = number("Parental")
    parent_id: str = text("ParentID")
    safety_way: int | None = number("SafetyWay", until=UP_TO_2016)
    register_way: int | None = number("RegisterWay")
    cert_num: str = text("CertNum", until=UP_TO_2016)
    certifiable: int | None = number("Certifiable", until=UP_TO_2016)
    err_code: int | None = number("ErrCode", until=UP_TO_2016)
    end_time: datetime | None = moment("EndTime", until=UP_TO_2016)
    security_level_code: str = text("SecurityLevelCode", since=Version.V2022)
    secrecy: int | None = number("Secrecy")
    ip_address: str = text("IPAddress")
    port: int | None = number("Port")
    password: str = secret("Password")
    status: str = text("Status")
    longitude: float | None = real("Longitude")
    latitude: float | None = real("Latitude")
    business_group: str = text("BusinessGroupID", since=Version.V2022)
    info: CatalogInfo | None = nested("Info", CatalogInfo, since=Version.SUPPLEMENT)
    loose_ptz_type: int | None = number("PTZType", read_only=True)

    @property
    def parents(self) -> tuple[str, ...]:
        return tuple(filter(None, (each.strip() for each in self.parent_id.split("/"))))

    @property
    def group(self) -> str:
        """The business group: 2022 has it in the item, 2016 in its Info."""
        return self.business_group or (self.info.business_group if self.info else "")

    @property
    def ptz_type(self) -> int | None:
        """Some devices write it beside Info instead of inside."""
        return self.info.ptz_type if self.info and self.info.ptz_type is not None else self.loose_ptz_type

    @property
    def online(self) -> bool:
        return self.status.upper() in ONLINE_WORDS

    @property
    def is_body_camera(self) -> bool:
        return self.info is not None and self.info.mobile_device_type == BODY_CAMERA


@dataclass(frozen=True, slots=True, kw_only=True)
class CatalogAnswer(Answer):
    """One packet of several. `total` counts the items of all; None where the device does not say. A.2.6.4."""

    COMMAND: ClassVar[str] = "Catalog"
    total: int | None = number("SumNum")
    items: tuple[CatalogItem, ...] = listed("DeviceList", "Item", CatalogItem)


@dataclass(frozen=True, slots=True, kw_only=True)
class CatalogNotice(Notice):
    """What changed; each item has an `event` of EVENTS. 9.11, annex N."""

    COMMAND: ClassVar[str] = "Catalog"
    status: str = text("Status", until=UP_TO_2016)
    total: int | None = number("SumNum")
    items: tuple[CatalogItem, ...] = listed("DeviceList", "Item", CatalogItem)
