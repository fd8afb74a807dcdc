"""What the three operators' trunks want of us, as data. Numbers and habits that the operators do not publish are marked
待核: they are what their acceptance sheet has to confirm, and are overridden by configuration.
"""

from dataclasses import dataclass, fields, replace
from enum import StrEnum

from changqian.protocols.telephony.identity import ASSERTED, PREFERRED
from changqian.protocols.telephony.numbers import Style


class Use(StrEnum):
    """Of an extension."""

    OFF = "off"
    SUPPORTED = "supported"
    "Said to be understood, and used where the other side wants it."
    REQUIRED = "required"
    "Asked for in Require: who does not know it refuses with 420, and is asked again without."


class Keys(StrEnum):
    """How pressed keys travel."""

    RTP = "rtp"
    "telephone-event of RFC 4733."
    INFO = "info"


@dataclass(frozen=True, slots=True)
class OperatorProfile:
    """Seconds for all times. `unverified` names the fields of this class that no published text confirms."""

    key: str
    name: str
    registers: bool = False
    "With user and password; else a static trunk, known by its address."
    transport: str = "UDP"
    expires: int = 3600
    style: Style = Style.E164
    identity: str = ASSERTED
    reliable: Use = Use.SUPPORTED
    "Provisional responses that are acknowledged (RFC 3262)."
    reliable_always: bool = False
    "Also those that carry no session description."
    update: bool = True
    "UPDATE is used where the other side allows it (RFC 3311)."
    preconditions: Use = Use.SUPPORTED
    session_expires: int = 1800
    "0 switches session timers off (RFC 4028)."
    min_se: int = 90
    refresher: str = "uac"
    "Whom we propose where the other side leaves it to us."
    early_media: bool = True
    "P-Early-Media is sent and heeded (RFC 5009)."
    access_network: str = ""
    "P-Access-Network-Info, where a trunk asks for it."
    keys: Keys = Keys.RTP
    options_every: float = 30.0
    beat_every: float = 0.0
    "CRLF keep-alives over the signalling connection (RFC 5626 §3.5.1); 0 for none."
    no_answer: float = 90.0
    "How long a call of ours may ring."
    home_domain: str = ""
    "The domain that 3GPP TS 23.003 §13.2 derives from the network's code; a trunk's own is in its contract."
    unverified: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        known = {field.name for field in fields(self)}
        if wrong := self.unverified - known:
            raise ValueError(f"no such fields: {sorted(wrong)}")

    @property
    def caveats(self) -> tuple[str, ...]:
        """What is to be confirmed with the operator, in words."""
        return tuple(f"{self.name}：{LABELS[field]}（待核）" for field in LABELS if field in self.unverified)

    def confirmed(self, **given: object) -> "OperatorProfile":
        """With values that the operator gave: they are no longer unverified."""
        unverified = self.unverified.difference(given)
        return replace(self, unverified=unverified, **given)  # type: ignore[arg-type]


LABELS = {
    "registers": "接入方式是账号注册还是静态中继",
    "transport": "信令传输协议",
    "expires": "注册有效期",
    "style": "被叫号码格式",
    "identity": "主叫号码携带的头域",
    "reliable": "临时响应可靠传输（100rel）",
    "preconditions": "资源预留前提条件（precondition）",
    "session_expires": "会话刷新间隔",
    "min_se": "最小会话刷新间隔",
    "refresher": "会话刷新方",
    "early_media": "早期媒体授权头域",
    "access_network": "接入网信息头域",
    "keys": "按键传送方式",
    "options_every": "中继探测间隔",
    "beat_every": "信令链路保活间隔",
    "no_answer": "振铃超时",
}
_NOWHERE_PUBLISHED = frozenset(LABELS)

MOBILE = OperatorProfile(
    key="mobile",
    name="中国移动",
    home_domain="ims.mnc000.mcc460.3gppnetwork.org",
    reliable_always=True,
    unverified=_NOWHERE_PUBLISHED,
)
UNICOM = OperatorProfile(
    key="unicom",
    name="中国联通",
    home_domain="ims.mnc001.mcc460.3gppnetwork.org",
    style=Style.NATIONAL,
    unverified=_NOWHERE_PUBLISHED,
)
TELECOM = OperatorProfile(
    key="telecom",
    name="中国电信",
    home_domain="ims.mnc011.mcc460.3gppnetwork.org",
    registers=True,
    identity=PREFERRED,
    style=Style.NATIONAL,
    unverified=_NOWHERE_PUBLISHED,
)
PLAIN = OperatorProfile(
    key="plain",
    name="标准SIP",
    preconditions=Use.OFF,
    early_media=False,
)
"By the letter of the RFCs: house exchanges, meeting terminals, trunking gateways."

PROFILES = {each.key: each for each in (MOBILE, UNICOM, TELECOM, PLAIN)}
