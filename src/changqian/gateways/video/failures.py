"""Why something did not work: the step that failed, a sentence, and what to do about it."""

from enum import StrEnum


class Step(StrEnum):
    OFFLINE = "offline"
    NO_PORT = "no_port"
    TOO_MANY = "too_many"
    NO_ANSWER = "no_answer"
    REFUSED = "refused"
    WRONG_SDP = "wrong_sdp"
    NO_RTP = "no_rtp"
    NO_KEY_FRAME = "no_key_frame"
    NOT_PLAYABLE = "not_playable"
    BROKE_OFF = "broke_off"
    "It played, and stopped coming."
    ENDED = "ended"
    "The device ended it."
    DISK_FULL = "disk_full"
    DISK_SLOW = "disk_slow"
    DISK_FAILED = "disk_failed"
    NO_FOOTAGE = "no_footage"
    "There is none of that time."
    NO_INVITE = "no_invite"
    "Told of a broadcast, it does not come for the sound."
    NO_ACK = "no_ack"
    NO_CONNECTION = "no_connection"
    "Media over TCP, and nobody could connect."
    OCCUPIED = "occupied"
    NO_VOICE = "no_voice"
    "Whoever speaks sends nothing any more."
    IGNORED = "ignored"
    "The device said yes, and went on as before."
    NO_UPLOAD = "no_upload"
    "It agreed to send pictures, and they did not come."
    NO_FETCH = "no_fetch"
    "It agreed to fetch a file, and did not."
    NO_RESULT = "no_result"
    "It did what was asked, and does not say how that ended."
    FINISHED = "finished"
    "A recording was played to its end: no failure, but it ends what is watched."


class Failed(Exception):
    def __init__(self, step: Step, reason: str, remedy: str) -> None:
        super().__init__(reason)
        self.step, self.reason, self.remedy = step, reason, remedy


STATUSES = {
    400: ("设备认为请求有误", "请把设备型号和时间告诉维护人员，核对设备固件版本"),
    403: ("设备拒绝了请求", "请检查设备上的国标平台权限设置"),
    404: ("设备上没有这个通道", "请重新获取设备目录，核对通道编码"),
    408: ("设备内部超时", "请稍后再试；反复出现时请重启设备"),
    480: ("设备暂时不可用", "请确认设备已开机，稍后再试"),
    486: ("设备忙，已在对外发送画面", "请关闭其他平台的实时画面后再试"),
    488: ("设备不支持所要求的画面格式", "请把设备的码流设为H.264、PS封装"),
    503: ("设备资源不足", "请减少同时观看的路数，或稍后再试"),
}


def refused(status: int, phrase: str) -> Failed:
    known = STATUSES.get(status, ("设备拒绝了请求", "请查看设备日志，或稍后再试"))
    return Failed(Step.REFUSED, f"{known[0]}（{status} {phrase}）".replace(" ）", "）"), known[1])


def no_answer(seconds: float) -> Failed:
    return Failed(
        *(Step.NO_ANSWER, f"设备在{seconds:g}秒内没有回应请求"),
        "请检查设备网络；经过NAT时，请确认心跳间隔短于网关的保持时间",
    )


def offline() -> Failed:
    return Failed(Step.OFFLINE, "设备不在线", "请确认设备已开机并注册到本平台")
