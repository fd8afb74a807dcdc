"""Why a call ended, and what to do about it."""

from enum import StrEnum

from changqian.protocols.sip.reasons import explained
from changqian.protocols.telephony.causes import Cause


class Ending(StrEnum):
    HUNG_UP = "hung_up"
    "By the other side."
    LEFT = "left"
    "By us."
    CANCELLED = "cancelled"
    "The caller gave up before anybody answered."
    ELSEWHERE = "elsewhere"
    "Somebody else picked up."
    REJECTED = "rejected"
    "By us, before it was answered."
    REFUSED = "refused"
    "By the other side or the network, with a status."
    NO_ANSWER = "no_answer"
    "It rang for as long as it may."
    SILENT = "silent"
    "Nobody answered the INVITE at all."
    BROKEN = "broken"
    "The signalling connection was gone."
    LOST = "lost"
    "During the call a request was not answered, or the other side did not know the call any more."
    EXPIRED = "expired"
    "The session timer ran out (RFC 4028)."
    NO_ACK = "no_ack"
    NO_PRACK = "no_prack"
    NO_DESCRIPTION = "no_description"
    "The other side accepted without saying where its media are."
    UNDECIDED = "undecided"
    "Our side did not answer an offer in time."
    FULL = "full"
    "More calls than this process may have."


SENTENCES = {
    Ending.HUNG_UP: ("对方挂断了通话", "无需处理"),
    Ending.LEFT: ("本端结束了通话", "无需处理"),
    Ending.CANCELLED: ("主叫在接听前挂断", "如需联系请回拨"),
    Ending.ELSEWHERE: ("来电已在其他终端接听", "无需处理"),
    Ending.REJECTED: ("本端没有接听来电", "如需联系请回拨"),
    Ending.NO_ANSWER: ("振铃时间已到，对方无人接听", "请稍后再拨"),
    Ending.SILENT: ("运营商线路没有任何响应", "请检查中继线路和防火墙，确认运营商侧设备在线"),
    Ending.BROKEN: ("信令连接已断开", "请检查到运营商的网络，恢复后再拨"),
    Ending.LOST: ("通话中与对方失去联系", "请重新呼叫；反复出现时检查线路质量"),
    Ending.EXPIRED: ("会话刷新超时，通话已被收回", "请重新呼叫；反复出现时核对线路的会话刷新间隔"),
    Ending.NO_ACK: ("接听后没有收到对方的确认", "请检查中继线路是否单通，核对防火墙和地址映射"),
    Ending.NO_PRACK: ("振铃后没有收到对方对临时响应的确认", "请在线路配置中关闭临时响应可靠传输，或联系运营商"),
    Ending.NO_DESCRIPTION: ("对方接听后没有给出音视频参数", "请把时间和号码告诉维护人员，检查信令跟踪"),
    Ending.UNDECIDED: ("本端没有及时答复对方的音视频参数", "请检查媒体服务是否正常"),
    Ending.FULL: ("同时进行的通话已达上限", "请先结束其他通话，或提高并发上限"),
}


def sentence(ending: Ending, status: int, phrase: str, cause: Cause | None) -> tuple[str, str]:
    """What the telephone network says explains more than SIP's status, and a status more than nothing."""
    if ending is Ending.REFUSED:
        if cause and cause.explained and cause.code != 16:
            reason, remedy = cause.explained
            return f"{reason}（{status}，Q.850原因{cause.code}）", remedy
        return explained(status, phrase)
    if ending is Ending.HUNG_UP and cause and cause.explained and cause.code not in (16, 31):
        reason, remedy = cause.explained
        return f"通话被网络挂断：{reason}（Q.850原因{cause.code}）", remedy
    return SENTENCES[ending]
