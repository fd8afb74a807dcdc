"""Why a request was sent: the header Reason (RFC 3326), with the network's causes (ITU-T Q.850) in Chinese."""

from dataclasses import dataclass
from typing import Self

from changqian.protocols.sip.grammar import BLANK, Malformed, Params, is_token, number, quote
from changqian.protocols.sip.headers import Headers

Q850 = {
    1: ("号码未分配，是空号", "请核对号码"),
    3: ("没有到达对方网络的路由", "请核对号码；多个号码都不通时联系运营商检查中继路由"),
    16: ("正常挂断", "无需处理"),
    17: ("对方正忙", "请稍后再拨"),
    18: ("对方没有响应，可能不在服务区", "请稍后再拨"),
    19: ("对方无人接听", "请稍后再拨"),
    20: ("对方已关机或不在服务区", "请稍后再拨，或改拨其他号码"),
    21: ("对方拒接，或对方网络拒绝了呼叫", "请稍后再拨，或确认主叫号码没有被对方屏蔽"),
    22: ("对方号码已变更", "请查询新号码"),
    27: ("对方线路故障", "请稍后再拨，或改拨其他号码"),
    28: ("号码格式不正确或不完整", "请核对号码，固定电话加区号"),
    31: ("对方网络正常释放，没有说明原因", "请稍后再拨"),
    34: ("中继线路全忙", "请稍后再拨；经常出现时向运营商申请增加并发路数"),
    38: ("运营商网络故障", "请稍后再拨；持续出现时联系运营商"),
    41: ("运营商网络临时故障", "请稍后再拨"),
    42: ("运营商网络拥塞", "请稍后再拨"),
    47: ("运营商没有可用资源", "请稍后再拨"),
    57: ("本线路没有开通这种业务", "请向运营商核实是否已开通视频通话等业务"),
    58: ("所要求的业务现在不可用", "请改用语音呼叫，或稍后再拨"),
    65: ("对方网络不支持这种业务", "请改用语音呼叫"),
    79: ("对方网络没有实现这种业务", "请改用语音呼叫"),
    88: ("双方终端不兼容", "请改用语音呼叫"),
    102: ("运营商网络定时器超时", "请稍后再拨"),
    111: ("运营商网络信令错误", "请把时间和号码告诉维护人员，检查信令跟踪"),
    127: ("对方网络互通失败，原因不明", "请稍后再拨"),
}
ELSEWHERE = 200
"SIP;cause=200: somebody else picked up (RFC 3326 §1)."


@dataclass(frozen=True, slots=True)
class Cause:
    """`protocol` is SIP or Q.850; `code` 0 where none was given."""

    protocol: str
    code: int = 0
    text: str = ""

    def __post_init__(self) -> None:
        if not is_token(self.protocol):
            raise Malformed(f"no protocol of a Reason: {self.protocol[:20]!r}")

    @classmethod
    def parse(cls, text: str) -> Self:
        protocol, _, rest = text.strip(BLANK).partition(";")
        params = Params.parse(rest)
        code = params.get("cause")
        return cls(
            protocol.strip(BLANK), number(code, "the cause", below=1000) if code else 0, params.get("text") or ""
        )

    @property
    def elsewhere(self) -> bool:
        """The call was picked up on another telephone, so that it was not missed."""
        return self.protocol.upper() == "SIP" and self.code == ELSEWHERE

    @property
    def explained(self) -> tuple[str, str] | None:
        """What it says of the telephone network, and what to do."""
        return Q850.get(self.code) if self.protocol.upper() == "Q.850" else None

    def __str__(self) -> str:
        cause = f";cause={self.code}" if self.code else ""
        return f"{self.protocol}{cause}{self.text and ';text=' + quote(self.text)}"


def causes_of(headers: Headers) -> tuple[Cause, ...]:
    """Those that can be read: it only explains, and breaks nothing."""
    found = []
    try:
        parts = headers.listed("Reason")
    except Malformed:
        return ()
    for part in parts:
        try:
            found.append(Cause.parse(part))
        except Malformed:
            continue
    return tuple(found)


def cause_of(headers: Headers) -> Cause | None:
    """The one that explains most: of the telephone network before SIP's own."""
    found = causes_of(headers)
    return next((one for one in found if one.explained), found[0] if found else None)
