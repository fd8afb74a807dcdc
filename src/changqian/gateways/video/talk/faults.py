"""Why a device was not reached by voice: sentences for the steps of a talk."""

from collections.abc import Sequence

from changqian.gateways.video.failures import Failed, Step
from changqian.gateways.video.talk.states import Way

NAMES = {Way.BROADCAST: "语音广播", Way.TALK: "对讲呼叫", Way.CALLED: "设备来电"}
STATUSES = {
    403: ("设备拒绝对讲", "请检查设备上的对讲权限和国标平台设置"),
    404: ("设备上没有这个语音通道", "请重新获取设备目录，核对语音输出通道的编码"),
    480: ("设备暂时不可用", "请确认设备已开机，稍后再试"),
    486: ("设备忙，可能正与其他平台对讲", "请在其他平台结束对讲后再试"),
    488: ("设备不支持所要求的声音格式或传输方式", "请核对平台上登记的媒体传输方式，或把设备的对讲编码设为G.711A"),
    503: ("设备资源不足", "请关闭一些画面后再试"),
}
FINAL = frozenset({Step.OFFLINE, Step.NO_PORT, Step.OCCUPIED, Step.ENDED, Step.NO_VOICE})
"Where another way would not help."


def refused(status: int, phrase: str) -> Failed:
    known = STATUSES.get(status, ("设备拒绝对讲", "请查看设备日志，或稍后再试"))
    return Failed(Step.REFUSED, f"{known[0]}（{status} {phrase}）".replace(" ）", "）"), known[1])


def said_no() -> Failed:
    return Failed(Step.REFUSED, "设备答复不接受语音广播", "请检查设备的语音输出设置，或改用设备的另一个语音通道")


def no_invite(seconds: float, *, agreed: bool) -> Failed:
    heard = "设备同意了语音广播" if agreed else "设备收到了语音广播通知"
    return Failed(
        Step.NO_INVITE,
        f"{heard}，但{seconds:g}秒内没有来取声音",
        "请核对语音输出通道的编码，并确认设备的媒体设置允许从本平台取声音",
    )


def wrong_sdp(reason: str) -> Failed:
    return Failed(Step.WRONG_SDP, reason, "请把设备的对讲编码设为G.711A（PCMA或PS封装），或升级设备固件")


def no_ack(seconds: float) -> Failed:
    return Failed(
        Step.NO_ACK,
        f"已答应设备的取声音请求，但{seconds:g}秒内设备没有确认",
        "请检查设备网络；经过NAT时，请把设备的信令传输方式改为TCP",
    )


def not_connected(seconds: float, place: str, strangers: set[str]) -> Failed:
    """The device was to connect to us."""
    others = f"（拒绝了来自{'、'.join(sorted(strangers)[:3])}的连接，与设备地址不符）" if strangers else ""
    return Failed(
        Step.NO_CONNECTION,
        f"设备{seconds:g}秒内没有连接到网关的声音端口{others}",
        f"请检查防火墙是否放行到{place}的TCP连接，或把设备的媒体传输方式改为UDP",
    )


def unreachable(host: str, port: int, tries: int) -> Failed:
    """We were to connect to the device."""
    return Failed(
        Step.NO_CONNECTION,
        f"网关{tries}次都没有连上设备的媒体端口（{host}:{port}）",
        "设备在NAT之后时平台连不到它，请把设备的媒体传输方式改为TCP被动或UDP",
    )


def no_sound(seconds: float) -> Failed:
    return Failed(
        Step.NO_RTP,
        f"设备答应了双向对讲，但{seconds:g}秒内没有送来声音，它能听到您，您听不到它",
        "请检查设备的麦克风是否打开；可以同时打开它的实时画面来听",
    )


def no_voice(seconds: float) -> Failed:
    return Failed(
        Step.NO_VOICE,
        f"{seconds:g}秒没有收到您的声音，对讲已结束",
        "请检查本机的麦克风和网络，然后重新发起对讲",
    )


def hung_up() -> Failed:
    return Failed(Step.ENDED, "设备结束了对讲", "需要时请重新发起对讲")


def broke_off() -> Failed:
    return Failed(Step.BROKE_OFF, "设备断开了声音连接", "请检查设备的网络信号，稍后重新发起对讲")


def went_away() -> Failed:
    return Failed(Step.OFFLINE, "设备已离线，对讲已结束", "请等设备重新上线后再试")


def occupied() -> Failed:
    return Failed(Step.OCCUPIED, "设备正被占用，其他人正在与它对讲", "请等对方结束后再试")


def together(tried: Sequence[tuple[Way, Failed]]) -> Failed:
    """None of the ways worked: the step is that of the first."""
    if len(tried) == 1:
        return tried[0][1]
    reasons = "；".join(f"{NAMES[way]}未接通：{failed.reason}" for way, failed in tried)
    remedies = dict.fromkeys(failed.remedy for _, failed in tried)
    return Failed(tried[0][1].step, reasons, "；".join(remedies))
