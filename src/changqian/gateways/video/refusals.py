"""Why a device may not register: a short phrase for its SIP log, a sentence and a remedy for people."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Refusal:
    phrase: str
    reason: str
    remedy: str


UNKNOWN = Refusal("Unknown Device", "设备未在平台登记", "请先登记这台设备，或核对设备上填写的国标编码")
BLOCKED = Refusal("Device Blocked", "设备在平台上已停用", "如需恢复接入，请在平台上启用这台设备")
HOST = Refusal("Address Not Allowed", "不允许设备从这个地址接入", "请检查接入黑白名单，或核对设备所在的网络")
SECRET = Refusal("No Secret", "平台没有这台设备的接入密码", "请在平台上为这台设备设置密码")
PASSWORD = Refusal("Wrong Password", "设备的接入密码不对", "请核对设备上的SIP认证密码与平台上登记的是否一致")
ALGORITHM = Refusal("Algorithm Not Allowed", "设备使用的摘要算法未获允许", "请在平台上核对这台设备的摘要算法")
CHANNELS = Refusal("Channel Limit", "接入路数已达上限", "请停用不再使用的设备，或提高接入路数上限")
